"""French, whole: every public word in the catalogue, set as Canadian French is set, and nothing left in English."""

import gettext
import io
import re
import shutil
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real

from home.site import first_words
from tests.factories.directory import (
    CommunityServiceFactory,
    CriticPortfolioFactory,
    MemberFactory,
    OfficeFactory,
)

CATALOGUE = Path(settings.BASE_DIR) / "portal" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
NO_BREAK = "\u00a0"
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture(scope="module")
def catalogue():
    """The French catalogue as it is written."""
    return polib.pofile(str(CATALOGUE))


def test_the_compiled_catalogue_is_fresh(catalogue):
    compiled = gettext.GNUTranslations(io.BytesIO(CATALOGUE.with_suffix(".mo").read_bytes()))

    for entry in catalogue.translated_entries():
        if entry.msgid_plural or entry.msgctxt:
            continue
        assert compiled.gettext(entry.msgid) == entry.msgstr


def test_every_placeholder_is_in_the_french_too(catalogue):
    for entry in catalogue.translated_entries():
        if not entry.msgid_plural:
            assert sorted(_PLACEHOLDER.findall(entry.msgid)) == sorted(_PLACEHOLDER.findall(entry.msgstr)), entry.msgid


def _typographic_faults(text):
    """What the Office québécois de la langue française would mark."""
    faults = []
    if re.search(r"\s[;!?]", text):
        faults.append("a space before ; ! or ?")
    if re.search(rf"(?<!{NO_BREAK}):(?![/\d])", re.sub(r"https?:", "", text)):
        faults.append("no no-break space before a colon")
    if re.search(rf"«(?!{NO_BREAK})|(?<!{NO_BREAK})»", text):
        faults.append("no no-break space inside guillemets")
    if "'" in text or '"' in text or "“" in text:
        faults.append("a straight apostrophe or an English quotation mark")
    if re.search(r"\d (?:h|%|\$|\d{3})(?!\w)", text):
        faults.append("an ordinary space between a number and its unit")
    return faults


def test_the_catalogue_is_set_as_canadian_french_is(catalogue):
    faults = {}
    for entry in catalogue.translated_entries():
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text and (found := _typographic_faults(re.sub(r"<[^>]+>", "", text))):
                faults[text] = found

    assert faults == {}


def test_the_first_french_words_are_set_so_too():
    faults = {}
    for text in _strings(first_words("fr")):
        if found := _typographic_faults(re.sub(r"<[^>]+>", "", text)):
            faults[text] = found

    assert faults == {}


def _strings(value):
    if isinstance(value, dict):
        return [text for part in value.values() for text in _strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in _strings(part)]
    return [value] if isinstance(value, str) else []


# ------------------------------------------------------------------ a language in which everything stands in brackets
class _Visible(HTMLParser):
    """The words a visitor sees or hears, piece by piece."""

    SILENT = {"script", "style", "textarea"}

    def __init__(self):
        super().__init__()
        self.pieces, self.inside = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in {"input", "img", "br", "meta", "link", "path", "circle", "rect"}:
            self.inside.append(tag)
        self.pieces += [value for name, value in attrs if name in {"alt", "title", "aria-label"} and value]

    def handle_endtag(self, tag):
        if tag in self.inside:
            del self.inside[len(self.inside) - 1 - self.inside[::-1].index(tag) :]

    def handle_data(self, data):
        if data.strip() and not self.SILENT & set(self.inside):
            self.pieces += data.strip().split(" – ")


@pytest.fixture
def brackets(catalogue, tmp_path, settings):
    """French, with every translation put in brackets: what stands outside them is not translated."""
    pseudo = polib.POFile()
    pseudo.metadata = dict(catalogue.metadata)
    for entry in catalogue:
        if not entry.msgid_plural:
            pseudo.append(polib.POEntry(msgid=entry.msgid, msgctxt=entry.msgctxt, msgstr=f"⟦{entry.msgstr}⟧"))
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    pseudo.save_as_mofile(str(folder / "django.mo"))
    settings.LOCALE_PATHS = [tmp_path]
    _forget()
    yield
    shutil.rmtree(tmp_path / "fr")
    settings.LOCALE_PATHS = [CATALOGUE.parents[2]]
    _forget()


def _forget():
    trans_real._translations = {}
    trans_real._default = None
    trans_real._active = trans_real.Local()
    translation.activate("en")


#: What people wrote, numbers, and the two languages' own names.
_OWN_WORDS = re.compile(
    r"^(?:English|Français|Office A|Bureau B|[\d\s,.\-·–:A-Z/%+]+|.+@.+|\d{3}-\d{3}-\d{4}|⟦.*⟧.*|.*⟦.*⟧)$", re.DOTALL
)


@pytest.mark.django_db
def test_no_public_word_escapes_translation(brackets, visitor_at):
    visitor = visitor_at("/fr/contact/")
    pages = [visitor.page]
    visitor.sends(**dict.fromkeys(("office", "subject", "message", "name", "reply_by", "email", "privacy")))
    pages.append(visitor.page)
    visitor.opens().sends(second_topic="x")
    pages.append(visitor.page)
    visitor.sends(puzzle_0=visitor.puzzle, puzzle_1="1")
    pages.append(visitor.page)
    pages.append(visitor.client.get(visitor.sends(step="person")["Location"]).content.decode())
    pages += [visitor.client.get(a).content.decode() for a in ("/fr/", "/fr/rien/", "/fr/contact/thanks/?r=x")]
    assert _escaped(pages) == set()


@pytest.mark.django_db
def test_no_word_of_the_lists_escapes_translation(brackets, built_site, client):
    addresses = ("bureaux", "deputes", "nouvelles", "aide-pres-de-vous", "accessibilite", "emplois", "recherche")
    empty = [client.get(f"/fr/{address}/").content.decode() for address in addresses]
    office = OfficeFactory(name_fr="Bureau B", hours="Mon-Fri 9:00-17:00", access_fr="1", address="1")
    CriticPortfolioFactory(member=MemberFactory(name="123", title_fr="1", office=office), topic_fr="456")
    CommunityServiceFactory(
        name_fr="1", offers_fr="1", serves_fr="1", area_fr="1", languages_fr="1", access_fr="1", second_need="law"
    )
    asked = ("aide-pres-de-vous/?need=food", "aide-pres-de-vous/?need=work", "recherche/?q=77", "recherche/?q=virus")
    full = [client.get(f"/fr/{address}").content.decode() for address in ("bureaux/", "deputes/", *asked)]

    numbers = {"Une page trouvée", "Un service", "0 service", "(Bureau B)"}  # the brackets hold no plurals
    assert _escaped([*empty, *full]) - numbers == set()


def _escaped(pages):
    """The pieces of pages that are neither translated nor anybody's own words."""
    written = {_plain(text) for text in _strings(first_words("fr"))}
    escaped = set()
    for page in pages:
        reader = _Visible()
        reader.feed(page)
        for piece in reader.pieces:
            if not _OWN_WORDS.match(piece) and not any(_plain(piece) in text for text in written):
                escaped.add(piece)
    return escaped


def _plain(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.django_db
def test_french_dates_say_the_first_of_the_month_as_people_do(visitor_at):
    visitor = visitor_at("/fr/contact/")
    visitor.clock.move_to(datetime(2026, 4, 1, 16, 0, tzinfo=UTC))
    visitor.opens()

    page = Client().get(visitor.sends()["Location"]).content.decode()

    assert "Reçu le 1er avril 2026" in page
