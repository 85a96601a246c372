"""What people may ask for so that they can read us, reach us and meet us: a closed list, in two parts.

Written answers first, then spoken ones (the order of the DWP alternative-formats pattern). Free of charge, nobody
proves anything, and there is always "something else" in the person's own words (O. Reg. 191/11, s. 12).

Where it matters a need has a detail: a code of its own, below the code of the need. Nobody has to know it.
"""

from collections.abc import Collection
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

Choice = tuple[str, str | Promise]

WRITTEN: tuple[Choice, ...] = (
    ("large_print", gettext_lazy("Large print")),
    ("braille", gettext_lazy("Braille")),
    ("audio", gettext_lazy("A recording I can listen to")),
    ("plain_text", gettext_lazy("Plain text e-mail")),
    ("accessible_pdf", gettext_lazy("Accessible PDF")),
    ("word_file", gettext_lazy("Word file")),
    ("epub", gettext_lazy("E-book (EPUB)")),
    ("plain_language", gettext_lazy("Plain language")),
)

SPOKEN: tuple[Choice, ...] = (
    ("asl", gettext_lazy("American Sign Language (ASL)")),
    ("lsq", gettext_lazy("Quebec Sign Language (LSQ)")),
    ("captioning", gettext_lazy("Real-time captioning")),
    ("relay_call", gettext_lazy("A relay call (TTY, IP Relay, Canada VRS)")),
    ("interpreter", gettext_lazy("An interpreter in another language")),
    ("phone_not_writing", gettext_lazy("A phone call instead of writing")),
    ("in_person", gettext_lazy("To meet in person at an accessible office")),
    ("support_person", gettext_lazy("My support person will be with me")),
    ("attendant", gettext_lazy("An attendant")),
    ("intervenor", gettext_lazy("An intervenor")),
    ("scent_free", gettext_lazy("A place without scents, or with other lighting")),
    ("extra_time", gettext_lazy("Extra time")),
)

#: What may be known more closely of a need, by its code.
DETAILS: Final[dict[str, tuple[Choice, ...]]] = {
    "large_print": (
        ("large_print_18", gettext_lazy("18 point")),
        ("large_print_22", gettext_lazy("22 point")),
        ("large_print_28", gettext_lazy("28 point")),
    ),
    "braille": (
        ("braille_contracted_paper", gettext_lazy("contracted, on paper")),
        ("braille_contracted_file", gettext_lazy("contracted, as a file")),
        ("braille_uncontracted_paper", gettext_lazy("uncontracted, on paper")),
        ("braille_uncontracted_file", gettext_lazy("uncontracted, as a file")),
    ),
    "audio": (
        ("audio_file", gettext_lazy("as a file")),
        ("audio_cd", gettext_lazy("on a CD")),
    ),
}

ACCESS_NEEDS: tuple[Choice, ...] = WRITTEN + SPOKEN
_KINDS: Final[dict[str, str]] = {code: kind for kind, details in DETAILS.items() for code, _words in details}
#: Every code there is, those of the details as well.
CODES: frozenset[str] = frozenset({code for code, _label in ACCESS_NEEDS} | _KINDS.keys())

#: What somebody says yes to when they let us keep what they asked for, by the version of the words. What was asked
#: once stays here as it was asked.
KEEPING: Final[dict[str, Promise]] = {
    "2026-11": gettext_lazy(
        "Keep this for next time: the office may remember what works for me, so that I need not ask again. I can have "
        "it forgotten whenever I like."
    ),
}
#: The words that are asked now.
KEEP_VERSION: Final = "2026-11"


def kind_of(code: str) -> str:
    """The need that a code is about: large print, whatever its size."""
    return _KINDS.get(code, code)


def label(code: str) -> str:
    """The words for one code, with its detail; the code itself for one that is no longer offered."""
    kind = kind_of(code)
    words = str(dict(ACCESS_NEEDS).get(kind, kind))
    if kind == code:
        return words
    return _("%(need)s, %(detail)s") % {"need": words, "detail": dict(DETAILS[kind])[code]}


def is_about_letters(code: str) -> bool:
    """Whether a letter has to see to it: how somebody reads us, or that they would rather be called than written to.

    What they said in their own words may be about letters too: somebody reads it.
    """
    return not code or code == "phone_not_writing" or kind_of(code) in dict(WRITTEN)


def with_details(codes: Collection[str], details: Collection[str]) -> list[str]:
    """The codes that were ticked, each as closely as it is known; a detail says that its need is meant."""
    closer: dict[str, str] = {}
    for detail in details:
        if detail in _KINDS:
            closer.setdefault(kind_of(detail), detail)
    told = [closer.get(code, code) for code in codes]
    return list(dict.fromkeys([*told, *closer.values()]))


def every_choice() -> list[tuple[str | Promise, list[Choice]]]:
    """All that may be asked for, with its details, as a list to choose from in two groups."""
    groups: list[tuple[str | Promise, list[Choice]]] = []
    for heading, choices in ((gettext_lazy("In writing"), WRITTEN), (gettext_lazy("When we talk or meet"), SPOKEN)):
        found: list[Choice] = []
        for code, words in choices:
            found += [(code, words), *((closer, label(closer)) for closer, _words in DETAILS.get(code, ()))]
        groups.append((heading, found))
    return groups


def keeping_asked() -> str:
    """What staff tick when somebody agreed, with the words to be read to them."""
    return _("They agreed to these words: “%(words)s”") % {"words": KEEPING[KEEP_VERSION]}
