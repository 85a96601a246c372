"""What came with a message never changes, kept by the database itself; what the scanner says of it may."""

from django.db import migrations

from casework.core.triggers import written_once

COLUMNS = (
    "submission_id",
    "number",
    "name",
    "kind",
    "came_as",
    "size",
    "sha256",
    "came_size",
    "came_sha256",
    "cautions",
    "key",
    "received_at",
)


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_attachments")]

    operations = [written_once("intake_attachment", COLUMNS, words="intake: what arrived never changes")]
