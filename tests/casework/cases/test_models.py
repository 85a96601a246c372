"""Rows of cases: what the database itself refuses, below the ORM, on both engines."""

import pytest
from django.db import DatabaseError, DataError, IntegrityError, connection, transaction
from django.utils import timezone

from casework.cases.models import Assignment, Case, Message, Note, StatusChange
from casework.core.errors import CaseworkError
from tests.factories.cases import (
    AssignmentFactory,
    CaseFactory,
    MessageFactory,
    NoteFactory,
    StatusChangeFactory,
)
from tests.factories.contacts import PersonFactory

pytestmark = pytest.mark.django_db


def refused(do):
    """Whether the database refuses, whatever the ORM thinks."""
    try:
        with transaction.atomic():
            do()
            connection.check_constraints()
    except (IntegrityError, DataError):
        return True
    return False


def stored(**fields):
    """Put a case in place without any of our code: whether the database takes it."""
    case = CaseFactory.build(office=None, person=None, **fields)
    person = PersonFactory()
    case.office, case.person = person.office, person
    return not refused(lambda: Case.objects.bulk_create([case]))


# ---------------------------------------------------------------- constraints of a case
def test_two_cases_never_share_a_reference():
    case = CaseFactory()

    assert not stored(reference=case.reference)


@pytest.mark.parametrize("status", ["new", "open", "waiting", "resolved", "closed"])
@pytest.mark.parametrize("has_time", [True, False])
@pytest.mark.parametrize("has_person", [True, False])
def test_closed_at_and_by_are_there_together_and_only_when_closed(alice, status, has_time, has_person):
    at = timezone.now() if has_time else None
    by = alice if has_person else None
    is_right = (status == "closed") == has_time == has_person

    assert stored(reference="C7K4-9MPX", status=status, closed_at=at, closed_by=by) is is_right


@pytest.mark.parametrize("status", ["new", "open", "waiting", "resolved"])
def test_a_case_waits_for_somebody_only_on_hold(status):
    assert stored(reference="C7K4-9MPX", status=status, waiting_on="agency") is (status == "waiting")


def test_constraints_hold_against_an_update_too():
    case = CaseFactory(opened=True)

    assert refused(lambda: Case.objects.filter(pk=case.pk).update(status="closed"))
    assert refused(lambda: Case.objects.filter(pk=case.pk).update(waiting_on="agency"))
    assert refused(lambda: Case.objects.filter(pk=case.pk).update(closed_at=timezone.now()))


def test_nothing_a_case_stands_on_can_be_deleted():
    case = CaseFactory()
    MessageFactory(case=case)

    for thing in (case.person, case.office, case):
        with pytest.raises(IntegrityError):
            thing.delete()


def test_a_message_is_copied_from_one_source_once():
    message = MessageFactory(source="C7K4-9MPX")

    assert refused(lambda: Message.objects.bulk_create([MessageFactory.build(case=message.case, source="C7K4-9MPX")]))
    assert not refused(
        lambda: Message.objects.bulk_create([MessageFactory.build(case=message.case, source="C7K4-9MPX", sent=True)])
    )
    assert not refused(lambda: Message.objects.bulk_create([MessageFactory.build(case=message.case) for _ in "ab"]))


# ---------------------------------------------------------------- written once
@pytest.fixture(params=[MessageFactory, NoteFactory, StatusChangeFactory, AssignmentFactory])
def row(request, db):
    """One of the rows of a case that never change."""
    return request.param()


COLUMNS = {
    Message: {"body": "other", "subject": "other", "source": "other", "direction": "out", "channel": "post"},
    Note: {"body": "other", "written_at": "2020-01-01 00:00:00+00:00", "written_by_id": None},
    StatusChange: {"was": "open", "now": "closed", "reason": "other", "changed_by_id": None},
    Assignment: {"reason": "other", "now_id": None, "assigned_by_id": None},
}


def test_what_was_written_is_not_saved_again(row):
    with pytest.raises(CaseworkError):
        row.save()
    with pytest.raises(CaseworkError):
        row.save(update_fields=["case"])


def test_what_was_written_is_not_updated_in_bulk(row):
    model = type(row)
    field = next(iter(COLUMNS[model]))
    setattr(row, field, COLUMNS[model][field])

    for change in (
        lambda: model.objects.update(**{field: COLUMNS[model][field]}),
        lambda: model.objects.bulk_update([row], [field]),
        lambda: model.objects.update_or_create(pk=row.pk, defaults={field: COLUMNS[model][field]}),
        lambda: getattr(row.case, model._meta.get_field("case").remote_field.related_name).update(case=row.case),
    ):
        with pytest.raises(CaseworkError), transaction.atomic():
            change()


def test_the_database_refuses_what_goes_round_the_models(row):
    model, table = type(row), type(row)._meta.db_table
    before = model.objects.filter(pk=row.pk).values().get()

    for column, value in {**COLUMNS[model], "case_id": CaseFactory().pk}.items():
        with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, row.pk])  # noqa: S608  (names of ours)
        with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
            model._base_manager.filter(pk=row.pk).update(**{column: value})

    assert model.objects.filter(pk=row.pk).values().get() == before


def test_an_insert_that_would_overwrite_is_refused(row):
    model = type(row)
    field = next(iter(COLUMNS[model]))
    setattr(row, field, COLUMNS[model][field])

    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        model.objects.bulk_create([row], update_conflicts=True, update_fields=[field], unique_fields=["id"])

    assert getattr(model.objects.get(pk=row.pk), field) != COLUMNS[model][field]


def test_rows_of_a_case_are_those_of_one_s_offices(row, alice, charlie):
    model = type(row)
    alice.memberships.create(office=row.case.office)
    insider = type(alice).objects.get(pk=alice.pk)

    assert [[*model.objects.for_user(user)] for user in (insider, charlie)] == [[row], []]
    assert row.office_id == row.case.office_id


# ---------------------------------------------------------------- labels
def test_no_label_says_who_wrote_or_what_was_said(row):
    assert str(row).startswith(row.case.reference)
    assert "Words" not in str(row)


def test_a_case_is_called_by_its_reference():
    case = CaseFactory(subject="Zelda Marker's hydro", person__name="Zelda Marker")

    assert str(case) == case.reference
