"""Whether somebody a case is for may be a colleague of the office. Pure: normal forms in, what agrees out.

The same e-mail address is certain: nobody is asked, and the file is out of the colleague's sight at once. The same name
is not, since people share names: somebody is asked. An account holds no telephone number, so none is compared.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from casework.contacts.keys import email_key, tells_who
from casework.core.text import fold, one_line

#: A name of fewer words is shared by too many to ask about.
_FEWEST_WORDS: Final = 2


class Found(TextChoices):
    """What agrees."""

    EMAIL = "email", _("The same e-mail address")
    NAME = "name", _("The same name")


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who is compared: a name in its normal form, and the normal forms of their e-mail addresses."""

    name: tuple[str, ...]
    emails: frozenset[str]


def somebody(name: str, emails: Collection[str]) -> Somebody:
    """Somebody by what they are called and written to, however it was typed."""
    keys = (email_key(each) for each in emails)
    return Somebody(name_key(name), frozenset(key for key in keys if tells_who("email", key)))


def name_key(name: str) -> tuple[str, ...]:
    """The folded words of a name in an order of their own: “Roy, Zoé” is Zoe Roy. Empty for half a name."""
    letters = "".join(each if each.isalnum() else " " for each in fold(one_line(name)))
    words = tuple(sorted(letters.split()))
    return words if len(words) >= _FEWEST_WORDS else ()


def likeness(person: Somebody, colleague: Somebody, *, not_telling: Collection[str] = ()) -> Found | None:
    """What says that the two may be one; ``not_telling`` are addresses that many share, as the office's own."""
    if (person.emails & colleague.emails) - frozenset(not_telling):
        return Found.EMAIL
    return Found.NAME if person.name and person.name == colleague.name else None


def is_certain(found: Found | None) -> bool:
    """Whether nobody has to be asked."""
    return found is Found.EMAIL
