"""The letters room in a real browser: what only a script does, and where it leads the reader."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from casework.cases import actions as cases
from casework.letters.models import Letter
from tests.browser import violations
from tests.factories.cases import CaseFactory
from tests.factories.letters import LetterFactory, again

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def browse(open_page, signed_in):
    """``browse(alice, color_scheme="dark")``: alice's browser window, signed in."""

    def browse_as(user, **options):
        page = open_page(**options)
        session = signed_in(user).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}])
        return page

    return browse_as


@pytest.fixture
def room(office_a, alice, bob):
    """A draft, and a letter in review, of a case where the person wrote again."""
    case = CaseFactory(office=office_a, opened=True, language="fr", person__email="t@example.org")
    cases.add_message(case, by=alice, body="First.", channel="phone")
    cases.add_message(case, by=alice, body="One more thing.", channel="phone")
    return {
        "draft": LetterFactory(case=case, by=alice, approver=bob),
        "in_review": LetterFactory(case=case, by=alice, approver=bob, submitted=True),
    }


@pytest.mark.looks
def test_a_refusal_on_the_review_keeps_the_rules_and_takes_the_reader_to_it(browse, room, director):
    page = browse(director)
    page.goto(reverse("letters:review", args=[room["in_review"].pk]))
    page.get_by_role("button", name="Return with comments").click()
    expect(page.get_by_role("alert")).to_contain_text("Say what is to be changed")
    assert violations(page) == []


@pytest.mark.looks
def test_the_person_s_words_open_beside_the_editor_until_they_are_closed(browse, room, alice):
    page = browse(alice, viewport={"width": 1360, "height": 900})
    editor = reverse("letters:edit", args=[room["draft"].pk])
    page.goto(editor)
    panel = page.locator("[data-side-panel=words]")
    expect(panel).to_be_visible()
    expect(panel).to_contain_text("One more thing.")
    page.locator("[data-form-side-close-button]").click()
    expect(panel).to_be_hidden()
    page.goto(editor)
    page.wait_for_load_state("networkidle")
    expect(panel).to_be_hidden()


def test_what_is_typed_is_saved_by_itself(browse, room, alice, settings):
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 200
    page = browse(alice)
    page.goto(reverse("letters:edit", args=[room["draft"].pk]))
    page.wait_for_timeout(3000)  # Wagtail takes what it finds in the first seconds for what was there before
    with page.expect_response(
        lambda answer: "/letters/edit/" in answer.url and answer.request.method == "POST"
    ) as saved:
        page.locator("[name=subject]").click()
        page.keyboard.press("End")
        page.keyboard.type(" typed")
        page.keyboard.press("Tab")
    assert saved.value.json()["success"]
    assert again(room["draft"]).subject.endswith("typed")


@pytest.mark.looks
def test_approving_from_wagtail_s_dashboard_leads_to_the_reading(browse, room, bob):
    page = browse(bob)
    page.goto("/admin/")
    row = page.locator("tr", has_text=room["in_review"].reference)
    button = row.locator("button[data-workflow-action-url*='/approve/']")
    if button.count() == 0:
        assert reverse("letters:review", args=[room["in_review"].pk]) in page.content()
        return
    row.hover()
    button.first.dispatch_event("click")
    page.wait_for_url(f"**{reverse('letters:review', args=[room['in_review'].pk])}")
    assert Letter.objects.get(pk=room["in_review"].pk).status == "in_review"
