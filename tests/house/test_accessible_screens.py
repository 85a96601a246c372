"""Every screen of staff, in each shape it takes, keeps the accessibility rules: light, dark, narrow, errors shown.

The screens are found by walking the addresses, so that one that is added tomorrow is looked at as well. Of the pages at
one address, so many are looked at that every kind of element on any of them has been seen.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from zlib import crc32

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from django.http import HttpResponse, JsonResponse

from tests.browser import add_style, violations

from .walls import our_screens

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.looks]

UNSEEN = re.compile(r"<(script|style|svg|nav|template)\b.*?</\1>", re.DOTALL)
TAG = re.compile(r"<([a-z][a-z0-9-]*)\b([^>]*)>")
CLASS = re.compile(r'\bclass="([^"]*)"')
#: What a script fetches into a page stands on that page; what a letter's editor shows in a frame stands in it.
PIECE = re.compile(r"results/|/preview/")
#: The walk is long: in parts, two workers share it (``tests/conftest.py`` gives each part out by itself).
PARTS = 2
WIDE = {"width": 1280, "height": 900}
#: As narrow as WCAG 1.4.10 asks.
NARROW = {"width": 320, "height": 800}
#: Words that fade in have no contrast yet, and waiting for each would take longer than looking.
AT_REST = "*, ::before, ::after { transition: none !important; animation: none !important }"
#: In another colour, the same page can only be wrong in its colours.
CONTRAST = ["color-contrast"]
#: The drawings that every icon is a copy of: nobody sees them where they stand, and the rules walk over each.
SPRITE = "[data-sprite]"
#: The same on every page.
MENU = "#wagtail-sidebar"
AWAY = "(what) => document.querySelectorAll(what).forEach((one) => one.remove())"
#: Who else is here: asked by an editor of Wagtail's for a session that was taken back with what was pressed.
NOBODY_ELSE = "nobody else"
ALONE = {
    "html": "",
    "session_id": 1,
    "ping_url": "/admin/editing-sessions/ping/",
    "release_url": "/",
    "other_sessions": [],
}


def is_page(answer: Any) -> bool:
    return answer.status_code in {200, 422} and answer["Content-Type"].startswith("text/html")


def without_numbers(path: str) -> str:
    return re.sub(r"\d+", "N", path)


def kinds(answer: Any) -> set[tuple[str, ...]]:
    """The kinds of elements on a page: the tag and its classes."""
    tags = TAG.findall(UNSEEN.sub("", answer.content.decode()))
    return {(tag, *CLASS.findall(attributes)) for tag, attributes in tags}


class Looks:
    """Which pages are worth a look: those with a kind of element that was not seen at their address before."""

    def __init__(self) -> None:
        self.seen: dict[str, set[tuple[str, ...]]] = {}
        self.seen_in_the_dark: set[tuple[str, ...]] = set()

    def worth(self, answers: Iterator[tuple[str, Any]]) -> dict[str, Any]:
        """The fewest paths that show every kind not seen yet, with their answers: the fullest pages first."""
        pages = [(path, answer, kinds(answer)) for path, answer in answers if is_page(answer)]
        chosen = {}
        for path, answer, shown in sorted(pages, key=lambda page: -len(page[2])):
            seen = self.seen.setdefault(without_numbers(path), set())
            if shown - seen:
                seen |= shown
                chosen[path] = answer
        return chosen

    def worth_the_dark(self, answer: Any) -> bool:
        """Whether a kind of element is on it that no page, at whatever address, has shown in the dark yet.

        Colours come with an element's classes, from the same sheets on every page.
        """
        new = kinds(answer) - self.seen_in_the_dark
        self.seen_in_the_dark |= new
        return bool(new)


def one_of_each(rows: dict[Any, list[Any]]) -> dict[Any, list[Any]]:
    """For each model two rows of each status, kind and the like that its rows are in: more would look the same."""
    return {model: sorted(_two_of_each(model, keys)) if keys else [] for model, keys in rows.items()}


def _two_of_each(model: Any, keys: list[Any]) -> Iterator[Any]:
    chosen_from = [field.name for field in model._meta.concrete_fields if field.choices]
    found = Counter()
    for key, *values in model._base_manager.filter(pk__in=keys).order_by("pk").values_list("pk", *chosen_from):
        found[tuple(values)] += 1
        if found[tuple(values)] <= 2:
            yield key


def opened(client: Any, paths: list[str]) -> Iterator[tuple[str, Any]]:
    yield from ((path, client.get(path)) for path in paths)


def refused(client: Any, paths: list[str]) -> Iterator[tuple[str, Any]]:
    """Each form pressed with nothing filled in; what that did is taken back."""
    for path in paths:
        with transaction.atomic():
            answer = client.post(path)
            transaction.set_rollback(True)
        yield path, answer


@pytest.fixture
def paths(something_of_everything, part):
    """A part of the screens; those that differ in a number alone are in the same part."""
    ours = [path for path in our_screens(one_of_each(something_of_everything), each=30) if not PIECE.search(path)]
    return [path for path in ours if crc32(without_numbers(path).encode()) % PARTS == part]


@pytest.fixture
def shelf(monkeypatch):
    """Answers by address, which the running site gives as they are: a page asked for once need not be made again."""
    shelf, answer = {}, WSGIHandler.get_response

    def from_the_shelf(handler, request):
        if request.path.startswith("/admin/editing-sessions/ping/") and NOBODY_ELSE in shelf:
            return JsonResponse(shelf[NOBODY_ELSE])
        kept = shelf.pop(request.get_full_path(), None) if request.method == "GET" else None
        return kept or answer(handler, request)

    monkeypatch.setattr(WSGIHandler, "get_response", from_the_shelf)
    return shelf


@pytest.fixture
def window(open_page, signed_in, everybody):
    """The browser of somebody who may do everything."""
    page = open_page(viewport=WIDE)
    session = signed_in(everybody).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}])
    return page


def broken(page: Any, *, whole: bool = True, in_the_dark: bool = True) -> list[str]:
    """What is wrong with the page that stands in the window, in every look.

    ``whole=False`` leaves Wagtail's menu out, where it was looked at before: it is a third of every page.
    """
    add_style(page, AT_REST)
    page.wait_for_function("document.readyState === 'complete'")
    page.set_viewport_size(NARROW)
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(WIDE)
    page.evaluate(AWAY, SPRITE if whole else f"{SPRITE}, {MENU}")
    found = violations(page)
    if in_the_dark:
        page.emulate_media(color_scheme="dark")
        found += [f"in the dark {one}" for one in violations(page, rules=CONTRAST)]
        page.emulate_media(color_scheme="light")
    return found + ([f"{wide} px wide in a window of {NARROW['width']}"] if wide > NARROW["width"] else [])


def show(page: Any, shelf: dict[str, Any], path: str, given: Any) -> None:
    """Put a page in the window that was asked for elsewhere, at its own address and with its own headers."""
    headers = {name: value for name, value in given.headers.items() if name not in {"Content-Length", "Set-Cookie"}}
    shelf[path] = HttpResponse(given.content, headers=headers)
    page.goto(path)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_screen_and_every_form_that_comes_back_with_errors_keeps_the_rules(
    window, shelf, signed_in, everybody, paths
):
    wrong, looks, client = {}, Looks(), signed_in(everybody)
    screens = looks.worth(opened(client, paths))
    # What a page's own scripts post goes with the token that was made for whoever asked for the page.
    token = client.cookies["csrftoken"].value
    window.context.add_cookies([{"name": "csrftoken", "value": token, "domain": "localhost", "path": "/"}])
    for number, (path, answer) in enumerate(screens.items()):
        show(window, shelf, path, answer)
        if found := broken(window, whole=number == 0, in_the_dark=looks.worth_the_dark(answer)):
            wrong[path] = found
    shelf[NOBODY_ELSE] = ALONE
    forms = looks.worth(refused(client, paths))
    for path, answer in forms.items():
        show(window, shelf, path, answer)
        if found := broken(window, whole=False, in_the_dark=looks.worth_the_dark(answer)):
            wrong[f"{path} with errors"] = found

    assert len(screens) > 100 // PARTS // 2
    assert len(forms) > 30 // PARTS // 2
    assert wrong == {}


def test_the_walk_finds_a_screen_that_breaks_a_rule(window, shelf):
    bad = "<img src=/x.png><p style='width:900px;color:#ddd'>Words</p><style>body{margin:0;background:#fff}</style>"
    page = HttpResponse(f"<!doctype html><html lang=en><title>x</title><main><h1>x</h1>{bad}</main></html>")
    show(window, shelf, "/admin/broken/", page)

    found = broken(window)

    assert {one.split(":")[0] for one in found} == {
        "color-contrast",
        "image-alt",
        "in the dark color-contrast",
        "900 px wide in a window of 320",
    }
