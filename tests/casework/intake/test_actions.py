"""What becomes of what arrived: accepted, attached, put aside, brought back; and the rules of an office."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from casework.cases import actions as cases, queries as case_queries
from casework.cases.models import Case, Message
from casework.contacts.access import KEEP_VERSION
from casework.contacts.models import AccessNeed, Person
from casework.core.errors import CaseworkError, IllegalMove, NotPermitted
from casework.core.models import HistoryEntry
from casework.core.permissions import SYSTEM
from casework.intake import actions
from casework.intake.models import Submission
from casework.intake.queries import story_of
from casework.intake.states import MOVES, SubmissionStatus
from tests.factories.cases import CaseFactory
from tests.factories.contacts import PersonFactory
from tests.factories.directory import IssueFactory
from tests.factories.intake import IncomingFactory, SubmissionFactory
from tests.history import last_line, lines
from tests.rows import hands_of, moves_of

pytestmark = pytest.mark.django_db

TRAITS = {status: {} if status == "received" else {status: True} for status in SubmissionStatus.values}


@pytest.fixture
def submission(office_a):
    """Something that waits in triage."""
    return SubmissionFactory(office=office_a, subject="Hydro bill", name="Ada Example", email="ada@example.org")


def standing(submission):
    """The row as the database has it."""
    return Submission._base_manager.filter(pk=submission.pk).values().get()


def everything():
    """How many rows of every kind a decision may write."""
    return [model.objects.count() for model in (Case, Person, Message, AccessNeed, HistoryEntry)]


# ---------------------------------------------------------------- what every verb has in common
#: Verb: (a status in which it works, what is done, the line it leaves, where the submission stands then).
VERBS = {
    "accept": ("received", lambda s, by: actions.accept(s, by=by), "intake.accept", "accepted"),
    "attach": (
        "received",
        lambda s, by: actions.attach(s, by=by, case=CaseFactory(office=s.office)),
        "intake.attach",
        "attached",
    ),
    "mark_spam": ("received", lambda s, by: actions.mark_spam(s, by=by), "intake.mark_spam", "rejected"),
    "not_spam": ("rejected", lambda s, by: actions.not_spam(s, by=by), "intake.not_spam", "received"),
}


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_leaves_one_line_and_says_when_and_who(clock, alice, office_a, verb):
    status, do, action, to = VERBS[verb]
    submission = SubmissionFactory(office=office_a, **TRAITS[status])
    clock.shift(timedelta(hours=1))

    do(submission, alice)

    now = standing(submission)
    decided = (timezone.now(), alice.pk) if to != "received" else (None, None)
    assert (now["status"], now["decided_at"], now["decided_by_id"]) == (to, *decided)
    assert lines(submission) == [action]
    line = last_line(submission)
    assert (line.user, line.label, line.office_id) == (alice, submission.reference, office_a.pk)
    assert not {"writer", "message", "example"} & set(str(line.data).lower().replace("'", " ").split())


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", ["charlie", "root", "bob", "SYSTEM"])
def test_each_verb_refuses_whoever_may_not_and_whoever_is_no_person(request, office_a, verb, who):
    by = SYSTEM if who == "SYSTEM" else request.getfixturevalue(who)
    submission = SubmissionFactory(office=office_a, **TRAITS[VERBS[verb][0]])
    before = standing(submission)

    with pytest.raises(NotPermitted):
        VERBS[verb][1](submission, by)

    assert standing(submission) == before
    assert not HistoryEntry.objects.exists()
    assert not Person.objects.filter(name=submission.name).exists()


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("status", SubmissionStatus.values)
def test_each_verb_in_each_status(alice, office_a, verb, status):
    _works_in, do, _action, to = VERBS[verb]
    submission = SubmissionFactory(office=office_a, **TRAITS[status])
    before = standing(submission)

    if to in MOVES[status]:
        do(submission, alice)
        assert standing(submission)["status"] == to
        return

    with pytest.raises(IllegalMove, match=submission.reference):
        do(submission, alice)
    assert standing(submission) == before
    assert not HistoryEntry.objects.exists()


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_acts_on_the_submission_as_it_is_now(alice, office_a, verb):
    """The page in the officer's browser is minutes old: somebody else has decided."""
    status, do, _action, _to = VERBS[verb]
    stale = SubmissionFactory(office=office_a, **TRAITS[status])
    if status == "rejected":
        actions.not_spam(stale, by=alice)
    actions.accept(stale, by=alice)
    before = lines(stale)

    with pytest.raises(IllegalMove, match="accepted into a case"):
        do(stale, alice)

    assert Message.objects.count() == 1
    assert lines(stale) == before


