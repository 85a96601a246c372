"""The puzzle: five digits to see or to hear, once."""

import io
import itertools
import wave

import pytest
from captcha.models import CaptchaStore
from django.core.exceptions import ValidationError
from django.urls import reverse

from home import captcha

pytestmark = pytest.mark.django_db


@pytest.fixture
def puzzle():
    """A puzzle somebody has before them."""
    return CaptchaStore.objects.get(hashkey=CaptchaStore.generate_key())


@pytest.fixture
def voiceless(monkeypatch):
    """A machine without espeak-ng: nothing on the path."""
    monkeypatch.setenv("PATH", "/nonexistent")


def _seconds(spoken):
    with wave.open(io.BytesIO(spoken)) as sound:
        return sound.getnframes() / sound.getframerate()


def test_five_digits_are_five_and_no_neighbours_are_alike():
    for _ in range(200):
        digits, answer = captcha.five_digits()
        assert digits == answer
        assert (len(digits), digits.isdigit()) == (5, True)
        assert all(a != b for a, b in itertools.pairwise(digits))


def test_the_right_digits_pass_however_they_are_typed(puzzle):
    field = captcha.PuzzleField()
    spaced = " ".join(puzzle.response)

    assert field.clean([puzzle.hashkey, spaced]) == puzzle.hashkey


def test_digits_of_other_scripts_pass(puzzle):
    arabic = "".join(chr(0x0660 + int(digit)) for digit in puzzle.response)

    assert captcha.PuzzleField().clean([puzzle.hashkey, arabic]) == puzzle.hashkey


def test_wrong_digits_use_the_puzzle_up(puzzle):
    field = captcha.PuzzleField()
    wrong = "00000"

    with pytest.raises(ValidationError):
        field.clean([puzzle.hashkey, wrong])
    with pytest.raises(ValidationError):
        field.clean([puzzle.hashkey, puzzle.response])


def test_a_spent_puzzle_lets_nobody_through(puzzle):
    captcha.spend(puzzle.hashkey)

    with pytest.raises(ValidationError):
        captcha.PuzzleField().clean([puzzle.hashkey, puzzle.response])


@pytest.mark.parametrize("value", [None, [], ["", ""], ["key"], ["key", None], ["key", "²"], [None, "12345"]])
def test_half_a_puzzle_is_refused_in_words(value):
    with pytest.raises(ValidationError):
        captcha.PuzzleField().clean(value)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_digits_are_spoken_slowly_and_twice(client, var_dir, puzzle, language):
    response = client.get(reverse("captcha-sound", args=[language, puzzle.hashkey]))

    assert (response.status_code, response["Content-Type"]) == (200, "audio/wav")
    assert "no-store" in response["Cache-Control"]
    assert 8 < _seconds(b"".join(response.streaming_content)) < 25


def test_the_sound_is_made_once_for_each_puzzle(client, var_dir, puzzle):
    address = reverse("captcha-sound", args=["en", puzzle.hashkey])
    first = b"".join(client.get(address).streaming_content)
    [kept] = (var_dir / "captcha").glob("*.wav")
    made_at = kept.stat().st_mtime_ns

    assert b"".join(client.get(address).streaming_content) == first
    assert kept.stat().st_mtime_ns == made_at


def test_a_player_may_ask_for_a_part(client, var_dir, puzzle):
    response = client.get(reverse("captcha-sound", args=["en", puzzle.hashkey]), headers={"range": "bytes=0-99"})

    assert (response.status_code, len(b"".join(response.streaming_content))) == (206, 100)


def test_a_used_puzzle_is_silent(client, var_dir, puzzle):
    address = reverse("captcha-sound", args=["en", puzzle.hashkey])
    assert client.get(address).status_code == 200
    captcha.spend(puzzle.hashkey)

    assert client.get(address).status_code == 410


def test_without_a_voice_the_sound_says_what_to_install(client, var_dir, puzzle, voiceless):
    response = client.get(reverse("captcha-sound", args=["en", puzzle.hashkey]))

    assert (response.status_code, b"apt-get install espeak-ng" in response.content) == (503, True)


def test_without_a_voice_the_page_leads_with_a_person(visitor, voiceless):
    visitor.sends(second_topic="filled in")

    assert "<audio" not in visitor.page
    assert visitor.page.index('value="person"') < visitor.page.index('name="puzzle_1"')


def test_the_disk_never_holds_more_than_so_many_sounds(var_dir, puzzle, monkeypatch):
    monkeypatch.setattr(captcha, "MOST_SOUNDS", 2)
    for _ in range(4):
        captcha.sound(CaptchaStore.generate_key(), "en")

    assert len(list((var_dir / "captcha").glob("*.wav"))) == 2


def test_the_sweep_removes_the_sounds_of_used_puzzles(var_dir, puzzle):
    used = CaptchaStore.generate_key()
    captcha.sound(used, "en")
    captcha.sound(puzzle.hashkey, "en")
    captcha.spend(used)

    assert captcha.sweep_sounds() == 1
    assert [file.name for file in (var_dir / "captcha").iterdir()] == [f"{puzzle.hashkey}.en.wav"]
