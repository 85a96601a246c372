"""What a unit said, what was waived and who stood by it stays as it was written, kept by the database itself."""

from django.db import migrations

from casework.core.triggers import written_once

TABLES = ("letters_clearanceplan", "letters_decision", "letters_waiver", "letters_ratification")


class Migration(migrations.Migration):
    dependencies = [("letters", "0005_clearance")]

    operations = [written_once(table, words="letters: written once, never changed") for table in TABLES]
