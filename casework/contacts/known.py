"""Somebody's name and address as a keyed hash, by which two offices are compared without either reading the other.

Whoever has the database alone can neither read a name out of it nor try names against it: the key stands in the
environment. Pure.
"""

import hashlib
import hmac
from functools import lru_cache
from typing import Final

from django.conf import settings

from casework.core.text import fold, one_line

from .keys import tells_who

#: By post nobody is known again: the same address is written in too many ways.
COMPARED: Final = frozenset({"email", "phone"})


def mark_of(kind: str, key: str, name: str) -> str:
    """The hash of one way to reach somebody, with their name: with the key of today; nothing where it tells nobody."""
    return marks_of(kind, key, name)[0] if _tells(kind, key, name) else ""


def marks_of(kind: str, key: str, name: str) -> list[str]:
    """The same with every key in use, the newest first: rows are hashed anew only little by little after a change."""
    if not _tells(kind, key, name):
        return []
    text = f"{kind}\n{key}\n{fold(one_line(name))}".encode()
    return [hmac.digest(each, text, "sha256").hex() for each in _keys()]


def _tells(kind: str, key: str, name: str) -> bool:
    return kind in COMPARED and tells_who(kind, key) and bool(fold(one_line(name)))


def _keys() -> tuple[bytes, ...]:
    return _derived((settings.KNOWN_KEY or settings.SECRET_KEY, *settings.KNOWN_KEYS_BEFORE))


@lru_cache(maxsize=4)
def _derived(keys: tuple[str, ...]) -> tuple[bytes, ...]:
    """The keys for this alone, whatever else they are used for."""
    return tuple(hashlib.sha256(f"casework known {key}".encode()).digest() for key in keys)
