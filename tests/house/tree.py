"""What the building code looks at: the files of the project, as they stand in the working tree."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ["core", "directory", "contacts", "positions", "cases", "dispatch", "letters", "intake", "records", "insight"]
OURS = ["portal", "home", "casework"]

_NOT_OURS = re.compile(r"^(\.git|\.venv|var|node_modules|\.[a-z_]+_cache|\.hypothesis)/|(^|/)__pycache__/|\.pyc$")


@cache
def files() -> list[str]:
    """Every file that is in the repository or would be added to it, as a path from the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        found = listed.stdout.splitlines()
    else:  # an unpacked archive has no history
        found = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*")]
    return sorted(name for name in set(found) if not _NOT_OURS.search(name) and (ROOT / name).is_file())


def python(*under: str, migrations: bool = False) -> list[str]:
    """The Python files below these folders (all of ours without any)."""
    folders = tuple(f"{folder}/" for folder in under or OURS)
    found = [name for name in files() if name.startswith(folders) and name.endswith(".py")]
    return [name for name in found if migrations or "/migrations/" not in name]


@cache
def read(name: str) -> str:
    """The text of a file."""
    return (ROOT / name).read_text(encoding="utf-8")


def lines(name: str) -> list[tuple[int, str]]:
    """The numbered lines of a file."""
    return list(enumerate(read(name).splitlines(), start=1))


@cache
def parse(name: str) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(read(name), filename=name)


def room_of(name: str) -> str:
    """``casework/letters/models/letter.py`` belongs to ``letters``."""
    parts = name.split("/")
    return parts[1] if parts[0] == "casework" else parts[0]


def shelf_of(name: str) -> str:
    """Which of the agreed files of a room it is: ``models`` for ``models.py`` and for ``models/letter.py``."""
    parts = name.removesuffix(".py").split("/")
    return parts[2 if parts[0] == "casework" and len(parts) > 2 else 1] if len(parts) > 1 else parts[0]
