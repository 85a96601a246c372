"""A letter may be held until something is there, a signature for instance."""

from django.conf import settings
from django.db import migrations, models

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

    dependencies = [
        ('directory', '0001_initial'),
        ('dispatch', '0002_frozen'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='dispatch',
            name='dispatch_status_known',
        ),
        migrations.AlterField(
            model_name='dispatch',
            name='status',
            field=models.CharField(choices=[('waiting', 'Held until it is released'), ('queued', 'Waiting to go'), ('sending', 'Being sent'), ('handing', 'Being handed over'), ('sent', 'Sent'), ('unknown', 'Outcome unknown'), ('failed', 'Not sent'), ('stopped', 'Stopped')], default='queued', max_length=10, verbose_name='status'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['waiting', 'queued', 'sending', 'handing', 'sent', 'unknown', 'failed', 'stopped'])), name='dispatch_status_known'),
        ),
        # SQLite made the table anew, and dropped its trigger.
        written_once("dispatch_dispatch", COLUMNS, words="dispatch: what was approved is what is sent"),
    ]
