"""The step-up puzzle: five digits to read or to hear, in either language; never asked at first, never the only way.

The picture is django-simple-captcha's; its own field has no label, its sound no French and its alt text is one word.
"""

import logging
import os
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Final

from captcha.fields import CaptchaField, CaptchaTextInput
from captcha.models import CaptchaStore
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

logger = logging.getLogger(__name__)

LENGTH: Final = 5
VOICES: Final = {"en": "en-us", "fr": "fr-fr"}
SAID: Final = {"en": "Your five digits are: {0} Again: {0}", "fr": "Vos cinq chiffres : {0} Encore une fois : {0}"}
#: So many sounds are kept at most (each well under a megabyte).
MOST_SOUNDS: Final = 100


class NoVoice(Exception):
    """espeak-ng is not installed (Debian: apt-get install espeak-ng)."""


def five_digits() -> tuple[str, str]:
    """A challenge and its answer: digits mean the same in both languages, and no two neighbours are alike."""
    digits = ""
    while len(digits) < LENGTH:
        digit = secrets.choice("0123456789")
        if not digits.endswith(digit):
            digits += digit
    return digits, digits


class PuzzleInput(CaptchaTextInput):
    """Picture, sound, one labelled box; nothing on the hidden key that only belongs on a box people type in."""

    template_name = "captcha/puzzle.html"
    use_fieldset = False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """The addresses of the picture and, where there is a voice, of the sound."""
        context = super().get_context(name, value, attrs)
        context["widget"]["subwidgets"][1]["attrs"] |= {"inputmode": "numeric", "class": "short digits"}
        language = (get_language() or "en")[:2]
        context["sound"] = reverse("captcha-sound", args=[language, self._key]) if has_voice() else ""
        return context


class PuzzleField(CaptchaField):
    """Asks the store whether the digits are right; what was solved is used up by ``spend`` once the form is through."""

    widget = PuzzleInput

    def __init__(self, **kwargs: Any):
        super().__init__(widget=PuzzleInput(), **kwargs)

    def clean(self, value: Any) -> str:
        """The key of the puzzle that was solved; a wrong answer uses the puzzle up."""
        key, typed = [*(value or []), None, None][:2]
        digits = "".join(str(int(sign)) for sign in typed or "" if sign.isdecimal())
        if not digits:
            raise ValidationError(self.error_messages["required"], code="required")
        key = key if key and key.isascii() and key.isalnum() else ""  # PostgreSQL takes no NUL
        rows = CaptchaStore.objects.filter(hashkey=key, expiration__gt=timezone.now())
        if not rows.filter(response=digits).exists():
            rows.delete()
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return str(key)


def spend(key: str) -> None:
    """Use a solved puzzle up: it lets one message through."""
    CaptchaStore.objects.filter(hashkey=key).delete()


def has_voice() -> bool:
    """Whether this machine can speak the digits."""
    return shutil.which("espeak-ng") is not None


def sound(key: str, language: str) -> bytes | None:
    """The digits of a puzzle, spoken twice, as a WAV; None when the puzzle is used or over.

    Made once for each puzzle and language. Raises NoVoice where espeak-ng is missing.
    """
    rows = CaptchaStore.objects.filter(hashkey=key, expiration__gt=timezone.now())
    digits = rows.values_list("challenge", flat=True).first()
    if digits is None:
        return None
    file = _folder() / f"{key}.{language}.wav"
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return _speak(digits, language, file)


def sweep_sounds() -> int:
    """Remove the sounds of puzzles that are used or over; how many went."""
    files = list(_folder().glob("*.wav"))
    kept = set(CaptchaStore.objects.filter(expiration__gt=timezone.now()).values_list("hashkey", flat=True))
    gone = [file for file in files if file.name.split(".")[0] not in kept]
    for file in gone:
        file.unlink(missing_ok=True)
    return len(gone)


def _speak(digits: str, language: str, file: Path) -> bytes:
    program = shutil.which("espeak-ng")
    if program is None:
        raise NoVoice
    words = SAID[language].format(" ".join(f"{digit}." for digit in digits))
    _make_room()
    handle, name = tempfile.mkstemp(dir=_folder(), suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        subprocess.run(  # noqa: S603  (our own words and five digits, no shell)
            [program, "-v", VOICES[language], "-s", "120", "-g", "8", "-w", name, words],
            check=True,
            capture_output=True,
            timeout=20,
        )
        spoken = part.read_bytes()
        part.replace(file)  # whole or not at all: two requests may speak the same puzzle at once
        return spoken
    finally:
        part.unlink(missing_ok=True)


def _make_room() -> None:
    """A visitor who asks for sound after sound does not fill the disk: the oldest goes."""
    with os.scandir(_folder()) as entries:
        files = sorted((entry.stat().st_mtime, entry.path) for entry in entries if entry.name.endswith(".wav"))
    for _age, path in files[: max(0, len(files) - MOST_SOUNDS + 1)]:
        Path(path).unlink(missing_ok=True)


def _folder() -> Path:
    folder = Path(settings.VAR_DIR) / "captcha"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
