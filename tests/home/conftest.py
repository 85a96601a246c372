"""The public site as it is first built, two offices to write to, and a visitor who fills in the form."""

import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from wagtail.models import Locale, Page, Site

from casework.intake.models import Submission
from home.models import CaseworkPage, ContactPage, HomePage
from home.site import build_site, first_words
from tests.factories.directory import OfficeFactory, ProgramFactory

#: A message with nothing wrong in it.
WORDS = {
    "office": "office-a",
    "subject": "My cheque",
    "message": "My ODSP cheque stopped in May & nobody answers.",
    "name": "Ada Example",
    "reply_by": "email",
    "email": "ada@example.ca",
    "reply_language": "en",
    "privacy": "on",
}
#: The same of a problem with a program.
CASEWORK = {
    **{name: words for name, words in WORDS.items() if name != "subject"},
    "program": "odsp",
    "wanted": "Start my cheque again.",
    "for_whom": "myself",
}
_CONSENT = re.compile(r'name="consent_key" value="([^"]+)"')
_TICKET = re.compile(r'name="ticket" value="([^"]+)"')
_PUZZLE = re.compile(r'name="puzzle_0" value="([^"]+)"')


class Visitor:
    """Somebody at the contact form: opens it, waits as long as people do, and sends."""

    def __init__(self, clock: Any, address: str = "/en/contact/", words: dict[str, str] = WORDS):
        self.client, self.clock, self.address, self.words = Client(), clock, address, words
        self.page = ""

    def opens(self, *, reads_for: int = 60) -> "Visitor":
        """Open the form and take some time over it."""
        self.page = self.client.get(self.address).content.decode()
        self.clock.shift(reads_for)
        return self

    def sends(self, **words: Any) -> Any:
        """Post the form as it stands, with these words in it; a field given as None is not sent at all."""
        sent = {**self.words, **self.hidden, **words}
        response = self.client.post(self.address, {name: value for name, value in sent.items() if value is not None})
        self.page = response.content.decode()
        return response

    @property
    def hidden(self) -> dict[str, str]:
        """What the form on the screen carries besides the words."""
        asked = _CONSENT.search(self.page)
        about = {"door": "casework", "consent_key": asked[1] if asked else ""} if self.words is CASEWORK else {}
        return {"ticket": self.ticket, **about}

    @property
    def ticket(self) -> str:
        """The ticket of the form on the screen."""
        found = _TICKET.search(self.page)
        return found[1] if found else ""

    @property
    def puzzle(self) -> str:
        """The key of the puzzle on the screen; empty when there is none."""
        found = _PUZZLE.search(self.page)
        return found[1] if found else ""


@pytest.fixture
def built_site(db: None) -> Any:
    """The whole site as ``build_site`` makes it, in both languages."""
    return build_site()


@pytest.fixture
def site(db: None) -> dict[str, Any]:
    """The first page and the door in both languages, with the words of the built site; quick to make."""
    homes, keys = {}, (uuid.uuid4(), uuid.uuid4())
    for code in ("en", "fr"):
        locale = Locale.objects.get_or_create(language_code=code)[0]
        words = first_words(code)
        about = {"locale": locale, "last_published_at": datetime(2026, 1, 15, tzinfo=UTC)}
        home = {name: words["home"][name] for name in ("title", "brand", "help_phone", "help_email", "help_hours")}
        homes[code] = Page.get_first_root_node().add_child(
            instance=HomePage(**home, **about, slug=f"site-{code}", translation_key=keys[0])
        )
        door = ContactPage(**words["contact"], **about, translation_key=keys[1], show_in_menus=True)
        homes[code].add_child(instance=door)
    Site.objects.filter(is_default_site=True).update(root_page=homes["en"])
    return homes


@pytest.fixture
def page_of(site: dict[str, Any]) -> Callable[..., Any]:
    """``page_of(NewsIndexPage, "news")`` is a live page right under the English first page; ``under=`` another."""

    def make(model: Any, slug: str, *, under: Any = None, **words: Any) -> Any:
        words = {"title": slug.capitalize(), "locale": site["en"].locale, **words}
        return Page.objects.get(pk=(under or site["en"]).pk).add_child(instance=model(slug=slug, **words))

    return make


@pytest.fixture
def offices(office_a: Any) -> list[Any]:
    """Two offices to choose from."""
    return [office_a, OfficeFactory(name="Office B", slug="office-b", name_fr="Bureau B")]


@pytest.fixture
def contact_page(site: Any) -> Any:
    """The English door."""
    return ContactPage.objects.get(locale__language_code="en")


@pytest.fixture
def visitor(site: Any, offices: list[Any], clock: Any, var_dir: Any) -> Visitor:
    """Somebody who has the form open and has taken their time."""
    return Visitor(clock).opens()


@pytest.fixture
def odsp(db: Any) -> Any:
    """A program whose agency has words for a consent."""
    return ProgramFactory(code="odsp", name="Disability support", name_fr="Soutien aux personnes handicapées")


@pytest.fixture
def casework_door(site: Any, odsp: Any) -> dict[str, Any]:
    """The door for help with a program, in both languages."""
    key, doors = uuid.uuid4(), {}
    for code, home in site.items():
        about = {"locale": home.locale, "last_published_at": datetime(2026, 1, 15, tzinfo=UTC)}
        page = CaseworkPage(**first_words(code)["casework"], **about, translation_key=key, show_in_menus=True)
        doors[code] = home.add_child(instance=page)
    return doors


@pytest.fixture
def seeker(casework_door: Any, offices: list[Any], clock: Any, var_dir: Any) -> Visitor:
    """Somebody who seeks help with a program; a link named it, so that the words of its consent are there."""
    visitor = Visitor(clock, "/en/get-help/?program=odsp", CASEWORK).opens()
    visitor.address = "/en/get-help/"
    return visitor


@pytest.fixture(params=["visitor", "seeker"])
def at_any_door(request: Any) -> Visitor:
    """Somebody at each of the doors."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def visitor_at(site: Any, offices: list[Any], clock: Any, var_dir: Any) -> Callable[[str], Visitor]:
    """Somebody at another address."""
    return lambda address: Visitor(clock, address).opens()


@pytest.fixture
def var_dir(settings: Any, tmp_path: Any) -> Any:
    """A disk of the test's own, for what is spooled and spoken."""
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def received() -> Callable[[], list[Any]]:
    """What has been received so far, oldest first."""
    return lambda: list(Submission.objects.order_by("id"))


@pytest.fixture
def no_writes():
    """A database that answers and takes nothing more; ``no_writes()`` begins it, the test's end ends it."""
    on, off = {
        "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
        "postgresql": (
            "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
            "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
        ),
    }[connection.vendor]

    def run(sql):
        with connection.cursor() as cursor:
            cursor.execute(sql)

    def begin():
        run(on)
        return lambda: run(off)

    yield begin
    run(off)


@pytest.fixture
def no_pages():
    """A database in which no page can be found: the site cannot even show its form."""

    def rename(old, new):
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {old} RENAME TO {new}")

    yield lambda: rename("wagtailcore_page", "gone_pages") or (lambda: rename("gone_pages", "wagtailcore_page"))
    if "gone_pages" in connection.introspection.table_names():
        rename("gone_pages", "wagtailcore_page")
