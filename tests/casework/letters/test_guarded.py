"""The lists of words: written as they are looked up, and at peace with each other."""

import pytest

from casework.core.text import fold
from casework.letters import guarded

LISTS = ["NUMBERS", "DATES", "NEGATIONS", "PROMISES", "LIMITS", "ABBREVIATIONS"]


@pytest.mark.parametrize("name", LISTS)
def test_a_guarded_word_is_written_as_it_is_looked_up(name):
    assert {word for word in getattr(guarded, name) if fold(word) != word} == set()


def test_what_may_be_typed_twice_is_guarded_by_no_list():
    assert not guarded.REPEATED & (
        guarded.NUMBERS | guarded.DATES | guarded.NEGATIONS | guarded.PROMISES | guarded.LIMITS
    )


@pytest.mark.parametrize(
    "word",
    [
        *(
            "will",
            "would",
            "shall",
            "must",
            "may",
            "might",
            "can",
            "could",
            "should",
            "promised",
            "guarantees",
            "ensure",
        ),
        *("doit", "doivent", "devez", "devront", "peut", "peuvent", "pouvons", "pourra", "pourriez", "puisse", "fera"),
        *(
            "ferons",
            "sera",
            "seront",
            "aurez",
            "ira",
            "irons",
            "va",
            "allons",
            "vont",
            "paiera",
            "paierions",
            "enverrons",
        ),
        *("recevrez", "faut", "faudra", "voulons", "veut", "promettons", "garantit", "engageons", "autorise", "exige"),
    ],
)
def test_a_word_of_promise_is_known_in_its_inflexions(word):
    assert guarded.is_promise(word)


@pytest.mark.parametrize(
    "word", ["road", "letter", "committee", "logement", "bureau", "approche", "service", "development"]
)
def test_an_ordinary_word_promises_nothing(word):
    assert not guarded.is_promise(word)


def test_the_slips_of_a_language_are_small_letters_without_spaces():
    for slips in guarded.SLIPS.values():
        assert len(slips) > 50
        assert all(word == word.lower() and word for pair in slips.items() for word in pair)
        assert not set(slips) & set(slips.values())
