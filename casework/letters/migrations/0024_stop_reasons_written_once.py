"""Why a letter was stopped stays as it was written, kept by the database itself."""

from django.db import migrations

from casework.core.triggers import written_once


class Migration(migrations.Migration):

    dependencies = [
        ("letters", "0023_stop_reasons"),
    ]

    operations = [written_once("letters_stopreason", words="letters: written once, never changed")]
