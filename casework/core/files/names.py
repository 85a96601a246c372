"""What a file is called, made safe before anything is asked of it: no check sees a name that is cleaned later. Pure."""

import re
import unicodedata
from typing import Final
from urllib.parse import unquote

from .kinds import ENDING, Kind, promised_by

#: As many letters as stand on one line, and as many bytes as every disk takes.
LONGEST: Final = 100
MOST_BYTES: Final = 200
NAMELESS: Final = "document"

#: Controls, what cannot be seen or turns the text round, halves of pairs, private and unassigned signs, line breaks.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
#: What means something to a disk, a shell or a browser.
_MEANT: Final = re.compile(r'[<>:"|?*%`$]')
#: Names that Windows keeps for its devices, whatever the ending.
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|clock\$|conin\$|conout\$|(com|lpt)[0-9¹²³])(\.|$)", re.IGNORECASE)
#: Signs that look like nothing and are letters to Unicode: fillers, the blank of Braille, marks of variants.
_BLANK: Final = re.compile(
    "[\u115f\u1160\u2800\u3164\uffa0\u034f\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)


def clean(raw: str) -> str:
    """One plain name without folders: what cannot be seen is out, no dot in front, no name of a device, not too long.

    The ending stays as it came, whether it is the right one or not; cleaning a clean name changes nothing.
    """
    name = raw
    for _round in range(8):
        before, name = name, _once(name)
        if name == before:
            break
    return name or NAMELESS


def under(name: str, kind: Kind) -> str:
    """The name with the ending of its kind: whoever opens it gets what the ending says."""
    stem = name.rpartition(".")[0] if promised_by(name) else name
    ending = f".{ENDING[kind]}"
    return f"{_cut(stem, len(ending)).rstrip(' .') or NAMELESS}{ending}"


def _once(name: str) -> str:
    for _round in range(5):
        name = unquote(name, errors="ignore")
    name = unicodedata.normalize("NFC", _seen(name))
    name = re.split(r"[/\\\u2044\u2215\u29f8\uff0f\uff3c]", name)[-1]
    name = " ".join(_MEANT.sub(" ", name).split())
    name = name.strip(" .")
    if _DEVICES.match(name):
        name = f"{NAMELESS} {name}"
    stem, dot, extension = name.rpartition(".")
    if dot and len(extension) <= 8:
        return f"{_cut(stem, len(extension) + 1).rstrip(' .')}.{extension}".strip(" .")
    return _cut(name, 0).rstrip(" .")


def _seen(name: str) -> str:
    kept = (sign for sign in _BLANK.sub("", name) if unicodedata.category(sign) not in _UNSEEN or sign in "\t\n\r")
    return "".join(kept).translate({9: " ", 10: " ", 13: " "})


def _cut(name: str, behind: int) -> str:
    """The beginning of a name that leaves room for what comes behind it."""
    name = name[: LONGEST - behind]
    return name.encode()[: MOST_BYTES - 4 * behind].decode(errors="ignore")
