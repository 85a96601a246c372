"""One case read by one colleague of another office: who lets them, until when, what it never outranks."""

from datetime import timedelta

import pytest

from casework.cases import actions
from casework.cases.models import Case, Message, Share
from casework.cases.queries import sharing
from casework.contacts.models import Person
from casework.core import clock as clocks
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.models import HistoryEntry
from casework.core.permissions import SYSTEM
from tests.factories.cases import CaseFactory, ConflictFactory, ConsentEndFactory, ConsentFactory, MessageFactory
from tests.factories.contacts import PersonFactory
from tests.factories.directory import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(clock, office_a, alice):
    person = PersonFactory(office=office_a, name="Zoe Quillfeather", email="zoe@mail.example")
    case = CaseFactory(office=office_a, owner=alice, opened=True, person=person)
    MessageFactory(case=case)
    return case


@pytest.fixture
def consent(case, office_b):
    return ConsentFactory(case=case, with_office=office_b, sight=True)


def shared(case, *, by, reader, days=7, reason="Helps with the agency."):
    return actions.share(case, by=by, reader=reader, ends_on=clocks.today() + timedelta(days=days), reason=reason)


def test_they_read_it_and_it_is_in_nothing_else_they_see(case, consent, alice, charlie):
    share = shared(case, by=alice, reader=charlie)

    assert list(sharing.shared_with(charlie)) == [share]
    for model in (Case, Person, Message):
        assert not model.objects.for_user(charlie).exists()
    for verb in ("view", "change"):
        with pytest.raises(NotPermitted):
            actions.add_note(case, by=charlie, body=f"May I {verb}?")
    assert not HistoryEntry.objects.viewable_by_user(charlie).filter(label=case.reference).exists()


@pytest.mark.parametrize(
    "change",
    [
        "day",
        "ended",
        "consent",
        "consent_over",
        "level",
        "left",
        "inactive",
        "conflict",
        "conflict_there",
        "person_there",
    ],
)
def test_it_ends_by_itself_and_outranks_nothing(case, consent, alice, charlie, clock, office_a, office_b, change):
    share = shared(case, by=alice, reader=charlie)
    known = {
        "conflict": lambda: ConflictFactory(office=office_a, staff=charlie, person=case.person),
        "conflict_there": lambda: ConflictFactory(office=office_b, staff=charlie, person=None, case=case),
        "person_there": lambda: ConflictFactory(
            office=office_b, staff=charlie, person=PersonFactory(office=office_b, email="ZOE@mail.example")
        ),
        "day": lambda: clock.shift(timedelta(days=8)),
        "ended": lambda: actions.end_share(case, by=alice, share=share),
        "consent": lambda: actions.take_back_consent(case, by=alice, consent=consent, how="phone"),
        "consent_over": lambda: clock.shift(timedelta(days=200)),
        "level": lambda: actions.set_level(case, by=alice, level="restricted", reason="Few people."),
        "left": lambda: charlie.memberships.all().delete(),
        "inactive": lambda: type(charlie).objects.filter(pk=charlie.pk).update(is_active=False),
    }
    known[change]()

    assert not sharing.shared_with(charlie).exists()
    assert sharing.share_for(charlie, share.pk) is None
    assert not Share.objects.for_user(charlie).exists()


def test_it_lasts_through_its_last_day(case, consent, alice, charlie, clock):
    share = shared(case, by=alice, reader=charlie, days=2)
    clock.shift(timedelta(days=2, hours=5))

    assert sharing.share_for(charlie, share.pk) == share


def test_only_its_keepers_share_it_with_somebody_the_consent_reaches(case, consent, office_a, office_b, alice, charlie):
    colleague, volunteer = (UserFactory(office=office_a, roles=[role]) for role in ("officer", "volunteer"))
    for by in (colleague, volunteer, charlie, SYSTEM):
        with pytest.raises(NotPermitted):
            shared(case, by=by, reader=charlie)
    elsewhere = UserFactory(roles=["officer"])
    clerk = UserFactory(office=office_b, roles=["editor"])
    for reader in (colleague, elsewhere, clerk):
        with pytest.raises(NotPermitted, match="consent"):
            shared(case, by=alice, reader=reader)
    ConsentEndFactory(consent=consent)
    with pytest.raises(NotPermitted, match="consent"):
        shared(case, by=alice, reader=charlie)

    assert not Share.objects.exists()


@pytest.mark.parametrize(("days", "reason"), [(-1, "Helps."), (93, "Helps."), (7, " ")])
def test_a_day_too_far_and_no_reason_are_refused(case, consent, alice, charlie, days, reason):
    with pytest.raises(CaseworkError):
        shared(case, by=alice, reader=charlie, days=days, reason=reason)


def test_once_at_a_time_and_again_afterwards(case, consent, alice, charlie, clock):
    share = shared(case, by=alice, reader=charlie)
    with pytest.raises(CaseworkError, match="already"):
        shared(case, by=alice, reader=charlie)
    actions.end_share(case, by=alice, share=share)
    shared(case, by=alice, reader=charlie)
    clock.shift(timedelta(days=30))
    shared(case, by=alice, reader=charlie)

    assert Share.objects.count() == 3


def test_what_is_kept_closely_is_shared_by_the_director_or_not_at_all(case, consent, alice, director, charlie):
    actions.set_level(case, by=alice, level="sensitive", reason="Health.")
    with pytest.raises(NotPermitted, match="Director"):
        shared(case, by=alice, reader=charlie)
    share = shared(case, by=director, reader=charlie)
    assert sharing.share_for(charlie, share.pk) == share
    actions.set_level(case, by=alice, level="restricted", reason="Few people.")

    with pytest.raises(NotPermitted, match="restricted"):
        shared(case, by=alice, reader=charlie)


def test_every_step_and_every_reading_leaves_a_line_in_the_office_whose_case_it_is(case, consent, alice, charlie):
    share = shared(case, by=alice, reader=charlie)
    for _time in range(2):
        actions.note_shared_reading(share, by=charlie)
    actions.end_share(case, by=alice, share=share)
    actions.end_share(case, by=alice, share=share)

    lines = HistoryEntry.objects.filter(action__startswith="cases.share").order_by("pk")
    assert [(line.action, line.user, line.office_id) for line in lines] == [
        ("cases.share", alice, case.office_id),
        ("cases.share_viewed", charlie, case.office_id),
        ("cases.share_viewed", charlie, case.office_id),
        ("cases.share_end", alice, case.office_id),
    ]
