"""People's words made safe to keep, and made comparable for search. Pure."""

import re
import unicodedata
from typing import Final

# Everything people's devices send for a new line; a word processor's soft break arrives as a vertical tab.
_NEWLINE: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
# Half of a pair that came without its other half: no database can store it.
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
# Characters that turn the text after them round: in a subject line they make one word look like another.
_BIDI: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")

_APOSTROPHE: Final = re.compile("['\u2018\u2019\u02bc\u0060\u00b4\u2032\uff07]")
# Letters that Unicode does not take apart and people type as two, or without the stroke.
_TYPED: Final = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
# Scripts written without spaces: each sign is a word of its own, or nothing inside a sentence would be found.
_IDEOGRAPH: Final = (
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
)
_WORD: Final = re.compile(rf"[{_IDEOGRAPH}]|[^\W_{_IDEOGRAPH}]+(?:'[^\W_{_IDEOGRAPH}]+)*")
_ELISION: Final = re.compile(r"^(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)'")

#: Longer runs of letters are no words; their beginning is enough to find them.
LONGEST_WORD: Final = 64


def plain(text: str) -> str:
    """The words as typed, without characters that no person types: controls out, one kind of newline, NFC."""
    text = _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))
    return unicodedata.normalize("NFC", _NEWLINE.sub("\n", text))


def one_line(text: str) -> str:
    """``plain`` for names, subjects and headers: no newline, single spaces, nothing that turns the writing round."""
    return " ".join(plain(_BIDI.sub("", text)).split())


def fold(text: str) -> str:
    """The text as search compares it: no case, no accents, no apostrophes; ``œ`` is ``oe``."""
    return _APOSTROPHE.sub("", _letters(text))


def tokens(text: str) -> list[str]:
    """The words to look for, in order: folded, and without the French article or pronoun elided before them."""
    return [_cut(_ELISION.sub("", word)) for word in _words(text)]


def index_tokens(text: str) -> list[str]:
    """The words to be found by: ``tokens``, and beside ``souza`` also ``dsouza`` where an elision was taken off."""
    found = []
    for word in _words(text):
        wanted = _cut(_ELISION.sub("", word))
        found.append(wanted)
        whole = _cut(word)
        if whole != wanted:
            found.append(whole)
    return found


def searched(*texts: str) -> str:
    """The words of texts, folded and in order, for ``says`` to look in."""
    # A phrase does not begin in one text and end in the next: no word that is looked for holds the bar between them.
    return f" {' | '.join(' '.join(tokens(text)) for text in texts)} "


def says(words: str, phrase: str, *, begins: bool = False) -> bool:
    """Whether ``searched`` words hold a word or phrase, whole; ``begins``: its last word may go on."""
    folded = " ".join(tokens(phrase))
    return bool(folded) and f" {folded}{'' if begins else ' '}" in words


def _words(text: str) -> list[str]:
    return _WORD.findall(_APOSTROPHE.sub("'", _letters(text)))


def _cut(word: str) -> str:
    return word.replace("'", "")[:LONGEST_WORD]


def _letters(text: str) -> str:
    """Lower-case base letters; what is plain ASCII already takes the short way."""
    if text.isascii():
        return text.lower()
    # Compatibility forms may be capitals, and small letters may come apart again: fold between the two.
    # An acute accent typed for an apostrophe would come apart into a space.
    text = unicodedata.normalize("NFKD", text.replace("\u00b4", "'"))
    text = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in text if c.isascii() or unicodedata.category(c)[0] != "M").translate(_TYPED)


def inert_cell(value: str) -> str:
    """The text for a cell of a CSV file, which no spreadsheet takes for a formula (OWASP, CSV Injection).

    What begins like one gets an apostrophe in front, which spreadsheets show as a mark that it is text.
    """
    return f"'{value}" if value.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else value
