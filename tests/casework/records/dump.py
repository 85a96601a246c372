"""Everything a database, its file and the folder of media hold, to look for one word in it."""

from pathlib import Path

from django.conf import settings
from django.db import connection


def tables() -> list[str]:
    """Every table, those of the search engine's own among them."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
        else:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        return [name for (name,) in cursor.fetchall()]


def where(word: str) -> set[str]:
    """Each ``table.column`` in which the word stands, byte for byte, whatever the type of the column."""
    found, sought = set(), word.encode()
    for table in tables():
        with connection.cursor() as cursor:
            kept = "*" if connection.vendor == "sqlite" else f'to_jsonb("{table}".*)::text AS "row"'
            cursor.execute(f'SELECT {kept} FROM "{table}"')  # noqa: S608  (names the database itself gave)
            names = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    held = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    # bytea is told as hexadecimal digits
                    if sought in held.lower() or sought.hex().encode() in held.lower():
                        found.add(f"{table}.{name}")
    return found


def folders_with(word: str) -> list[Path]:
    """Each file under the folder of media, and under that of what people sent, in which the word stands."""
    folders = (settings.MEDIA_ROOT, settings.FILES_DIR)
    files = [path for folder in folders for path in Path(folder).rglob("*") if path.is_file()]
    return [path for path in files if word.encode() in path.read_bytes().lower()]


def file_holds(word: str) -> bool:
    """Whether the file of the database, or its journal, holds the word; False where the database is a server."""
    if connection.vendor != "sqlite":
        return False
    file = Path(connection.settings_dict["NAME"])
    both = [path for path in (file, file.with_name(f"{file.name}-wal")) if path.exists()]
    return any(word.encode() in path.read_bytes().lower() for path in both)
