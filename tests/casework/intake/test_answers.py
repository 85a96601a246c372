"""What a door asked besides the message: kept as typed, shown in the reader's words, and what follows from it."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from casework.cases.models import Case, Consent
from casework.cases.queries import sharing
from casework.core import search
from casework.core.personal import holdings
from casework.intake import actions, answers, queries
from casework.intake.incoming import Incoming
from casework.intake.models import Submission
from tests.factories.directory import IssueFactory, ProgramFactory

pytestmark = pytest.mark.django_db

SAID = (
    ("program", "odsp"),
    ("wanted", "Start my cheque."),
    ("tried", "I called in Zanzibar."),
    ("deadline", "2026-12-14"),
    ("file_number", "A-12"),
    ("for_whom", "myself"),
)


@pytest.fixture
def odsp(db):
    return ProgramFactory(
        code="odsp", name="Disability support", name_fr="Soutien aux personnes handicapées", issue=IssueFactory()
    )


@pytest.fixture
def arrives(office_a, odsp, clock):
    """Something comes through the door: ``arrives(("consent", "yes"), …)``; with what was said in ``SAID``."""

    def receive(*more, said=SAID, **words):
        about = {"form": "casework", "body": "It stopped.", "name": "Ada Example", "email": "ada@example.org"}
        incoming = Incoming(**{**about, **words}, answers=(*said, *more))
        return actions.receive(incoming, office=office_a, key="key")

    return receive


def ticked(odsp, language="en"):
    return (("consent", "yes"), ("consent_key", odsp.consent_key(language)))


def test_the_program_gives_the_subject_and_the_issue_and_says_so(arrives, odsp):
    submission = arrives(language="fr")

    assert (submission.subject, submission.issue) == ("Soutien aux personnes handicapées", odsp.issue)
    assert queries.why(submission) == ["The program they chose"]


def test_each_reader_has_the_questions_in_their_own_language_and_the_answers_as_they_were_typed(arrives, odsp):
    told = queries.answers_of(arrives(*ticked(odsp)))
    with override("fr"):
        in_french = dict(queries.answers_of(Submission.objects.get()))

    assert told == [
        ("Program", "Disability support"),
        ("What they want to happen", "Start my cheque."),
        ("What they have tried", "I called in Zanzibar."),
        ("Deadline", "December 14, 2026"),
        ("Their number with the agency", "A-12"),
        ("For whom they write", "Myself"),
        ("Consent to speak with the agency", "Yes, they ticked the box"),
        ("The words they read", odsp.consent),
    ]
    assert "14 décembre 2026" in in_french.values()
    assert "Soutien aux personnes handicapées" in in_french.values()


def test_an_answer_nobody_knows_any_more_is_shown_as_it_came():
    pairs = [["shoe_size", "42"], ["program", "gone"], ["deadline", "soon"]]

    assert answers.shown(pairs, {}) == [("Program", "gone"), ("Deadline", "soon"), ("shoe_size", "42")]


def test_words_that_changed_since_they_were_read_are_nobody_s_consent(arrives, odsp, alice):
    key = odsp.consent_key("en")
    odsp.consent = "Other words."
    odsp.save()

    submission = arrives(("consent", "yes"), ("consent_key", key))
    actions.accept(submission, by=alice, is_new_person=True)

    assert dict(submission.answers)["consent"] == "outdated"
    assert not Consent.objects.exists()


def test_an_accepted_request_is_a_case_about_its_program_with_the_consent_that_was_ticked(arrives, odsp, alice, clock):
    submission = arrives(*ticked(odsp, "fr"))
    clock.shift(3 * 24 * 3600)

    case = actions.accept(submission, by=alice, is_new_person=True)

    [consent] = sharing.consents_on(case)
    assert (case.program, case.issue) == (odsp, odsp.issue)
    assert (consent.covers, consent.how, consent.with_agency, consent.program) == (
        "agency",
        "web",
        "Le ministère",
        "odsp",
    )
    assert (consent.words, consent.noted_by) == (odsp.consent_fr, alice)
    assert consent.said_on == submission.received_at.date()
    assert consent.good_until == consent.said_on + timedelta(days=183)


@pytest.mark.parametrize("box", ["empty", "for somebody else", "long ago"])
def test_what_was_not_ticked_by_the_person_themselves_is_no_consent(arrives, odsp, alice, clock, box):
    given = {
        "empty": (("consent", "no"), ("consent_key", odsp.consent_key("en"))),
        "for somebody else": (*ticked(odsp), ("other_name", "Bea"), ("other_relation", "Her son")),
        "long ago": ticked(odsp),
    }
    said = tuple(
        (code, "other" if code == "for_whom" and box == "for somebody else" else words) for code, words in SAID
    )
    submission = arrives(*given[box], said=said)
    if box == "long ago":
        clock.shift(190 * 24 * 3600)

    actions.accept(submission, by=alice, is_new_person=True)

    assert not Consent.objects.exists()


def test_what_was_answered_is_found_by_staff_and_gone_with_its_person(arrives, office_a, alice):
    submission = arrives()
    case = actions.accept(submission, by=alice, is_new_person=True)

    [hit] = search.find("zanzibar", office_ids=[office_a.pk], kinds=["submission"], limit=5)
    [held] = [one for one in holdings() if one.label == "intake.Submission"]
    [row] = held.about(case.person)

    assert hit.object_id == submission.pk
    assert ("What they have tried", "I called in Zanzibar.") in held.told(row)


def test_triage_and_the_case_show_what_was_answered(arrives, odsp, alice, signed_in):
    submission = arrives(*ticked(odsp), ("other_name", "Bea"), ("other_relation", "Her son"))
    client = signed_in(alice)

    listed = client.get("/admin/triage/").content.decode()
    page = client.get(f"/admin/triage/inspect/{submission.pk}/").content.decode()
    actions.accept(submission, by=alice, is_new_person=True)
    case = client.get(f"/admin/cases/inspect/{Case.objects.get().pk}/").content.decode()

    assert "A-12" not in listed
    for shown in (page, case):
        for words in ("Start my cheque.", "A-12", "December 14, 2026", "Disability support"):
            assert words in shown
    assert "On our site" in case
