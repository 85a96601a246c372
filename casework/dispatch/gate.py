"""The last look before a letter leaves: is it still the approved one, and may it still go there?

What the words of a letter mean is for the rooms above to know. Each may have a question asked here.
"""

from collections.abc import Callable, Collection, Iterable

from casework.contacts.queries import may_write_to

from .models import Dispatch
from .render import fingerprint
from .states import Channel, Trouble

#: Of these dispatches, by key: which must not leave? One answer for all, in a constant number of queries.
Question = Callable[[Collection[int]], Collection[int]]

_QUESTIONS: dict[str, Question] = {}


def ask_too(name: str, question: Question) -> None:
    """Ask this of every letter before it leaves. A room above registers it when it is ready; twice is once."""
    _QUESTIONS[name] = question


def asked_too() -> frozenset[str]:
    """The questions of the rooms above, by name."""
    return frozenset(_QUESTIONS)


def objection(dispatch: Dispatch) -> Trouble | None:
    """Why this letter must not leave, or None. Its words (``.label``) are for the officer."""
    if fingerprint(dispatch.raw_bytes) != dispatch.sha256:
        return Trouble.BYTES_CHANGED
    if dispatch.channel == Channel.EMAIL and not dispatch.office.email:
        return Trouble.NO_OFFICE_ADDRESS
    if not all(may_write_to(office_id=dispatch.office_id, address=each) for each in _spellings(dispatch)):
        return Trouble.DO_NOT_USE
    if held_back([dispatch]):
        return Trouble.MAY_NOT_BE_SAID
    return None


def held_back(dispatches: Iterable[Dispatch]) -> frozenset[int]:
    """Those of the letters, by key, that a room above keeps from leaving."""
    keys = [dispatch.pk for dispatch in dispatches]
    return frozenset(key for question in _QUESTIONS.values() for key in question(keys)) if keys else frozenset()


def _spellings(dispatch: Dispatch) -> set[str]:
    """The address as it goes over the wire, and as the person may have written it (``exámple``, ``xn--exmple-qta``)."""
    local, at, domain = dispatch.to_address.rpartition("@")
    if dispatch.channel != Channel.EMAIL or "xn--" not in domain:
        return {dispatch.to_address}
    try:
        return {dispatch.to_address, local + at + domain.encode("ascii").decode("idna")}
    except UnicodeError:
        return {dispatch.to_address}
