"""What was declared, and why a restricted case was opened, stays as it was written."""

from django.db import migrations

from casework.core.triggers import written_once

CONFLICT = ("office_id", "staff_id", "person_id", "organisation_id", "case_id", "relation", "words", "declared_at")
OPENING = ("case_id", "opened_at", "opened_by_id", "ends_at", "reason")


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_conflicts_and_openings")]

    operations = [
        written_once("cases_conflict", (*CONFLICT, "declared_by_id"), words="cases: written once, never changed"),
        written_once("cases_opening", OPENING, words="cases: written once, never changed"),
    ]
