"""Erasing takes two people, respects what is open or on hold, and is whole or not at all."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from casework.cases import actions as cases
from casework.cases.levels import Level
from casework.contacts import actions as contacts
from casework.contacts.models import Person
from casework.core import clock, erasing, search
from casework.core.errors import CaseworkError, IllegalMove, NotPermitted
from casework.core.models import HistoryEntry, Tombstone
from casework.core.personal import blocks, holdings
from casework.dispatch import actions as dispatch
from casework.letters.models import Letter
from casework.records import actions
from casework.records.models import Erasure
from tests.factories.cases import CaseFactory, OpeningFactory, TransferFactory
from tests.factories.contacts import PersonFactory
from tests.factories.directory import UserFactory
from tests.factories.intake import SubmissionFactory
from tests.factories.letters import LetterFactory, again
from tests.factories.records import ErasureFactory, LegalHoldFactory

pytestmark = pytest.mark.django_db

WHY = {"ground": "asked", "reason": "Wrote on Monday."}


@pytest.fixture
def person(office_a):
    """Somebody with an address and a name."""
    return PersonFactory(office=office_a, name="Odile Marchbanks", email="odile@mail.example")


@pytest.fixture
def sent(alice, bob, person):
    """A letter to them that left by post, on a case that is closed."""
    case = CaseFactory(office=person.office, person=person, opened=True, owner=alice)
    letter = LetterFactory(case=case, by=alice, approver=bob, post="1 Fiction Lane", approved=True)
    dispatch.mark_printed([letter.approvals.get().dispatch], by=alice)
    cases.close(again(letter).case, by=alice, closure_reason="completed")
    return again(letter)


@pytest.fixture
def asked(alice, person):
    """Somebody asked that they be erased."""
    return actions.ask_erasure(person, by=alice, **WHY)


def test_two_people_erase_everything_and_a_stone_stands_for_each_reference(sent, asked, director, person):
    sha256 = sent.approvals.get().dispatch.sha256

    done = actions.approve_erasure(asked, by=director)

    assert [each.label for each in holdings() if not each.stays and each.rows(person).exists()] == []
    assert not Letter.objects.exists()
    assert (done.status, done.person, done.reason, done.about) == ("done", None, "", f"P-{person.pk}")
    stones = {(stone.kind, stone.reference): stone for stone in Tombstone.objects.all()}
    assert {kind for kind, _reference in stones} == {
        *("contacts.Person", "cases.Case", "letters.Letter", "dispatch.Dispatch")
    }
    left = stones["dispatch.Dispatch", sent.reference]
    assert erasing.was(left, sha256)
    assert not erasing.was(left, "0" * 64)
    assert left.under == str(done)
    assert sha256 not in left.digest


def test_whoever_asked_never_agrees(asked, alice):
    alice = UserFactory(office=asked.office, roles=["director"])
    mine = Erasure.objects.get(pk=asked.pk)
    mine.asked_by = alice
    mine.save()

    with pytest.raises(NotPermitted, match="yourself"):
        actions.approve_erasure(mine, by=alice)
    assert Person.objects.filter(pk=asked.person_id).exists()


def test_the_database_keeps_it_to_two(asked):
    Erasure.objects.filter(pk=asked.pk).update(reason="", person=None)

    with pytest.raises(IntegrityError, match="erasure_by_two"), transaction.atomic():
        Erasure.objects.filter(pk=asked.pk).update(status="done", decided_at=clock.now(), decided_by=asked.asked_by)


def test_agreeing_again_changes_nothing(asked, director):
    actions.approve_erasure(asked, by=director)
    lines = HistoryEntry.objects.count()

    again_ = actions.approve_erasure(asked, by=director)

    assert (again_.status, HistoryEntry.objects.count()) == ("done", lines)


def test_who_lacks_the_verb_or_does_not_see_everything_neither_asks_nor_agrees(alice, bob, director, person, asked):
    with pytest.raises(NotPermitted):
        actions.approve_erasure(asked, by=bob)
    case = CaseFactory(office=person.office, person=person, closed=True, owner=alice, sensitivity=Level.RESTRICTED)
    CaseFactory(office=person.office, person=person, closed=True)
    with pytest.raises(NotPermitted, match="kept from you"):
        actions.approve_erasure(asked, by=director)
    assert type(case).objects.filter(pk=case.pk).exists()


def in_the_way(alice, bob, person, what):
    """Something that has to be done first."""
    if what == "open":
        CaseFactory(office=person.office, person=person, opened=True)
    elif what == "hold":
        LegalHoldFactory(person=person)
    elif what == "until":
        LegalHoldFactory(person=person, until=clock.today())
    elif what == "triage":
        SubmissionFactory(office=person.office, name=person.name, email="odile@mail.example")
    elif what == "opening":
        OpeningFactory(case=CaseFactory(office=person.office, person=person, closed=True))
    else:
        case = CaseFactory(office=person.office, person=person, opened=True, owner=alice)
        LetterFactory(case=case, by=alice, approver=bob, **{what: True})


WAYS = {
    "open": "is not closed",
    "hold": "until somebody ends it",
    "until": "Wait for that day",
    "triage": "waits in triage",
    "opening": "nobody has reviewed",
    "submitted": "is on its way",
    "approved": "is not settled",
}


@pytest.mark.parametrize("what", WAYS)
def test_what_is_unfinished_or_on_hold_stands_in_the_way_and_says_what_to_do(alice, bob, director, person, what):
    erasure = ErasureFactory(person=person)
    in_the_way(alice, bob, person, what)

    with pytest.raises(CaseworkError, match=WAYS[what]):
        actions.approve_erasure(erasure, by=director)
    assert Person.objects.filter(pk=person.pk).exists()


def test_a_hold_that_is_over_or_ended_holds_nothing(director, person):
    LegalHoldFactory(person=person, until=clock.today() - timedelta(days=1))
    actions.end_hold(actions.place_hold(person, by=director, reason="A complaint."), by=director)

    assert actions.approve_erasure(ErasureFactory(person=person), by=director).status == "done"


def test_a_refused_or_withdrawn_request_keeps_everything_and_goes_with_the_next(alice, director, person):
    refused = actions.refuse_erasure(
        actions.ask_erasure(person, by=alice, **WHY), by=director, reason="Odile must wait."
    )
    actions.withdraw_erasure(actions.ask_erasure(person, by=alice, **WHY), by=alice)
    assert Person.objects.filter(pk=person.pk).exists()
    with pytest.raises(IllegalMove):
        actions.approve_erasure(refused, by=director)

    actions.approve_erasure(actions.ask_erasure(person, by=alice, **WHY), by=director)

    assert set(Erasure.objects.values_list("person", "reason", "refusal")) == {(None, "", "")}


def test_only_who_asked_withdraws_and_nobody_asks_twice(alice, bob, asked, person, director):
    for other in (director, bob):
        with pytest.raises(NotPermitted):
            actions.withdraw_erasure(asked, by=other)
    with pytest.raises(CaseworkError, match="asked already"):
        actions.ask_erasure(person, by=alice, **WHY)


def test_the_transfer_by_which_a_case_came_stays_with_the_other_office_and_points_to_nothing(asked, director, person):
    case = CaseFactory(office=person.office, person=person, closed=True)
    transfer = TransferFactory(
        to_office=person.office, received_as=case, outcome="accepted", decided_at=clock.now(), decided_by=director
    )

    actions.approve_erasure(asked, by=director)
    connection.check_constraints()

    transfer.refresh_from_db()
    assert (transfer.received_as, transfer.outcome) == (None, "accepted")


def test_what_was_offered_to_another_office_stands_in_the_way(person):
    TransferFactory(case=CaseFactory(office=person.office, person=person, opened=True))

    assert [words for words in blocks(person) if "is offered to another office" in words]


def test_a_row_that_nobody_declared_stops_all_of_it(asked, director, person):
    """The keys between the rows are the last to be asked: what leads to a row that is gone brings everything back."""
    key = "bigint PRIMARY KEY" if connection.vendor != "sqlite" else "integer PRIMARY KEY"
    leads = f"id {key}, person_id bigint REFERENCES contacts_person DEFERRABLE INITIALLY DEFERRED"
    table = f"CREATE TABLE forgotten ({leads})"
    with connection.cursor() as cursor:
        cursor.execute(table)
        cursor.execute("INSERT INTO forgotten VALUES (1, %s)", [person.pk])

    with pytest.raises(IntegrityError, match="forgotten"), transaction.atomic():
        _erase_and_look(asked, director)
    assert Person.objects.filter(pk=person.pk).exists()


def _erase_and_look(asked, director):
    """What the end of a transaction does, where a test has none."""
    actions.approve_erasure(asked, by=director)
    connection.check_constraints()


def test_nothing_of_them_is_found_any_more(alice, asked, director, person):
    contacts.index(person)
    assert search.find("marchbanks", office_ids=[person.office_id])

    actions.approve_erasure(asked, by=director)

    assert search.find("marchbanks", office_ids=[person.office_id]) == []


def test_the_commands_say_that_it_was_erased_and_not_that_it_was_altered(sent, asked, director):
    sha256, told = sent.approvals.get().dispatch.sha256, StringIO()
    actions.approve_erasure(asked, by=director)

    call_command("verify_letter", sent.reference.lower(), sha256=sha256, stdout=told)
    call_command("verify_history", stdout=told)

    assert f"{sent.reference} (letters.Letter) was erased on" in told.getvalue()
    assert "What you bring is what was on file." in told.getvalue()
    assert "were erased since, by two people" in told.getvalue()
    assert "The history is what was sealed." in told.getvalue()


def test_the_screens_lead_from_asking_to_erased(signed_in, alice, director, person, office_a):
    asking, deciding = signed_in(alice), signed_in(director)
    LegalHoldFactory(person=person, until=clock.today() - timedelta(days=1))
    home = reverse("people:inspect", args=[person.pk])

    assert reverse("records:erase", args=[person.pk]) in asking.get(home).content.decode()
    assert asking.post(reverse("records:erase", args=[person.pk]), {"ground": "asked", "reason": ""}).status_code == 422
    asking.post(reverse("records:erase", args=[person.pk]), WHY)
    erasure = Erasure.objects.get()
    page = reverse("erasures:inspect", args=[erasure.pk])
    assert page in asking.get(home).content.decode()
    assert "You asked for it. Somebody else has to agree." in asking.get(page).content.decode()
    assert asking.post(reverse("erasures:approve", args=[erasure.pk])).status_code in {302, 403}
    assert "Wrote on Monday." in deciding.get(page).content.decode()
    deciding.post(reverse("erasures:approve", args=[erasure.pk]))
    assert "Erased" in deciding.get(page).content.decode()
    assert deciding.get(home).status_code == 404
    assert "P-" in deciding.get(reverse("erasures:all")).content.decode()
    assert deciding.get("/admin/reports/site-history/").status_code == 200


def test_a_hold_is_placed_and_ended_on_the_screens(signed_in, director, person):
    client, home = signed_in(director), reverse("people:inspect", args=[person.pk])

    client.post(reverse("records:hold", args=[person.pk]), {"reason": "A complaint.", "until": ""})
    hold = person.legal_holds.get()
    assert "A complaint." in client.get(home).content.decode()
    client.post(reverse("records:end_hold", args=[hold.pk]))

    assert "A complaint." not in client.get(home).content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_as_much_whatever_there_is(signed_in, director, office_a, django_assert_num_queries, many):
    client = signed_in(director)
    for _number in range(many):
        ErasureFactory(person=PersonFactory(office=office_a))
    client.get(reverse("erasures:index"))

    with django_assert_num_queries(LIST):
        client.get(reverse("erasures:index"))


LIST = 11
