"""From here on a line of the history, its seal and every check of the chain are written once and never removed."""

from django.db import migrations, models

from casework.core.triggers import never_removed, written_once

TABLES = ("core_historyentry", "core_historyseal", "core_historycheck")


class Migration(migrations.Migration):

    dependencies = [("core", "0004_history_marked")]

    operations = [
        migrations.AlterField(
            model_name="historyentry",
            name="mark",
            field=models.CharField(editable=False, max_length=80, unique=True),
        ),
        *[written_once(table, words="history: written once, never changed") for table in TABLES],
        *[never_removed(table, words="history: never removed") for table in TABLES],
    ]
