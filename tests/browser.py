"""A real browser for the journeys, the accessibility rules run in it, and an eye on where its requests go."""

import os
import shutil
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_FILE_PATH
from django.contrib.staticfiles.handlers import StaticFilesHandlerMixin
from playwright.sync_api import Browser, BrowserContext, Page

#: Quiet, and never on its way to another machine by itself. The tests may run as root, where the sandbox cannot.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
#: WCAG 2.2 up to AA, and what axe's authors would add.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HOW_TO_GET_ONE = "There is no Chromium on this machine: apt-get install chromium, or CHROMIUM=/path/to/chromium."


def chromium() -> str | None:
    """The path of the machine's own Chromium or Chrome."""
    named = os.environ.get("CHROMIUM", "").strip()
    programs = [named] if named else ["chromium", "chromium-browser", "google-chrome"]
    return next((path for path in map(shutil.which, programs) if path), None)


@dataclass
class Visit:
    """One person's browser: their page, and what it did that a page of ours never does."""

    context: BrowserContext
    page: Page
    host: str
    strays: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def watch(self) -> "Visit":
        """From here on, note requests to other machines and errors of scripts."""
        self.page.on("request", self._note_request)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._note_line)
        return self

    def _note_line(self, line: Any) -> None:
        # A page that answers 403 or 404 on purpose is told here too; that is the test's business.
        if line.type == "error" and not line.text.startswith("Failed to load resource"):
            self.errors.append(line.text)

    def _note_request(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.host:
            self.strays.append(request.url)


def let_files_be_kept() -> None:
    """The running site of the tests tells browsers to keep its scripts and sheets, as the one in production does.

    Without that, each page asks for its forty files again, which takes longer than making the page.
    """
    serve = StaticFilesHandlerMixin.serve

    def kept(handler: Any, request: Any) -> Any:
        response = serve(handler, request)
        response["Cache-Control"] = "max-age=3600, immutable"
        return response

    StaticFilesHandlerMixin.serve = kept


def open_visit(browser: Browser, base_url: str, **options: Any) -> Visit:
    """A new browser window with nothing remembered; ``options`` are Playwright's for a context.

    ``java_script_enabled=False``, ``color_scheme="dark"``, ``locale="fr-CA"``,
    ``viewport={"width": 320, "height": 800}``.
    """
    context = browser.new_context(base_url=base_url, **options)
    context.set_default_timeout(15_000)
    return Visit(context, context.new_page(), urlsplit(base_url).netloc).watch()


#: The rules themselves, as their authors ship them.
_AXE = AXE_FILE_PATH.read_text()

#: A page that is still on its way has no heading yet, and words that are still fading in no contrast.
_STILL = """() => document.readyState === 'complete' && document.getAnimations().every(
    (one) => one.playState === 'finished' || one.effect.getComputedTiming().iterations === Infinity)"""


def add_style(page: Page, style: str) -> None:
    """Rules of the test's own, as a browser's user has them: the content policy forbids the page to carry them."""
    page.evaluate(
        """(style) => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(style);
            document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
        }""",
        style,
    )


def violations(page: Page, *, within: str | None = None, rules: list[str] | None = None) -> list[str]:
    """What the accessibility rules find wrong on the page as it stands: the rule, what it asks, and where.

    ``rules`` are the only ones to ask, where the others were asked of the very page before.
    """
    page.wait_for_function(_STILL)
    if not page.evaluate("'axe' in window"):  # half a megabyte: once for each page, however often it is asked
        page.evaluate(_AXE)
    asked = {"runOnly": rules or RULES, "resultTypes": ["violations"]}
    broken = page.evaluate(
        "([within, asked]) => axe.run(within || document, asked).then((answer) => answer.violations)", [within, asked]
    )
    return [
        f"{found['id']}: {found['help']} at {', '.join(str(node['target'][0]) for node in found['nodes'])}"
        for found in broken
    ]
