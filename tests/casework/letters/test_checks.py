"""Forty planted faults, each found with its words; twenty clean letters, none of them stopped."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given, settings, strategies as st

from casework.letters.checks import Asked, Known, Sheet, check
from casework.letters.checks.language import ease, grade
from casework.letters.checks.numbers import luhn
from casework.letters.content import Content
from casework.letters.render import as_text, clean

from .clean_letters import CLEAN
from .planted_faults import LONG_EN, LONG_FR, PLANTED, SIDED, SIDED_EN

TODAY = date(2026, 11, 16)
RIDINGS = ("Brant River", "Lac-des-Îles–Nipissing", "North Harbour", "Toronto", "Sainte-Anne")
ENGLISH = {"name": "Testa Roy", "salutation": "Dear Ms. Roy", "language": "en", "riding": "North Harbour"}
FRENCH = {"name": "Colombe Tremblay", "language": "fr", "riding": "Sainte-Anne"}


def content(body, *, language="en", **given_fields):
    """A letter in order, to Testa Roy or to Colombe Tremblay, but for this body and what is given."""
    greeting, closing = (
        ("Bonjour Colombe Tremblay,", "Cordialement,") if language == "fr" else ("Dear Ms. Roy,", "Yours,")
    )
    fields = {
        "reference": "C-2026-0001/1",
        "language": language,
        "channel": "email",
        "to_name": FRENCH["name"] if language == "fr" else ENGLISH["name"],
        "to_address": "testa@example.org",
        "from_name": "Office",
        "from_address": "office@example.org",
        "subject": "Votre message" if language == "fr" else "Your message",
        "salutation": greeting,
        "body": clean(body),
        "closing": closing,
        "signatory": "Robin Example",
        "signatory_title": "Member for Brant River",
    }
    return Content(**{**fields, **given_fields})


def known(of="en", **given_facts):
    """What the record knows of the two."""
    facts = FRENCH if of == "fr" else ENGLISH
    return Known(**{"today": TODAY, "ridings": RIDINGS, **facts, **given_facts})


def findings(body, *, language="en", facts=None, **given_fields):
    """What is found in such a letter."""
    letter = content(body, language=language, **given_fields)
    return check(letter, as_text(letter), known(language, **(facts or {})))


def told(found):
    """Each finding as (severity, code, passage)."""
    return [(finding.severity, finding.code, finding.passage) for finding in found]


@pytest.mark.parametrize(("language", "letter", "severity", "code", "passage"), PLANTED)
def test_a_planted_fault_is_found_with_its_words(language, letter, severity, code, passage):
    found = findings(language=language, **letter)
    assert (severity, code) in [(finding.severity, finding.code) for finding in found]
    if passage is not None:
        assert (severity, code, passage) in told(found)


def test_there_are_forty_of_them_at_least_and_every_kind_in_some():
    assert len(PLANTED) >= 40
    assert {code for _language, _letter, _severity, code, _passage in PLANTED} == {
        "unfilled", "mark", "salutation", "other_name", "addressee", "riding", "past_date", "promise", "language_asked",
        "language", "need", "health_card", "social_insurance", "link", "link_words", "term", "reading",
        "stance", "asked",
    }  # fmt: skip


@pytest.mark.parametrize(("wants", "expected"), [("for", []), ("", []), ("against", ["stance"])])
def test_words_of_a_side_are_stopped_for_who_is_on_the_other_alone(wants, expected):
    found = [each.code for each in findings(f"<p>{SIDED_EN}</p>", facts={"wants": wants, **SIDED})]
    assert [code for code in found if code == "stance"] == expected


# ---------------------------------------------------------------- nothing that is in order is stopped
@pytest.mark.parametrize("letter", CLEAN, ids=lambda letter: letter.subject)
def test_a_clean_letter_is_not_stopped(letter):
    record = known(
        language=letter.language, name=letter.name, salutation=letter.salutation.rstrip(","), riding="North Harbour",
        wants="for", **SIDED,
    )  # fmt: skip
    written = content(
        letter.body, language=letter.language, to_name=letter.name, salutation=letter.salutation, subject=letter.subject
    )
    found = check(written, as_text(written), record)
    assert [finding for finding in found if finding.blocks] == []
    assert {finding.code for finding in found} <= {"promise"}


def test_there_are_ten_clean_letters_in_each_language():
    assert sorted(letter.language for letter in CLEAN) == ["en"] * 10 + ["fr"] * 10


@pytest.mark.parametrize(
    "words",
    [
        "Call 416-555-0122 or 1-800-555-0199.",
        "Tel. 5584486673 rings in the evening.",
        "Téléphone : 416 555 0122.",
        "Our number is 4165550122.",
        "Your file number is 130692544.",
        "La référence 130 692 544 est la vôtre.",
        "Our GST number is 130692544 RT0001.",
        "The province spent $130,692,544 on it.",
        "Le coût est de 130 692 544 $.",
        "About 130 692 544 people vote.",
        "See C-2026-5584486673 and invoice INV5584486673.",
        "Send it to 12 Elm Street, Hamilton ON L8P 4R5.",
        "See https://www.example.org/files/5584486673 for more.",
        "You gave us 130-692-545 and 5584-486-675.",
    ],
)
def test_telephones_references_money_and_addresses_are_nobody_s_card(words):
    assert not {finding.code for finding in findings(f"<p>{words}</p>")} & {"health_card", "social_insurance"}


@pytest.mark.parametrize(
    ("salutation", "facts"),
    [
        ("Dear Ms. Roy,", {}),
        ("Dear Testa,", {"salutation": ""}),
        ("Dear Sir or Madam,", {"salutation": ""}),
        ("Dear Neighbour,", {"salutation": ""}),
        ("Dear 李伟,", {"name": "Li Wei", "salutation": ""}),
        ("Dear Zoé D’Aoust,", {"name": "Zoe D'Aoust", "salutation": ""}),
        ("Dear Nana,", {"name": "Ngozi Okafor", "salutation": "Dear Nana"}),
        ("Dear Katherine,", {"name": "Catherine Roy", "salutation": ""}),
        ("Dear Somebody Else,", {"name": "", "salutation": ""}),
        ("Dear Attorney General,", {"salutation": ""}),
        ("Madame, Monsieur,", {"salutation": ""}),
        ("Dear Mr. and Mrs. Roy,", {"salutation": ""}),
    ],
)
def test_a_salutation_that_may_be_theirs_stops_nothing(salutation, facts):
    found = findings("<p>Hello.</p>", salutation=salutation, facts=facts)
    assert [finding for finding in found if finding.blocks] == []


@pytest.mark.parametrize(
    "words",
    [
        "Madame Lavoie, la directrice, nous a répondu.",
        "Monsieur Okafor a dit oui.",
        "Bonjour Testa, merci de votre message.",
        "Dear Ms. Roy, thank you.",
        "“Dear Mr. Okafor,” it began.",
        "Hello to everybody at the school,",
    ],
)
def test_a_line_that_greets_nobody_else_stops_nothing(words):
    assert [finding for finding in findings(f"<p>{words}</p>") if finding.blocks] == []


@pytest.mark.parametrize(
    "words",
    [
        "Thank you for your message of March 3, 2025. We will answer it.",
        "You wrote to us on March 3, 2025 and we will answer.",
        "The hearing was on March 3, 2025.",
        "On March 3, 2027 we will meet the ministry.",
        "Merci de votre lettre du 3 mars 2025, à laquelle nous répondrons.",
        "Le bureau était fermé le 3 mars 2025.",
    ],
)
def test_a_day_that_is_over_and_told_as_over_is_no_fault(words):
    assert "past_date" not in {finding.code for finding in findings(f"<p>{words}</p>")}


@pytest.mark.parametrize(
    "link",
    [
        "https://www.example.org/a?b=1&amp;c=2#d",
        "http://example.org:8080",
        "mailto:office@example.org?subject=Hello",
        "tel:+1-416-555-0124",
        "https://example.org/wiki/Speaker_(politics)",
        "https://www.exämple.org/é",
    ],
)
def test_a_link_that_may_work_is_no_fault(link):
    assert "link" not in {finding.code for finding in findings(f'<p><a href="{link}">the guide of the board</a></p>')}


@pytest.mark.parametrize(
    "address",
    ["https://a b.example.org", "http:/example.org", "https://192.168.0.4/a", "https://[::1",
     "http://example..org", "https://example.org/(a", "https://example.org:99999", "https://intranet.local",
     "https://10.0.0.1", "mailto:nobody", "tel:12", "mailto:a@b"],
)  # fmt: skip
def test_an_address_that_nobody_can_open_is_found(address):
    linked = findings(f'<p>See <a href="{address}">the guide of the board</a>.</p>')
    assert "link" in {finding.code for finding in linked}


@pytest.mark.parametrize(
    "address", ["http:/example.org", "https://192.168.0.4/a", "http://example..org", "www.localhost"]
)
def test_an_address_typed_in_the_text_is_read_as_well(address):
    assert ("blocker", "link", address) in told(findings(f"<p>See {address}, or call.</p>"))


def test_one_passage_is_told_once_and_a_kind_five_times():
    assert told(findings("<p>[a] [a] [b] [c] [d] [e] [f]</p>")) == [
        ("blocker", "unfilled", place) for place in ("[a]", "[b]", "[c]", "[d]", "[e]")
    ]


def test_blockers_are_told_before_warnings():
    found = findings("<p>He suffers from asthma. Your card is [number].</p>")
    assert [finding.severity for finding in found] == ["blocker", "warning"]


def test_a_sentence_is_said_in_the_language_of_whoever_reads():
    found = findings("<p>He suffers from asthma.</p>")
    with translation.override("en"):
        assert str(found[0].sentence) == "Better: has."


# ---------------------------------------------------------------- grades and digits
def test_a_plain_text_is_easier_than_an_official_one():
    assert grade(["The cat sat on the mat.", "It was warm."]) < 2
    assert grade([LONG_EN]) > 20
    assert ease(["Le chat dort.", "Il fait beau."]) > 100
    assert ease([LONG_FR]) < 0


def test_whoever_asked_for_plain_language_is_read_with_other_eyes():
    body = (
        "<p>"
        + "The ministry received your application in June and sent it to the local office for a decision. " * 4
        + "</p>"
    )
    assert "reading" not in {finding.code for finding in findings(body)}
    assert "reading" in {
        finding.code for finding in findings(body, facts={"needs": (Asked("plain_language", "agreed"),)})
    }


@pytest.mark.parametrize(
    ("digits", "right"), [("130692544", True), ("130692545", False), ("000000000", False), ("", False)]
)
def test_the_check_digit(digits, right):
    assert luhn(digits) is right


# ---------------------------------------------------------------- wild text
wild = st.text(
    st.one_of(st.characters(), st.sampled_from("0123456789 .,-[]{}<>/:@\n'’ADearBonjour\u00a0\u202f")), max_size=300
)
wild_content = st.builds(
    content,
    wild,
    language=st.sampled_from(["en", "fr", "de", ""]),
    channel=st.sampled_from(["email", "post"]),
    to_name=wild,
    subject=wild,
    salutation=wild,
    closing=wild,
)
wild_known = st.builds(
    Known,
    name=wild,
    today=st.dates(),
    salutation=wild,
    language=st.sampled_from(["en", "fr", ""]),
    needs=st.lists(
        st.builds(
            Asked,
            st.sampled_from(["braille", "audio_cd", "asl", "plain_language", "relay_call", "", "?"]),
            st.sampled_from(["asked", "agreed", "met"]),
        )
    ).map(tuple),
    riding=wild,
    ridings=st.lists(wild, max_size=4).map(tuple),
    others=st.lists(wild, max_size=4).map(tuple),
)


@settings(max_examples=200)
@given(wild_content, wild, wild_known)
def test_no_text_upsets_the_checks_and_every_passage_stands_in_the_letter(letter, text, record):
    for words in (text, as_text(letter)):
        found = check(letter, words, record)
        everything = Sheet(letter, words, record).everything
        assert [finding for finding in found if finding.passage not in everything] == []
        assert all(str(finding.sentence) for finding in found)
        assert check(letter, words, record) == found
