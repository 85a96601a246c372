"""Mail to one colleague about their own account: what happened and where to go, in their language; no other names."""

import logging
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils.translation import override
from wagtail.users.models import UserProfile

logger = logging.getLogger(__name__)


def tell(user: Any, kind: str, *, url: str = "") -> bool:
    """One mail to a person with an account; whether it went, or there is nowhere to send it."""
    language = UserProfile.get_for_user(user).get_preferred_language()
    return send(user.email, kind, language=language, url=url, username=user.get_username())


def send(address: str, kind: str, *, language: str, url: str = "", **given: Any) -> bool:
    """One mail to an address. A mail server that is away keeps nobody from working."""
    if not address:
        return True
    given["url"] = f"{settings.WAGTAILADMIN_BASE_URL}{url}" if url else ""
    with override(language):
        subject = render_to_string(f"casework/directory/mails/{kind}_subject.txt", given).strip()
        body = render_to_string(f"casework/directory/mails/{kind}.txt", given).strip() + "\n"
    headers = {"Auto-Submitted": "auto-generated"}
    try:
        return bool(EmailMessage(subject, body, to=[address], headers=headers, connection=get_connection()).send())
    except OSError as error:
        logger.warning("notice not sent", extra={"reason": kind, "error_class": type(error).__name__})
        return False