# ---------------------------------------------------------------- accept
def test_accept_opens_a_case_under_the_same_reference_for_whoever_wrote(clock, alice, office_a):
    submission = actions.receive(
        IncomingFactory(
            subject="Hydro",
            body="It doubled.",
            name="Ada Example",
            email="ada@example.org",
            phone="416 555 0123",
            address="1 Main St\nOttawa, Ontario",
            postal_code="K1A 0B1",
            reply_by="post",
            reply_language="fr",
            access_needs=("braille",),
            access_words="Call after five",
        ),
        office=office_a,
        key="form-1",
    )
    clock.shift(timedelta(days=3))

    case = actions.accept(submission, by=alice)

    assert (case.reference, case.subject, case.status, case.owner) == (submission.reference, "Hydro", "new", None)
    assert (case.language, case.reply_by, case.due_on) == ("fr", "post", date(2026, 3, 23))  # from the day it came in
    assert (case.person.name, case.person.language, case.person.postal_code) == ("Ada Example", "fr", "K1A 0B1")
    assert dict(case.person.contact_points.values_list("kind", "value")) == {
        "email": "ada@example.org",
        "phone": "416 555 0123",
        "post": "1 Main St\nOttawa, Ontario  K1A 0B1",
    }
    message = case.messages.get()
    assert (message.body, message.subject, message.channel) == ("It doubled.", "Hydro", "web_form")
    assert (message.source, message.occurred_at) == (submission.reference, submission.received_at)
    assert message.logged_by is None  # Ada wrote it herself
    needs = case.accommodations.values_list("code", "words", "reference")
    assert sorted(needs) == [("", "Call after five", case.reference), ("braille", "", case.reference)]
    submission.refresh_from_db()
    assert (submission.case, submission.verdict) == (case, "human")


def test_what_somebody_asked_for_is_kept_with_them_only_by_their_own_tick(alice, office_a):
    once = SubmissionFactory(office=office_a, access_needs=["asl"])
    kept = SubmissionFactory(
        office=office_a, name="Odile", access_needs=["braille_contracted_file"], access_keep=KEEP_VERSION
    )

    first, second = (actions.accept(one, by=alice) for one in (once, kept))

    assert not first.person.access_needs.exists()
    assert second.person.access_needs.values_list("code", "agreed_version", "reference").get() == (
        "braille_contracted_file",
        KEEP_VERSION,
        second.reference,
    )
    [need] = second.accommodations.all()
    assert (need.status, need.how, need.asked_at) == ("asked", "web_form", kept.received_at)


def test_accept_leaves_one_line_on_each_thing(alice, submission):
    case = actions.accept(submission, by=alice, take=True)

    assert lines(submission) == ["intake.accept"]
    assert lines(case) == ["cases.open", "cases.message", "cases.take"]
    assert lines(case.person) == ["contacts.add"]
    assert last_line(submission).data == {"case": case.reference}


def test_accept_and_take_makes_the_officer_the_owner(alice, submission):
    case = actions.accept(submission, by=alice, take=True)

    assert (case.owner, case.status) == (alice, "open")
    assert hands_of(case) == [(None, alice, alice, "")]
    assert moves_of(case) == [("", "new", alice, ""), ("new", "open", alice, "")]


def test_accept_takes_what_the_officer_decided_over_what_the_rules_said(alice, office_a):
    by_rule, chosen = IssueFactory(), IssueFactory()
    submission = SubmissionFactory(office=office_a, issue=by_rule, urgency="soon", subject="hydro")

    case = actions.accept(submission, by=alice, subject="Hydro arrears", issue=chosen, urgency="urgent")

    assert (case.subject, case.issue, case.urgency) == ("Hydro arrears", chosen, "urgent")


def test_accept_takes_what_the_rules_said_when_the_officer_says_nothing(alice, office_a):
    issue = IssueFactory()
    submission = SubmissionFactory(office=office_a, issue=issue, urgency="soon", subject="hydro")

    case = actions.accept(submission, by=alice)

    assert (case.subject, case.issue, case.urgency) == ("hydro", issue, "soon")


def test_accept_knows_somebody_again(alice, office_a, submission):
    ada = PersonFactory(office=office_a, name="Ada Example", email="ada@example.org")

    assert actions.accept(submission, by=alice).person == ada


def test_accept_does_not_take_a_couple_for_one(alice, office_a, submission):
    alan = PersonFactory(office=office_a, name="Alan Example", email="ada@example.org")

    assert actions.accept(submission, by=alice).person != alan


def test_accept_for_somebody_new_however_alike(alice, office_a, submission):
    ada = PersonFactory(office=office_a, name="Ada Example", email="ada@example.org")

    assert actions.accept(submission, by=alice, is_new_person=True).person != ada


def test_accept_for_the_person_an_officer_chose_keeps_the_address_they_wrote_from(alice, office_a, submission):
    chosen = PersonFactory(office=office_a, name="A. Example-Roy", email="old@example.org")

    case = actions.accept(submission, by=alice, person=chosen)

    assert case.person == chosen
    assert set(chosen.contact_points.values_list("value", flat=True)) == {"old@example.org", "ada@example.org"}


def test_accept_refuses_a_person_of_another_office(alice, office_b, submission):
    stranger = PersonFactory(office=office_b)
    before = everything()

    with pytest.raises(NotPermitted):
        actions.accept(submission, by=alice, person=stranger)

    assert everything() == before
    assert standing(submission)["status"] == "received"


