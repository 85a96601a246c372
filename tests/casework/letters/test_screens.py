"""The letters room in a real browser: every screen by the accessibility rules, and what only a script does."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from casework.cases import actions as cases
from casework.contacts import actions as contacts
from casework.letters import actions
from casework.letters.models import Letter
from tests.browser import violations
from tests.factories.cases import CaseFactory
from tests.factories.dispatch import DispatchFactory
from tests.factories.letters import LetterFactory, TemplateFactory, again, write

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
def room(office_a, alice, bob, director):
    """A letter wherever one can stand, with everything a screen can have to say."""
    TemplateFactory(name="For all")
    case = CaseFactory(office=office_a, opened=True, language="fr", person__email="t@example.org")
    contacts.note_access_needs(
        case.person, by=alice, reference=case.reference, codes=["large_print"], words="No italics."
    )
    cases.add_message(case, by=alice, body="First.", channel="phone")
    of = {"case": case, "by": alice, "approver": bob}
    again_in_review = LetterFactory(**of, returned=True)
    again_in_review = write(
        again_in_review, by=alice, body='<p>Shorter.</p><p>See <a href="https://x.example">it</a>.</p>'
    )
    actions.submit(again_in_review, by=alice)
    cases.add_message(case, by=alice, body="One more thing.", channel="phone")
    by_post = LetterFactory(**of, approved=True, post="2 Test Street")
    failed = LetterFactory(**of, approved=True)
    left = failed.approvals.get().dispatch
    type(left).objects.filter(pk=left.pk).update(status="failed", trouble="refused")
    return {
        "case": case,
        "draft": LetterFactory(**of),
        "returned": LetterFactory(**of, returned=True),
        "in_review": again_in_review,
        "by_post": by_post,
        "failed": failed,
        "void": LetterFactory(**of, void=True),
        "unknown": DispatchFactory(office=office_a, unknown=True),
    }


def screens(room):
    """Every screen of letters and of the exit: its name and its address."""

    def one(namespace, name, row):
        return f"{name} {row}", reverse(f"{namespace}:{name}", args=[room[row].pk])

    yield from ((name, reverse(name)) for name in ("letters:index", "letters:waiting", "letters:drafts"))
    yield from (one("letters", "edit", row) for row in ("draft", "returned", "in_review"))
    yield one("letters", "reply", "case")
    yield from (one("letters", "review", row) for row in ("in_review", "void"))
    yield from (one("letters", "inspect", row) for row in ("draft", "in_review", "by_post", "failed", "void"))
    yield from (one("letters", name, "in_review") for name in ("history", "workflow_history", "withdraw"))
    yield from (one("letters", name, "by_post") for name in ("recall", "void"))
    compared = reverse("letters:revisions_compare", args=[room["in_review"].pk, "earliest", "latest"])
    yield "compare", compared
    yield from ((name, reverse(name)) for name in ("letter_templates:index", "letter_templates:add"))
    yield from ((name, reverse(name)) for name in ("dispatch:index", "dispatch:attention", "dispatch:all"))
    yield from (one("dispatch", name, "unknown") for name in ("inspect", "settle", "again"))


LOOKS = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "narrow": {"viewport": {"width": 390, "height": 844}},
}


@pytest.mark.parametrize("look", LOOKS)
def test_every_screen_keeps_the_accessibility_rules(browse, room, director, look):
    page = browse(director, **LOOKS[look])
    broken = {}
    for name, url in screens(room):
        answer = page.goto(url)
        assert (name, answer.status) == (name, 200)
        page.wait_for_load_state("networkidle")
        if found := violations(page):
            broken[name] = found
    assert broken == {}


def test_a_refusal_on_the_review_keeps_the_rules_and_takes_the_reader_to_it(browse, room, director):
    page = browse(director)
    page.goto(reverse("letters:review", args=[room["in_review"].pk]))
    page.get_by_role("button", name="Return with comments").click()
    expect(page.get_by_role("alert")).to_contain_text("Say what is to be changed")
    assert violations(page) == []


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
