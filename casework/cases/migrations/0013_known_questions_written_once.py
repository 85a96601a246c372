"""That somebody asked, and what the answer was, stays as it was written."""

from django.db import migrations

from casework.core.triggers import written_once


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_known_questions")]

    operations = [written_once("cases_knownquestion", words="cases: written once, never changed")]
