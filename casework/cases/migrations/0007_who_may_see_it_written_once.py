"""Why a case was closed further, and who was named on it and why, stays as it was written."""

from django.db import migrations

from casework.core.triggers import written_once

NAMED = ("case_id", "person_id", "named_at", "named_by_id", "reason")


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_who_may_see_it")]

    operations = [
        written_once("cases_levelchange", words="cases: written once, never changed"),
        written_once("cases_namedperson", NAMED, words="cases: written once, never changed"),
    ]
