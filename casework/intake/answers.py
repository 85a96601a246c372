"""What a door asked besides the message, and what was answered: pairs of a code and the words. Pure.

The codes are kept, and each reader gets their labels in their own language; what somebody typed stays as they typed it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.core.dates import in_words

from .choices import FOR_WHOM, OTHER, YES

#: What a question was, for staff; also the order in which the answers are shown.
LABELS: Final[dict[str, Promise]] = {
    "program": _("Program"),
    "wanted": _("What they want to happen"),
    "tried": _("What they have tried"),
    "deadline": _("Deadline"),
    "file_number": _("Their number with the agency"),
    "for_whom": _("For whom they write"),
    "other_name": _("Name of the person they write for"),
    "other_relation": _("Who they are to that person"),
    "consent": _("Consent to speak with the agency"),
    "consent_words": _("The words they read"),
}
#: How the form told which words of a consent it showed; made for the machine.
CONSENT_KEY: Final = "consent_key"
#: Found by search: what somebody typed, and no choice.
SEARCHED: Final = ("wanted", "tried", "file_number", "other_name")

_CONSENTS: Final[dict[str, Promise]] = {
    YES: _("Yes, they ticked the box"),
    "no": _("No, they left the box empty: ask them"),
    "outdated": _("They ticked other words than those we have: ask them"),
}

Pairs = Iterable[Any]
Answers = tuple[tuple[str, str], ...]


def as_dict(pairs: Pairs) -> dict[str, str]:
    """The answers by their codes."""
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def shown(pairs: Pairs, programs: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each answer with its label, in the language of whoever reads, in the order of the questions."""
    said = as_dict(pairs)
    order = [*(code for code in LABELS if code in said), *(code for code in said if code not in LABELS)]
    told = [(str(LABELS.get(code, code)), in_full(code, said[code], programs)) for code in order if code != CONSENT_KEY]
    return [(label, words) for label, words in told if words]


def in_full(code: str, said: str, programs: Mapping[str, Any]) -> str:
    """One answer in words: a choice by its label, a day written out, anything else as it was typed."""
    if code == "program":
        return str(programs.get(said, "")) or said
    if code == "consent":
        return str(_CONSENTS.get(said, said))
    if code == "for_whom":
        return str(dict(FOR_WHOM).get(said, said))
    if code == "deadline" and (day := day_of(said)):
        return in_words(day)
    return said


def searched(pairs: Pairs) -> str:
    """What the answers are found by."""
    said = as_dict(pairs)
    return "\n".join(said[code] for code in SEARCHED if said.get(code))


def deadline_of(pairs: Pairs) -> date | None:
    """The day by which something has to happen, when they gave one."""
    return day_of(as_dict(pairs).get("deadline", ""))


def is_for_another(pairs: Pairs) -> bool:
    """Whether they write for somebody else, whose own consent is needed."""
    return as_dict(pairs).get("for_whom") == OTHER


def day_of(said: str) -> date | None:
    """A day as the form keeps it; None for anything else, which is shown as it is."""
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def with_consent(pairs: Answers, program: Any) -> Answers:
    """The answers with the very words that were ticked, while they are still the words of that program.

    Words that have changed since are nobody's consent: the officer reads that they have to be asked.
    """
    said = as_dict(pairs)
    if said.get("consent") != YES:
        return pairs
    words = program.words_of(said.get(CONSENT_KEY, "")) if program is not None else ""
    if not words:
        return tuple((code, "outdated" if code == "consent" else words) for code, words in pairs)
    return (*pairs, ("consent_words", words))
