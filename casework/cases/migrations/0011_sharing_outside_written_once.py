"""What a person agreed to, and what was offered or shared by it, stays as it was written."""

from django.db import migrations

from casework.core.triggers import written_once

WORDS = "cases: written once, never changed"
TRANSFER = ("case_id", "to_office_id", "consent_id", "reason", "summary", "asked_at", "asked_by_id", "expires_at")
SHARE = ("case_id", "reader_id", "consent_id", "reason", "ends_on", "shared_at", "shared_by_id")


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_sharing_outside")]

    operations = [
        written_once("cases_consent", words=WORDS),
        written_once("cases_consentend", words=WORDS),
        written_once("cases_transfer", TRANSFER, words=WORDS),
        written_once("cases_share", SHARE, words=WORDS),
    ]
