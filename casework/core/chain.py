"""How a line of the history is marked and sealed, so that nobody with the database alone can do it again. Pure.

Two keyed digests, both with a key that stands in the environment and nowhere in the database. The *mark* is made when a
line is written and says that the site wrote these very facts. The *seal* is made right after, numbers the line and says
which line came before it: a line that is altered, removed, inserted or moved no longer fits its neighbours.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

#: Every column of a line but its number and its mark, in the order in which they are written out.
COLUMNS: Final = (
    "timestamp",
    "action",
    "label",
    "content_type_id",
    "object_id",
    "office_id",
    "user_id",
    "uuid",
    "revision_id",
    "content_changed",
    "deleted",
    "data",
)
#: What stands before the first seal.
NOTHING: Final = ""
#: A mark begins with so many characters of chance: two lines that say the same have marks of their own.
_CHANCE: Final = 16


def new_mark(line: Mapping[str, Any]) -> str:
    """The mark of a line that is being written."""
    chance = secrets.token_hex(_CHANCE // 2)
    return chance + _keyed(_keys()[0], f"line {chance} {_written_out(line)}")


def is_ours(line: Mapping[str, Any], mark: str) -> bool:
    """Whether the site wrote these very facts under this mark, with the key of today or one from before."""
    chance, said = mark[:_CHANCE], mark[_CHANCE:]
    text = f"line {chance} {_written_out(line)}"
    return any(hmac.compare_digest(_keyed(key, text), said) for key in _keys())


def new_seal(number: int, before: str, entry: int, mark: str, sealed_at: datetime) -> str:
    """The seal of the line ``entry``: the ``number``-th, after the one whose seal is ``before``."""
    return _keyed(_keys()[0], _place(number, before, entry, mark, sealed_at))


def is_in_place(said: str, number: int, before: str, entry: int, mark: str, sealed_at: datetime) -> bool:
    """Whether this line was sealed here, after that one."""
    text = _place(number, before, entry, mark, sealed_at)
    return any(hmac.compare_digest(_keyed(key, text), said) for key in _keys())


def veiled(kind: str, words: str) -> str:
    """Words as a short keyed hash: the same words can be told again, and cannot be read or guessed without the key."""
    return _keyed(_keys()[0], f"veil {kind} {words}")[:24]


def is_veiled(kind: str, words: str, said: str) -> bool:
    """Whether these words were hidden as ``said``, with the key of today or one from before."""
    text = f"veil {kind} {words}"
    return any(hmac.compare_digest(_keyed(key, text)[:24], said) for key in _keys())


def _place(number: int, before: str, entry: int, mark: str, sealed_at: datetime) -> str:
    return f"seal {number} {before} {entry} {mark} {_moment(sealed_at)}"


def _written_out(line: Mapping[str, Any]) -> str:
    """The facts of a line in one way only, whichever database they came from."""
    return written_out(line[column] for column in COLUMNS)


def written_out(values: Iterable[Any]) -> str:
    """Values in one way only, whichever database they came from."""
    plain = [_plain(value) for value in values]
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), cls=DjangoJSONEncoder)


def _plain(value: Any) -> Any:
    """A value as both databases give it back."""
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)  # PostgreSQL keeps 1e3 as 1000
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _moment(when: datetime) -> str:
    """To the millisecond: that much survives a dump of the rows as JSON."""
    return when.astimezone(UTC).isoformat(timespec="milliseconds")


def _keyed(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode(), "sha256").hex()


def _keys() -> tuple[bytes, ...]:
    return _derived((settings.HISTORY_KEY or settings.SECRET_KEY, *settings.HISTORY_KEYS_BEFORE))


@lru_cache(maxsize=4)
def _derived(keys: tuple[str, ...]) -> tuple[bytes, ...]:
    """The key of today and those from before, for the history alone."""
    return tuple(hashlib.sha256(f"casework history {key}".encode()).digest() for key in keys)
