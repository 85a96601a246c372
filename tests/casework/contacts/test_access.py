"""The closed list of what people may ask for."""

from django.utils import translation

from casework.contacts.access import ACCESS_NEEDS, CODES, SPOKEN, WRITTEN, label
from casework.contacts.models import AccessNeed


def test_every_code_stands_on_one_list_only():
    codes = [code for code, _words in WRITTEN + SPOKEN]

    assert len(codes) == len(set(codes)) == len(CODES) == len(ACCESS_NEEDS)


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