def test_accept_of_a_message_without_a_name_or_a_subject(alice, office_a):
    submission = SubmissionFactory(office=office_a, subject="", name="", email="")

    case = actions.accept(submission, by=alice)

    assert (case.subject, case.person.name) == ("(no subject)", "(no name given)")


def test_accept_passes_on_a_need_that_is_offered_no_longer(alice, office_a):
    submission = SubmissionFactory(office=office_a, access_needs=["braille", "telegram"], access_words="Call first")

    case = actions.accept(submission, by=alice)

    needs = case.accommodations.values_list("code", "words")
    assert sorted(needs) == [("", "Call first\ntelegram"), ("braille", "")]


def test_accept_twice_is_one_case(alice, submission):
    actions.accept(submission, by=alice)

    with pytest.raises(IllegalMove, match="accepted into a case"):
        actions.accept(submission, by=alice)

    assert Case.objects.count() == Message.objects.count() == 1


def test_accept_of_what_was_held_is_a_person_s_word_that_it_is_human(alice, office_a):
    submission = SubmissionFactory(office=office_a, held=True)

    actions.accept(submission, by=alice)

    assert standing(submission)["verdict"] == "human"


def test_what_was_accepted_is_found_as_a_case_at_once(alice, charlie, submission):
    case = actions.accept(submission, by=alice)

    for words in (case.reference, "hydro", "ada example", "ada@example.org", submission.body):
        assert [*case_queries.found(alice, words)] == [case]
        assert [*case_queries.found(charlie, words)] == []


# ---------------------------------------------------------------- attach
def test_attach_puts_it_on_the_case_as_one_more_message(alice, office_a, submission):
    case = CaseFactory(office=office_a, waiting=True)

    attached = actions.attach(submission, by=alice, case=case)

    assert (attached, attached.status) == (case, "open")  # it was on hold, and somebody wrote
    message = case.messages.get()
    assert (message.body, message.source, message.direction) == (submission.body, submission.reference, "in")
    assert (standing(submission)["case_id"], lines(case)) == (case.pk, ["cases.message"])


def test_attach_keeps_what_was_asked_for_with_the_person_of_the_case(alice, office_a):
    case = CaseFactory(office=office_a)
    submission = SubmissionFactory(
        office=office_a, name=case.person.name, access_needs=["asl"], access_words="Please whisper"
    )

    actions.attach(submission, by=alice, case=case)

    needs = case.accommodations.values_list("code", "words", "reference")
    assert sorted(needs) == [("", "Please whisper", submission.reference), ("asl", "", submission.reference)]


def test_attach_notes_nobody_elses_needs_with_the_person_of_the_case(alice, office_a):
    case = CaseFactory(office=office_a)
    submission = SubmissionFactory(
        office=office_a, name="Somebody Else", email="else@mail.example", access_needs=["asl"]
    )

    actions.attach(submission, by=alice, case=case)

    assert not case.accommodations.exists()
    assert [entry.title for entry in story_of(case, alice)] == [f"Arrived as {submission.reference}"]
    assert "American Sign Language" in story_of(case, alice)[0].body


def test_accept_keeps_the_address_given_in_this_very_message(alice, office_a):
    case = actions.accept(SubmissionFactory(office=office_a, email="ada@home.example", reply_by="email"), by=alice)

    assert case.reply_to == "ada@home.example"


def test_attach_refuses_a_closed_case_and_says_what_to_do(alice, office_a, submission):
    case = CaseFactory(office=office_a, opened=True)
    stale = Case.objects.get(pk=case.pk)
    cases.close(case, by=alice, closure_reason="completed")

    with pytest.raises(CaseworkError, match=r"is closed\. Reopen it first"):
        actions.attach(submission, by=alice, case=stale)

    assert standing(submission)["status"] == "received"
    assert not Message.objects.exists()


def test_attach_refuses_a_case_out_of_sight(alice, office_b, submission):
    case = CaseFactory(office=office_b)

    with pytest.raises(NotPermitted):
        actions.attach(submission, by=alice, case=case)


def test_attach_refuses_a_case_of_another_office_of_one_s_own(alice, office_b, submission):
    alice.memberships.create(office=office_b)

    with pytest.raises(NotPermitted, match="another office"):
        actions.attach(submission, by=type(alice).objects.get(pk=alice.pk), case=CaseFactory(office=office_b))

    assert not Message.objects.exists()


# ---------------------------------------------------------------- spam, and back
def test_what_is_marked_as_spam_is_kept_whole(alice, submission):
    before = standing(submission)

    actions.mark_spam(submission, by=alice)

    assert {name: standing(submission)[name] for name in Submission.RAW} == {
        name: before[name] for name in Submission.RAW
    }


def test_what_was_spam_comes_back_and_can_be_accepted(alice, submission):
    actions.mark_spam(submission, by=alice)
    actions.not_spam(submission, by=alice)

    assert actions.accept(submission, by=alice).reference == submission.reference
    assert lines(submission) == ["intake.mark_spam", "intake.not_spam", "intake.accept"]
