"""Room for every Message-ID that the exit may give a letter; SQLite needs the trigger put back after it."""

from django.db import migrations, models

from casework.core.triggers import written_once


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_written_once")]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="message_id",
            field=models.CharField(
                blank=True, help_text="The e-mail's own name, for threading.", max_length=255
            ),
        ),
        written_once("cases_message", words="cases: written once, never changed"),
    ]
