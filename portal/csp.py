"""What a browser may do with our pages: a strict policy for the public, the strictest Wagtail's admin can live with.

The header is django-csp's; here it is said which policy is whose. A view that says a stricter one of its own (a stored
letter, a page as it was printed) keeps it.
"""

from typing import Any, Final

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase

#: Nothing is inline, nothing comes from elsewhere, nobody frames it, and its forms lead nowhere else.
PUBLIC: Final = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "media-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}
#: Wagtail's editor writes styles into the page as one types, and shows previews in a frame; scripts are never inline
#: but for a few of Wagtail's own, which carry the number of the answer they came with.
ADMIN: Final = {
    **PUBLIC,
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-ancestors": [SELF],
}


class ContentPolicyMiddleware(CSPMiddleware):
    """Says on every answer what its page may load and run: staff's policy below /admin/, else the public's."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """django-csp's question, answered by the address; nothing is only reported."""
        parts = super().get_policy_parts(request=request, response=response, report_only=report_only)
        if report_only:
            return parts
        config: dict[str, Any] = ADMIN if request.path_info.startswith("/admin/") else PUBLIC
        if parts.nonce:
            config = {**config, "script-src": [*config["script-src"], f"'nonce-{parts.nonce}'"]}
        return PolicyParts(config=config)
