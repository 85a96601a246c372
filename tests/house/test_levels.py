"""How closed a case is within its office: for each level and person, what is seen of it and of all that hangs on it.

``whole``: in every list with its name and subject, found by any word, opened, and so are its letter and the rest.
``masked``: in lists without name and subject, found by its number alone, opened. ``letter``: the letter they are asked
about, and what it answers. ``exists``: a number, a level and an owner among the restricted cases. ``-``: nothing.
*Conflict* has declared one about each person; *opened* has opened each case by exception.
"""

from html import unescape

import pytest

from casework.cases import actions as cases
from casework.cases.levels import Level
from casework.cases.models import Case, LevelChange, Message, NamedPerson, Note, Opening
from casework.contacts.models import Person
from casework.core import search
from casework.core.models import HistoryEntry
from casework.dispatch.models import Dispatch
from casework.intake.models import Submission
from casework.letters.models import Approval, Letter
from tests.factories.cases import CaseFactory, ConflictFactory, MessageFactory, NoteFactory, OpeningFactory
from tests.factories.contacts import PersonFactory
from tests.factories.directory import UserFactory
from tests.factories.intake import SubmissionFactory
from tests.factories.letters import LetterFactory

TABLE = """
              owner   colleague  named   conflict  opened  volunteer  reviewer  director  keeper  root  neighbour
open          whole   whole      whole   -         whole   whole      whole     whole     whole   -     -
confidential  whole   whole      whole   -         whole   -          whole     whole     whole   -     -
sensitive     whole   masked     whole   -         masked  -          letter    whole     -       -     -
restricted    whole   -          whole   -         masked  -          -         exists    -       -     -
leader_only   whole   -          whole   -         masked  -          -         exists    whole   -     -
"""
HEAD, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
EXPECTED = {(row[0], who): cell for row in ROWS for who, cell in zip(HEAD, row[1:], strict=True)}
#: Begins every name and subject: one search finds all there is to find.
BEGIN = "Zqx"
LISTS = ("cases/", "cases/late/", "letters/", "triage/", "dispatch/all/", "people/")

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(office_a, alice, bob, charlie, director, root):
    """Everybody of the table, by what they are to the files."""
    return {
        "owner": alice,
        "colleague": UserFactory(office=office_a, roles=["officer"]),
        "named": UserFactory(office=office_a, roles=["officer"]),
        "conflict": UserFactory(office=office_a, roles=["officer"]),
        "opened": UserFactory(office=office_a, roles=["officer"]),
        "volunteer": UserFactory(office=office_a, roles=["volunteer"]),
        "reviewer": bob,
        "director": director,
        "keeper": UserFactory(office=office_a, roles=["leaders_files"]),
        "root": root,
        "neighbour": charlie,
    }


@pytest.fixture
def files(office_a, people):
    """One file of each level, with one of everything on it."""
    found, owner, approver = {}, people["owner"], UserFactory(office=office_a, roles=["reviewer"])
    for level in Level:
        word = BEGIN + level.replace("_", "")
        person = PersonFactory(office=office_a, name=f"{word}name", email=f"{word.lower()}@example.org")
        case = CaseFactory(office=office_a, person=person, subject=f"{word}subject", owner=owner, opened=True)
        Case.objects.filter(pk=case.pk).update(due_on="2020-01-01")
        MessageFactory(case=case, body=f"{word}said")
        NoteFactory(case=case, body=f"{word}noted")
        SubmissionFactory(office=office_a, attached=True, case=case, subject=f"{word}subject", name=f"{word}name")
        words = {"subject": f"{word}subject", "to_name": f"{word}name"}
        LetterFactory(case=case, by=owner, approver=approver, approved=True, **words)
        case.refresh_from_db()
        cases.name_person(case, by=owner, person=people["named"], reason="Knows the matter.")
        if level == Level.LEADER_ONLY:
            cases.name_person(case, by=owner, person=owner, reason="Keeps the file.")
        if level != Level.CONFIDENTIAL:
            cases.set_level(case, by=owner, level=level, reason="For the table.")
        case.refresh_from_db()
        ConflictFactory(office=office_a, staff=people["conflict"], person=person)
        OpeningFactory(case=case, opened_by=people["opened"])
        found[str(level)] = case
    search.rebuild()
    asked = LetterFactory(case=found["sensitive"], by=owner, approver=approver, submitted=True)
    return found, asked


def told(response):
    """What an answer says."""
    return unescape(response.content.decode()) if response.status_code == 200 else ""


