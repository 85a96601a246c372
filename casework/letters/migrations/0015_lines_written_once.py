"""Which lines an approved letter says stays as it was written, kept by the database itself."""

from django.db import migrations

from casework.core.triggers import written_once


class Migration(migrations.Migration):
    dependencies = [("letters", "0014_lines")]

    operations = [written_once("letters_approvedline", words="letters: written once, never changed")]
