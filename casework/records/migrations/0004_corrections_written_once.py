"""What somebody asked to have corrected stays as it was asked; what they say about it stays whole."""

from django.db import migrations

from casework.core.triggers import written_once

ASKED = (
    *("office_id", "person_id", "case_id", "held", "should_be", "how", "asked_on", "due_on", "before", "noted_at"),
    "noted_by_id",
)
WORDS = "records: written once, never changed"


class Migration(migrations.Migration):

    dependencies = [("records", "0003_requests_to_correct")]

    operations = [
        written_once("records_correctionrequest", ASKED, words=WORDS),
        written_once("records_disagreement", words=WORDS),
    ]
