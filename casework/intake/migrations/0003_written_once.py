"""What arrived never changes, kept by the database itself; where it stands may."""

from django.db import migrations

from casework.core.triggers import written_once

COLUMNS = (
    "reference",
    "key",
    "channel",
    "form",
    "page_id",
    "language",
    "subject",
    "body",
    "name",
    "email",
    "phone",
    "postal_code",
    "address",
    "reply_by",
    "reply_language",
    "access_needs",
    "access_words",
    "privacy_version",
    "signals",
    "raw",
    "sha256",
    "received_at",
)


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_raw")]

    operations = [written_once("intake_submission", COLUMNS, words="intake: what arrived never changes")]
