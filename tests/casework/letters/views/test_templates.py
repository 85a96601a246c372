"""The screens of the templates: lists, the two languages side by side, a page each, the verbs."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from casework.letters import actions
from casework.letters.models import Template
from tests.casework.letters.conftest import rich
from tests.factories.letters import TemplateFactory, template

pytestmark = pytest.mark.django_db


def url(name, row=None):
    return reverse(f"letter_templates:{name}", args=[row.pk] if row else [])


def text(response):
    return " ".join(response.content.decode().split())


# ---------------------------------------------------------------- writing
def test_an_officer_adds_a_template_for_the_office(signed_in, alice, office_a, editor_form):
    answer = signed_in(alice).post(url("add"), editor_form(office=office_a.pk))
    assert (answer.status_code, Template.objects.get().office) == (302, office_a)


def test_an_officer_cannot_add_one_for_every_office_or_another(signed_in, alice, office_b, editor_form):
    for office in ("", office_b.pk):
        answer = signed_in(alice).post(url("add"), editor_form(office=office))
        assert "office" in answer.context["form"].errors
    assert not Template.objects.exists()


def test_an_administrator_adds_one_for_every_office(signed_in, root, editor_form):
    signed_in(root).post(url("add"), editor_form(office=""))
    assert Template.objects.get().office is None


def test_a_field_nobody_could_fill_is_said_on_the_form_with_everything_kept(signed_in, alice, office_a, editor_form):
    answer = signed_in(alice).post(url("add"), editor_form(office=office_a.pk, subject_en="About {nam}"))
    assert "There is no field {nam}" in str(answer.context["form"].errors)
    assert answer.context["form"]["subject_en"].value() == "About {nam}"
    assert not Template.objects.exists()


def test_the_form_lists_the_fields_one_may_write_and_each_field_says_its_language(signed_in, alice):
    page = signed_in(alice).get(url("add")).content.decode()
    assert "<code>{received_on}</code>" in page
    assert page.count('lang="fr"') >= 4


def test_a_template_is_changed_by_its_own_office(signed_in, alice, charlie, office_a, editor_form):
    row = TemplateFactory(office=office_a)
    assert signed_in(charlie).post(url("edit", row), editor_form()).status_code == 404
    signed_in(alice).post(url("edit", row), editor_form(name="Renamed", body_fr=rich("Merci, {name}.")))
    row.refresh_from_db()
    assert (row.name, row.pair.languages, row.behind) == ("Renamed", ("en", "fr"), "")


def test_what_somebody_changed_meanwhile_is_said_on_the_form_with_everything_kept(
    signed_in, alice, office_a, editor_form
):
    row = TemplateFactory(office=office_a)
    answer = signed_in(alice).post(url("edit", row), editor_form(name="Mine", seen="0" * 64))
    assert "Somebody changed this template" in text(answer)
    assert answer.context["form"]["name"].value() == "Mine"


def test_a_template_that_is_no_draft_has_no_form(signed_in, alice, bob):
    row = template(by=alice, approver=bob)
    assert signed_in(alice).get(url("edit", row))["location"] == url("inspect", row)


def test_a_shared_template_is_read_by_officers_and_changed_by_none(signed_in, alice, editor_form):
    row = TemplateFactory(name="For all")
    client = signed_in(alice)
    assert "For all" in text(client.get(url("inspect", row)))
    answer = client.post(url("edit", row), editor_form(name="Mine"))
    row.refresh_from_db()
    assert (answer.status_code, row.name) == (302, "For all")
    assert "do not have permission" in str([str(message) for message in get_messages(answer.wsgi_request)])
    assert url("edit", row) not in text(client.get(url("index")))


# ---------------------------------------------------------------- the lists and the page
def test_each_template_stands_in_the_lists_where_it_belongs(signed_in, alice, bob):
    approved, waiting = (template(by=alice, approver=bob, state=state) for state in ("approved", "submitted"))
    behind, retired = template(by=alice, approver=bob, state="draft"), template(by=alice, approver=bob, state="retired")
    behind.body_en = "<p>Changed alone.</p>"
    actions.save_template(behind, by=alice)

    def listed(user, name):
        return {row.pk for row in signed_in(user).get(url(name)).context["object_list"]}

    assert listed(alice, "index") == {approved.pk, waiting.pk, behind.pk}
    assert (listed(alice, "waiting"), listed(bob, "waiting")) == (set(), {waiting.pk})
    assert listed(alice, "behind") == {behind.pk}
    assert listed(alice, "retired") == {retired.pk}
    assert "Français behind" in text(signed_in(alice).get(url("index")))


def test_a_list_is_searched_by_name_and_narrowed_by_kind(signed_in, alice, bob):
    letter = template(by=alice, approver=bob, name="Thank you")
    paragraph = template(by=alice, approver=bob, name="How to reach us", kind="paragraph")
    client = signed_in(alice)
    assert [row.pk for row in client.get(url("index"), {"q": "reach"}).context["object_list"]] == [paragraph.pk]
    assert [row.pk for row in client.get(url("index"), {"kind": "letter"}).context["object_list"]] == [letter.pk]


@pytest.mark.parametrize("name", ["index", "waiting", "behind", "retired"])
def test_a_list_costs_the_same_for_one_row_and_three(signed_in, alice, bob, count_queries, name):
    def one_more():
        for state in ("submitted", "approved", "retired"):
            template(by=alice, approver=bob, state=state)
        row = template(by=alice, approver=bob, state="draft")
        row.body_en = "<p>Changed alone.</p>"
        actions.save_template(row, by=alice)

    client = signed_in(bob)
    one_more()
    client.get(url(name))
    one = count_queries(lambda: client.get(url(name)))
    one_more()
    one_more()
    assert count_queries(lambda: client.get(url(name))) == one


def test_the_page_costs_the_same_for_one_version_and_three(signed_in, alice, bob, count_queries):
    def another(row):
        row = actions.begin_template_version(row, by=alice)
        row.body_en = f"<p>Version {row.number}.</p>"
        actions.submit_template(actions.save_template(row, by=alice), by=alice)
        actions.approve_template(row, by=bob)

    client, one, three = signed_in(alice), template(by=alice, approver=bob), template(by=alice, approver=bob)
    another(three)
    another(one)
    another(three)
    client.get(url("inspect", one))
    asked = count_queries(lambda: client.get(url("inspect", one)))
    assert count_queries(lambda: client.get(url("inspect", three))) == asked


def test_the_page_tells_what_changed_word_by_word_and_which_language_is_behind(signed_in, alice, bob):
    row = actions.begin_template_version(template(by=alice, approver=bob, body="<p>Old words.</p>"), by=alice)
    row.body_en = "<p>New words.</p>"
    actions.save_template(row, by=alice)
    page = text(signed_in(alice).get(url("inspect", row)))
    assert '<del><span class="w-sr-only">[gone: </span>Old' in page
    assert "Français still says what English said in version 1." in page
    assert "Version 2, being written" in page


def test_a_letter_from_a_page_nobody_approved_is_told_so(signed_in, alice, office_a):
    assert "do not count as pre-cleared" in text(signed_in(alice).get(url("inspect", TemplateFactory(office=office_a))))


# ---------------------------------------------------------------- the verbs
def test_the_whole_way_from_a_draft_to_a_yes(signed_in, alice, bob):
    row = template(by=alice, state="draft")
    signed_in(alice).post(url("submit", row))
    assert "approve" not in signed_in(alice).get(url("inspect", row)).context["can"]
    review = signed_in(bob).get(url("approve", row))
    sha256 = review.context["form"].initial["sha256"]
    signed_in(bob).post(url("approve", row), {"sha256": sha256})
    row.refresh_from_db()
    assert (row.status, row.current.approved_by) == ("approved", bob)


def test_a_return_without_a_word_is_said_on_the_form(signed_in, alice, bob):
    row = template(by=alice, state="submitted")
    assert signed_in(bob).post(url("return", row), {"comment": ""}).status_code == 422
    signed_in(bob).post(url("return", row), {"comment": "Shorter."})
    assert "Shorter." in text(signed_in(alice).get(url("inspect", row)))


def test_whoever_wrote_it_is_told_why_they_cannot_approve(signed_in, director):
    row = template(by=director, state="submitted")
    answer = signed_in(director).post(url("approve", row), {"sha256": row.pair.sha256})
    assert (answer.status_code, "did not write it" in text(answer)) == (422, True)


def test_each_other_verb_has_a_screen_that_does_it(signed_in, alice, bob, director):
    row = template(by=alice, approver=bob)
    client = signed_in(alice)
    client.post(url("new_version", row))
    row.refresh_from_db()
    row.body_fr = "<p>Autre.</p>"
    actions.save_template(row, by=alice)
    assert "No words yet" not in text(client.get(url("stand_by", row)))
    client.post(url("stand_by", row))
    client.post(url("submit", row))
    client.post(url("withdraw", row))
    client.post(url("retire", row), {"reason": "Closed."})
    row.refresh_from_db()
    assert (row.behind, row.status, row.is_active, row.retired_because) == ("", "draft", False, "Closed.")
    client.post(url("bring_back", row))
    row.refresh_from_db()
    assert row.is_active
