"""Each template in one language becomes a pair: two of one office, name and use in two languages become one.

What finds no partner becomes a pair with one side. Nobody has approved any of them: they are drafts, in use as before.
Whoever saved one, by the history, has a hand in its words and will not approve them.
"""

from collections import defaultdict

from django.db import migrations

PARTS = ("subject", "salutation", "body", "closing")


def pair_up(apps, _schema_editor):
    """Two rows become one with both sides; every other row keeps its one side."""
    Template = apps.get_model("letters", "Template")
    alike = defaultdict(lambda: {"en": [], "fr": []})
    for row in Template.objects.order_by("pk"):
        alike[row.office_id, row.name, row.is_active][row.language].append(row)
    for rows in alike.values():
        english, french = rows["en"], rows["fr"]
        pairs = min(len(english), len(french))
        for first, second in zip(english[:pairs], french[:pairs], strict=True):
            _keep(apps, min(first, second, key=lambda row: row.pk), [first, second])
        for row in [*english[pairs:], *french[pairs:]]:
            _keep(apps, row, [row])


def _keep(apps, kept, rows):
    """Put the words of the rows into one of them, each on the side of its language; the other row goes."""
    for row in rows:
        for part in PARTS:
            setattr(kept, f"{part}_{row.language}", getattr(row, part))
    hands = _hands(apps, rows)
    kept.begun_by_id = hands[0] if hands else None
    kept.save()
    Writer = apps.get_model("letters", "TemplateWriter")
    Writer.objects.bulk_create([Writer(template=kept, number=1, user_id=user) for user in hands])
    for row in rows:
        if row.pk != kept.pk:
            row.delete()


def _hands(apps, rows):
    """Who saved these rows, by the history, the first on top."""
    lines = apps.get_model("core", "HistoryEntry").objects.filter(
        content_type__app_label="letters",
        content_type__model="template",
        object_id__in=[str(row.pk) for row in rows],
        action="letters.template",
        user__isnull=False,
    )
    users = lines.order_by("timestamp", "pk").values_list("user_id", flat=True)
    there = set(apps.get_model("directory", "User").objects.values_list("pk", flat=True))
    return [user for user in dict.fromkeys(users) if user in there]


def part_again(apps, _schema_editor):
    """Each side becomes a row in its language again; the row that is there keeps English where it has any."""
    Template = apps.get_model("letters", "Template")
    for row in Template.objects.order_by("pk"):
        sides = [language for language in ("en", "fr") if getattr(row, f"body_{language}")] or ["en"]
        for language in sides:
            single = row if language == sides[0] else Template(office_id=row.office_id, name=row.name)
            single.is_active, single.language = row.is_active, language
            for part in PARTS:
                setattr(single, part, getattr(row, f"{part}_{language}"))
            single.save()


class Migration(migrations.Migration):
    dependencies = [
        ("letters", "0009_template_pairs"),
        ("core", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(pair_up, part_again)]
