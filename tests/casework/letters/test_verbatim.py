"""How much of a line stands word for word in a letter, and which of several versions that is."""

from hypothesis import given, strategies as st

from casework.letters.verbatim import Line, said

THREE = "We will fund three beds in each hospital by the spring of 2027."
FOUR = "We will fund four beds in each hospital by the spring of 2027."
HOME = "Nobody should lose a home over an increase they never agreed to."

words = st.lists(st.sampled_from(["a", "bus", "l’école", "Œuvre", "12", "not"]), min_size=1, max_size=12)
others = st.lists(st.sampled_from(["x", "y", "z"]), max_size=30)


def share(text, line):
    return said(text, [Line(1, 1, line, stands=True)])[1].share


def used(text, *lines):
    return {key for key, one in said(text, lines).items() if one.is_used}


def test_a_line_is_found_whatever_its_accents_capitals_spaces_quotes_and_apostrophes():
    line = "L’Assemblée n’a rien décidé : « Œuvrons », dit-elle, d’ici l’été."
    assert share("Bonjour. l'assemblee N'A  RIEN\n\ndecide: \"oeuvrons\", DIT - ELLE, d'ici l'ete. Merci", line) == 100


def test_the_share_counts_the_words_that_stand_in_runs():
    assert share(f"Dear Ada, {HOME}", HOME) == 100
    assert share("Nobody should lose a home. Over an increase, well.", HOME) == 66
    assert share("A home is what nobody should lose.", HOME) == 0
    assert share("", HOME) == 0
    assert share("anything", "") == 0


def test_of_a_short_line_all_or_nothing_counts():
    assert (share("We say no way.", "No way."), share("We say no.", "No way.")) == (100, 0)


def test_half_of_a_line_or_a_long_run_is_the_line_and_less_is_not():
    long = " ".join(f"word{n}" for n in range(40))
    assert used("word1 word2 word3 word4 word5 word6 word7", Line(1, 1, long, stands=True)) == set()
    assert used("word1 word2 word3 word4 word5 word6 word7 word8", Line(1, 1, long, stands=True)) == {1}
    assert used("Nobody should lose a home, ever.", Line(1, 1, HOME, stands=True)) == set()
    assert used("Nobody should lose a home over it.", Line(1, 1, HOME, stands=True)) == {1}


def test_of_two_versions_the_one_that_the_letter_says_counts():
    old, new = Line(1, 7, THREE, stands=False), Line(2, 7, FOUR, stands=True)
    assert 1 in used(f"Dear Ada. {THREE}", old, new)
    assert used(f"Dear Ada. {FOUR}", old, new) == {2}
    assert used(f"Dear Ada. {THREE} And: {FOUR}", old, new) == {1, 2}
    assert used(f"Dear Ada. {FOUR.replace('spring', 'end')}", old, new) == {2}
    both = said(f"Dear Ada. {THREE} And: {FOUR}", [old, new])
    assert both[1].passage == THREE.rstrip(".")


def test_words_that_another_version_may_say_as_well_are_not_out_of_date():
    assert used(HOME, Line(1, 7, HOME, stands=False), Line(2, 7, HOME, stands=True)) == {2}
    assert used(HOME, Line(1, 7, HOME, stands=False)) == {1}


def test_a_longer_line_for_others_counts_only_where_it_says_more():
    public, inside = Line(1, 1, HOME, stands=True), Line(2, 2, f"{HOME} We meet on Tuesday.", stands=False)
    assert used(f"Dear Ada. {HOME} Yours.", public, inside) == {1}
    assert used(f"Dear Ada. {HOME} We meet on Tuesday.", public, inside) == {1, 2}


def test_the_passage_is_the_letters_own_words():
    found = said("Well: NOBODY should\nlose a home over an increase, we say.", [Line(1, 1, HOME, stands=False)])
    assert found[1].passage == "NOBODY should\nlose a home over an increase"


@given(words, others, others)
def test_a_line_that_stands_in_a_letter_is_said_whole(line, before, after):
    text = " ".join([*before, *line, *after])
    assert share(text, " ".join(line)) == 100
    assert used(text, Line(1, 1, " ".join(line), stands=False)) == {1}


@given(words, words, others)
def test_more_words_around_never_make_it_less(line, text, more):
    line, text = " ".join(line), " ".join(text)
    assert 0 <= share(text, line) <= share(f"{text} {' '.join(more)}", line) <= 100


@given(words, others)
def test_other_words_say_nothing_of_it(line, text):
    assert share(" ".join(text), " ".join(line)) == 0


@given(words, words, words)
def test_a_version_that_may_be_said_is_never_out_of_date(text, one, other):
    line = [Line(1, 1, " ".join(one), stands=False), Line(2, 1, " ".join(other), stands=True)]
    told = said(" ".join([*text, *other]), line)
    assert (told[2].share, told[2].is_used, told[2].passage) == (100, True, "")


def test_a_letter_of_a_megabyte_is_read_once():
    """Each of these would take hours if every place of the one were compared with every place of the other."""
    text = "word " * 200_000
    assert share(text, "word " * 2_000) == 100
    assert used(text + THREE, Line(1, 1, THREE, stands=False), Line(2, 2, "word " * 50, stands=True)) == {1, 2}
