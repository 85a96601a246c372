"""Who said yes to which words, and who sent them back, stays as it was written, kept by the database itself."""

from django.db import migrations

from casework.core.triggers import written_once

TABLES = ("letters_approval", "letters_return")


class Migration(migrations.Migration):
    dependencies = [("letters", "0002_return")]

    operations = [written_once(table, words="letters: written once, never changed") for table in TABLES]
