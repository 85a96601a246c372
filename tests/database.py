"""The database the tests run on: DATABASE_URL chooses it, and a migrated SQLite file is kept to start from.

Migrating an empty database takes most of the time of a short run. On SQLite the migrated file is kept under var/,
named by a digest of everything that could change what it holds, and the next run starts from a copy.
"""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
SQLITE = "django.db.backends.sqlite3"


def digest() -> str:
    """Changes whenever a migration, a role or a pinned package does."""
    sources = [ROOT / "requirements.txt", ROOT / "portal" / "settings" / "base.py"]
    sources += sorted(ROOT.glob("*/migrations/*.py")) + sorted(ROOT.glob("casework/*/migrations/*.py"))
    total = hashlib.sha256()
    for source in sources:
        total.update(str(source.relative_to(ROOT)).encode() + source.read_bytes())
    return total.hexdigest()[:16]


def kept_file() -> Path:
    """Where the migrated SQLite file is kept for the next run."""
    return Path(settings.VAR_DIR) / "tests" / f"migrated-{digest()}.sqlite3"


def prepare(databases: dict[str, Any]) -> Path | None:
    """Point SQLite at a file of this process alone, a copy of the kept one if there is one; returns that file.

    A file, not memory: threads and processes of one test then wait for each other as they do in production, where
    a shared memory database would fail at once with "table is locked". PostgreSQL is left to pytest-django.
    """
    default = databases["default"]
    if default["ENGINE"] != SQLITE:
        return None
    folder = Path(tempfile.mkdtemp(prefix="casework-tests-"))
    file = folder / "test.sqlite3"
    if kept_file().exists():
        shutil.copyfile(kept_file(), file)
    default["TEST"] = {**default.get("TEST", {}), "NAME": str(file)}
    return file


def keep(file: Path) -> None:
    """Keep this freshly migrated file for the next run, and drop the ones it makes useless."""
    kept = kept_file()
    kept.parent.mkdir(parents=True, exist_ok=True)
    for old in kept.parent.glob("migrated-*.sqlite3"):
        if old != kept:
            old.unlink(missing_ok=True)
    partial = kept.with_suffix(f".{os.getpid()}")
    shutil.copyfile(file, partial)
    partial.replace(kept)