def seen_of(case, level, pages, client, user):
    """What this person sees of a file, in one word; ``?`` with the evidence when the rooms do not agree."""
    word = BEGIN + level.replace("_", "")
    listed, opened = pages["cases/"], client.get(f"/admin/cases/inspect/{case.pk}/").status_code == 200
    by_number = f"/admin/cases/inspect/{case.pk}/" in told(client.get("/admin/find/", {"q": case.reference}))
    in_list, by_name = case.reference in listed, f"{word}subject" in pages["find"]
    named = any(word in pages[name] for name in ("cases/", "cases/late/", "letters/", "triage/", "dispatch/all/"))
    hangs = {
        "message": Message.objects.for_user(user).filter(case=case).exists(),
        "note": Note.objects.for_user(user).filter(case=case).exists(),
        "named": NamedPerson.objects.for_user(user).filter(case=case).exists(),
        "person": Person.objects.for_user(user).filter(pk=case.person_id).exists(),
        "submission": Submission.objects.for_user(user).filter(case=case).exists(),
        "sent": Dispatch.objects.for_user(user).filter(approval__letter__case=case).exists(),
        "yes": Approval.objects.for_user(user).filter(letter__case=case).exists(),
        "line": HistoryEntry.objects.viewable_by_user(user).filter(data__was__isnull=False, object_id=case.pk).exists(),
    }
    letters = Letter.objects.for_user(user).filter(case=case).count()
    evidence = (in_list, opened, by_number, by_name, named, letters, hangs)
    full = {**dict.fromkeys(hangs, True), "line": hangs["line"]}
    if in_list and opened and by_number and hangs == full and letters:
        return "whole" if named and by_name else "masked" if not (named or by_name) else f"? {evidence}"
    if in_list or opened or by_number or by_name or named or any(hangs.values()):
        return f"? {evidence}"
    if letters:
        return "letter"
    return "exists" if case.reference in pages["cases/restricted/"] else "-"


def test_each_level_shows_each_person_what_the_table_says(signed_in, people, files):
    rows, _asked = files
    seen = {}
    for who, user in people.items():
        client = signed_in(user)
        pages = {name: told(client.get(f"/admin/{name}")) for name in (*LISTS, "cases/restricted/")}
        pages["find"] = told(client.get("/admin/find/", {"q": BEGIN}))
        for level, case in rows.items():
            seen[(level, who)] = seen_of(case, level, pages, client, user)

    assert seen == EXPECTED


def test_nothing_about_a_closed_file_stands_on_the_dashboard_or_in_reports(signed_in, people, files):
    rows, _asked = files
    closed = rows["restricted"]
    Opening.objects.filter(case=closed).delete()  # of which the Director is told
    for who in ("colleague", "reviewer", "director", "volunteer"):
        client = signed_in(people[who])
        for path in ("/admin/", "/admin/reports/site-history/", "/admin/reports/workflow/", "/admin/letters/waiting/"):
            assert closed.reference not in told(client.get(path)), (who, path)

    assert closed.reference in told(signed_in(people["named"]).get("/admin/reports/site-history/"))


def test_a_reviewer_reads_the_letter_they_are_asked_about_and_only_what_it_answers(signed_in, people, files):
    rows, asked = files
    case = rows["sensitive"]
    MessageFactory(case=case, body="Zqxsensitive came later.")
    client = signed_in(people["reviewer"])

    page = told(client.get(f"/admin/letters/{asked.pk}/review/"))

    assert "Zqxsensitivesaid" in page
    assert "came later" not in page
    assert f"/admin/cases/inspect/{case.pk}/" not in page
    assert client.get(f"/admin/cases/inspect/{case.pk}/").status_code == 404


def test_opening_a_sensitive_file_leaves_one_line_an_hour(signed_in, people, files, clock):
    rows, _asked = files
    client = signed_in(people["colleague"])
    for _time in range(3):
        client.get(f"/admin/cases/inspect/{rows['sensitive'].pk}/")
        client.get(f"/admin/cases/inspect/{rows['confidential'].pk}/")

    lines = HistoryEntry.objects.filter(action="cases.viewed", user=people["colleague"])
    assert [line.object_id for line in lines] == [str(rows["sensitive"].pk)]


def test_every_change_of_level_is_kept_with_its_reason(people, files):
    rows, _asked = files

    changes = LevelChange.objects.filter(case=rows["restricted"]).values_list("was", "now", "reason", "changed_by")

    assert list(changes) == [("confidential", "restricted", "For the table.", people["owner"].pk)]
