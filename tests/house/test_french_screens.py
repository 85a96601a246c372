"""French staff read French: every screen of ours is rendered in both languages, and what stays the same is looked at.

What is the same in both is somebody's own words, a number, a word that both languages share, or a sentence that
nobody gave to the translator. The last is what this finds, however it came to the page: a text, a label, a menu.
"""

import re
from html.parser import HTMLParser

import polib
import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import CharField, TextField
from django.utils import translation
from django.utils.translation import trans_real
from wagtail.users.models import UserProfile

from casework.cases import actions as cases
from casework.contacts import actions as contacts
from casework.directory.roles import ROLES
from tests.factories.cases import CaseFactory, MessageFactory, NoteFactory
from tests.factories.contacts import AccessNeedFactory, PersonFactory
from tests.factories.directory import ClosureFactory, IssueFactory, MemberFactory, UnitFactory, UserFactory
from tests.factories.dispatch import DispatchFactory
from tests.factories.intake import RoutingRuleFactory, SubmissionFactory
from tests.factories.letters import LetterFactory, TemplateFactory

from .test_languages import CATALOGUE
from .tree import ROOMS
from .walls import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HEARD = {"alt", "title", "aria-label", "placeholder"}
SILENT = {"script", "style", "textarea"}
MENU = re.compile(r'"(?:label|title)": "((?:[^"\\]|\\.)*)"')
WORD = re.compile(r"[^\W\d_]{2}")
#: What has no other language: numbers, keys, the fields of a template, the names of languages and programs.
NO_LANGUAGE = re.compile(
    r"[A-Z0-9]{4}-[A-Z0-9]{4}(?:/\d+)?(?:: .+)?|P-\d+|\{\w+\}|Ctrl \+ .+|Esc|SHA-256|\d+ points?|.* - Wagtail"
    r"|(?:.* \(English\): )?(?:English|Français)|Monospace \(code\)"
)
#: Wagtail's own slips: a counter that is hidden until it counts, and the name of a tick in its list of users.
WAGTAIL_S = {"None", "True"}
#: Stored bytes, in the language of the person to whom they went.
EXHIBIT = re.compile(r"/dispatch/\d+/(?:html|page|raw)/$")


class Page(HTMLParser):
    """What somebody sees, hears or is told on a page, piece by piece."""

    def __init__(self, source):
        super().__init__()
        self.pieces, self.within = set(MENU.findall(source)), []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        if tag in SILENT:
            self.within.append(tag)
        given = dict(attrs)
        self.pieces |= {value.strip() for name, value in attrs if name in HEARD and value}
        if tag == "input" and given.get("type") in {"submit", "button"}:
            self.pieces.add(given.get("value") or "")

    def handle_endtag(self, tag):
        if self.within and tag == self.within[-1]:
            self.within.pop()

    def handle_data(self, data):
        if not self.within:
            self.pieces |= {" ".join(line.split()) for line in data.splitlines()}


@pytest.fixture
def everybody(office_a, office_b):
    """One person with every role of the house, in two offices: lists tell them apart."""
    user = UserFactory(username="everybody", office=office_a, roles=[role.code for role in ROLES])
    user.memberships.create(office=office_b)
    return user


@pytest.fixture
def rows(everybody, alice, bob, office_a):
    """Something in every state there is, each with the keys of its rows by model."""
    person = PersonFactory(office=office_a, salutation="Dear Testa", riding="Testville")
    contacts.add_contact_points(person, by=everybody, email="testa@example.org", phone="416-555-0101", post="1 Rue")
    AccessNeedFactory(person=person, code="large_print")
    SubmissionFactory(office=office_a, access_needs=["braille"], urgency="urgent", signals=[["honeypot", 3]])
    for state in ("held", "rejected", "accepted", "attached"):
        SubmissionFactory(office=office_a, **{state: True})
    TemplateFactory(office=office_a)
    RoutingRuleFactory(office=office_a)
    UnitFactory(office=office_a, lead=bob)
    MemberFactory(office=office_a)
    IssueFactory()
    ClosureFactory(office=office_a)
    for state in ("waiting", "resolved", "closed"):
        CaseFactory(office=office_a, person=person, **{state: True})
    case = CaseFactory(office=office_a, person=person, urgency="soon")
    MessageFactory(case=case)
    NoteFactory(case=case)
    cases.take(case, by=everybody)
    for state in ({}, {"submitted": True}, {"returned": True}, {"approved": True}, {"void": True}):
        LetterFactory(office=office_a, by=everybody, approver=bob, **state)
    LetterFactory(office=office_a, by=alice, approver=everybody, submitted=True)
    for state in ("unknown", "failed", "stopped", "sent", "post"):
        DispatchFactory(office=office_a, **{state: True})
    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    return {model: list(model._default_manager.order_by("pk").values_list("pk", flat=True)) for model in models}


