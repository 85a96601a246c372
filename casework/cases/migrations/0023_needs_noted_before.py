"""What was noted of people before there was a ledger stands on the cases that somebody works on.

What they asked for in that very case is asked for there; what they asked for in another was asked before. Nobody has
talked with them about any of it, as far as is written down.
"""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone

ACTIVE = ("new", "open", "waiting")


def stand(apps, _schema_editor):
    """One row for each need of the person of each case, with its first step."""
    Case, Need = apps.get_model("cases", "Case"), apps.get_model("contacts", "AccessNeed")
    Accommodation = apps.get_model("cases", "Accommodation")
    Step = apps.get_model("cases", "AccommodationStep")
    today = timezone.localdate()
    for person in Need.objects.order_by("person_id").values_list("person_id", flat=True).distinct():
        newest = {}
        for need in Need.objects.filter(person_id=person).order_by("-asked_at", "id"):
            newest.setdefault((need.code, need.words), need)
        for case in Case.objects.filter(person_id=person, status__in=ACTIVE).order_by("pk"):
            for need in newest.values():
                row = Accommodation.objects.create(
                    case=case,
                    office_id=case.office_id,
                    code=need.code,
                    words=need.words,
                    reference=need.reference,
                    asked_at=need.asked_at,
                    status="asked" if need.reference == case.reference else "before",
                    due_on=today + timedelta(days=7),
                )
                Step.objects.create(case=case, accommodation=row, now=row.status, happened_on=today)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0022_accommodations_written_once"),
        ("contacts", "0005_kept_by_their_yes"),
    ]

    operations = [migrations.RunPython(stand, migrations.RunPython.noop)]
