"""What a person asks for: asked, talked about, agreed, met; each step once, by somebody, and never without them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction

from casework.cases import actions, jobs, queries
from casework.cases.models import Accommodation, AccommodationStep
from casework.cases.queries import access
from casework.contacts import actions as contacts
from casework.contacts.access import KEEP_VERSION
from casework.core.errors import CaseworkError, IllegalMove, NotPermitted
from casework.core.models import HistoryEntry
from casework.core.permissions import SYSTEM
from tests.factories.cases import AccommodationFactory, AccommodationStepFactory, CaseFactory
from tests.history import last_line, lines

pytestmark = pytest.mark.django_db

#: The clock of these tests stands on Monday 2 March 2026.
TODAY = date(2026, 3, 2)


@pytest.fixture
def case(clock, office_a, alice):
    """Alice works on it."""
    return CaseFactory(office=office_a, opened=True, owner=alice, person__name="Odile Marchbanks")


def kept(person, by, **asked):
    """What somebody let us keep."""
    return contacts.note_access_needs(person, by=by, reference="OLD1-CASE", agreed=KEEP_VERSION, **asked)


#: Verb: what is done, where it leads, the line it leaves.
STEPS = {
    "confirm": (lambda need, by: actions.confirm_accommodation(need, by=by), "asked", "confirmed"),
    "discuss": (
        lambda need, by: actions.discuss_accommodation(need, by=by, words="Bigger.", happened_on=TODAY),
        "discussed",
        "discussed",
    ),
    "agree": (
        lambda need, by: actions.agree_accommodation(need, by=by, words="22 point.", needed_on=TODAY),
        "agreed",
        "agreed",
    ),
    "offer": (
        lambda need, by: actions.offer_alternative(need, by=by, words="A call.", reason="No printer."),
        "offered",
        "offered",
    ),
    "meet": (
        lambda need, by: actions.meet_accommodation(need, by=by, words="Printed.", happened_on=TODAY, cost=Decimal(5)),
        "met",
        "met",
    ),
    "withdraw": (
        lambda need, by: actions.withdraw_accommodation(need, by=by, words="She rang.", happened_on=TODAY),
        "withdrawn",
        "withdrawn",
    ),
}


# ---------------------------------------------------------------- asking
def test_what_they_ask_for_stands_on_the_case_once_and_on_the_person_only_by_their_yes(case, alice):
    need = actions.ask_accommodation(case, by=alice, code="large_print_22", words="On white paper.", how="post")
    again = actions.ask_accommodation(case, by=alice, code="large_print_22")
    own = [actions.ask_accommodation(case, by=alice, words=words) for words in ("Ring twice.", " ring TWICE.")]
    case.person.refresh_from_db()

    assert (again, own[0]) == (need, own[1])
    assert (need.status, need.due_on, need.reference) == ("asked", date(2026, 3, 5), case.reference)
    assert (need.title(), own[0].title()) == ("Large print, 22 point", "Something else")
    assert not case.person.access_needs.exists()
    assert lines(case) == ["cases.accommodation"] * 2
    assert last_line(case).data == {"accommodation": own[0].pk}

    actions.ask_accommodation(case, by=alice, code="asl", agreed=KEEP_VERSION)
    assert list(case.person.access_needs.values_list("code", "agreed_version")) == [("asl", KEEP_VERSION)]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({}, "Choose what they asked for"),
        ({"words": " \n "}, "Choose what they asked for"),
        ({"code": "telepathy"}, "not on the list"),
        ({"code": "asl", "how": "pigeon"}, "how they asked"),
        ({"code": "asl", "agreed": "yes"}, "only if they agree"),
    ],
)
def test_asking_refuses_in_words_and_writes_nothing(case, alice, asked, says):
    with pytest.raises(CaseworkError, match=says):
        actions.ask_accommodation(case, by=alice, **asked)
    assert not Accommodation.objects.exists()


def test_what_they_let_us_keep_stands_on_their_next_case_and_is_not_asked_again(case, alice, office_a):
    kept(case.person, alice, codes=["braille"], words="Short letters")

    new = actions.open_case(by=alice, office=office_a, person=case.person, subject="Again")
    asked = actions.ask_accommodation(new, by=alice, code="braille")
    needs = {need.code: need for need in new.accommodations.all()}

    assert {code: (need.status, need.reference) for code, need in needs.items()} == {
        "braille": ("asked", "OLD1-CASE"),
        "": ("before", "OLD1-CASE"),
    }
    assert asked == needs["braille"]
    assert last_line(new).action == "cases.accommodation_confirmed"
    contacts.forget_access_needs(case.person, by=alice, needs=case.person.access_needs.all())
    after = actions.open_case(by=alice, office=office_a, person=case.person, subject="And again")
    assert not after.accommodations.exists()


# ---------------------------------------------------------------- the steps
@pytest.mark.parametrize("verb", STEPS)
def test_each_step_is_written_once_with_who_and_one_line(case, alice, verb):
    do, status, line = STEPS[verb]
    need = AccommodationFactory(case=case, before=True, words="Zelda's own words")

    done = do(need, alice)

    step = AccommodationStep.objects.get()
    assert (done.status, step.was, step.now, step.noted_by, step.happened_on) == (
        status,
        "before",
        status,
        alice,
        TODAY,
    )
    assert lines(case) == [f"cases.accommodation_{line}"]
    assert last_line(case).data == {"accommodation": need.pk}
    for change in (
        lambda: Accommodation.objects.filter(pk=need.pk).update(words="Others"),
        lambda: connection.cursor().execute("UPDATE cases_accommodationstep SET words = 'Others'"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize("verb", STEPS)
def test_nobody_without_the_case_takes_a_step_and_nothing_decides_by_itself(case, alice, bob, charlie, root, verb):
    do, *_rest = STEPS[verb]
    need = AccommodationFactory(case=case, before=True)
    refused = [bob, charlie, root] if verb == "confirm" else [bob, charlie, root, SYSTEM]

    for by in refused:
        with pytest.raises(NotPermitted):
            do(need, by)

    assert (Accommodation.objects.get().status, AccommodationStep.objects.count()) == ("before", 0)


def test_the_whole_way_with_its_days(case, alice):
    need = actions.ask_accommodation(case, by=alice, code="braille")
    need = actions.discuss_accommodation(need, by=alice, words="On paper.", happened_on=TODAY)
    assert need.due_on == date(2026, 3, 9)
    need = actions.agree_accommodation(need, by=alice, words="The letter.", needed_on=date(2026, 3, 20))
    assert (need.due_on, need.needed_on) == (date(2026, 3, 20), date(2026, 3, 20))
    need = actions.meet_accommodation(need, by=alice, words="By CNIB.", happened_on=TODAY)
    assert (need.due_on, need.is_late) == (None, False)
    need = actions.agree_accommodation(need, by=alice, words="The next one too.", needed_on=date(2026, 4, 1))

    [told] = access.accommodations_on(case)
    assert [step.now for step in told.steps.all()] == ["asked", "discussed", "agreed", "met", "agreed"]
    with pytest.raises(IllegalMove):
        actions.confirm_accommodation(need, by=alice)
    actions.index(case)
    assert not queries.found(alice, "CNIB").exists()


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (lambda n, by: actions.discuss_accommodation(n, by=by, words=" ", happened_on=TODAY), "what you and the"),
        (
            lambda n, by: actions.discuss_accommodation(n, by=by, words="x", happened_on=TODAY + timedelta(days=1)),
            "still to come",
        ),
        (
            lambda n, by: actions.agree_accommodation(n, by=by, words="x", needed_on=TODAY - timedelta(days=1)),
            "a day that is over",
        ),
        (lambda n, by: actions.offer_alternative(n, by=by, words="x", reason=""), "Say why"),
        (
            lambda n, by: actions.meet_accommodation(n, by=by, words="x", happened_on=TODAY, cost=Decimal(-1)),
            "never below zero",
        ),
        (lambda n, by: actions.withdraw_accommodation(n, by=by, words="", happened_on=TODAY), "the person said so"),
    ],
)
def test_a_step_refuses_in_words_and_leaves_it_where_it_stood(case, alice, step, says):
    need = AccommodationFactory(case=case)
    with pytest.raises(CaseworkError, match=says):
        step(need, alice)
    assert (Accommodation.objects.get().status, HistoryEntry.objects.count()) == ("asked", 0)


# ---------------------------------------------------------------- late
def test_the_owner_is_told_once_for_each_day_that_was_missed_and_not_what_it_is(
    case, alice, office_a, clock, django_capture_on_commit_callbacks
):
    need = actions.ask_accommodation(case, by=alice, words="Zelda rests at noon")
    for other in (CaseFactory(office=office_a), CaseFactory(office=office_a, closed=True, owner=alice)):
        AccommodationFactory(case=other, due_on=TODAY)
    clock.shift(timedelta(days=4))

    with django_capture_on_commit_callbacks(execute=True):
        told = (jobs.remind_of_accommodations(), jobs.remind_of_accommodations())

    assert told == (1, 0)
    assert [one.to for one in mail.outbox] == [[alice.email]]
    words = mail.outbox[0].subject + mail.outbox[0].body
    assert case.reference in words
    assert ("Marchbanks" in words, "Zelda" in words) == (False, False)
    need.refresh_from_db()
    actions.discuss_accommodation(need, by=alice, words="At noon.", happened_on=date(2026, 3, 6))
    clock.shift(timedelta(days=14))
    assert jobs.remind_of_accommodations() == 1


# ---------------------------------------------------------------- who sees it
def test_they_are_seen_with_their_case_and_by_nobody_else(office_a, alice, bob, charlie, root):
    case = CaseFactory(office=office_a, opened=True, owner=alice)
    step = AccommodationStepFactory(accommodation__case=case)
    for model, row in ((Accommodation, step.accommodation), (AccommodationStep, step)):
        assert [row in model.objects.for_user(user) for user in (alice, bob, charlie, root)] == [
            True,
            True,
            False,
            False,
        ]
    actions.set_level(case, by=alice, level="restricted", reason="A child.")
    assert not access.accommodations_for(bob).exists()
    assert queries.case_for(alice, case.pk) is not None
    assert access.accommodations_for(alice).count() == 1
