"""The people of the journeys, and what they do in a browser: each with a window of their own.

What they read and press is looked up in the catalogue of their language, so that one script is played in both.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Locator, Page, expect

from tests.at_once import database_url
from tests.factories.directory import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
#: Where the README's pictures go; set by ``make pictures``.
PICTURES = os.environ.get("PICTURES")
MOST_TABS = 80


def run_jobs(*, mail_url: str, folder: Path) -> None:
    """One pass of every sweep, in a process of its own, with mail going to this server."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", "run_jobs", "--once"],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": database_url(),
            "MAIL_URL": mail_url,
            "VAR_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@dataclass
class Somebody:
    """A person with a browser window, reading one language."""

    page: Page
    language: str

    def words(self, english: str, **values: Any) -> str:
        """What stands on the screen for these words, in this person's language."""
        with translation.override(self.language):
            found = gettext(english)
        return found % values if values else found

    def button(self, english: str) -> Locator:
        """The button that says so."""
        return self.page.get_by_role("button", name=self.words(english), exact=True)

    def link(self, english: str, **values: Any) -> Locator:
        """The link that says so."""
        return self.page.get_by_role("link", name=self.words(english, **values))

    def reads(self, text: str) -> None:
        """The page says this, where one can see it."""
        expect(self.page.get_by_text(text).first).to_be_visible()

    def picture(self, name: str, *, whole: bool = False) -> None:
        """Keep a picture of the page for the README, in English, when asked to."""
        if PICTURES and self.language == "en":
            self.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=whole)

    def tab_to(self, name: str, value: str | None = None) -> None:
        """Press Tab until the field is reached; fail when the keyboard does not lead there."""
        for _press in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            here = self.page.evaluate("() => [document.activeElement.name, document.activeElement.value]")
            # In a group of radio buttons Tab stops once; the arrows go on from there.
            if here[0] == name:
                if value is not None:
                    self._arrow_to(value)
                return
        raise AssertionError(f"Tab never reaches {name}.")

    def _arrow_to(self, value: str) -> None:
        for _press in range(20):
            if self.page.evaluate("() => document.activeElement.value") == value:
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"The arrows never reach {value}.")

    def enters(self, selector: str) -> None:
        """Go to a link or a button with Tab and press Enter; fail when the keyboard does not lead there."""
        for _press in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("(what) => document.activeElement.matches(what)", selector):
                return self.page.keyboard.press("Enter")
        raise AssertionError(f"Tab never reaches {selector}.")


class Visitor(Somebody):
    """Somebody who writes in and cannot use a mouse."""

    def types(self, name: str, text: str) -> None:
        """Go to a field and type."""
        self.tab_to(name)
        self.page.keyboard.type(text)

    def press_send(self) -> None:
        """Go to the button that sends, and press it."""
        for _press in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("() => document.activeElement.matches('main form button[type=submit]')"):
                break
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


class Staff(Somebody):
    """Somebody of an office, at work in the admin."""

    def signs_in(self, user: Any) -> None:
        """Through the door like everybody."""
        self.page.goto("/admin/login/")
        self.page.locator("[name=login]").fill(user.username)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.page.locator("button[type=submit]").first.click()
        self.page.wait_for_url("**/admin/")

    def goes_to(self, url: str) -> None:
        """By its address."""
        self.page.goto(url)

    def presses(self, english: str) -> None:
        """A button that leads on."""
        with self.page.expect_navigation():
            self.button(english).click()

    def follows(self, english: str, **values: Any) -> None:
        """A link that leads on."""
        with self.page.expect_navigation():
            self.link(english, **values).first.click()
