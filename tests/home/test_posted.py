"""Whatever shape a post has, each field becomes the words that were meant."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from home import posted

URLENCODED = "application/x-www-form-urlencoded"


def _read(body, content_type=URLENCODED):
    return posted.read(RequestFactory().post("/", body, content_type=content_type))


def test_utf_8_is_read_as_it_is():
    assert _read(b"message=%C3%89t%C3%A9+%F0%9F%99%82").text("message") == "Été 🙂"


def test_a_browser_that_wrote_windows_1252_is_read_as_it_meant():
    assert _read(b"message=%C9t%E9+%80+10&name=Zo%C3%AB").data.dict() == {"message": "Été € 10", "name": "Zoë"}


def test_a_replacement_character_somebody_typed_stays_what_it_is():
    assert _read(b"message=%EF%BF%BD+%C3%A9").text("message") == "\ufffd é"


def test_a_message_sent_in_two_fields_keeps_both():
    assert _read(b"message=one&message=two&message=one").text("message") == "one\n\ntwo"


def test_any_other_field_sent_twice_is_its_last():
    assert _read(b"email=a%40example.ca&email=b%40example.ca").data.getlist("email") == ["b@example.ca"]


def test_several_ticks_are_several_answers():
    assert _read(b"access_written=braille&access_written=audio").data.getlist("access_written") == ["braille", "audio"]


def test_a_file_where_words_belong_is_named():
    request = RequestFactory().post("/", {"message": SimpleUploadedFile("letter.txt", b"Hello"), "name": "Ada"})

    read = posted.read(request)

    assert (read.files, read.text("message"), read.text("name")) == (["message"], "", "Ada")
