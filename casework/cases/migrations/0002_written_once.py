"""What was said, noted and decided on a case stays as it was written, kept by the database itself."""

from django.db import migrations

from casework.core.triggers import written_once

TABLES = ("cases_message", "cases_note", "cases_statuschange", "cases_assignment")


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [written_once(table, words="cases: written once, never changed") for table in TABLES]
