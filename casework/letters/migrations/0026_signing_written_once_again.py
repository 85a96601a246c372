"""The triggers of two tables to which a column was added: SQLite made the tables anew, and dropped them."""

from django.db import migrations

from casework.core.triggers import written_once


class Migration(migrations.Migration):
    dependencies = [("letters", "0025_authority_levels")]

    operations = [
        written_once(table, words="letters: written once, never changed")
        for table in ("letters_signingauthority", "letters_signoff")
    ]
