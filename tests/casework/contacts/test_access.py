"""The closed list of what people may ask for."""

import pytest
from django.utils import translation

from casework.contacts.access import (
    ACCESS_NEEDS,
    CODES,
    DETAILS,
    KEEP_VERSION,
    KEEPING,
    SPOKEN,
    WRITTEN,
    every_choice,
    is_about_letters,
    kind_of,
    label,
    with_details,
)
from casework.contacts.models import AccessNeed


def test_every_code_stands_on_one_list_only():
    codes = [code for code, _words in WRITTEN + SPOKEN]

    closer = [code for details in DETAILS.values() for code, _words in details]

    assert len(codes) == len(set(codes)) == len(ACCESS_NEEDS)
    assert {*codes, *closer} == CODES
    assert {kind_of(code) for code in closer} == set(DETAILS) <= set(codes)
    assert {code for _heading, group in every_choice() for code, _words in group} == CODES


def test_every_code_fits_its_column():
    longest = AccessNeed._meta.get_field("code").max_length

    assert [code for code in CODES if len(code) > longest] == []


def test_a_code_has_words_in_the_reader_s_language():
    with translation.override("en"):
        english = label("large_print")
    with translation.override("fr"):
        french = label("large_print")

    assert english == "Large print"
    assert french != english


def test_a_code_that_is_no_longer_offered_stands_for_itself():
    assert label("telegram") == "telegram"


def test_a_detail_is_told_with_its_need():
    with translation.override("en"):
        assert label("braille_contracted_paper") == "Braille, contracted, on paper"


@pytest.mark.parametrize(
    ("ticked", "closer", "told"),
    [
        (["large_print", "asl"], [], ["large_print", "asl"]),
        (["large_print", "asl"], ["large_print_22"], ["large_print_22", "asl"]),
        ([], ["audio_cd"], ["audio_cd"]),
        (["braille"], ["large_print_18", "", "nonsense"], ["braille", "large_print_18"]),
    ],
)
def test_a_detail_takes_the_place_of_its_need_and_stands_without_a_tick(ticked, closer, told):
    assert with_details(ticked, closer) == told


def test_what_a_letter_has_to_see_to():
    codes = ("", "epub", "large_print_28", "phone_not_writing", "asl")

    assert [code for code in codes if is_about_letters(code)] == list(codes[:4])


def test_the_words_that_are_asked_are_kept_under_their_version():
    assert "next time" in str(KEEPING[KEEP_VERSION])
