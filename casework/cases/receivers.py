"""What this room does when it hears news from below."""

from typing import Any

from casework.contacts.models import Person
from casework.contacts.signals import person_reached, person_renamed


def connect() -> None:
    """Listen to the contacts."""
    person_renamed.connect(_person_renamed, dispatch_uid="cases.person_renamed")
    person_reached.connect(_person_reached, dispatch_uid="cases.person_reached")


def _person_renamed(person: Person, **_news: Any) -> None:
    from . import actions  # leaf: this file is read while the rooms load

    actions.index_cases_of(person)
    _person_reached(person)


def _person_reached(person: Person, **_news: Any) -> None:
    from . import actions  # leaf: this file is read while the rooms load
    from .queries import likenesses  # leaf: the same

    if likenesses.has_cases(person):
        actions.look_for_colleague(person)
