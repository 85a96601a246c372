import dataclasses
import json

import pytest
from hypothesis import given, strategies as st

from casework.letters.content import Content

FIELDS = [field.name for field in dataclasses.fields(Content)]
contents = st.builds(Content, **dict.fromkeys(FIELDS, st.text(max_size=30)))


def content(**given_fields):
    return Content(**{**dict.fromkeys(FIELDS, ""), **given_fields})


@pytest.mark.parametrize("field", FIELDS)
def test_no_word_can_change_without_the_hash_changing(field):
    assert content(**{field: "a"}).sha256 != content(**{field: "b"}).sha256


def test_words_cannot_move_from_one_field_to_the_next_unnoticed():
    assert content(subject="ab", salutation="c").sha256 != content(subject="a", salutation="bc").sha256


def test_the_canonical_form_is_sorted_and_keeps_every_character():
    assert content(subject="Né à « Ça »").canonical().startswith('{"body":"","channel":"",')
    assert "Né à « Ça »" in content(subject="Né à « Ça »").canonical()


def test_the_hash_is_the_same_on_every_machine():
    assert content(subject="A").sha256 == "56e11a9c53d27818506d9f7498506cbe9a0d1fe1597429382c59af5f4ae14674"


@given(contents)
def test_the_canonical_form_reads_back_as_the_same_content(some):
    assert Content(**json.loads(some.canonical())) == some
