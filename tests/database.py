"""The database the tests run on: DATABASE_URL chooses it, and a migrated one is kept to start from.

Migrating an empty database takes most of the time of a short run. What was migrated is kept under var/, named by a
digest of everything that could change what it holds: a file on SQLite, a dump on PostgreSQL. The next run starts from a
copy; on PostgreSQL from a template that the first worker makes and every worker copies.
"""

import contextlib
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.base.creation import BaseDatabaseCreation

ROOT = Path(__file__).resolve().parent.parent
SQLITE = "django.db.backends.sqlite3"
#: Any number, as long as nobody else on the server locks by it.
_ONE_AT_A_TIME = 20_118


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
    a shared memory database would fail at once with "table is locked". On PostgreSQL pytest-django makes a database
    for each worker, and here it is told which template to copy.
    """
    default = databases["default"]
    if default["ENGINE"] != SQLITE:
        default["TEST"] = {**default.get("TEST", {}), "TEMPLATE": template(os.environ["DATABASE_URL"])}
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
    _forget_others(kept)
    partial = kept.with_suffix(f".{os.getpid()}")
    shutil.copyfile(file, partial)
    partial.replace(kept)


def _forget_others(kept: Path) -> None:
    for old in kept.parent.glob(f"migrated-*{kept.suffix}"):
        if old != kept:
            old.unlink(missing_ok=True)


@contextlib.contextmanager
def each_time_from_here() -> Iterator[None]:
    """What is done within is taken back at the end: the next way to go on starts from the same rows."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# ---------------------------------------------------------------- PostgreSQL
def template(url: str) -> str:
    """The name of a migrated database on this server, made by whoever asks first; ``url`` leads to the server."""
    name = f"casework_migrated_{digest()}"
    with _server(url) as ask:
        ask("SELECT pg_advisory_lock(%s)", _ONE_AT_A_TIME)
        if ask("SELECT 1 FROM pg_database WHERE datname = %s", name):
            return name
        # Under another name until it is whole: a run that is killed half way leaves nothing that looks finished.
        ask("DROP DATABASE IF EXISTS casework_migrating")
        ask("CREATE DATABASE casework_migrating TEMPLATE template0")
        _fill(urlsplit(url)._replace(path="/casework_migrating").geturl())
        ask(f"ALTER DATABASE casework_migrating RENAME TO {name}")
    return name


def _fill(url: str) -> None:
    """Every table and row that the migrations make: from the kept dump, or by migrating, which is kept then."""
    kept = kept_file().with_suffix(".sql")
    program = shutil.which("psql"), shutil.which("pg_dump")
    if all(program) and kept.exists():
        restore = [program[0], "-q", "-X", "-1", "-v", "ON_ERROR_STOP=1", "-f", kept, url]
        subprocess.run(restore, check=True, stdout=subprocess.DEVNULL)
        return
    _migrate(url)
    if all(program):
        kept.parent.mkdir(parents=True, exist_ok=True)
        _forget_others(kept)
        partial = kept.with_suffix(f".{os.getpid()}")
        subprocess.run([program[1], "--no-owner", "-f", partial, url], check=True)
        partial.replace(kept)


def _migrate(url: str) -> None:
    migrate = [sys.executable, "manage.py", "migrate", "--noinput", "--verbosity", "0"]
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    subprocess.run(migrate, cwd=ROOT, env=environment, check=True)


@contextlib.contextmanager
def _server(url: str) -> Iterator[Any]:
    """A way to ask the server one thing after the other, outside any transaction."""
    connection = psycopg2.connect(url)
    connection.autocommit = True  # databases are not made within a transaction
    try:
        with connection.cursor() as cursor:

            def ask(sql: str, *values: Any) -> list[Any]:
                cursor.execute(sql, values or None)
                return cursor.fetchall() if cursor.description else []

            yield ask
    finally:
        connection.close()  # and with it the lock


# ---------------------------------------------------------------- emptying what is never emptied
#: Tables whose rows the database lets nobody remove, and Wagtail's log, of which it lets nobody change any.
KEPT = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    " AND (name LIKE '%never_removed' OR name = 'wagtailcore_modellogentry_written_once')",
    "postgresql": "SELECT DISTINCT tgrelid::regclass::text, '' FROM pg_trigger"
    " WHERE NOT tgisinternal AND (tgname LIKE '%never_removed%' OR tgname = 'wagtailcore_modellogentry_written_once')",
}


