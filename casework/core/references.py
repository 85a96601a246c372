"""Reference numbers people can read out over a telephone: short, checked, and not to be guessed from one another."""

import re
import secrets
import unicodedata
from typing import Final

from django.db import connection

from . import clock

#: No vowels, so no words; nothing that looks like another (of 0/O, 1/I/L neither, of B/8, S/5, Z/2, N/M, U/V one).
#: Twenty-three is a prime, which is what makes the check character catch every slip described in ``_check``.
ALPHABET: Final = "23456789CDFGHJKMPQRTVWX"

_VALUE: Final = {symbol: value for value, symbol in enumerate(ALPHABET)}
_LENGTH: Final = 8
#: The number of a letter behind the reference of its case.
_LETTER: Final = re.compile(r"\s*/\s*\d{1,4}\s*$")
# Spaces, dashes of every kind, and what a screen reader or a writer puts between spelled-out characters.
_SEPARATORS: Final = re.compile(r"[\s\-\u00ad\u2010-\u2015\u2212_.,;:/]+")
_INSERT: Final = "INSERT INTO core_issuedreference (code, issued_at) VALUES (%s, %s) ON CONFLICT DO NOTHING"


def new_reference() -> str:
    """A reference nobody has been given before, remembered as given out: ``XXXX-XXXX``."""
    while True:
        reference = _random()
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, [reference, connection.ops.adapt_datetimefield_value(clock.now())])
            if cursor.rowcount == 1:
                return reference


def normalise(text: str) -> str | None:
    """The reference somebody typed or dictated, as we write it; None when it cannot be one of ours.

    The number of a letter behind it, as in C7K4-2MPX/1, leads to its case.
    """
    return _canonical(text) or _canonical(_LETTER.sub("", text))


def _canonical(text: str) -> str | None:
    symbols = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
    if len(symbols) != _LENGTH or not _VALUE.keys() >= set(symbols):
        return None
    return _write(symbols) if symbols[-1] == _check(symbols[:-1]) else None


def spoken(reference: str) -> str:
    """The reference one character at a time, for screen readers and for the telephone: ``C, 7, K, …``."""
    return ", ".join(symbol for symbol in reference if symbol in _VALUE)


def _random() -> str:
    symbols = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH - 1))
    return _write(symbols + _check(symbols))


def _check(symbols: str) -> str:
    """The character that makes the weighted sum a multiple of 23.

    Every weight is different and none is a multiple of 23: one wrong character or any two exchanged always
    change the sum.
    """
    total = sum(weight * _VALUE[symbol] for weight, symbol in enumerate(symbols, start=2))
    return ALPHABET[-total % len(ALPHABET)]


def _write(symbols: str) -> str:
    return f"{symbols[:4]}-{symbols[4:]}"