@pytest.fixture
def what_people_wrote(rows):
    """Every line that stands in the database, and what each row is called."""
    words = [str(row) for model in rows for row in model._default_manager.all()]
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, CharField | TextField):
                words += model._default_manager.values_list(field.name, flat=True)
    return {" ".join(line.split()) for each in words for line in re.split(r"\n|<[^>]+>", str(each))}


@pytest.fixture
def shared():
    """What the catalogues, ours and the framework's, say in the same word in both languages."""
    pairs = trans_real.translation("fr")._catalog.items()
    return {said.casefold() for msgid, said in pairs if msgid == said}


@pytest.fixture
def nothing_translated(shared, tmp_path, settings):
    """A French in which our own sentences stand as they are in English."""
    english = polib.POFile()
    english.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    for entry in polib.pofile(str(CATALOGUE)):
        english.append(polib.POEntry(msgid=entry.msgid, msgctxt=entry.msgctxt, msgstr=entry.msgid))
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    english.save_as_mofile(str(folder / "django.mo"))
    before, settings.LOCALE_PATHS = settings.LOCALE_PATHS, [tmp_path]
    _forget()
    yield
    settings.LOCALE_PATHS = before
    _forget()


def _forget():
    trans_real._translations, trans_real._default = {}, None
    trans_real._active = trans_real.Local()
    translation.activate("en")


def screens(rows):
    """The addresses of our own screens: those about our rows, and those of our own modules."""
    about_ours = [one for one in addresses("admin/") if one.model in rows and one.model is not get_user_model()]
    paths = {path for one in about_ours for path in one.paths(rows)}
    paths |= {
        f"/{one.route}" for one in addresses("admin/") if one.module.startswith("casework.") and "<" not in one.route
    }
    return sorted(path for path in paths if not EXHIBIT.search(path))


def read(client, paths):
    """The pieces of each page that opens."""
    pages = {}
    for path in paths:
        answer = client.get(path)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            pages[path] = Page(answer.content.decode()).pieces
    return pages


def in_the_language_of(user, language, client, paths):
    """The pages as this person reads them with a language chosen in their account."""
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    return read(client, paths)


def left_in_english(english, french, *, wrote, shared):
    """What both languages say alike without a reason, and where."""
    return {
        piece: path
        for path in english.keys() & french.keys()
        for piece in (english[path] & french[path]) - WAGTAIL_S
        if WORD.search(piece) and piece not in wrote and piece.casefold() not in shared
        if not NO_LANGUAGE.fullmatch(piece)
    }


def test_no_screen_of_staff_leaves_a_sentence_in_english(signed_in, everybody, rows, what_people_wrote, shared):
    paths = screens(rows)

    english = in_the_language_of(everybody, "en", signed_in(everybody), paths)
    french = in_the_language_of(everybody, "fr", signed_in(everybody), paths)

    assert len(french) > 150
    assert left_in_english(english, french, wrote=what_people_wrote, shared=shared) == {}


@pytest.mark.usefixtures("nothing_translated")
def test_the_walk_finds_what_nobody_translated(signed_in, everybody, rows, what_people_wrote, shared):
    paths = ["/admin/", "/admin/triage/", "/admin/cases/new/"]

    english = in_the_language_of(everybody, "en", signed_in(everybody), paths)
    french = in_the_language_of(everybody, "fr", signed_in(everybody), paths)

    left = left_in_english(english, french, wrote=what_people_wrote, shared=shared)
    assert {"Waiting for me", "What stands out", "What they said", "My cases"} <= set(left)
