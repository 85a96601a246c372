"""The lines that were written before there were marks get theirs: what they say now is what they are held to."""

from django.db import migrations

from casework.core import chain

BATCH = 500


def mark(apps, _schema_editor):
    """Go through the history in the order in which it was written."""
    lines = apps.get_model("core", "HistoryEntry").objects
    last = 0
    while rows := list(lines.filter(pk__gt=last, mark="").order_by("pk")[:BATCH]):
        for row in rows:
            row.mark = chain.new_mark({column: getattr(row, column) for column in chain.COLUMNS})
        lines.bulk_update(rows, ["mark"])
        last = rows[-1].pk


class Migration(migrations.Migration):

    dependencies = [("core", "0003_history_chain")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop, elidable=False)]
