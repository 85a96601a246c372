"""What somebody asked for stays as they asked for it; each step stays as it was noted."""

from django.db import migrations

from casework.core.triggers import written_once

ASKED = ("case_id", "office_id", "code", "words", "how", "reference", "asked_at")


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_accommodations")]

    operations = [
        written_once("cases_accommodation", ASKED, words="cases: what somebody asked for never changes"),
        written_once("cases_accommodationstep", words="cases: written once, never changed"),
    ]
