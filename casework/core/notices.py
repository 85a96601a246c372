"""Mail to one colleague about the work: what happened and where to go, in the reader's language.

Each room has its own words, in templates; none of them names a person or repeats what somebody wrote. A mail server
that is away keeps nobody from working: what could not be sent is logged, by the reference of what it was about.
"""

import logging
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from wagtail.users.models import UserProfile

logger = logging.getLogger(__name__)


def tell(person: Any, template: str, *, about: str = "", **given: Any) -> bool:
    """One mail to a person with an account; whether it went. ``template`` is a path without its ending."""
    language = UserProfile.get_for_user(person).get_preferred_language()
    return write(person.email, template, language=language, about=about, **given)


def write(address: str, template: str, *, language: str, about: str = "", **given: Any) -> bool:
    """One mail to an address; whether it went. The subject stands in ``{template}_subject.txt``."""
    if not address:
        return False
    with override(language):
        subject = render_to_string(f"{template}_subject.txt", given).strip()
        body = render_to_string(f"{template}.txt", given).strip() + "\n"
    headers = {"Auto-Submitted": "auto-generated"}
    try:
        return bool(EmailMessage(subject, body, to=[address], headers=headers, connection=get_connection()).send())
    except OSError as error:
        what = {"reference": about} if about else {"reason": template.rpartition("/")[2]}
        logger.warning("notice not sent", extra={**what, "error_class": type(error).__name__})
        return False


def place(name: str, *args: Any) -> str:
    """The whole address of a screen, for a mail to lead there."""
    return whole(reverse(name, args=args))


def whole(path: str) -> str:
    """A path as an address that a mail program can open."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"
