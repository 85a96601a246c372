"""Who was said to be in a matter, and as what, stays as it was written."""

from django.db import migrations

from casework.core.triggers import written_once

CONFLICT = ("office_id", "staff_id", "person_id", "organisation_id", "case_id", "relation", "words", "source", "found")
PARTY = ("case_id", "role", "name", "person_id", "words", "added_at", "added_by_id")
WORDS = "cases: written once, never changed"


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_parties")]

    operations = [
        written_once("cases_conflict", (*CONFLICT, "declared_at", "declared_by_id"), words=WORDS),
        written_once("cases_caseparty", PARTY, words=WORDS),
    ]
