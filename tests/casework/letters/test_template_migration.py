"""The templates that stood in one language become pairs, and singles again: none is lost on the way."""

from importlib import import_module

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from casework.core.models import HistoryEntry
from tests.factories.directory import OfficeFactory, UserFactory

MIGRATION = import_module("casework.letters.migrations.0010_pair_up_templates")
#: The columns that the step after it takes away.
OLD = {"language": "en", "subject": "", "salutation": "", "body": "", "closing": ""}


@pytest.fixture
def old(db):
    """The models as the migration sees them, and the columns that stood then; both go with the test."""
    with connection.cursor() as cursor:
        for name, value in OLD.items():
            cursor.execute(f"ALTER TABLE letters_template ADD COLUMN {name} text DEFAULT '{value}' NOT NULL")
    return MigrationLoader(connection).project_state(MIGRATION.Migration.dependencies).apps


def single(apps, name, language, **facts):
    """A template in one language, as it stood."""
    return apps.get_model("letters", "Template").objects.create(
        name=name, language=language, subject=f"{name} {language}", body=f"<p>{name} {language}</p>", **facts
    )


def test_templates_are_paired_by_office_and_name_and_none_is_lost_there_or_back(old):
    office, other, writer = OfficeFactory(), OfficeFactory(), UserFactory()
    english = single(old, "Thanks", "en", office_id=office.pk)
    french = single(old, "Thanks", "fr", office_id=office.pk)
    alone = [
        single(old, "Thanks", "fr", office_id=other.pk),
        single(old, "Thanks", "en"),
        single(old, "Bye", "fr", office_id=office.pk),
        single(old, "Bye", "en", office_id=office.pk, is_active=False),
        single(old, "Twice", "en", office_id=office.pk),
        single(old, "Twice", "en", office_id=office.pk),
    ]
    HistoryEntry.objects.create(
        content_type=ContentType.objects.get(app_label="letters", model="template"),
        object_id=str(french.pk),
        label="Thanks",
        action="letters.template",
        user=writer,
        timestamp=timezone.now(),
    )

    MIGRATION.pair_up(old, None)

    templates = old.get_model("letters", "Template").objects
    rows = {row.pk: row for row in templates.all()}

    assert set(rows) == {english.pk, *(row.pk for row in alone)}
    pair = rows[english.pk]
    assert (pair.body_en, pair.body_fr) == ("<p>Thanks en</p>", "<p>Thanks fr</p>")
    assert (pair.subject_en, pair.subject_fr, pair.status) == ("Thanks en", "Thanks fr", "draft")
    assert (pair.begun_by_id, list(pair.writers.values_list("user_id", "number"))) == (writer.pk, [(writer.pk, 1)])
    for row in alone:
        sides = {language: getattr(rows[row.pk], f"body_{language}") for language in ("en", "fr")}
        assert sides == {"en": "", "fr": "", row.language: row.body}
        assert rows[row.pk].is_active == row.is_active

    MIGRATION.part_again(old, None)

    back = templates.values_list("office", "name", "language", "body")

    everything = [english, french, *alone]
    assert sorted(back, key=str) == sorted(
        ((row.office_id, row.name, row.language, row.body) for row in everything), key=str
    )
