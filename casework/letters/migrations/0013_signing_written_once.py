"""Who may sign, who did and what was unlocked stays as it was written, kept by the database itself."""

from django.db import migrations

from casework.core.triggers import written_once

TABLES = (
    "letters_signingauthority",
    "letters_authorityend",
    "letters_signoff",
    "letters_unlocking",
    "letters_clearanceplan",  # a column was added: SQLite made the table anew, and dropped its trigger
)


class Migration(migrations.Migration):
    dependencies = [("letters", "0012_signing")]

    operations = [written_once(table, words="letters: written once, never changed") for table in TABLES]
