"""The addresses there are get their hash, so that an office may ask about the people it knows already."""

from django.db import migrations

from casework.contacts.known import mark_of


def mark(apps, schema_editor):
    """Each with the name of its person, as they stand."""
    points = apps.get_model("contacts", "ContactPoint").objects
    for point in points.filter(mark="").select_related("person").order_by("pk").iterator(chunk_size=1000):
        if found := mark_of(point.kind, point.key, point.person.name):
            points.filter(pk=point.pk).update(mark=found)


class Migration(migrations.Migration):
    dependencies = [("contacts", "0003_contact_point_mark")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
