"""Opening a case, and correcting what it is about."""

from datetime import date

import pytest

from casework.cases import actions
from casework.cases.models import Case
from casework.contacts.models import Person
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.models import HistoryEntry
from tests.factories.cases import CaseFactory
from tests.factories.contacts import PersonFactory
from tests.factories.directory import IssueFactory
from tests.history import last_line, lines
from tests.rows import moves_of, standing

pytestmark = pytest.mark.django_db


def test_open_case_writes_the_file_the_first_row_and_one_line(clock, alice, office_a, ada):
    issue = IssueFactory()

    case = actions.open_case(
        by=alice,
        office=office_a,
        person=ada,
        subject=" Hydro\n bill ",
        issue=issue,
        urgency="soon",
        language="fr",
        reply_by="post",
    )

    case.refresh_from_db()
    assert (case.office, case.person, case.subject, case.issue) == (office_a, ada, "Hydro bill", issue)
    assert (case.urgency, case.language, case.reply_by, case.owner) == ("soon", "fr", "post", None)
    assert (case.status, case.due_on) == ("new", date(2026, 3, 23))
    assert moves_of(case) == [("", "new", alice, "")]
    assert lines(case) == ["cases.open"]


def test_open_case_keeps_the_reference_people_were_given(alice, office_a, ada):
    case = actions.open_case(by=alice, office=office_a, person=ada, subject="Hydro", reference="C7K4-9MPX")

    assert str(case) == "C7K4-9MPX"


def test_open_case_without_a_reference_has_one_of_its_own(alice, office_a, ada):
    references = {str(actions.open_case(by=alice, office=office_a, person=ada, subject="x")) for _ in range(3)}

    assert len(references) == 3


@pytest.mark.parametrize("who", ["charlie", "root", "bob"])
def test_open_case_refuses_whoever_may_not(request, office_a, ada, who):
    with pytest.raises(NotPermitted):
        actions.open_case(by=request.getfixturevalue(who), office=office_a, person=ada, subject="Hydro")

    assert not Case.objects.exists()
    assert not HistoryEntry.objects.exists()


def test_open_case_refuses_a_person_of_another_office(alice, office_a):
    stranger = PersonFactory()

    with pytest.raises(NotPermitted, match="another office"):
        actions.open_case(by=alice, office=office_a, person=stranger, subject="Hydro")


@pytest.mark.parametrize(
    "wrong", [{"urgency": "yesterday"}, {"language": "klingon"}, {"reply_by": "pigeon"}, {"urgency": ""}]
)
def test_open_case_refuses_what_is_on_no_list_before_the_database_does(alice, office_a, ada, wrong):
    with pytest.raises(CaseworkError):
        actions.open_case(by=alice, office=office_a, person=ada, subject="Hydro", **wrong)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", "(no subject)"), (" \x00\u202e ", "(no subject)"), ("x" * 5000, "x" * 200), ("a\ud800b\nc", "a\ufffdb c")],
)
def test_open_case_bears_every_subject(alice, office_a, ada, typed, kept):
    case = actions.open_case(by=alice, office=office_a, person=ada, subject=typed)

    case.refresh_from_db()
    assert case.subject == kept


def test_bring_in_opens_a_case_for_somebody_new_with_their_words(alice, office_a):
    case = actions.bring_in(
        by=alice,
        office=office_a,
        subject="Hydro",
        body="My bill doubled.",
        channel="phone",
        newcomer={"name": "Bo", "phone": "416 555 0199", "email": "", "post": "", "postal_code": ""},
        is_mine=True,
        language="fr",
        reply_by="phone",
    )

    assert (case.person.name, case.person.language, case.owner, case.status) == ("Bo", "fr", alice, "open")
    assert [(m.body, m.channel, m.direction, m.logged_by) for m in case.messages.all()] == [
        ("My bill doubled.", "phone", "in", alice)
    ]
    assert lines(case) == ["cases.open", "cases.message", "cases.take"]
    assert lines(case.person) == ["contacts.add"]


def test_bring_in_for_somebody_known_learns_how_to_reach_them(alice, office_a, ada):
    case = actions.bring_in(
        by=alice,
        office=office_a,
        person=ada,
        subject="Hydro",
        body="My bill doubled.",
        channel="in_person",
        newcomer={"name": "ignored", "phone": "416 555 0199"},
    )

    assert (case.person, case.owner, case.status) == (ada, None, "new")
    assert ada.contact_points.filter(kind="phone").exists()
    assert Person.objects.count() == 1


def test_bring_in_leaves_nothing_behind_when_it_is_refused(alice, office_a):
    with pytest.raises(CaseworkError):
        actions.bring_in(by=alice, office=office_a, subject="x", body="y", channel="pigeon", newcomer={"name": "Bo"})

    assert not Person.objects.exists()
    assert not Case.objects.exists()
    assert not HistoryEntry.objects.exists()


def test_change_corrects_the_facts_and_names_them(alice, office_a):
    case, issue = CaseFactory(office=office_a, opened=True), IssueFactory()

    actions.change(case, by=alice, subject="Roads\n", issue=issue, urgency="urgent", due_on=date(2026, 5, 1))

    case.refresh_from_db()
    assert (case.subject, case.issue, case.urgency, case.due_on) == ("Roads", issue, "urgent", date(2026, 5, 1))
    told = last_line(case).data
    assert (told["what"], sorted(told["changes"])) == (["due_on", "issue", "subject", "urgency"], told["what"])


def test_change_of_nothing_leaves_no_line(alice, office_a):
    case = CaseFactory(office=office_a, subject="Hydro")

    actions.change(case, by=alice, subject=" Hydro ", urgency="routine")

    assert lines(case) == []


@pytest.mark.parametrize("stray", ["status", "office", "owner", "reference", "person", "closed_by", "pk"])
def test_change_touches_nothing_that_has_a_verb_of_its_own(alice, office_a, stray):
    case = CaseFactory(office=office_a)
    before = standing(case)

    with pytest.raises(NotPermitted):
        actions.change(case, by=alice, **{stray: "closed"})

    assert standing(case) == before


@pytest.mark.parametrize("wrong", [{"urgency": "yesterday"}, {"language": "klingon"}, {"reply_by": "pigeon"}])
def test_change_refuses_what_is_on_no_list(alice, office_a, wrong):
    with pytest.raises(CaseworkError):
        actions.change(CaseFactory(office=office_a), by=alice, **wrong)
