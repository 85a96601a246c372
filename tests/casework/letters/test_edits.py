"""How much an edit means: a table of edits as people make them, and what holds for all others."""

import dataclasses
from time import monotonic

import pytest
from django.utils import translation
from hypothesis import assume, given, strategies as st

from casework.core.text import fold
from casework.letters import guarded
from casework.letters.content import Content
from casework.letters.edits import MOST_CHARACTERS, SCOPES, Edit, Weight, weigh, weigh_text

from .edits_table import ENGLISH, FRENCH

NONE, TYPO, MEANING = Weight.NONE, Weight.TYPO, Weight.MEANING
FIELDS = [field.name for field in dataclasses.fields(Content)]
LETTER = Content(
    reference="L-1",
    language="en",
    channel="email",
    to_name="Testa Person",
    to_address="testa@example.org",
    from_name="Office of Example",
    from_address="office@example.org",
    subject="Your question about housing",
    salutation="Dear Ms. Person,",
    body="<p>Thank you for writing. The ministry is reading your file.</p>",
    closing="Sincerely,",
    signatory="Exa Mple",
    signatory_title="Member for Example",
)


def weighed(before, after, language="en"):
    """The weight of an edit of one text, the same both ways round, with a reason where it is no typo."""
    weight, because = weigh_text(before, after, language=language)
    back, _because = weigh_text(after, before, language=language)
    assert back == weight
    assert bool(str(because)) is (weight == MEANING)
    return weight


# ---------------------------------------------------------------- the table
@pytest.mark.parametrize(("before", "after", "weight"), ENGLISH)
def test_an_english_edit_weighs_what_a_reviewer_would_say(before, after, weight):
    assert weighed(before, after, "en") == weight


@pytest.mark.parametrize(("before", "after", "weight"), FRENCH)
def test_a_french_edit_weighs_what_a_reviewer_would_say(before, after, weight):
    assert weighed(before, after, "fr") == weight


@pytest.mark.parametrize(
    ("before", "after", "weight"),
    [
        ("<p>Thank you.</p>", "<p><b>Thank</b> you.</p>", TYPO),
        ("<p>Thank you.</p>", "<p>Tha<em>nk</em> you.</p>", TYPO),
        ("<p>One. Two.</p>", "<p>One.</p><p>Two.</p>", TYPO),
        ("<p>One. Two.</p>", "<p>One.<br/>Two.</p>", TYPO),
        ("<p>Fish &amp; chips</p>", "<p>Fish & chips</p>", TYPO),
        ("<p>no w</p>", "<p><b>no</b>w</p>", MEANING),
        ("<p>Road, bus.</p>", "<ul><li>Road, bus.</li></ul>", MEANING),
        ("<ul><li>Road</li></ul>", "<ol><li>Road</li></ol>", MEANING),
        ("<ul><li>Road bus</li></ul>", "<ul><li>Road</li><li>bus</li></ul>", MEANING),
        ("<p>Road</p>", "<h2>Road</h2>", MEANING),
        ('<p><a href="https://a.example">Here</a></p>', '<p><a href="https://b.example">Here</a></p>', MEANING),
        ('<p><a href="https://a.example">Here</a></p>', "<p>Here</p>", MEANING),
        ("<p>Here</p>", '<p onclick="x">Here</p>', MEANING),
        ("<p>Here</p>", "<p><script>Here</script></p>", MEANING),
        ("<p>1 &lt; 2</p>", "<p>1 &gt; 2</p>", MEANING),
    ],
)
def test_an_edit_of_the_look_alone_is_a_typo_and_one_of_the_structure_is_not(before, after, weight):
    assert weigh_text(before, after, language="en", html=True)[0] == weight
    assert weigh_text(after, before, language="en", html=True)[0] == weight


def test_tags_in_a_line_without_html_are_words_like_any_other():
    assert weighed("a road", "a <b>road</b>") == MEANING


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_known_slip_touches_a_guarded_word_and_none_is_its_own_correction(language):
    for wrong, right in guarded.SLIPS[language].items():
        assert wrong != right
        assert weighed(f"your {wrong} road", f"your {right} road", language) == TYPO
    assert weighed("the goverment road", "the government road", "fr") == MEANING


# ---------------------------------------------------------------- small things add up
def test_many_small_slips_are_no_slip():
    marks = MOST_CHARACTERS + 1
    assert weighed("road bus " * marks, "road, bus " * marks) == MEANING
    assert weighed("road bus " * (marks - 1), "road, bus " * (marks - 1)) == TYPO


def test_small_slips_in_several_fields_add_up():
    said = "recieve adress goverment"
    meant = "receive address government"
    before = dataclasses.replace(LETTER, subject=said, closing=said)
    assert weigh(before, dataclasses.replace(before, subject=meant)).weight == TYPO
    assert weigh(before, dataclasses.replace(before, subject=meant, closing=meant)).weight == MEANING


