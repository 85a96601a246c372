"""What was approved is what is sent, whichever door one tries."""

import importlib
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from casework.core.models import HistoryEntry
from casework.dispatch.models import FROZEN, Dispatch, FrozenError
from casework.dispatch.states import DispatchStatus
from tests.factories.directory import OfficeFactory
from tests.factories.dispatch import DispatchFactory

pytestmark = pytest.mark.django_db

#: Another value for each column that must not change.
OTHER = {
    "reference": "X",
    "kind": "certificate",
    "channel": "post",
    "language": "fr",
    "to_name": "X",
    "to_address": "x@constituent.example",
    "from_name": "X",
    "from_address": "x@example.org",
    "subject": "X",
    "text": "X",
    "html": "X",
    "raw": b"X",
    "sha256": "0" * 64,
    "approved_sha256": "f" * 64,
    "message_id": "<x@x>",
    "in_reply_to": "<x@x>",
    "references_header": "<x@x>",
    "created_at": timezone.now() - timedelta(days=1),
}


def test_every_column_that_must_not_change_is_tried_below():
    assert {*OTHER, "office", "office_id"} == FROZEN
    trigger = importlib.import_module("casework.dispatch.migrations.0002_frozen")
    assert set(trigger.COLUMNS) == FROZEN - {"office"}


def test_a_dispatch_is_called_by_its_reference():
    assert str(DispatchFactory(reference="C7K4-M2PX/1", to_name="Testa Person")) == "C7K4-M2PX/1"


@pytest.mark.parametrize("name", OTHER)
def test_save_refuses_to_change_what_was_approved(name):
    dispatch = Dispatch.objects.get(pk=DispatchFactory().pk)
    setattr(dispatch, name, OTHER[name])

    with pytest.raises(FrozenError, match=name):
        dispatch.save()


def test_save_refuses_right_after_queueing_too():
    dispatch = DispatchFactory()
    dispatch.text = "X"

    with pytest.raises(FrozenError):
        dispatch.save(update_fields=["text"])


def test_save_refuses_another_office():
    dispatch = DispatchFactory()
    dispatch.office = OfficeFactory()

    with pytest.raises(FrozenError):
        dispatch.save()


@pytest.mark.parametrize("name", OTHER)
def test_update_refuses_to_change_what_was_approved(name):
    DispatchFactory()

    with pytest.raises(FrozenError, match=name):
        Dispatch.objects.update(**{name: OTHER[name]})


def test_bulk_update_refuses_to_change_what_was_approved():
    dispatch = DispatchFactory()
    dispatch.html = "X"

    with pytest.raises(FrozenError):
        Dispatch.objects.bulk_update([dispatch], ["html"])


@pytest.mark.parametrize("name", OTHER)
def test_the_database_itself_refuses_to_change_what_was_approved(name):
    dispatch = DispatchFactory()
    value = connection.ops.adapt_datetimefield_value(OTHER[name]) if name == "created_at" else OTHER[name]

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'UPDATE dispatch_dispatch SET "{name}" = %s WHERE id = %s', [value, dispatch.pk])  # noqa: S608  (names of our own)


def test_where_it_stands_may_change():
    dispatch = DispatchFactory()
    dispatch.attempts = 3
    dispatch.save()

    assert Dispatch.objects.get(pk=dispatch.pk).attempts == 3


def test_a_row_read_without_its_bytes_can_be_saved():
    dispatch = Dispatch.objects.defer("raw", "text").get(pk=DispatchFactory().pk)
    assert len(dispatch.raw_bytes) > 0
    dispatch.attempts = 2
    dispatch.save()

    assert Dispatch.objects.get(pk=dispatch.pk).attempts == 2


def test_one_letter_is_out_once_each_way():
    first = DispatchFactory()
    copy = {field.attname: getattr(first, field.attname) for field in Dispatch._meta.fields if not field.primary_key}

    with pytest.raises(IntegrityError), transaction.atomic():
        Dispatch(**copy).save()
    Dispatch(**{**copy, "status": DispatchStatus.STOPPED}).save()

    assert Dispatch.objects.filter(reference=first.reference).count() == 2


@pytest.mark.parametrize(
    "impossible",
    [
        {"status": "lost"},
        {"status": DispatchStatus.SENT},
        {"sent_at": timezone.now()},
        {"status": DispatchStatus.SENDING},
        {"told_at": timezone.now()},
        {"queued_at": timezone.now()},
        {"stopped_at": timezone.now()},
        {"settled_at": timezone.now()},
        {"printed_at": timezone.now()},
    ],
    ids="-".join,
)
def test_the_database_refuses_what_cannot_be(impossible):
    DispatchFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Dispatch.objects.update(**impossible)


def test_for_user_shows_the_letters_of_ones_own_offices(alice, charlie, office_a, root):
    dispatch = DispatchFactory(office=office_a)

    seen = {user.username: list(Dispatch.objects.for_user(user)) for user in (alice, charlie, root)}

    assert seen == {"alice": [dispatch], "charlie": [], "root": []}


def test_due_is_what_waits_by_email_and_whose_time_has_come(clock):
    late, later = DispatchFactory(), DispatchFactory()
    DispatchFactory(not_before=timezone.now() + timedelta(minutes=1))
    for trait in ("post", "sending", "handing", "unknown", "failed", "stopped", "sent"):
        DispatchFactory(**{trait: True})

    assert list(Dispatch.objects.due(timezone.now())) == [late, later]


def test_no_history_line_says_a_name_or_an_address():
    DispatchFactory(to_name="Testa Person", subject="About Testa", text="Dear Testa", html="<p>Testa</p>")

    lines = [f"{line.label} {line.data} {line.message}" for line in HistoryEntry.objects.all()]

    assert len(lines) == 1
    assert "esta" not in lines[0]


def test_the_policy_is_ours():
    from wagtail.permissions import policy_registry

    policy = policy_registry.get_by_type(apps.get_model("dispatch", "Dispatch"))

    assert type(policy).__name__ == "OfficePolicy"
