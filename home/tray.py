"""Files whose form is not handed in yet: kept for a day under the form's ticket, so that nobody chooses them twice.

They lie beside the vault, checked and cleaned like everything in it. Once a form is handed in, its files are in the
vault; what stays here until the next sweep is their names, by which the same form sent twice is known.
"""

import hashlib
import json
import logging
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from casework.core.files import Checked, vault
from casework.core.files.kinds import MOST_AT_ONCE, Kind

logger = logging.getLogger(__name__)

#: A day: as long as nobody is hurried (WCAG 2.2.1), and no longer.
LIFE: Final = 24 * 60 * 60.0  # seconds
#: All forms together: so much of the disk, and so many files.
MOST_BYTES: Final = 2 * 1024**3
MOST_FILES: Final = 5_000


@dataclass(frozen=True, slots=True)
class Lying:
    """A file on the tray; ``file`` is None when it went with a message already."""

    name: str
    size: int
    sha256: str
    file: Checked | None


def lay(nonce: str, slot: int, file: Checked) -> bool:
    """Keep a file for a form; False when there is no room or no disk, which is logged."""
    told = {"name": file.name, "kind": str(file.kind), "came_as": str(file.came_as), "size": file.size}
    told |= {"sha256": file.sha256, "cautions": list(file.cautions), "kept": len(file.content)}
    try:
        folder = _folder(nonce)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        files, size = _lying_now()
        too_much = files >= MOST_FILES or size + len(file.content) > MOST_BYTES
        if too_much or shutil.disk_usage(folder).free < vault.ROOM_LEFT:
            raise OSError("the tray is full")
        vault.write(folder / str(slot), _as_bytes(told, file.content))
    except OSError as error:
        logger.error("a file was not kept for its form", extra={"error_class": type(error).__name__})
        return False
    return True


def lying(nonce: str) -> dict[int, Lying]:
    """The files of a form, by the place they were chosen in."""
    found = {slot: _read(_folder(nonce) / str(slot)) for slot in range(1, MOST_AT_ONCE + 1)} if nonce else {}
    return {slot: file for slot, file in found.items() if file is not None}


def take_away(nonce: str, slot: int) -> None:
    """Somebody does not want to send it after all."""
    (_folder(nonce) / str(slot)).unlink(missing_ok=True)


def hand_over(nonce: str) -> None:
    """The form was handed in: the bytes go, and the names stay until the sweep."""
    for slot in lying(nonce):
        place = _folder(nonce) / str(slot)
        try:
            told = place.read_bytes().partition(b"\n")[0]
            vault.write(place, told + b"\n")
        except OSError as error:
            logger.error("a file stays on the tray", extra={"error_class": type(error).__name__})


def sweep() -> int:
    """What has lain for a day goes, with the folders that are empty then."""
    before, count = time.time() - LIFE, 0
    for entry in list(_entries()):
        try:
            if entry.stat().st_mtime < before:
                os.unlink(entry.path)
                count += 1
        except FileNotFoundError:
            continue
    for folder in _root().glob("*"):
        try:
            if folder.stat().st_mtime < before:
                folder.rmdir()
        except OSError:
            continue  # something lies in it
    return count


def _read(place: Path) -> Lying | None:
    try:
        head, _line, content = place.read_bytes().partition(b"\n")
        told = json.loads(head)
        if content and len(content) != told["kept"]:
            return None
        return Lying(told["name"], told["kept"], told["sha256"], _checked(told, content) if content else None)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        logger.error("a file on the tray cannot be read", extra={"error_class": type(error).__name__})
        return None


def _checked(told: dict[str, Any], content: bytes) -> Checked:
    return Checked(
        name=told["name"],
        kind=Kind(told["kind"]),
        content=content,
        came_as=Kind(told["came_as"]),
        size=told["size"],
        sha256=told["sha256"],
        cautions=tuple(told["cautions"]),
    )


def _as_bytes(told: dict[str, Any], content: bytes) -> bytes:
    """One line of what is known, and the bytes behind it."""
    return json.dumps(told, ensure_ascii=True).encode() + b"\n" + content


def _lying_now() -> tuple[int, int]:
    """How many files lie on the tray, and how many bytes."""
    sizes = []
    for entry in _entries():
        try:
            sizes.append(entry.stat().st_size)
        except FileNotFoundError:
            continue
    return len(sizes), sum(sizes)


def _entries() -> Iterator[Any]:
    if not _root().is_dir():
        return
    with os.scandir(_root()) as folders:
        for folder in folders:
            with os.scandir(folder.path) as files:
                yield from files


def _folder(nonce: str) -> Path:
    """Under a hash: nobody who reads the disk's names learns a ticket by them."""
    return _root() / hashlib.sha256(f"tray {nonce}".encode()).hexdigest()[:32]


def _root() -> Path:
    return Path(settings.FILES_DIR) / "tray"
