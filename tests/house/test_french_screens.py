"""French staff read French: every screen of ours is rendered in both languages, and what stays the same is looked at.

What is the same in both is somebody's own words, a number, a word that both languages share, or a sentence that
nobody gave to the translator. The last is what this finds, however it came to the page: a text, a label, a menu.
"""

import re
from html.parser import HTMLParser

import polib
import pytest
from django.apps import apps
from django.db.models import CharField, TextField
from django.utils import translation
from django.utils.translation import trans_real
from wagtail.users.models import UserProfile

from casework.directory.models import Member
from casework.intake.models import Submission

from .test_languages import CATALOGUE
from .walls import our_screens

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HEARD = {"alt", "title", "aria-label", "placeholder"}
SILENT = {"script", "style", "textarea"}
MENU = re.compile(r'"(?:label|title)": "((?:[^"\\]|\\.)*)"')
WORD = re.compile(r"[^\W\d_]{2}")
#: What has no other language: numbers, keys, the fields of a template, the names of languages and programs.
NO_LANGUAGE = re.compile(
    r"[A-Z0-9]{4}-[A-Z0-9]{4}(?:/\d+)?(?:: .+)?|P-\d+|\{\w+\}|Ctrl \+ .+|Esc|SHA-256|\d+ points?|.* - Wagtail"
    r"|(?:.* \(English\): )?(?:English|Français)(?: · (?:English|Français))*|Monospace \(code\)"
)
#: What stands between the names of rows told one after the other: "L-1 · Office A", "Unit 1, Unit 2", "Unit (Office)".
BETWEEN = re.compile(r", | · |: | \(|\)")
#: Wagtail's own slips: a counter that is hidden until it counts, and the name of a tick in its list of users.
WAGTAIL_S = {"None", "True"}


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
def what_people_wrote(something_of_everything):
    """Every line that stands in the database, and what each row is called."""
    words = [str(row) for model in something_of_everything for row in model._default_manager.all()]
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, CharField | TextField):
                words += model._default_manager.values_list(field.name, flat=True)
    words += [said for answers in Submission.objects.values_list("answers", flat=True) for _asked, said in answers]
    signed = [f"{member.name} {member.title_en}" for member in Member.objects.all()]  # one paragraph of a letter
    return {" ".join(line.split()) for each in [*words, *signed] for line in re.split(r"\n|<[^>]+>", str(each))}


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


def read(client, paths, language):
    """The pieces of each page that opens, in a browser of that language: who is not signed in has no other."""
    pages = {}
    for path in paths:
        answer = client.get(path, headers={"accept-language": language})
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            pages[path] = Page(answer.content.decode()).pieces
    return pages


def in_the_language_of(user, language, client, paths):
    """The pages as this person reads them with a language chosen in their account."""
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    return read(client, paths, language)


def left_in_english(english, french, *, wrote, shared):
    """What both languages say alike without a reason, and where."""
    return {
        piece: path
        for path in english.keys() & french.keys()
        for piece in (english[path] & french[path]) - WAGTAIL_S
        if WORD.search(piece) and piece not in wrote and piece.casefold() not in shared
        if not wrote.issuperset(BETWEEN.split(piece))
        if not NO_LANGUAGE.fullmatch(piece)
    }


@pytest.mark.looks
def test_no_screen_of_staff_leaves_a_sentence_in_english(
    signed_in, everybody, something_of_everything, what_people_wrote, shared
):
    paths = our_screens(something_of_everything)

    english = in_the_language_of(everybody, "en", signed_in(everybody), paths)
    french = in_the_language_of(everybody, "fr", signed_in(everybody), paths)

    assert len(french) > 150
    assert left_in_english(english, french, wrote=what_people_wrote, shared=shared) == {}


@pytest.mark.usefixtures("nothing_translated")
def test_the_walk_finds_what_nobody_translated(signed_in, everybody, what_people_wrote, shared):
    paths = ["/admin/", "/admin/triage/", "/admin/cases/new/"]

    english = in_the_language_of(everybody, "en", signed_in(everybody), paths)
    french = in_the_language_of(everybody, "fr", signed_in(everybody), paths)

    left = left_in_english(english, french, wrote=what_people_wrote, shared=shared)
    assert {"Waiting for me", "What stands out", "What they said", "My cases"} <= set(left)
