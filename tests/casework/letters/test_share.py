"""How much of a letter is free, measured in words, and what nobody may change unseen."""

import pytest

from casework.letters.share import MOST_PAIRS, measure, says_all, words_of

TEMPLATE = "Thank you for writing about your rent. We are asking for an answer and we shall write again. " * 3


@pytest.mark.parametrize(
    ("said", "free", "is_guarded"),
    [
        (TEMPLATE, 0, False),
        (TEMPLATE.upper(), 0, False),
        (TEMPLATE.replace(".", " !").replace(" we ", "  we\n"), 0, False),
        (TEMPLATE + "Kind regards to everyone", 4, False),
        (TEMPLATE.replace("your rent", "your lease", 1), 1, False),
        (TEMPLATE.replace("Thank you for ", "", 1), 3, False),
        (TEMPLATE.replace("are asking", "are not asking", 1), 1, True),
        (TEMPLATE.replace("we shall write", "we write", 1), 1, True),
        (TEMPLATE + "Call 416-555-0100", 2, True),
        (TEMPLATE + "See https://example.org", 2, True),
        (TEMPLATE + "Nous n’avons rien demandé", 4, True),
    ],
)
def test_what_was_written_and_what_was_left_out_is_free(said, free, is_guarded):
    share = measure(said, TEMPLATE)

    assert (share.free, share.is_guarded) == (free, is_guarded)
    assert share.words >= len(words_of(TEMPLATE))


def test_what_was_approved_elsewhere_and_is_said_whole_is_not_free():
    line = "Nobody should lose a home over an increase."

    assert measure(f"{TEMPLATE} {line}", TEMPLATE, [line]).free == 0
    assert measure(f"{TEMPLATE} {line}", TEMPLATE).is_guarded
    assert measure(f"{TEMPLATE} {line.replace('home', 'house')}", TEMPLATE, [line]).free == 8


def test_a_paragraph_that_the_template_says_itself_is_not_taken_out_of_the_letter():
    said = "We are asking for an answer and we shall write again."

    assert measure(TEMPLATE, TEMPLATE, [said]).free == 0


def test_the_share_is_of_the_longer_of_the_two():
    assert measure("one two", "one two three four").free_share == 0.5
    assert measure("", "").free_share == 0.0


def test_of_texts_too_long_to_compare_nobody_knows():
    words = " ".join(["word"] * (int(MOST_PAIRS**0.5) + 1))

    assert measure(words, words) is None


def test_a_passage_is_said_when_all_its_words_stand_there_in_order():
    assert says_all("Before. You can CALL us: today.", "you can call us")
    assert not says_all("You can please call us.", "you can call us")
    assert not says_all("Anything.", " . ")
