"""Reference numbers survive the telephone, and lead to no other."""

import re

import pytest
from django.db import connection
from hypothesis import given, strategies as st

from casework.core import references
from casework.core.models import IssuedReference
from casework.core.references import ALPHABET, new_reference, normalise, spoken

symbols = st.sampled_from(ALPHABET)


@st.composite
def valid(draw):
    """Any reference we could give out."""
    seven = "".join(draw(st.lists(symbols, min_size=7, max_size=7)))
    return references._write(seven + references._check(seven))


def test_the_alphabet_has_a_prime_number_of_symbols_and_no_look_alikes():
    assert len(ALPHABET) == len(set(ALPHABET)) == 23
    assert not set(ALPHABET) & set("01AEIOUYBLSZNÀ")


@pytest.mark.django_db
def test_a_new_reference_is_written_as_two_groups_and_is_its_own_normal_form():
    reference = new_reference()
    assert re.fullmatch(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", reference)
    assert normalise(reference) == reference


@pytest.mark.django_db
def test_a_new_reference_costs_one_query_and_is_remembered(django_assert_num_queries):
    with django_assert_num_queries(1):
        reference = new_reference()
    assert list(IssuedReference.objects.values_list("code", flat=True)) == [reference]


@pytest.mark.django_db
def test_a_reference_given_out_before_is_not_given_out_again(monkeypatch):
    first = new_reference()
    chosen = iter([first, first, "2222-222" + references._check("2222222")])
    monkeypatch.setattr(references, "_random", lambda: next(chosen))  # the dice, loaded
    assert new_reference() == "2222-2222"
    assert IssuedReference.objects.count() == 2


@pytest.mark.django_db
def test_references_do_not_follow_one_another():
    given_out = [new_reference() for _ in range(200)]
    assert len(set(given_out)) == 200
    assert given_out != sorted(given_out)
    # Every place but the dash varies: no counter, no date, no office hides in one.
    for place in (0, 1, 2, 3, 5, 6, 7, 8):
        assert len({reference[place] for reference in given_out}) > 10


@pytest.mark.django_db
def test_a_reference_is_undone_with_the_transaction_it_was_given_out_in():
    from django.db import transaction

    with transaction.atomic():
        new_reference()
        transaction.set_rollback(True)
    assert not IssuedReference.objects.exists()
    assert not connection.needs_rollback


@given(valid(), st.integers(0, 7), symbols)
def test_one_wrong_character_is_noticed(reference, place, symbol):
    typed = list(reference.replace("-", ""))
    if typed[place] != symbol:
        typed[place] = symbol
        assert normalise("".join(typed)) is None


@given(valid(), st.integers(0, 7), st.integers(0, 7))
def test_two_characters_exchanged_are_noticed_neighbours_or_not(reference, one, other):
    typed = list(reference.replace("-", ""))
    if typed[one] != typed[other]:
        typed[one], typed[other] = typed[other], typed[one]
        assert normalise("".join(typed)) is None


@given(valid(), st.integers(0, 8))
def test_a_character_left_out_is_noticed(reference, place):
    assert normalise(reference[:place] + reference[place + 1 :]) in (None, reference)  # the dash may be left out


@given(valid())
def test_a_reference_is_understood_however_it_is_spelled_out(reference):
    letters = reference.replace("-", "")
    variants = [
        spoken(reference),
        letters,
        letters.lower(),
        f"  {reference.lower()}\n",
        reference.replace("-", " "),
        reference.replace("-", " – "),
        reference.replace("-", "\u2011"),
        " ".join(letters),
        ". ".join(letters) + ".",
        "".join(chr(ord(c) + 0xFEE0) for c in letters),  # the wide letters of an East Asian keyboard
    ]
    assert [normalise(variant) for variant in variants] == [reference] * len(variants)


@given(st.text())
def test_anything_can_be_asked_and_only_a_normal_form_comes_back(text):
    answer = normalise(text)
    assert answer is None or normalise(answer) == answer


@pytest.mark.parametrize("text", ["", "-", "C7K4", "AAAA-AAAA", "0000-0000", "2222-2222-2", "２" * 9, "\x00" * 8])
def test_what_is_no_reference_is_none(text):
    assert normalise(text) is None


def test_spoken_says_each_character_by_itself():
    assert spoken("C7K4-M2PX") == "C, 7, K, 4, M, 2, P, X"
