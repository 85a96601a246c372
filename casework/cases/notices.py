"""Mails to colleagues about a case: its reference and the way there, no words and no names of those who wrote."""

import logging
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from wagtail.users.models import UserProfile

from .models import Opening
from .queries import overseers_of

logger = logging.getLogger(__name__)


def opened_by_exception(opening: Opening) -> None:
    """Tell the owner of the case and those who oversee the office, once it is certain; nobody can switch this off."""
    transaction.on_commit(lambda: _tell(opening), robust=True)


def _tell(opening: Opening) -> None:
    owner = opening.case.owner
    told = {person.pk: person for person in [*overseers_of(opening.case), *([owner] if owner else [])]}
    for person in told.values():
        if person.pk != opening.opened_by_id and person.is_active and person.email:
            _mail(opening, person)


def _mail(opening: Opening, person: Any) -> None:
    """One mail in the reader's own language. A mail server that is away keeps nobody from working."""
    given = {
        "reference": str(opening.case),
        "colleague": str(opening.opened_by),
        "url": f"{settings.WAGTAILADMIN_BASE_URL}{reverse('cases:openings')}",
    }
    with override(UserProfile.get_for_user(person).get_preferred_language()):
        subject = render_to_string("casework/cases/mails/opened_subject.txt", given).strip()
        body = render_to_string("casework/cases/mails/opened.txt", given).strip() + "\n"
    headers = {"Auto-Submitted": "auto-generated"}
    mail = EmailMessage(subject, body, to=[person.email], headers=headers, connection=get_connection())
    try:
        mail.send()
    except OSError as error:
        logger.warning("notice not sent", extra={"reference": str(opening.case), "error_class": type(error).__name__})
