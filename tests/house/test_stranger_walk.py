"""The same work next door: somebody who holds every verb of the house, in another office, at every screen.

``test_walls`` walks what Wagtail brings, and a superuser. Here each row of office A is marked, the stranger could do
everything at home, and lists are searched, sorted, filtered and exported on the way. A model whose rows belong to an
office has screens that are walked, or stands below with the reason why it has none.
"""

import pytest
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from casework.dispatch.models import Dispatch
from casework.letters.models import Letter, Template

from .next_door import MARK, told, ways_to_ask
from .walls import everything, guarded_models, lists, ours

#: Rows that have no address of their own, and where they are shown instead.
SHOWN_ELSEWHERE = {
    "contacts.Organisation": "on no screen yet",
    "cases.Message": "in the story on the page of its case",
    "cases.Note": "in the story on the page of its case",
    "cases.StatusChange": "in the story on the page of its case",
    "cases.Assignment": "in the story on the page of its case",
    "cases.LevelChange": "in the story on the page of its case",
    "cases.NamedPerson": "on the page of its case",
    "cases.AccommodationStep": "on the page of its case",
    "cases.CaseParty": "on the page of its case",
    "cases.Consent": "on the page of its case",
    "cases.ConsentEnd": "on the page of its case",
    "cases.ConsentReminder": "nowhere: it says that somebody was told",
    "cases.KnownQuestion": "in the story on the page of its case",
    "letters.Approval": "on the page of its letter",
    "letters.ApprovedLine": "on the page of its letter",
    "letters.Clearance": "on the page of its letter",
    "letters.ClearancePlan": "on the page of its letter",
    "letters.Decision": "on the page of its letter",
    "letters.LineUse": "beside the editor of its letter",
    "letters.Ratification": "on the page of its letter",
    "letters.TierRaise": "in the trace on the page of its letter",
    "letters.Waiver": "on the page of its letter",
    "letters.TemplateReturn": "on the page of its template",
    "letters.TemplateUse": "counted on the page of its template",
    "letters.TemplateVersion": "on the page of its template",
    "letters.Correction": "on the page of its letter",
    "letters.AuthorityEnd": "on the page of its authority",
    "letters.SignOff": "on the page of its letter",
    "letters.Unlocking": "on the page of its letter",
    "letters.LetterComment": "on the page of its letter",
    "letters.Return": "on the page of its letter",
    "letters.StopReason": "in the story on the page of its case",
    "positions.PositionVersion": "on the page of its line",
    "records.AccessExport": "on the screen of everything held about its person",
    "records.Disagreement": "on the page of its request, of its person and of its case",
    "positions.Return": "on the page of its line",
    "positions.Withdrawal": "on the page of its line",
}

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def unsaid(answer):
    """Which of the headers that tell a browser what it may do are missing: no answer goes without them."""
    return [name for name in ("Content-Security-Policy", "X-Content-Type-Options") if name not in answer]


def test_each_guarded_model_has_a_row_to_be_hidden(rows):
    assert [model._meta.label for model, keys in rows.items() if not keys] == [], "Make one in the fixture ``rows``."


def test_each_guarded_model_has_screens_that_are_walked_or_a_reason_why_not():
    walked = {one.model._meta.label for one in ours()}
    guarded = {model._meta.label for model in guarded_models()}

    assert guarded - walked - set(SHOWN_ELSEWHERE) == set()
    assert set(SHOWN_ELSEWHERE) & walked == set()
    assert set(SHOWN_ELSEWHERE) - guarded == set()


def test_no_screen_opens_for_a_row_next_door(signed_in, everybody_s_verbs, rows):
    client, before, opened = signed_in(everybody_s_verbs), everything(), []
    assert len(ours()) >= 50
    for one in ours():
        for path in one.paths(rows):
            for method in (client.get, client.post):
                answer = method(path)
                if answer.status_code not in {403, 404, 405} or unsaid(answer):
                    opened.append(f"{method.__name__} {path}: {answer.status_code}, without {unsaid(answer)}")

    assert opened == []
    assert everything() == before


def test_no_list_shows_anything_of_next_door(signed_in, everybody_s_verbs, rows, secrets, office_a):
    client, leaks, asked = signed_in(everybody_s_verbs), [], []
    for route in lists():
        for query, answer in ways_to_ask(client, route, office_a):
            asked.append(query)
            words = told(answer)
            leaks += [f"/{route}{query} tells {secret}" for secret in secrets if secret in words]
            leaks += [f"/{route}{query} goes without {name}" for name in unsaid(answer)]

    assert len(lists()) > 80
    assert asked.count("?export=xlsx") > 20
    assert leaks == []


def test_no_action_on_many_rows_reaches_next_door(signed_in, everybody_s_verbs, rows, secrets):
    client, before, leaks = signed_in(everybody_s_verbs), everything(), []
    for model, keys in rows.items():
        label, name = model._meta.app_label, model._meta.model_name
        for action in bulk_action_registry.get_bulk_actions_for_model(label, name):
            for query in ("&".join(f"id={key}" for key in keys), "id=all"):
                path = f"/admin/bulk/{label}/{name}/{action.action_type}/?{query}"
                words = told(client.get(path)) + told(client.post(path))
                leaks += [f"{path} tells {secret}" for secret in secrets if secret in words]

    assert leaks == []
    assert everything() == before


def test_the_walk_finds_a_door_that_somebody_forgot_to_close(settings, signed_in, everybody_s_verbs, rows, secrets):
    settings.ROOT_URLCONF = "tests.house.leak"
    client = signed_in(everybody_s_verbs)

    assert "admin/leak/" in lists()
    assert any(secret in told(client.get("/admin/leak/")) for secret in secrets)
    (about_a_row,) = [one for one in ours() if one.route == "admin/leak/<int:pk>/"]
    assert [client.get(path).status_code for path in about_a_row.paths(rows)] == [200, 200]


def test_the_same_screens_do_open_at_home(signed_in, alice, rows):
    """The walk proves nothing if the doors are shut for everybody."""
    client = signed_in(alice)
    opened = {
        one.model._meta.label
        for one in ours()
        if one.model not in {Dispatch, Letter, Template}
        for path in list(one.paths(rows))[:1]
        if client.get(path).status_code == 200
    }

    assert opened >= {"cases.Case", "contacts.Person", "intake.Submission"}
    assert MARK in told(client.get("/admin/cases/"))
    assert MARK in told(client.get(f"/admin/find/?q={MARK[:4]}"))
