"""A day as people write it, in English or in French; digits only where they can mean one day alone. Pure."""

import re
import unicodedata
from datetime import date
from typing import Final

_MONTHS: Final = (
    ("january", "janvier"),
    ("february", "fevrier"),
    ("march", "mars"),
    ("april", "avril"),
    ("may", "mai"),
    ("june", "juin"),
    ("july", "juillet"),
    ("august", "aout"),
    ("september", "septembre"),
    ("october", "octobre"),
    ("november", "novembre"),
    ("december", "decembre"),
)
#: Shorter than this, two months begin alike: juin and juillet.
_SHORTEST: Final = 3
_ISO: Final = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")
_DIGITS: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|re)?(?:\s+of)?[\s.,-]+([a-z]+)[\s.,-]*(\d{4})?")
_MONTH_FIRST: Final = re.compile(r"([a-z]+)[\s.,-]+(\d{1,2})(?:st|nd|rd|th)?(?:[\s,.-]+(\d{4}))?")
_WEEKDAY: Final = re.compile(
    r"^(?:le |on |the )?(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+|"
    r"^(?:le )?(?:lun|mar|mercre|jeu|vendre|same)di,?\s+|^(?:le )?dimanche,?\s+|^(?:the|le|on|by|before|avant le) "
)
_LAST_MONTH: Final = 12


def read_day(typed: str, *, today: date) -> date | None:
    """The day that was meant; without a year, the next such day. None when it can mean no day, or two."""
    text = _plain(typed)
    if found := _ISO.fullmatch(text):
        return _day(*(int(part) for part in found.groups()))
    if found := _DIGITS.fullmatch(text):
        first, second, year = (int(part) for part in found.groups())
        return _either(first, second, year)
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    elif found := _MONTH_FIRST.fullmatch(text):
        month, day, year = found.groups()
    else:
        return None
    number = _month(month)
    if not number:
        return None
    return _day(int(year), number, int(day)) if year else _next(number, int(day), today)


def _plain(typed: str) -> str:
    """Without accents, capitals, doubled spaces and the day of the week."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", typed) if not unicodedata.combining(one))
    return _WEEKDAY.sub("", " ".join(bare.casefold().split())).strip(" .,")


def _month(word: str) -> int:
    """The number of a month by its name or the beginning of it; 0 when there is none, or two."""
    if len(word) < _SHORTEST:
        return 0
    if word == "sept":
        return 9
    found = {number for number, names in enumerate(_MONTHS, 1) for name in names if name.startswith(word)}
    return found.pop() if len(found) == 1 else 0


def _either(first: int, second: int, year: int) -> date | None:
    """Day and month in digits, where only one order makes a day; both orders of 3/3 are the same day."""
    if first != second and first <= _LAST_MONTH and second <= _LAST_MONTH:
        return None
    return _day(year, second, first) or _day(year, first, second)


def _next(month: int, day: int, today: date) -> date | None:
    this_year = _day(today.year, month, day)
    return this_year if this_year and this_year >= today else _day(today.year + 1, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
