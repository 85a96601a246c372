"""What was approved is what is sent, kept by the database itself."""

from django.db import migrations

from casework.core.triggers import written_once

COLUMNS = (
    "office_id",
    "reference",
    "kind",
    "channel",
    "language",
    "to_name",
    "to_address",
    "from_name",
    "from_address",
    "subject",
    "text",
    "html",
    "raw",
    "sha256",
    "approved_sha256",
    "message_id",
    "in_reply_to",
    "references_header",
    "created_at",
)


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0001_initial")]

    operations = [
        written_once("dispatch_dispatch", COLUMNS, words="dispatch: what was approved is what is sent"),
    ]