# ---------------------------------------------------------------- whom it concerns
@pytest.mark.parametrize(
    ("field", "scopes"),
    [
        ("subject", {"words"}),
        ("body", {"words"}),
        ("closing", {"words"}),
        ("salutation", {"addressee"}),
        ("to_name", {"addressee"}),
        ("to_address", {"addressee"}),
        ("from_address", {"addressee"}),
        ("channel", {"addressee"}),
        ("from_name", {"signatory"}),
        ("signatory", {"signatory"}),
        ("signatory_title", {"signatory"}),
        ("language", {"language"}),
        ("reference", set(SCOPES)),
    ],
)
def test_an_edit_of_a_field_concerns_those_who_answer_for_it(field, scopes):
    edit = weigh(LETTER, dataclasses.replace(LETTER, **{field: "another"}))
    assert edit.scopes == scopes
    assert edit.weight == MEANING
    assert str(edit.because)


def test_an_edit_of_the_addressee_makes_no_clearance_of_words_stale():
    other = {"to_name": "Exa Person", "to_address": "exa@example.org", "salutation": "Dear friends of Example,"}
    assert weigh(LETTER, dataclasses.replace(LETTER, **other)).scopes == {"addressee"}


@pytest.mark.parametrize(
    "salutation",
    [
        "Dear Ms. Person, the office will pay you,",
        "Dear Ms. Person (file 12),",
        "Chère Madame, nous ne pourrons rien,",
        "Dear friend, here is a long tale about what the office of the member said,",
    ],
)
def test_a_salutation_that_says_more_concerns_the_words_too(salutation):
    assert weigh(LETTER, dataclasses.replace(LETTER, salutation=salutation)).scopes == {"addressee", "words"}
    assert weigh(dataclasses.replace(LETTER, salutation=salutation), LETTER).scopes == {"addressee", "words"}


@pytest.mark.parametrize(
    "salutation",
    ["Dear Mr. May,", "Dear Will,", "Dear all,", "Madame la première ministre,", "Chers amis, chères amies,"],
)
def test_a_salutation_that_only_names_people_concerns_no_words(salutation):
    assert weigh(LETTER, dataclasses.replace(LETTER, salutation=salutation)).scopes == {"addressee"}


def test_in_a_name_or_an_address_every_letter_counts_and_no_space_does():
    assert weigh(LETTER, dataclasses.replace(LETTER, to_name="Testa  Person")).weight == TYPO
    assert weigh(LETTER, dataclasses.replace(LETTER, to_name="Testa person")).weight == MEANING
    assert weigh(LETTER, dataclasses.replace(LETTER, signatory_title="Member of Example")).weight == MEANING


def test_a_field_that_is_new_concerns_the_words_until_somebody_says_otherwise():
    @dataclasses.dataclass(frozen=True, slots=True)
    class Longer(Content):
        enclosures: tuple[str, ...] = ()

    before = Longer(**dataclasses.asdict(LETTER))
    edit = weigh(before, dataclasses.replace(before, enclosures=("sha",)))
    assert (edit.weight, edit.scopes) == (MEANING, {"words"})


def test_the_reason_names_words_of_our_lists_and_nobody_elses():
    said = weigh_text("We wrote to Zyx Wvut.", "We wrote never to Zyx Abcd 4321.", language="en")[1]
    assert str(weigh_text("It will be.", "It must be.", language="en")[1]).count("“") == 1
    assert not {"zyx", "wvut", "abcd", "4321"} & set(str(said).lower().split())


def test_the_reason_is_told_in_the_language_of_whoever_reads():
    because = weigh_text("It is so.", "It is not so.", language="en")[1]
    with translation.override("en"):
        assert str(because) == "A negation was changed: “not”."


# ---------------------------------------------------------------- whatever the letter, whatever the edit
PLAIN = [
    "road",
    "letter",
    "ministry",
    "the",
    "of",
    "a",
    "reading",
    "dossier",
    "bureau",
    "logement",
    "écrire",
    "le",
    "is",
]
GUARDED = st.one_of(
    st.sampled_from(sorted(guarded.NEGATIONS - {"n"})),
    st.sampled_from(sorted(guarded.PROMISES | guarded.DATES | guarded.NUMBERS | guarded.LIMITS)),
    st.sampled_from(["promised", "guaranteed", "pourrons", "devrez", "ferons", "paierait", "garantissons", "décembre"]),
    st.sampled_from(["Tremblay", "Zyxwvut", "Québec", "O’Example", "McExample", "LeBlanc"]),
    st.integers(0, 10**9).map(str),
    st.sampled_from(["½", "5%", "$5", "3rd", "K1A", "2026-05-01", "a@example.org", "n’est", "won’t", "٣"]),
)
sentences = st.lists(st.sampled_from([*PLAIN, "Thank", "road,", "letter."]), min_size=1, max_size=12)
MARKS = ["", ",", ".", " –", ";"]
contents = st.builds(Content, **dict.fromkeys(FIELDS, st.text(max_size=40)))


