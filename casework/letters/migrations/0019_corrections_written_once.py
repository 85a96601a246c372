"""What was decided about a correction stays as it was written, kept by the database itself."""

from django.db import migrations

from casework.core.triggers import written_once


class Migration(migrations.Migration):
    dependencies = [("letters", "0018_corrections")]

    operations = [written_once("letters_correction", words="letters: written once, never changed")]
