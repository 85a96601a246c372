"""Messages that wait on this machine's disk because the database did not take them: one file each, for us alone.

A file is written before a message is received and removed when it has been. What a crash or a silent database leaves
behind is received later by the sweep, under the same key: never lost, never twice.
"""

import json
import logging
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from casework.intake.incoming import Incoming, IncomingFile

logger = logging.getLogger(__name__)

#: So many may wait; a machine that is flooded while its database is away keeps room to work.
MOST_WAITING: Final = 2_000
#: Younger files belong to a request that is still at work.
SETTLED_AFTER: Final = 120.0  # seconds


@dataclass(frozen=True, slots=True)
class Kept:
    """A message that waits: what was said, the office by its short name, the key of the form, and its file on disk.

    ``files`` came with it; their bytes lie in the vault.
    """

    incoming: Incoming
    office: str
    key: str
    file: Path
    files: tuple[IncomingFile, ...] = ()


def keep(incoming: Incoming, *, office: str, key: str, files: Sequence[IncomingFile] = ()) -> Path | None:
    """Put a copy on disk; None when there is no room or no disk, which is logged and stops nobody."""
    data = {"incoming": incoming.as_data(), "office": office, "key": key, "files": [one.as_data() for one in files]}
    try:
        folder = _folder()
        if _count(folder) >= MOST_WAITING:
            raise OSError("the spool is full")
        file = folder / f"{key}.json"
        part = folder / f"{key}.{os.getpid()}.part"
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(data, stream, ensure_ascii=True)
        part.replace(file)
    except OSError as error:
        logger.error("no copy kept on disk", extra={"error_class": type(error).__name__})
        return None
    return file


def make_sure(file: Path) -> bool:
    """Have the disk itself hold the copy before anybody is told that it is safe."""
    try:
        for path in (file, file.parent):
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
    except OSError as error:
        logger.error("copy not safe on disk", extra={"error_class": type(error).__name__})
        return False
    return True


def forget(file: Path | None) -> None:
    """The message was received: its copy goes."""
    if file is not None:
        file.unlink(missing_ok=True)


def waiting(*, settled_after: float = SETTLED_AFTER) -> Iterator[Kept]:
    """The messages that wait, oldest first. A file that cannot be read is logged and left for a person."""
    now = time.time()
    for _age, file in sorted((path.stat().st_mtime, path) for path in _folder().glob("*.json")):
        if now - _age >= settled_after and (kept := _read(file)):
            yield kept


def _read(file: Path) -> Kept | None:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        files = tuple(IncomingFile(**{**one, "cautions": tuple(one["cautions"])}) for one in data.get("files", ()))
        return Kept(_incoming(data["incoming"]), data["office"], data["key"], file, files)
    except FileNotFoundError:
        return None  # its request has just finished
    except (OSError, ValueError, KeyError, TypeError) as error:
        logger.error("copy on disk cannot be read", extra={"error_class": type(error).__name__})
        return None


def _incoming(data: dict[str, Any]) -> Incoming:
    known = {field.name for field in fields(Incoming)}
    values = {name: value for name, value in data.items() if name in known}
    values["access_needs"] = tuple(values.get("access_needs", ()))
    values["answers"] = tuple((code, said) for code, said in values.get("answers", ()))
    values["signals"] = tuple((name, score) for name, score in values.get("signals", ()))
    return Incoming(**values)


def _count(folder: Path) -> int:
    with os.scandir(folder) as entries:
        return sum(1 for _entry in entries)


def _folder() -> Path:
    folder = Path(settings.VAR_DIR) / "spool"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
