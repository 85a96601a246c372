"""What was refused leaves a line that says who asked for what, and why not; a walk along the rows fills no table."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.urls import reverse

from casework.cases import actions as cases
from casework.core import refusals
from casework.core.audit import changed, record
from casework.core.errors import NotPermitted
from casework.core.models import HistoryEntry
from casework.letters import actions as letters
from tests.factories.cases import CaseFactory
from tests.factories.directory import UserFactory
from tests.factories.letters import LetterFactory
from tests.screens import queries, said

pytestmark = pytest.mark.django_db


def refused():
    """Who was refused which verb on what, and why."""
    lines = HistoryEntry.objects.filter(action="core.refused").order_by("pk")
    return [(line.user, line.data["verb"], line.object_id, line.office_id, line.data["why"]) for line in lines]


def test_a_row_of_another_office_leaves_a_line_in_that_office(signed_in, charlie, office_a):
    case = CaseFactory(office=office_a)
    client = signed_in(charlie)

    for name in ("inspect", "history", "close"):
        assert client.get(reverse(f"cases:{name}", args=[case.pk])).status_code == 404
    assert client.get(reverse("cases:inspect", args=[10**9])).status_code == 404

    assert set(refused()) == {
        (charlie, "cases.view", str(case.pk), office_a.pk, "out_of_sight"),
        (charlie, "cases.change", str(case.pk), office_a.pk, "out_of_sight"),
    }


def test_a_verb_of_no_role_leaves_a_line(signed_in, office_a, bob):
    case = CaseFactory(office=office_a)

    signed_in(bob).post(reverse("cases:close", args=[case.pk]))

    assert refused() == [(bob, "cases.change", "0", office_a.pk, "no_role")]


def test_the_approval_of_one_s_own_letter_is_refused_and_counted(signed_in, office_a, bob):
    author = UserFactory(office=office_a, roles=["director"])
    letter = LetterFactory(office=office_a, by=author, approver=bob, submitted=True)
    given = {
        "decision": "approve",
        "revision": letter.latest_revision_id,
        "sha256": letter.submitted_sha256,
        "comment": "",
    }

    response = signed_in(author).post(reverse("letters:review", args=[letter.pk]), given)

    assert response.status_code == 422
    assert refused() == [(author, "letters.approve", str(letter.pk), office_a.pk, "own_text")]
    line = HistoryEntry.objects.get(action="core.refused")
    assert line.message == "Refused: Approve letter (they wrote it themselves)"


def test_the_name_of_a_verb_is_read_from_where_it_was_refused(alice, charlie, office_a):
    case = CaseFactory(office=office_a)
    with pytest.raises(NotPermitted) as told:
        cases.take(case, by=charlie)

    refusals.note_error(charlie, told.value, "cases.change", case)

    assert refused() == [(charlie, "cases.take", str(case.pk), office_a.pk, "not_theirs")]


def test_one_line_a_minute_for_each_and_no_more_than_so_many(charlie, office_a, clock):
    case = CaseFactory(office=office_a)
    for _n in range(5):
        refusals.note(charlie, "cases.view", case, why="out_of_sight")
    assert len(refused()) == 1

    clock.shift(timedelta(minutes=2))
    for number in range(refusals.MOST + 5):
        refusals.note(charlie, f"cases.verb{number}", case, why="out_of_sight")

    lines = HistoryEntry.objects.filter(action="core.refused").order_by("pk")
    assert lines.count() == 1 + refusals.MOST
    assert [line.data.get("more", False) for line in lines].count(True) == 1
    assert lines.last().data["more"]


def test_refusals_are_seen_by_who_answers_for_the_office_and_by_nobody_else(
    signed_in, alice, bob, charlie, director, office_a, office_b
):
    case = CaseFactory(office=office_a)
    next_door = UserFactory(office=office_b, roles=["director"])
    record(case, "cases.note", by=alice)
    signed_in(charlie).get(reverse("cases:inspect", args=[case.pk]))
    line = HistoryEntry.objects.get(action="core.refused")

    seeing = [alice, bob, charlie, director, next_door, UserFactory(roles=["administrator"])]
    assert [line in HistoryEntry.objects.viewable_by_user(user) for user in seeing] == [False] * 3 + [True] + [
        False
    ] * 2
    pages = [said(signed_in(user).get(reverse("cases:history", args=[case.pk]))) for user in (alice, director)]
    assert ["Refused: " in page for page in pages] == [False, True]
    assert "Refused: to see it (not of their office)" in pages[1]
    assert "Refused: " in said(signed_in(director).get("/admin/reports/site-history/"))
    assert "Refused: " not in said(signed_in(alice).get("/admin/reports/site-history/"))


def test_the_history_of_a_thing_asks_a_constant_number_of_queries(signed_in, director, charlie, office_a):
    case = CaseFactory(office=office_a)
    client, url = signed_in(director), reverse("cases:history", args=[case.pk])
    asked = []
    for number in range(3):
        refusals.note(charlie, f"cases.verb{number}", case, why="out_of_sight")
        if number != 1:
            asked.append(queries(client, url))

    assert asked[0] == asked[1]


def test_what_leaves_as_a_file_leaves_a_line_without_a_word_that_was_looked_for(signed_in, director, office_a):
    case = CaseFactory(office=office_a)
    record(case, "cases.note", by=director)

    response = signed_in(director).get("/admin/reports/site-history/?export=csv&label=Zacharie")

    assert response.status_code == 200
    b"".join(response)
    line = HistoryEntry.objects.get(action="core.exported")
    assert (line.user, line.office_id, line.data) == (
        director,
        office_a.pk,
        {"rows": 0, "kind": "csv", "narrowed": ["label"]},
    )
    assert line in HistoryEntry.objects.viewable_by_user(director)


def test_no_cell_of_an_export_is_a_formula(signed_in, director, office_a):
    sly = UserFactory(office=office_a, roles=["director"], first_name="=HYPERLINK(1)", last_name="Sly")
    record(CaseFactory(office=office_a), "cases.note", by=sly)

    file = b"".join(signed_in(director).get("/admin/reports/site-history/?export=csv")).decode()

    cells = [cell for row in csv.reader(StringIO(file)) for cell in row]
    assert "'=HYPERLINK(1) Sly" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_a_line_says_whom_somebody_stood_in_for(alice, bob, office_a):
    case = CaseFactory(office=office_a)

    record(case, "cases.note", by=alice, acting_for=bob)

    assert HistoryEntry.objects.latest("pk").data == {"acting_for": bob.pk}


def test_before_and_after_are_told_without_the_words():
    told = changed({"name": "Ada", "riding": "York"}, {"name": "Ada", "riding": "Simcoe", "phone": None})

    assert list(told) == ["riding"]
    assert told == changed({"riding": "York"}, {"riding": "Simcoe"})
    assert "York" not in str(told)


def test_a_letter_s_own_verbs_still_say_what_they_refuse(office_a, bob, charlie):
    letter = LetterFactory(office=office_a, approver=bob, submitted=True)

    with pytest.raises(NotPermitted) as told:
        letters.withdraw(letter, by=charlie)

    assert (told.value.why, str(told.value)) == ("", str(told.value.args[0]))
