"""The public site as people meet it: in a browser, by keyboard, without scripts, small, dark, spaced out, in French."""

import itertools
import sqlite3
from urllib.parse import urlsplit

import pytest

from tests import browser as browsers

from .serving import public_site

pytestmark = [pytest.mark.browser, pytest.mark.looks]  # the site it looks at has a SQLite file of its own

#: WCAG 2.2, 1.4.12: what a reader may set, and nothing may be cut off.
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
SPACED += "p { margin-bottom: 2em !important; }"

TEXT_PAGE = {"en": "/en/accessibility/", "fr": "/fr/accessibilite/"}
HELP = {"en": "/en/get-help/", "fr": "/fr/obtenir-de-l-aide/"}
STATES = [
    *("home", "text", "form", "errors", "puzzle", "wrong digits", "thanks", "not found"),
    *("help with a program", "one more question"),
]
#: Each visitor writes from another house.
_houses = itertools.count(1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the site keeps its database."""
    return tmp_path_factory.mktemp("public-site")


@pytest.fixture(scope="module")
def address(folder):
    """Where the site answers."""
    with public_site(folder) as running:
        yield running


@pytest.fixture
def tab(browser, address):
    """``tab(color_scheme="dark")`` opens a tab with such settings; scripts are off unless said.

    At the end of the test: no tab asked another machine for anything, and none met an error.
    """
    visits = []

    def opened(**settings):
        settings = {"java_script_enabled": False, **settings}
        house = {"X-Forwarded-For": f"2001:db8:{next(_houses):x}::1"}
        visits.append(browsers.open_visit(browser, address, extra_http_headers=house, **settings))
        return visits[-1].page

    yield opened
    for visit in visits:
        visit.context.close()
    assert [stray for visit in visits for stray in visit.strays] == []
    assert [error for visit in visits for error in visit.errors] == []


def _fill(page):
    """Everything the form needs, and no more."""
    page.check("[name=office][value=office-a]")
    page.fill("[name=subject]", "My cheque")
    page.fill("[name=message]", "My ODSP cheque stopped in May & nobody answers.")
    page.fill("[name=name]", "Ada Example")
    page.check("[name=reply_by][value=email]")
    page.fill("[name=email]", "ada@example.ca")
    page.check("[name=privacy]")


def _ask_for_help(page):
    """Everything the door for help needs, for a program whose words of consent were not shown yet."""
    page.check("[name=office][value=office-a]")
    page.select_option("[name=program]", "wsib")
    page.fill("[name=message]", "My benefits stopped.")
    page.fill("[name=wanted]", "To have them back.")
    page.check("[name=for_whom][value=myself]")
    page.fill("[name=name]", "Ada Example")
    page.check("[name=reply_by][value=none]")
    page.check("[name=privacy]")
    _send(page)


def _send(page):
    page.locator("main button.button:not([name])").first.click()


def _go_to(page, language, state):
    """Bring the tab to one of the states a visitor can be in."""
    if state == "home":
        page.goto(f"/{language}/")
    elif state == "text":
        page.goto(TEXT_PAGE[language])
    elif state == "not found":
        page.goto(f"/{language}/nothing-here/")
    elif state in {"help with a program", "one more question"}:
        page.goto(f"{HELP[language]}?program=odsp")
    else:
        page.goto(f"/{language}/contact/")
    if state == "one more question":
        _ask_for_help(page)
        page.wait_for_selector(".puzzle")
    if state == "errors":
        page.check("[name=reply_by][value=post]")
        _send(page)
        page.wait_for_selector(".summary")
    if state in {"puzzle", "wrong digits", "thanks"}:
        _fill(page)
        page.locator("[name=second_topic]").evaluate("field => { field.value = 'x' }")
        _send(page)
        page.wait_for_selector(".puzzle")
    if state == "wrong digits":
        page.fill("[inputmode=numeric]", "1")
        _send(page)
        page.wait_for_selector(".summary")
    if state == "thanks":
        page.click("button[value=person]")
        page.wait_for_selector(".number")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_axe_finds_nothing_in_any_state(tab, language, scheme):
    page = tab(java_script_enabled=True, color_scheme=scheme, reduced_motion="reduce")
    found = {}
    for state in STATES:
        _go_to(page, language, state)
        if violations := browsers.violations(page):
            found[state] = violations

    assert found == {}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_scrolls_sideways_on_the_smallest_screen(tab, language):
    page = tab(java_script_enabled=True, viewport={"width": 320, "height": 256})
    wide = {}
    for state in STATES:
        _go_to(page, language, state)
        for how, style in (("plain", "/* as it is */"), ("spaced", SPACED)):
            browsers.add_style(page, style)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > 320:
                wide[state, how] = width

    assert wide == {}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_words_are_cut_off_at_twice_the_size_or_spaced_out(tab, language):
    page = tab(java_script_enabled=True, viewport={"width": 1280, "height": 1024})
    cut = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(e =>
        !e.closest(".unseen, svg") && !["TEXTAREA", "INPUT", "SELECT", "AUDIO"].includes(e.tagName)
        && getComputedStyle(e).overflow !== "visible"
        && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)).map(e => e.outerHTML)"""
    found = {}
    for state in STATES:
        _go_to(page, language, state)
        browsers.add_style(page, SPACED + "html { font-size: 225% !important }")
        if clipped := page.evaluate(cut):
            found[state] = clipped
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, state

    assert found == {}


def test_every_control_is_large_enough_to_hit(tab):
    page = tab(java_script_enabled=True, viewport={"width": 320, "height": 640})
    small = """() => [...document.querySelectorAll("a, button, input, select, textarea, audio")].filter(e => {
        const box = e.getBoundingClientRect()
        return box.width && !e.closest(".unseen, .skip") && getComputedStyle(e).display !== "inline"
            && (box.width < 24 || box.height < 24) }).map(e => e.outerHTML)"""
    for state in STATES:
        _go_to(page, "en", state)
        assert page.evaluate(small) == [], state


def test_the_keyboard_walks_in_reading_order_and_shows_where_it_is(tab):
    page = tab(java_script_enabled=True, reduced_motion="reduce")
    _go_to(page, "en", "form")
    page.evaluate("window.walked = []")
    for _ in range(60):
        page.keyboard.press("Tab")
        where = page.evaluate(
            """() => { const e = document.activeElement; if (e === document.body) return null
            const last = walked.at(-1); walked.push(e)
            return [!last || !!(last.compareDocumentPosition(e) & 4), getComputedStyle(e).outlineStyle] }"""
        )
        if where is None:
            break
        assert where == [True, "solid"], page.evaluate("document.activeElement.outerHTML")
    assert page.evaluate("walked.length") > 20


@pytest.mark.parametrize("language", ["en", "fr"])
def test_without_scripts_an_error_has_the_focus_and_its_link_leads_to_the_control(tab, language):
    page = tab()
    _go_to(page, language, "errors")

    assert page.locator(":focus").get_attribute("class") == "summary"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.locator(":focus").get_attribute("id") == "id_office_0"


def test_without_scripts_or_a_mouse_a_message_is_sent_and_numbered(tab):
    page = tab()
    page.goto("/en/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # skip to the main part
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # write to us
    page.wait_for_url("**/contact/")
    page.wait_for_timeout(4_100)  # nobody writes a letter in four seconds
    page.locator("[name=office]").first.focus()
    for key in ("Space", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("My cheque")
    page.keyboard.press("Tab")
    page.keyboard.type("It stopped in May.\nNobody answers.")
    for _past_the_files in range(4):
        page.keyboard.press("Tab")
    page.keyboard.type("Ada Example")
    for key in ("Tab", "Tab", "Space", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("ada@example.ca")
    page.locator("[name=privacy]").focus()
    for key in ("Space", "Tab", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector(".number")

    number = page.locator(".number > :first-child").inner_text()
    page.reload()
    assert page.locator(".number > :first-child").inner_text() == number
    assert len(number) == 9


def test_the_enter_key_sends_and_never_changes_the_language(tab):
    page = tab()
    _go_to(page, "en", "errors")

    page.fill("[name=name]", "Ada")
    page.press("[name=name]", "Enter")
    page.wait_for_load_state()

    assert urlsplit(page.url).path == "/en/contact/"
    assert page.locator(".summary").count() == 1


def test_changing_the_language_after_an_error_keeps_what_was_typed(tab):
    page = tab()
    _go_to(page, "en", "errors")
    page.fill("[name=message]", "Half a letter")

    page.click("button.switch")
    page.wait_for_selector("html[lang=fr-CA]")

    assert page.input_value("[name=message]") == "Half a letter"
    assert page.locator(".summary").count() == 0


def test_a_double_click_makes_one_message(tab, folder):
    page = tab(java_script_enabled=True)
    _go_to(page, "en", "form")
    _fill(page)
    page.fill("[name=message]", "Clicked twice")
    page.wait_for_timeout(4_100)  # nobody writes a letter in four seconds
    page.locator("main button.button").dblclick()
    page.wait_for_selector(".number")

    with sqlite3.connect(folder / "site.sqlite3") as database:
        [(count,)] = database.execute("SELECT count(*) FROM intake_submission WHERE body = 'Clicked twice'")
    database.close()
    assert count == 1


def test_the_address_is_asked_for_when_a_letter_is_wanted_and_never_hides_words(tab):
    page = tab()
    _go_to(page, "en", "form")
    street = page.locator("[name=address_line1]")
    assert not street.is_visible()

    page.check("[name=reply_by][value=post]")
    assert street.is_visible()

    street.fill("1 Test Street")
    page.check("[name=reply_by][value=email]")
    assert street.is_visible()


def test_the_spoken_digits_play(tab):
    page = tab(java_script_enabled=True)
    _go_to(page, "fr", "puzzle")

    seconds = page.evaluate(
        """() => new Promise((done, failed) => { const a = document.querySelector("audio")
        a.onloadedmetadata = () => done(a.duration); a.onerror = () => failed(new Error("no sound")); a.load()
        a.preload = "auto" })"""
    )

    assert 8 < seconds < 25


def test_the_form_weighs_less_than_thirty_five_kilobytes_before_compression(tab):
    page = tab()
    answers = []

    def note(answer):
        answers.append(answer)

    page.on("response", note)
    for language in ("en", "fr"):
        answers.clear()
        page.goto(f"/{language}/contact/", wait_until="networkidle")
        assert len(answers) >= 2
        assert sum(len(answer.body()) for answer in answers) < 35_000


@pytest.mark.parametrize("state", ["form", "errors"])
def test_in_forced_colours_borders_errors_and_focus_can_be_seen(tab, state):
    page = tab(java_script_enabled=True, forced_colors="active")
    _go_to(page, "en", state)
    page.focus("[name=name]")

    look = page.locator("[name=name]").evaluate(
        "e => { const s = getComputedStyle(e); return [s.borderStyle, s.borderWidth, s.outlineStyle, s.outlineWidth] }"
    )

    assert look == ["solid", "2px", "solid", "3px"]
    if state == "errors":
        assert page.locator(".wrong").first.evaluate("e => getComputedStyle(e).borderInlineStartStyle") == "solid"
