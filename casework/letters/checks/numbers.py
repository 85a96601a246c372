"""Numbers that do not belong in a letter: health cards and social insurance. Pure.

Ontario's health number has ten digits and a check digit by Luhn's rule, on cards 4-3-3 with two letters behind; the
social insurance number has nine, 3-3-3, by the same rule. Telephone numbers, money, references and business numbers
look alike: they are told apart by how they are grouped and by the words before them.
"""

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from .sheet import Finding, Sheet, listed, near

_GAP: Final = r"[ .\u00a0\u202f\u2010-\u2013-]?"
_TEN: Final = re.compile(
    rf"(?<![\w/=+])(?<![0-9][.,-])(?:([0-9]{{4}})({_GAP})([0-9]{{3}})\2([0-9]{{3}})"
    rf"|([0-9]{{3}})({_GAP})([0-9]{{3}})\6([0-9]{{4}}))(?:[ \u00a0\u202f-]?([A-Z]{{2}}))?(?![\w/])(?![.,-][0-9])"
)
_NINE: Final = re.compile(
    rf"(?<![\w/=+$])(?<![0-9][.,-])(?<!\$ )([0-9]{{3}})({_GAP})([0-9]{{3}})\2([0-9]{{3}})(?![\w/%])(?![.,-][0-9])"
    rf"(?![ \u00a0\u202f]?(?:\$|[A-Z]{{2}}[0-9]{{4}}|dollars|millions?|personnes|people))"
)
_HEALTH: Final = re.compile(
    r"health (?:card|number|insurance)|ohip|\bhcn?\b|version code|carte[ -]santé|assurance-santé|ramo"
)
_SOCIAL: Final = re.compile(r"social insurance|\bs\.?i\.?n\b|assurance sociale|\bn\.?a\.?s\b")
_PHONE: Final = re.compile(
    r"t[ée]l\b|phone|\bcall|\bdial|\bfax\b|\bcell|mobile|toll|appel|compose|joindre|sans frais|tty|ats\b"
)
_FILE: Final = re.compile(
    r"\b(?:file|case|claim|reference|ref|account|invoice|confirmation|tracking|permit|licen[cs]e|member|receipt|order"
    r"|business|charity|policy|meter|employee|student|client|police|compteur|matricule|dossier|r[ée]f[ée]rence|r[ée]f|compte|facture|suivi|permis|re[çc]u|commande|entreprise)\b"
)
#: Where a row of ten digits without a gap is somebody's telephone: Ontario's codes, and those that cost nothing.
_AREA: Final = listed(
    "226 249 289 343 365 382 416 437 519 548 613 647 683 705 742 753 807 905 942 800 822 833 844 855 866 877 888"
)


def health_cards(sheet: Sheet) -> Iterator[Finding]:
    """Numbers of Ontario health cards, with or without the version letters."""
    for match in _TEN.finditer(sheet.words):
        digits = re.sub(r"[^0-9]", "", match.group())
        around = near(sheet.words, *match.span(), before=60)
        named = bool(_HEALTH.search(around)) or bool(match.group(9))
        if luhn(digits) and (named or not _is_other(match, digits, around)):
            yield Finding(
                "blocker", "health_card", match.group(), _("Take out the health card number. A letter never needs it.")
            )


def social_insurance(sheet: Sheet) -> Iterator[Finding]:
    """Social insurance numbers."""
    for match in _NINE.finditer(sheet.words):
        digits = re.sub(r"[^0-9]", "", match.group())
        around = near(sheet.words, *match.span(), before=40)
        named = bool(_SOCIAL.search(around))
        is_other = bool(_FILE.search(around) or _PHONE.search(around)) or digits[0] == "0"
        if luhn(digits) and (named or not is_other):
            yield Finding(
                "blocker",
                "social_insurance",
                match.group(),
                _("Take out the social insurance number. A letter never needs it."),
            )


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (ISO/IEC 7812-1, annex B)."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return any(doubled) and sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


def _is_other(match: re.Match[str], digits: str, around: str) -> bool:
    """Whether ten digits are a telephone number or a reference, by their grouping and the words before them."""
    grouped_as_phone = bool(match.group(5)) and bool(match.group(6))
    in_one_row = not match.group(2) and not match.group(6)
    shaped_as_phone = in_one_row and digits[:3] in _AREA and digits[3] in "23456789"
    return grouped_as_phone or shaped_as_phone or bool(_PHONE.search(around) or _FILE.search(around))
