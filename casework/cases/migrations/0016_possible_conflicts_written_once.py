"""What was found out and asked, and how, stays as it was written."""

from django.db import migrations

from casework.core.triggers import written_once

CONFLICT = ("office_id", "staff_id", "person_id", "organisation_id", "case_id", "relation", "words", "source", "found")
POSSIBLE = ("office_id", "staff_id", "person_id", "found", "asked_at")
WORDS = "cases: written once, never changed"


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_possible_conflicts")]

    operations = [
        written_once("cases_conflict", (*CONFLICT, "declared_at", "declared_by_id"), words=WORDS),
        written_once("cases_possibleconflict", POSSIBLE, words=WORDS),
    ]
