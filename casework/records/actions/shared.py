"""What the verbs of this room ask first."""

from django.utils.translation import gettext as _

from casework.contacts.models import Person
from casework.core import personal
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.permissions import SYSTEM, Actor
from casework.core.text import plain

from .. import queries


def require_everything(by: Actor, person: Person) -> None:
    """Raise NotPermitted unless everything held about a person is in the sight of ``by``."""
    if by is not SYSTEM and not queries.is_whole_for(by, person):
        words = _(
            "Some of what the office holds about %(person)s is kept from you. Ask somebody who sees all of it, or have "
            "yourself named on the cases."
        )
        raise NotPermitted(words % {"person": person}, why="kept_from_them")


def require_nothing_in_the_way(person: Person) -> None:
    """Raise CaseworkError with everything that has to be done before a person can be erased."""
    if found := personal.blocks(person):
        raise CaseworkError(" ".join(found))


def said(words: str) -> str:
    """What somebody wrote as the reason; CaseworkError where there is none."""
    if not (clean := plain(words).strip()):
        raise CaseworkError(_("Say why."))
    return clean
