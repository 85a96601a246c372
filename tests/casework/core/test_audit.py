"""One line in the history for everything that happens."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from wagtail.log_actions import LogContext, registry

from casework.core.audit import record
from casework.core.models import HistoryEntry, IssuedReference, JobRun, SearchDocument
from casework.core.permissions import SYSTEM
from tests.factories.cases import CaseFactory
from tests.factories.directory import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _declared(monkeypatch):
    """An action of this test's own, on things of the core that have no history otherwise."""
    registry.scan_for_actions()
    monkeypatch.setattr(registry, "formatters", {**registry.formatters, "core.try": object()})
    models = registry.log_entry_models_by_type.values_by_exact_class
    for model in (IssuedReference, SearchDocument):
        monkeypatch.setitem(models, model, HistoryEntry)


@pytest.fixture
def thing():
    """Something with a label and no office."""
    return IssuedReference.objects.create(code="C7K4-M2PX")


def test_record_writes_one_line_with_the_facts(thing, alice, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):  # the content type, once a process, and the line
        record(thing, "core.try", by=alice, was="open", now="closed")
    line = HistoryEntry.objects.get()
    assert (line.label, line.action, line.user, line.data, line.object_id, line.office_id) == (
        "C7K4-M2PX",
        "core.try",
        alice,
        {"was": "open", "now": "closed"},
        "C7K4-M2PX",
        None,
    )


def test_what_the_system_did_has_no_person(thing):
    record(thing, "core.try", by=SYSTEM)
    assert HistoryEntry.objects.get().user is None


def test_what_the_system_did_has_no_person_while_somebody_is_signed_in_either(thing, alice):
    with LogContext(user=alice):
        record(thing, "core.try", by=SYSTEM)
    assert HistoryEntry.objects.get().user is None


def test_a_thing_without_a_history_is_refused_aloud(alice):
    with pytest.raises(LookupError, match="register_model"):
        record(JobRun.objects.create(name="core.try"), "core.try", by=alice)


def test_an_action_nobody_declared_is_refused(thing, alice):
    with pytest.raises(ValidationError):
        record(thing, "core.undeclared", by=alice)
    assert not HistoryEntry.objects.exists()


def test_a_line_is_seen_in_its_office_alone_and_there_by_whose_roles_see_the_thing(alice, charlie, root, office_a):
    case = CaseFactory(office=office_a)
    record(case, "core.try", by=alice)
    line = HistoryEntry.objects.get(action="core.try")
    site_editor = UserFactory(office=office_a, roles=["editor"])

    seen = [line in HistoryEntry.objects.viewable_by_user(user) for user in (alice, charlie, root, site_editor)]

    assert seen == [True, False, False, False]


def test_a_thing_is_told_its_own_lines_newest_first(thing, alice):
    other = IssuedReference.objects.create(code="2222-2222")
    for about in (thing, other, thing):
        record(about, "core.try", by=alice)
    lines = list(HistoryEntry.objects.for_instance(thing))
    assert [line.object_id for line in lines] == ["C7K4-M2PX"] * 2
    assert lines[0].pk > lines[1].pk


def test_nobody_signed_in_sees_no_line(thing, alice):
    record(thing, "core.try", by=alice)
    assert list(HistoryEntry.objects.viewable_by_user(SimpleNamespace(office_ids=()))) == []
