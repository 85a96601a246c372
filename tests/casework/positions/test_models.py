"""What was approved, returned or stopped stays: below the model, below the queryset, in the database itself."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError

from casework.core.errors import CaseworkError
from casework.positions.content import Content
from casework.positions.models import PARTS, Line, PositionVersion
from tests.factories.positions import (
    PositionFactory,
    PositionReturnFactory,
    PositionVersionFactory,
    PositionWriterFactory,
    WithdrawalFactory,
)

pytestmark = pytest.mark.django_db

ROWS = [(PositionVersionFactory, "text_en"), (PositionReturnFactory, "comment"), (WithdrawalFactory, "reason")]


@pytest.mark.parametrize(("make", "column"), ROWS)
def test_what_was_said_cannot_be_saved_otherwise(make, column):
    row = make()
    setattr(row, column, "Sneaked in.")

    with pytest.raises(CaseworkError, match="written once"):
        row.save()
    with pytest.raises(CaseworkError, match="written once"):
        type(row).objects.filter(pk=row.pk).update(**{column: "Sneaked in."})


@pytest.mark.parametrize(("make", "column"), ROWS)
def test_the_database_itself_refuses_to_change_what_was_said(make, column):
    row = make()

    with (
        pytest.raises((IntegrityError, InternalError), match="written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE {row._meta.db_table} SET {column} = %s WHERE id = %s", ["Sneaked in.", row.pk])  # noqa: S608  (names of ours)

    assert getattr(type(row).objects.get(pk=row.pk), column) != "Sneaked in."


def test_whoever_began_the_words_is_not_who_approved_them_in_the_database_either():
    version = PositionVersionFactory()
    copy = {field.attname: getattr(version, field.attname) for field in version._meta.concrete_fields}
    copy |= {"id": None, "number": 2, "approved_by_id": version.written_by_id}

    with pytest.raises(IntegrityError, match="position_version_by_two"), transaction.atomic():
        PositionVersion.objects.create(**copy)


def test_every_part_of_a_line_is_hashed():
    position = PositionFactory()
    fields = {field.name for field in Line._meta.local_fields}

    assert set(PARTS) == fields == set(Content.__dataclass_fields__)
    seen = {position.content.sha256}
    other = PositionFactory()
    changed = {
        "issue": other.issue,
        "audience": "media",
        "effective_from": position.effective_from + timedelta(days=1),
        "expires": position.effective_from + timedelta(days=2),
        "not_before": position.begun_at,
    }
    for name in PARTS:
        setattr(position, name, changed.get(name, "Other words."))
        seen.add(position.content.sha256)
    assert len(seen) == len(PARTS) + 1


def test_a_stored_version_gives_the_hash_that_was_approved():
    version = PositionVersionFactory(do_say="Yes.", sources="A page.")

    again = PositionVersion.objects.get(pk=version.pk)
    assert again.content.sha256 == again.sha256 == version.sha256


def test_references_name_the_line_and_the_version():
    version = PositionVersionFactory()
    position = version.position

    assert (str(position), str(version)) == (f"L-{position.pk}", f"L-{position.pk}/1")
    assert str(PositionWriterFactory(position=position, number=2)).startswith(f"L-{position.pk}/2 · ")