@contextlib.contextmanager
def nothing_kept() -> Iterator[None]:
    """For as long as the block lasts the history can be changed, as by somebody who has the database in their hands."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(KEPT[connection.vendor])
        found = cursor.fetchall()
        if is_sqlite:
            tables = tuple(name.removesuffix("_never_removed").removesuffix("_written_once") for name, _sql in found)
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            found = [row for row in cursor.fetchall() if row[0].startswith(tables)]
    _each(found, "DROP TRIGGER {0}" if is_sqlite else "ALTER TABLE {0} DISABLE TRIGGER USER")
    yield
    _each(found, "{1}" if is_sqlite else "ALTER TABLE {0} ENABLE TRIGGER USER")


def _each(found: list[tuple[str, str]], statement: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # a table with checks put off to the end cannot be altered
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for row in found:
            cursor.execute(statement.format(*row))


def let_tests_empty_tables() -> None:
    """A test that commits ends with every table emptied, by Django: here it goes round the triggers."""
    operations: Any = type(connection.ops)
    if connection.vendor == "postgresql":
        operations.execute_sql_flush = _flush_on_postgres
    elif not hasattr(operations.execute_sql_flush, "goes_round"):
        operations.execute_sql_flush = _going_round(operations.execute_sql_flush)


def _going_round(flush: Callable[..., None]) -> Callable[..., None]:
    def flush_kept_as_well(self: Any, statements: list[str]) -> None:
        with transaction.atomic(), nothing_kept():
            flush(self, statements)

    flush_kept_as_well.goes_round = True  # type: ignore[attr-defined]  # said once, to the function above
    return flush_kept_as_well


def _flush_on_postgres(self: Any, statements: list[str]) -> None:
    """As a server does that copies another's rows: without asking any trigger."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)


# ---------------------------------------------------------------- the rows of the migrations
#: Each insert that puts some of them back, with its values.
_born: list[tuple[str, list[Any]]] = []
#: SQLite takes no more values at a time.
_MOST_VALUES = 30_000


def remember_rows() -> None:
    """Remember every row the migrations made; a test that commits gets them back in a moment, by plain inserts.

    Django writes them out as text and saves each by itself, which takes longer than most of these tests.
    """
    _born.clear()
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  (a table's own name)
            names, rows = [column[0] for column in cursor.description], cursor.fetchall()
            _born.extend(_inserts(table, names, rows))
    BaseDatabaseCreation.deserialize_db_from_string = _put_back


def _inserts(table: str, names: list[str], rows: list[tuple[Any, ...]]) -> Iterator[tuple[str, list[Any]]]:
    quote = connection.ops.quote_name
    into = f"INSERT INTO {quote(table)} ({', '.join(map(quote, names))}) VALUES "  # noqa: S608  (their own names)
    row, portion = f"({', '.join(['%s'] * len(names))})", max(_MOST_VALUES // len(names), 1)
    for start in range(0, len(rows), portion):
        these = rows[start : start + portion]
        yield (
            f"{into}{', '.join([row] * len(these))} ON CONFLICT DO NOTHING",
            [value for values in these for value in values],
        )


def _put_back(self: Any, _data: str) -> None:
    with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
        for statement, values in _born:  # before the first such test they are all there still
            cursor.execute(statement, values)


# ---------------------------------------------------------------- beforehand
def make_ready() -> None:
    """Migrate once, before several workers ask for it at the same moment and each would wait or do it again."""
    url = os.environ.get("DATABASE_URL", "")
    if url.startswith("postgres"):
        template(url)
    elif not kept_file().exists():
        with tempfile.TemporaryDirectory(prefix="casework-tests-") as folder:
            file = Path(folder) / "migrated.sqlite3"
            _migrate(f"sqlite:///{file}")
            with contextlib.closing(sqlite3.connect(file)) as opened:
                opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            keep(file)


if __name__ == "__main__":
    import django

    django.setup()
    make_ready()
