"""Passing a case on: who may offer it, what the other office reads, what goes with it, what becomes of the old one."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from casework.cases import actions, queries
from casework.cases.models import Case, Consent, LevelChange, Note, Transfer
from casework.cases.queries import sharing
from casework.contacts import actions as contacts
from casework.contacts.models import Person
from casework.core import clock as clocks
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.models import HistoryEntry
from casework.core.permissions import SYSTEM
from casework.core.personal import holdings
from casework.letters.models import Letter
from tests.factories.cases import (
    CaseFactory,
    ConflictFactory,
    ConsentEndFactory,
    ConsentFactory,
    MessageFactory,
    NoteFactory,
)
from tests.factories.contacts import PersonFactory
from tests.factories.directory import OfficeFactory, UserFactory
from tests.factories.letters import LetterFactory

pytestmark = pytest.mark.django_db
REASON = "Their riding is yours."


@pytest.fixture
def case(office_a, alice):
    person = PersonFactory(office=office_a, name="Zoe Quillfeather", email="zoe@mail.example", phone="416-555-0147")
    case = CaseFactory(office=office_a, owner=alice, opened=True, person=person, subject="A bed in long-term care")
    MessageFactory(case=case, body="Nobody answers.")
    MessageFactory(case=case, sent=True, body="We have asked them.")
    NoteFactory(case=case, body="Difficult on the telephone.")
    return case


@pytest.fixture
def consent(case, office_b):
    return ConsentFactory(case=case, with_office=office_b)


@pytest.fixture
def offer(case, consent, alice):
    return actions.ask_transfer(case, by=alice, consent=consent, reason=REASON, summary="They are 91.")


def refused(error, verb, *args, match=None, **kwargs):
    with pytest.raises(error, match=match):
        verb(*args, **kwargs)


def test_the_office_that_accepts_has_a_case_of_its_own_with_what_the_consent_covers(case, offer, charlie, office_b):
    new = actions.accept_transfer(offer, by=charlie)

    assert (new.office, new.owner, new.subject, new.status) == (office_b, None, "A bed in long-term care", "new")
    assert new.reference != case.reference
    assert [(one.direction, one.body, one.logged_by) for one in new.messages.all()] == [
        ("in", "Nobody answers.", None),
        ("out", "We have asked them.", None),
    ]
    assert [note.body for note in new.notes.all()] == ["They are 91."]
    assert new.person.pk != case.person_id
    assert new.person.office == office_b
    assert {point.value for point in new.person.contact_points.all()} == {"zoe@mail.example", "416-555-0147"}
    assert not Consent.objects.filter(case=new).exists()
    assert sharing.came_by(new) == offer


def test_the_case_it_came_from_is_closed_as_passed_on_and_stays_with_all_that_is_on_it(case, offer, alice, charlie):
    letter = LetterFactory(case=case, by=alice)
    actions.accept_transfer(offer, by=charlie)
    case.refresh_from_db()
    letter.refresh_from_db()

    assert (case.status, case.closure_reason, case.closed_by) == ("closed", "transferred", alice)
    assert case.notes.get().body == "Difficult on the telephone."
    assert letter.status == "void"
    assert Letter.objects.filter(case__office=charlie.memberships.get().office).count() == 0
    assert "Another office accepted the case." in [entry.body for entry in queries.story(case, alice)]


def test_a_summary_is_all_that_goes_where_the_person_agreed_to_no_more(case, office_b, alice, charlie):
    consent = ConsentFactory(case=case, with_office=office_b, summary=True)
    refused(CaseworkError, actions.ask_transfer, case, by=alice, consent=consent, reason=REASON, match="summary")
    offer = actions.ask_transfer(case, by=alice, consent=consent, reason=REASON, summary="A bed is needed.")

    new = actions.accept_transfer(offer, by=charlie)

    assert not new.messages.exists()
    assert [note.body for note in new.notes.all()] == ["A bed is needed."]


def test_neither_office_sees_the_other_s_rows(case, offer, alice, charlie):
    assert not Case.objects.for_user(charlie).exists()
    assert not Person.objects.for_user(charlie).exists()
    assert not Consent.objects.for_user(charlie).exists()
    new = actions.accept_transfer(offer, by=charlie)

    assert list(Case.objects.for_user(charlie)) == [new]
    assert list(Case.objects.for_user(alice)) == [case]
    assert not Note.objects.for_user(alice).filter(case=new).exists()
    assert {
        line.object_id
        for line in HistoryEntry.objects.viewable_by_user(charlie).filter(action="cases.transfer_accepted")
    } == {str(offer.pk)}
    assert not HistoryEntry.objects.viewable_by_user(charlie).filter(label=case.reference).exists()
    assert not HistoryEntry.objects.viewable_by_user(alice).filter(label=new.reference).exists()


@pytest.mark.parametrize(
    "reason",
    ["Ms. quillfeather moved.", "Call zoe@mail.example.", "Ring 416 555 0147.", "She lives at K1A 0B1.", " "],
)
def test_a_reason_that_tells_who_it_is_is_refused(case, consent, alice, reason):
    refused(CaseworkError, actions.ask_transfer, case, by=alice, consent=consent, reason=reason)
    refused(CaseworkError, actions.ask_transfer, case, by=alice, consent=consent, reason=f"See {case.reference}.")

    assert not Transfer.objects.exists()


def test_only_its_keepers_offer_a_case_and_only_by_a_consent_in_force(
    case, consent, office_a, alice, charlie, director
):
    colleague, volunteer = (UserFactory(office=office_a, roles=[role]) for role in ("officer", "volunteer"))
    ask = {"consent": consent, "reason": REASON}
    for by in (colleague, volunteer, charlie, SYSTEM):
        refused(NotPermitted, actions.ask_transfer, case, by=by, **ask)
    other = ConsentFactory(with_office=consent.with_office)
    with pytest.raises(Consent.DoesNotExist):
        actions.ask_transfer(case, by=alice, consent=other, reason=REASON)
    sight = ConsentFactory(case=case, with_office=consent.with_office, sight=True)
    refused(CaseworkError, actions.ask_transfer, case, by=alice, consent=sight, reason=REASON, match="consent")
    over = ConsentFactory(case=case, good_until=clocks.today() - timedelta(days=1))
    refused(CaseworkError, actions.ask_transfer, case, by=alice, consent=over, reason=REASON, match="consent")

    assert actions.ask_transfer(case, by=director, **ask).to_office == consent.with_office
    refused(CaseworkError, actions.ask_transfer, case, by=alice, **ask, match="already")


def test_what_is_kept_closely_leaves_by_the_director_or_not_at_all(case, consent, alice, director, office_b, charlie):
    actions.set_level(case, by=alice, level="sensitive", reason="Health.")
    ask = {"consent": consent, "reason": REASON}
    refused(NotPermitted, actions.ask_transfer, case, by=alice, **ask, match="Director")
    offer = actions.ask_transfer(case, by=director, **ask)
    refused(NotPermitted, actions.accept_transfer, offer, by=UserFactory(office=office_b, roles=["reviewer"]))
    new = actions.accept_transfer(offer, by=charlie)

    assert new.sensitivity == "sensitive"
    assert LevelChange.objects.get(case=new).now == "sensitive"
    restricted = CaseFactory(office=case.office, owner=alice, opened=True, sensitivity="restricted")
    again = ConsentFactory(case=restricted, with_office=office_b)
    refused(NotPermitted, actions.ask_transfer, restricted, by=alice, consent=again, reason=REASON, match="restricted")


@pytest.mark.parametrize("change", ["time", "consent", "level", "asker", "closed", "declined", "withdrawn"])
def test_an_offer_that_no_longer_stands_is_not_accepted(clock, case, offer, alice, charlie, change):
    {
        "time": lambda: clock.shift(timedelta(days=14, minutes=1)),
        "consent": lambda: actions.take_back_consent(case, by=alice, consent=offer.consent, how="phone"),
        "level": lambda: actions.set_level(case, by=alice, level="restricted", reason="Few people."),
        "asker": lambda: alice.memberships.all().delete(),
        "closed": lambda: actions.close(case, by=alice, closure_reason="completed"),
        "declined": lambda: actions.decline_transfer(offer, by=charlie, reason="Not ours."),
        "withdrawn": lambda: actions.withdraw_transfer(offer, by=alice),
    }[change]()

    refused(CaseworkError, actions.accept_transfer, Transfer.objects.get(), by=charlie)
    assert Case.objects.count() == 1


def test_only_the_office_that_was_asked_answers_and_only_once(offer, alice, charlie, office_a, office_b):
    stranger = UserFactory(office=OfficeFactory(), roles=["officer"])
    for by in (alice, stranger, UserFactory(office=office_b, roles=["volunteer"]), SYSTEM):
        refused(NotPermitted, actions.accept_transfer, offer, by=by)
        refused(NotPermitted, actions.decline_transfer, offer, by=by, reason="No.")
    refused(NotPermitted, actions.withdraw_transfer, offer, by=charlie)
    refused(CaseworkError, actions.decline_transfer, offer, by=charlie, reason=" ", match="Say why")
    said = actions.decline_transfer(offer, by=charlie, reason="We have no staff for it.")

    assert (said.outcome, said.answer, said.decided_by) == ("declined", "We have no staff for it.", charlie)
    refused(CaseworkError, actions.decline_transfer, offer, by=charlie, reason="No.")
    assert not sharing.offered_to(charlie).exists()


def test_whoever_accepts_never_meets_somebody_they_have_a_conflict_with(case, offer, charlie, office_b):
    known = PersonFactory(office=office_b, name="Zoe Quillfeather", email="zoe@mail.example")
    ConflictFactory(office=office_b, staff=charlie, person=known)

    new = actions.accept_transfer(offer, by=charlie)

    assert new.person == known
    assert queries.case_for(charlie, new.pk) is None
    assert not Transfer.objects.for_user(charlie).exists()


def test_what_may_not_be_used_is_not_passed_on_and_what_they_need_is(case, offer, alice, charlie):
    point = case.person.contact_points.get(kind="phone")
    contacts.set_do_not_use(point, by=alice, do_not_use=True)
    for asked in ({"code": "braille"}, {"words": "Short letters"}):
        need = actions.ask_accommodation(case, by=alice, **asked)
    actions.agree_accommodation(need, by=alice, words="Half a page.", needed_on=clocks.today())
    gone = actions.ask_accommodation(case, by=alice, code="asl")
    actions.withdraw_accommodation(gone, by=alice, words="By telephone.", happened_on=clocks.today())

    new = actions.accept_transfer(offer, by=charlie)

    assert [one.kind for one in new.person.contact_points.all()] == ["email"]
    asked = {(need.code, need.words, need.status, need.reference) for need in new.accommodations.all()}
    assert asked == {("braille", "", "asked", str(offer)), ("", "Short letters", "asked", str(offer))}
    assert new.person.standing_needs() == []


def test_directors_are_told_of_an_offer_and_the_asker_of_the_answer_without_a_word_of_it(
    case, consent, alice, charlie, office_b, django_capture_on_commit_callbacks
):
    there = UserFactory(office=office_b, roles=["director"])
    with django_capture_on_commit_callbacks(execute=True):
        offer = actions.ask_transfer(case, by=alice, consent=consent, reason=REASON)
        actions.decline_transfer(offer, by=charlie, reason="Nobody here.")

    assert [one.to for one in mail.outbox] == [[there.email], [alice.email]]
    for one in mail.outbox:
        assert str(offer) in one.subject
        for word in (case.reference, case.subject, case.person.name, REASON, "Nobody here."):
            assert word not in one.subject + one.body


def test_a_consent_that_was_taken_back_or_an_offer_of_a_kept_case_is_in_no_queue(offer, case, alice, charlie):
    assert list(sharing.offered_to(charlie)) == [offer]
    ConsentEndFactory(consent=offer.consent)

    assert not sharing.offered_to(charlie).exists()
    assert list(Transfer.objects.for_user(charlie)) == [offer]
    assert not Transfer.objects.get().stands


def test_a_colleague_with_a_conflict_sees_no_offer_of_the_case(case, offer, office_a):
    colleague = UserFactory(office=office_a, roles=["officer"])
    assert Transfer.objects.for_user(colleague).exists()
    ConflictFactory(office=office_a, staff=colleague, person=case.person)

    assert not Transfer.objects.for_user(colleague).exists()


def test_both_offices_have_their_own_lines(case, offer, alice, charlie):
    actions.accept_transfer(offer, by=charlie)
    lines = HistoryEntry.objects.filter(action__startswith="cases.transfer").order_by("pk")

    assert [(line.action, line.label, line.office_id, line.user) for line in lines] == [
        ("cases.transfer", case.reference, case.office_id, alice),
        ("cases.transfer_accepted", str(offer), offer.to_office_id, charlie),
        ("cases.transfer_accepted", case.reference, case.office_id, charlie),
    ]


@pytest.mark.parametrize("whose", ["old", "new"])
def test_each_office_may_erase_its_own_without_the_other_s(case, offer, alice, charlie, whose):
    new = actions.accept_transfer(offer, by=charlie)
    person = {"old": case.person, "new": new.person}[whose]
    going = [
        (each.model, list(each.rows(person).values_list("pk", flat=True))) for each in holdings() if not each.stays
    ]
    for model, keys in going:
        rows = model._base_manager.filter(pk__in=keys)
        rows._raw_delete(rows.db)
    connection.check_constraints()

    assert list(Case.objects.all()) == [{"old": new, "new": case}[whose]]
    assert Transfer.objects.exists() is (whose == "new")
    assert [str(row.received_as or "-") for row in sharing.transfers_for(alice)] == (["-"] if whose == "new" else [])
