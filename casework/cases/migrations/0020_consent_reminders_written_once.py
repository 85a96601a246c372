"""That the owner of a case was told stays as it was told."""

from django.db import migrations

from casework.core.triggers import written_once


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_consent_reminders")]

    operations = [written_once("cases_consentreminder", words="cases: written once, never changed")]
