"""Where the bytes of people's files lie: outside everything that is served, each under a name drawn by lot.

A file is whole on the disk before anybody is told its key; what a crash leaves behind has no row and is swept away.
"""

import logging
import os
import re
import secrets
import shutil
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings

logger = logging.getLogger(__name__)

_KEY: Final = re.compile(r"[0-9a-f]{48}")
#: So much of the disk is left to everything else.
ROOM_LEFT: Final = 512 * 1024 * 1024


class NoRoom(OSError):
    """The disk is nearly full: what is on it goes before what is new."""


def put(content: bytes) -> str:
    """Keep these bytes; returns the key under which they lie, once the disk itself holds them. Raises OSError."""
    key = secrets.token_hex(24)
    place = _place(key)
    _folder(place.parent)
    if shutil.disk_usage(place.parent).free < ROOM_LEFT:
        raise NoRoom
    write(place, content)
    return key


def write(place: Path, content: bytes) -> None:
    """Write a file whole or not at all: beside its place, then moved there, and both held by the disk."""
    part = place.with_name(f"{place.name}.{secrets.token_hex(4)}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    _make_sure(place.parent)


def opened(key: str) -> BinaryIO | None:
    """The bytes under a key, to be read; None when there are none."""
    try:
        return _place(key).open("rb") if _KEY.fullmatch(key) else None
    except FileNotFoundError:
        return None


def has(key: str) -> bool:
    """Whether there are bytes under a key."""
    return bool(_KEY.fullmatch(key)) and _place(key).is_file()


def read(key: str) -> bytes | None:
    """The bytes under a key, whole."""
    file = opened(key)
    if file is None:
        return None
    with file:
        return file.read()


def remove(keys: Collection[str]) -> None:
    """Take files away for good; one that is gone already is no matter."""
    for key in keys:
        if _KEY.fullmatch(key):
            _place(key).unlink(missing_ok=True)


def keep_young(keys: Collection[str]) -> None:
    """Say that files without a row are waited for: the sweep leaves them alone for a while longer."""
    for key in keys:
        if _KEY.fullmatch(key) and (place := _place(key)).exists():
            os.utime(place)


def older_than(seconds: float) -> Iterator[str]:
    """The keys of the files that have lain here so long; halves of files of that age go at once."""
    before = time.time() - seconds
    for place in _root().glob("??/*"):
        try:
            is_old = place.stat().st_mtime < before
        except FileNotFoundError:
            continue
        if is_old and place.name.endswith(".part"):
            place.unlink(missing_ok=True)
        elif is_old and _KEY.fullmatch(place.name):
            yield place.name


def _root() -> Path:
    return Path(settings.FILES_DIR) / "kept"


def _place(key: str) -> Path:
    """Two letters of the key make the folder: no folder grows too long to be read."""
    return _root() / key[:2] / key


def _folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make_sure(folder.parent)


def _make_sure(folder: Path) -> None:
    """Have the disk hold the list of a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
