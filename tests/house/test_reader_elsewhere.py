"""A reviewer of another office's unit, with every verb at home: they see the one letter in front of them, and no more.

The walk is that of ``test_stranger_walk``, over the same rows of office A; one of its letters waits for their unit.
"""

from itertools import islice

import pytest

from casework.directory.roles import ROLES
from casework.letters import actions as letters
from casework.letters.models import Letter
from tests.factories.cases import CaseFactory, MessageFactory, NoteFactory
from tests.factories.directory import SharedUnitFactory, UnitFactory, UserFactory
from tests.factories.letters import LetterFactory

from .next_door import MARK, told, ways_to_ask
from .walls import guarded_models, lists, ours

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

#: Stands in the one letter, and in the message it answers.
TOLD = "Quillwort"
#: Where somebody reads the letter and speaks for the unit.
OPEN = {f"admin/letters/<int:pk>/{name}/" for name in ("review", "comment", "resolve", "claim", "release")}
OPEN |= {f"admin/letters/<int:pk>/{name}/" for name in ("object", "waive")}
#: What lists it: what waits for one's units, there and on the first page.
LISTED = {"admin/", "admin/letters/to_clear/", "admin/letters/to_clear/results/"}


@pytest.fixture
def reader(office_b):
    """Every role of the house at once, in office B and in a unit of it."""
    return UserFactory(username="elsewhere", office=office_b, roles=[role.code for role in ROLES])


@pytest.fixture
def letter(rows, reader, alice, bob, office_a, office_b):
    """The letter that waits for them; of its case, all but the message it answers is marked."""
    case = CaseFactory(office=office_a, opened=True, subject=f"{MARK} case", person__email="quill@example.org")
    MessageFactory(case=case, subject="", body=TOLD)
    NoteFactory(case=case, body=MARK)
    unit = UnitFactory(office=office_b, lead=reader, staff=[reader])
    SharedUnitFactory(unit=unit, to_office=office_a)
    letter = LetterFactory(case=case, by=alice, approver=bob, body=f"<p>{TOLD}</p>")
    Letter.objects.filter(pk=letter.pk).update(subject=TOLD)
    letter.subject = TOLD
    letter.save_revision(user=alice, clean=False)
    letter = letters.submit(Letter.objects.get(pk=letter.pk), by=alice)
    letters.ask_unit(letter, by=alice, unit=unit, kind="gate", reason="For the press.")
    letters.comment(letter, by=bob, words=MARK)
    return letter


@pytest.fixture
def secrets(letter):
    """The mark, and every number of office A but that of the letter and of its case, which stands in it."""
    found = {MARK}
    for model in guarded_models():
        if any(field.name == "reference" for field in model._meta.concrete_fields):
            found |= set(model._default_manager.values_list("reference", flat=True))
    return found - {letter.reference, letter.case.reference, None, ""}


def test_they_open_the_letter_and_no_other_row_of_that_office(signed_in, reader, rows, letter, secrets):
    other = Letter.objects.exclude(pk=letter.pk).latest("pk")
    keys = {**rows, Letter: [letter.pk, other.pk], type(letter.case): [letter.case_id, *rows[type(letter.case)]]}
    client, opened, leaks = signed_in(reader), set(), []
    for one in ours():
        for path in one.paths(keys):
            answer = client.get(path)
            if answer.status_code not in {403, 404, 405}:
                opened.add((one.route, f"/{letter.pk}/" in path))
                leaks += [f"{path} tells {secret}" for secret in secrets if secret in told(answer)]

    assert opened == {(route, True) for route in OPEN}
    assert leaks == []
    assert TOLD in told(client.get(f"/admin/letters/{letter.pk}/review/"))


def test_no_list_search_report_or_chooser_shows_more_than_that_it_waits(signed_in, reader, letter, secrets, office_a):
    client, leaks, listed = signed_in(reader), [], set()
    for route in lists():
        for query, answer in islice(ways_to_ask(client, route, office_a), 2):  # the plain question and the fullest
            words = told(answer)
            leaks += [f"/{route}{query} tells {secret}" for secret in secrets if secret in words]
            listed |= {route for said in (TOLD, letter.case.reference) if said in words}

    assert leaks == []
    assert listed == LISTED
