"""Rows and columns that are written once, kept by the database itself: a trigger below the ORM refuses to change them.

``never_removed`` goes further: no row goes either, one by one or all at once.

SQLite drops a table's triggers whenever Django rebuilds the table: a later migration that alters such a table puts the
trigger back by naming the operation again. The tests of the rooms fail until it does.
"""

from collections.abc import Sequence
from typing import Any

from django.db.migrations import RunPython


def written_once(table: str, columns: Sequence[str] = (), *, words: str) -> RunPython:
    """A migration's operation: from now on these columns of a row never change; without any, nothing of it does.

    Rows may still be added and removed. ``words`` is what the database says when somebody tries.
    """
    name = f"{table}_written_once"

    def keep(_apps: Any, schema_editor: Any) -> None:
        """Put the trigger in place, whichever the engine; one that is there already is replaced."""
        is_sqlite = schema_editor.connection.vendor == "sqlite"
        schema_editor.execute(_drop(name, table, is_sqlite))
        differs = "IS NOT" if is_sqlite else "IS DISTINCT FROM"
        changed = " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in columns)
        when = f"WHEN ({changed})" if columns else ""
        if is_sqlite:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} {when} BEGIN SELECT RAISE(ABORT, '{words}'); END"
            )
            return
        schema_editor.execute(_refusing(name, words))
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW {when} EXECUTE FUNCTION {name}()"
        )

    def let_go(_apps: Any, schema_editor: Any) -> None:
        """Take the trigger away again."""
        is_sqlite = schema_editor.connection.vendor == "sqlite"
        schema_editor.execute(_drop(name, table, is_sqlite))
        if not is_sqlite:
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")

    return RunPython(keep, let_go, elidable=False)


def never_removed(table: str, *, words: str) -> RunPython:
    """A migration's operation: from now on no row of this table is deleted, nor the table emptied."""
    name = f"{table}_never_removed"

    def keep(_apps: Any, schema_editor: Any) -> None:
        """Put the trigger in place; PostgreSQL has a way of its own to empty a table, and a trigger for it."""
        is_sqlite = schema_editor.connection.vendor == "sqlite"
        schema_editor.execute(_drop(name, table, is_sqlite))
        if is_sqlite:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END"
            )
            return
        schema_editor.execute(_drop(f"{name}_at_once", table, is_sqlite))
        schema_editor.execute(_refusing(name, words))
        schema_editor.execute(f"CREATE TRIGGER {name} BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
        schema_editor.execute(
            f"CREATE TRIGGER {name}_at_once BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )

    def let_go(_apps: Any, schema_editor: Any) -> None:
        """Take the triggers away again."""
        is_sqlite = schema_editor.connection.vendor == "sqlite"
        schema_editor.execute(_drop(name, table, is_sqlite))
        if not is_sqlite:
            schema_editor.execute(_drop(f"{name}_at_once", table, is_sqlite))
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")

    return RunPython(keep, let_go, elidable=False)


def _refusing(name: str, words: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )


def _drop(name: str, table: str, is_sqlite: bool) -> str:
    return f"DROP TRIGGER IF EXISTS {name}" + ("" if is_sqlite else f" ON {table}")
