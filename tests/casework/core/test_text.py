"""People's words, kept safe and made comparable."""

import unicodedata

import pytest
from hypothesis import given, strategies as st

from casework.core.text import LONGEST_WORD, fold, index_tokens, inert_cell, one_line, plain, says, searched, tokens

# Everything a request, a mail or a database could hand us, halves of pairs included.
anything = st.text(st.characters())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b", "ab"),
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("soft\x0bbreak\x0cpage\x85next\u2028line\u2029para", "soft\nbreak\npage\nnext\nline\npara"),
        ("\ttab stays", "\ttab stays"),
        ("bell\x07 escape\x1b[31m del\x7f c1\x9b", "bell escape[31m del c1"),
        ("e\u0301cole", "école"),
        ("e\x00\u0301", "é"),
        ("half \ud83d", "half \ufffd"),
        ("👩🏽‍🌾 ਪੰਜਾਬੀ", "👩🏽‍🌾 ਪੰਜਾਬੀ"),
        ("<b>{{ x }}</b> & \\", "<b>{{ x }}</b> & \\"),
    ],
)
def test_plain_takes_out_what_no_person_types(typed, kept):
    assert plain(typed) == kept


@given(anything)
def test_plain_can_always_be_stored_and_changes_nothing_twice(text):
    kept = plain(text)
    kept.encode()
    assert plain(kept) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert not [c for c in kept if unicodedata.category(c) == "Cc" and c not in "\n\t"]


@given(st.text(st.sampled_from("abc é\n\t—")))
def test_plain_leaves_what_people_type_alone(text):
    assert plain(text) == text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ann \t of\nToronto ", "Ann of Toronto"),
        ("Subject\r\nBcc: all@example.com", "Subject Bcc: all@example.com"),
        ("invoice\u202efdp.exe\u202c", "invoicefdp.exe"),
        ("\u2067name\u2069", "name"),
        ("e\u202e\u0301", "é"),
        ("no\u00a0break\u3000wide", "no break wide"),
        ("\x00 \n", ""),
    ],
)
def test_one_line_fits_a_header(typed, kept):
    assert one_line(typed) == kept


@given(anything)
def test_one_line_is_one_line_and_changes_nothing_twice(text):
    line = one_line(text)
    assert line.splitlines() in ([], [line])
    assert one_line(line) == line == line.strip()
    assert plain(line) == line


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ÉCOLE", "ecole"),
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),
        ("œuvre Ærø Łódź", "oeuvre aero lodz"),
        ("STRASSE straße", "strasse strasse"),
        ("İstanbul ısı", "istanbul isi"),
        ("ﬁn ①", "fin 1"),
        ("ΟΔΟΣ", "οδοσ"),
    ],
)
def test_fold_makes_alike_what_people_mean_alike(text, folded):
    assert fold(text) == folded


@given(anything)
def test_fold_changes_nothing_twice_and_ignores_how_accents_are_stored(text):
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The cat's home-made ODSP_form", ["the", "cats", "home", "made", "odsp", "form"]),
        ("L’assurance d'Ottawa, jusqu'au Québec", ["assurance", "ottawa", "au", "quebec"]),
        ("l´école l`école", ["ecole", "ecole"]),
        ("aujourd'hui O'Brien 'quoted' rock 'n' roll", ["aujourdhui", "obrien", "quoted", "rock", "n", "roll"]),
        ("jane.doe@example.ca 416-555-0199", ["jane", "doe", "example", "ca", "416", "555", "0199"]),
        ("東京・라면 ラーメン", ["東", "京", "라면", *"ラーメン"]),
        ("தமிழ்", ["தமழ"]),
        ('" OR 1=1 -- \\ :* & | ! ( ) <->', ["or", "1", "1"]),
        ("", []),
    ],
)
def test_tokens_are_the_words_to_look_for(text, words):
    assert [unicodedata.normalize("NFC", word) for word in tokens(text)] == words


def test_a_name_that_looks_elided_is_found_with_and_without_its_first_letter():
    assert index_tokens("Maria D'Souza") == ["maria", "souza", "dsouza"]


def test_endless_words_are_cut():
    assert tokens("x" * 1000) == ["x" * LONGEST_WORD]


@given(anything)
def test_tokens_are_letters_and_digits_and_nothing_an_engine_could_read_as_syntax(text):
    for word in index_tokens(text):
        assert word
        assert len(word) <= LONGEST_WORD
        assert not [c for c in word if c.isspace() or (c.isascii() and not c.isalnum())]


@given(anything)
def test_what_is_looked_for_is_among_what_one_is_found_by(text):
    assert set(tokens(text)) <= set(index_tokens(text))


@pytest.mark.parametrize(
    ("phrase", "texts", "begins", "said"),
    [
        ("Hydro", ("my HYDRO bill",), False, True),
        ("hydro one", ("Hydro", "one"), False, False),
        ("hydro", ("hydroelectric",), False, False),
        ("hydro", ("hydroelectric",), True, True),
        ("my hydro", ("My hydro-electric dam",), True, True),
        ("electric", ("hydroelectric",), True, False),
        ("l’école", ("une ecole",), False, True),
        ("", ("anything",), True, False),
        ("|", ("a", "b"), True, False),
    ],
)
def test_a_phrase_is_said_whole_in_one_text_or_begun_where_that_is_asked(phrase, texts, begins, said):
    assert says(searched(*texts), phrase, begins=begins) is said


@pytest.mark.parametrize("text", ["=1+1", "+1 416 555 0101", "-1", "@SUM(A1)", "\tx", "\r=1", "  =1", "\n=1"])
def test_what_begins_like_a_formula_is_text_in_a_cell(text):
    assert inert_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "words", "a=b", "7K3C-QX4M", "’tis", "1-2"])
def test_other_text_stays_as_it_is_in_a_cell(text):
    assert inert_cell(text) == text