@given(
    said=sentences, word=GUARDED, where=st.integers(0, 12), mark=st.sampled_from(MARKS), language=st.sampled_from("ef")
)
def test_a_guarded_word_that_comes_or_goes_is_never_a_typo(said, word, where, mark, language):
    with_it = [*said[:where], word + mark, *said[where:]]
    assert weighed(" ".join(said), " ".join(with_it), {"e": "en", "f": "fr"}[language]) == MEANING


@given(said=sentences, word=GUARDED, other=GUARDED | st.sampled_from(PLAIN), where=st.integers(0, 11))
def test_a_guarded_word_that_is_replaced_is_never_a_typo(said, word, other, where):
    assume(word != other)
    where %= len(said)
    before, after = ([*said[:where], each, *said[where + 1 :]] for each in (word, other))
    assert weighed(" ".join(before), " ".join(after)) == MEANING


@given(said=sentences, word=GUARDED, data=st.data(), where=st.integers(0, 11), letter=st.sampled_from("aeinrst0é"))
def test_one_letter_in_a_guarded_word_is_never_a_typo(said, word, data, where, letter):
    at = data.draw(st.integers(0, len(word) - 1))
    changed = data.draw(st.sampled_from([word[:at] + word[at + 1 :], word[:at] + letter + word[at:]]))
    assume(changed != word)
    where = 1 + where % len(said)  # inside the sentence: what begins one may be no name
    before, after = ([*said[:where], each, *said[where:]] for each in (word, changed))
    assume("." not in said[where - 1])
    assert weighed(" ".join(before), " ".join(after)) == MEANING


@given(
    word=st.sampled_from(
        ["accommodation", "correspondence", "allocation", "renseignements", "développement", "dossier"]
    ),
    at=st.integers(0, 20),
    letter=st.sampled_from("abcdefghijklmnopqrstuvwxyz"),
    language=st.sampled_from(["en", "fr"]),
)
def test_one_letter_put_for_another_is_never_a_typo(word, at, letter, language):
    at %= len(word)
    changed = word[:at] + letter + word[at + 1 :]
    assume(fold(changed) != fold(word))
    assume(guarded.SLIPS[language].get(changed) != word and changed != guarded.SLIPS[language].get(word))
    assert weighed(f"the {word} is here", f"the {changed} is here", language) == MEANING


@given(contents)
def test_the_same_letter_has_not_changed(letter):
    assert weigh(letter, letter) == Edit(NONE, frozenset(), "")


@given(contents, contents)
def test_an_edit_weighs_the_same_forth_and_back(before, after):
    forth, back = weigh(before, after), weigh(after, before)
    assert (forth.weight, forth.scopes) == (back.weight, back.scopes)
    assert forth.scopes <= set(SCOPES)
    assert bool(str(forth.because)) is (forth.weight == MEANING)


@given(
    letter=contents, field=st.sampled_from(sorted(set(FIELDS) - {"reference", "salutation"})), text=st.text(max_size=40)
)
def test_only_the_scope_that_was_touched_is_told(letter, field, text):
    assume(getattr(letter, field) != text)
    edit = weigh(letter, dataclasses.replace(letter, **{field: text}))
    assert edit.scopes == weigh(LETTER, dataclasses.replace(LETTER, **{field: "x"})).scopes
    assert len(edit.scopes) == 1
    assert edit.weight in {TYPO, MEANING}


@given(before=st.text(max_size=80), after=st.text(max_size=80), html=st.booleans(), language=st.text(max_size=3))
def test_no_text_breaks_it(before, after, html, language):
    forth = weigh_text(before, after, language=language, html=html)
    back = weigh_text(after, before, language=language, html=html)
    assert forth[0] == back[0]
    assert forth[0] == NONE or before != after


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<", ">", "<b", "<a href='", "&amp", "no", "not ", "1", "é", "\n"]), max_size=30
    )
)
def test_broken_markup_breaks_nothing(pieces):
    html = "".join(pieces)
    assert weigh_text(html, html + "x", language="en", html=True)[0] == MEANING


@pytest.mark.parametrize(
    ("before", "after", "weight"),
    [
        ("<p>" + "road letter " * 80_000 + "recieve</p>", "<p>" + "road letter " * 80_000 + "receive</p>", TYPO),
        ("road " * 200_000, "letter " * 140_000, MEANING),
        ("road " * 200_000, "letter " * 200_000, MEANING),
        (" ".join(map(str, range(140_000))), " ".join(map(str, range(1, 140_001))), MEANING),
        ("<" + "a" * 1_000_000, "<" + "a" * 999_999, MEANING),
        ("<" * 200_000, "<a " * 130_000, MEANING),
        ("-" * 400_000, "-'" * 200_000, MEANING),
        ("\n \t" * 300_000, "\n" * 1_000_000, TYPO),
        ("a" * 1_000_000, "b" * 1_000_000, MEANING),
        ("&" * 1_000_000, "&#" * 500_000, MEANING),
    ],
    ids=range(10),
)
def test_a_very_long_letter_is_weighed_in_seconds(before, after, weight):
    began = monotonic()
    assert weigh_text(before, after, language="en", html=True)[0] == weight
    assert monotonic() - began < 20
