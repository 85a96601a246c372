"""Mails to colleagues about a case: its reference and the way there, no words and no names."""

from django.db import transaction

from casework.core import notices

from .models import Case, Opening, Transfer
from .queries import overseers_at, overseers_of


def opened_by_exception(opening: Opening) -> None:
    """Tell the owner of the case and those who oversee the office, once it is certain; nobody can switch this off."""
    transaction.on_commit(lambda: _tell(opening), robust=True)


def _tell(opening: Opening) -> None:
    owner, reference = opening.case.owner, str(opening.case)
    told = {person.pk: person for person in [*overseers_of(opening.case), *([owner] if owner else [])]}
    given = {"reference": reference, "url": notices.place("cases:openings")}
    for person in told.values():
        if person.pk != opening.opened_by_id and person.is_active:
            notices.tell(person, "casework/cases/mails/opened", about=reference, **given)


def offered(transfer: Transfer) -> None:
    """Tell the Directors of the office that is asked that a case is offered: its number there, and nothing else."""

    def tell() -> None:
        given = {"reference": str(transfer), "url": notices.place("cases:transfers")}
        for person in overseers_at(transfer.to_office_id).filter(is_active=True):
            notices.tell(person, "casework/cases/mails/offered", about=str(transfer), **given)

    transaction.on_commit(tell, robust=True)


def consent_soon_over(case: Case) -> None:
    """Tell the owner of a case that what the person agreed to is soon over: its reference, and nothing else."""

    def tell() -> None:
        if case.owner is not None and case.owner.is_active:
            given = {"reference": str(case), "url": notices.place("cases:inspect", case.pk)}
            notices.tell(case.owner, "casework/cases/mails/consent", about=str(case), **given)

    transaction.on_commit(tell, robust=True)


def accommodation_late(case: Case) -> None:
    """Tell the owner of a case that a step of an accommodation is late: its reference, and not what was asked for."""

    def tell() -> None:
        if case.owner is not None and case.owner.is_active:
            given = {"reference": str(case), "url": notices.place("cases:inspect", case.pk)}
            notices.tell(case.owner, "casework/cases/mails/accommodation", about=str(case), **given)

    transaction.on_commit(tell, robust=True)


def offer_answered(transfer: Transfer) -> None:
    """Tell whoever offered a case that there is an answer."""

    def tell() -> None:
        given = {"reference": str(transfer), "url": notices.place("cases:transfers")}
        if transfer.asked_by.is_active:
            notices.tell(transfer.asked_by, "casework/cases/mails/answered", about=str(transfer), **given)

    transaction.on_commit(tell, robust=True)
