"""What was approved is what is sent, kept by the database itself: a trigger refuses to change those columns.

SQLite drops a table's triggers whenever Django rebuilds the table: a later migration that alters this table puts the
trigger back (``keep`` below); ``tests/casework/dispatch/test_models.py`` fails until it does.
"""

from django.db import migrations

COLUMNS = (
    "office_id",
    "reference",
    "kind",
    "channel",
    "language",
    "to_name",
    "to_address",
    "from_name",
    "from_address",
    "subject",
    "text",
    "html",
    "raw",
    "sha256",
    "approved_sha256",
    "message_id",
    "in_reply_to",
    "references_header",
    "created_at",
)
WORDS = "dispatch: what was approved is what is sent"


def keep(apps, schema_editor):
    """Put the trigger in place, whichever the engine."""
    schema_editor.execute(drop_statement(schema_editor))
    if schema_editor.connection.vendor == "sqlite":
        changed = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in COLUMNS)
        schema_editor.execute(
            "CREATE TRIGGER dispatch_frozen BEFORE UPDATE ON dispatch_dispatch "
            f"WHEN {changed} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
        )
        return
    changed = " OR ".join(f'OLD."{name}" IS DISTINCT FROM NEW."{name}"' for name in COLUMNS)
    schema_editor.execute(
        "CREATE OR REPLACE FUNCTION dispatch_frozen() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    schema_editor.execute(
        "CREATE TRIGGER dispatch_frozen BEFORE UPDATE ON dispatch_dispatch "
        f"FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION dispatch_frozen()"
    )


def drop_statement(schema_editor):
    """How this engine is told to forget the trigger."""
    if schema_editor.connection.vendor == "sqlite":
        return "DROP TRIGGER IF EXISTS dispatch_frozen"
    return "DROP TRIGGER IF EXISTS dispatch_frozen ON dispatch_dispatch"


def let_go(apps, schema_editor):
    """Take the trigger away again."""
    schema_editor.execute(drop_statement(schema_editor))
    if schema_editor.connection.vendor != "sqlite":
        schema_editor.execute("DROP FUNCTION IF EXISTS dispatch_frozen()")


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0001_initial")]

    operations = [migrations.RunPython(keep, let_go, elidable=False)]
