"""What the person asked for, and the letter does not do. Pure."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _

from casework.contacts.access import is_about_letters, label

from .sheet import Asked, Finding, Sheet, said

#: By which way out a need stays open, the words that show it was seen to, and what to do.
_WRITTEN: Final[dict[str, tuple[frozenset[str], str, Promise]]] = {
    "large_print": (
        frozenset({"post"}),
        r"large print|gros caractères",
        _("Asked for large print: print it in large type, and say so in the letter."),
    ),
    "braille": (
        frozenset({"post", "email"}),
        r"braille",
        _("Asked for braille: have it made, and say in the letter how it comes."),
    ),
    "audio": (
        frozenset({"post", "email"}),
        r"recording|audio|enregistrement",
        _("Asked for a recording: have it made, and say in the letter how it comes."),
    ),
    "plain_text": (
        frozenset({"post"}),
        r"e-mail|email|courriel",
        _("Asked for plain text by e-mail, and this goes by post."),
    ),
    "accessible_pdf": (
        frozenset({"post", "email"}),
        r"\bpdf\b",
        _("Asked for an accessible PDF: have it made, and say in the letter how it comes."),
    ),
    "phone_not_writing": (
        frozenset({"post", "email"}),
        r"\b(?:telephon|phone|call|spoke|speak|téléphon|appel|parl)",
        _("Asked to be called instead of written to. Call first, and write that you did."),
    ),
}
_MEET: Final = re.compile(
    r"\b(?:meet(?:ing)?s?|appointments?|visit|come (?:in|to) (?:to )?(?:see|our office|the office)"
    r"|rencontr\w+|rendez-vous|réunions?|passe[rz] (?:nous voir|au bureau))\b",
    re.IGNORECASE,
)
_CALL: Final = re.compile(r"\b(?:call|phone|telephone|appel\w+|téléphon\w+|compos\w+)\b", re.IGNORECASE)
#: Needs that count where people meet or talk: what the letter must speak of to raise them, what shows they are met.
_SPOKEN: Final[dict[str, tuple[re.Pattern[str], str]]] = {
    "asl": (_MEET, r"\basl\b|sign language"),
    "lsq": (_MEET, r"\blsq\b|langue des signes"),
    "captioning": (_MEET, r"caption|sous-titr"),
    "interpreter": (_MEET, r"interpret|interprè"),
    "support_person": (_MEET, r"support person|personne de soutien|accompagn"),
    "relay_call": (_CALL, r"relay|relais|\btty\b|\bats\b|\bvrs\b|\bsrv\b"),
}


def language_asked(sheet: Sheet) -> Iterator[Finding]:
    """The language of the letter against the one the person asked for."""
    asked = sheet.known.language
    if asked and asked != sheet.content.language:
        name = {"en": "English", "fr": "français"}.get(asked, asked)
        sentence = said(_("The person asked to be answered in %(language)s."), {"language": name})
        yield Finding("warning", "language_asked", sheet.content.salutation, sentence)


def needs(sheet: Sheet) -> Iterator[Finding]:
    """What the person needs in order to read us or meet us: what keeps the letter, then what it does not see to."""
    yield from waits_for_a_talk(sheet.known.needs, sheet.content.channel)
    for need in sheet.known.needs:
        if is_about_letters(need.code):
            yield from _seen_to(need, sheet)
        elif need.kind in _SPOKEN:
            raised, met = _SPOKEN[need.kind]
            spoken_of = raised.search(sheet.body)
            if spoken_of and not re.search(met, sheet.text, re.IGNORECASE):
                words = _("The person asked for this: %(need)s. Say that it will be there.")
                yield Finding("warning", "need", spoken_of.group(), said(words, {"need": label(need.code)}))


def waits_for_a_talk(asked: Iterable[Asked], channel: str) -> Iterator[Finding]:
    """A blocker for each thing they asked for of which nobody has talked with them, nor met it.

    Their own words stand on the screens, beside the letter, and in no error.
    """
    for need in asked:
        if need.holds_back and not met_by_itself(need.kind, channel):
            words = _(
                "The person asked for this, and nobody has talked with them about it: %(need)s. Talk with them and "
                "note it on the case, or note there that it is met."
            )
            yield Finding("blocker", "asked", "", said(words, {"need": _called(need)}))


def met_by_itself(kind: str, channel: str) -> bool:
    """Whether the way in which the letter leaves is what they asked for."""
    return kind == "plain_text" and channel == "email"


def _seen_to(need: Asked, sheet: Sheet) -> Iterator[Finding]:
    """A reminder of what was talked about, agreed or met before, where the letter does not show that it is done."""
    if need.holds_back or met_by_itself(need.kind, sheet.content.channel):
        return
    if need.kind not in _WRITTEN:
        words = _("The person asked for this: %(need)s. See that they have it with this letter too.")
        yield Finding("warning", "need", "", said(words, {"need": _called(need)}))
        return
    ways, met, sentence = _WRITTEN[need.kind]
    if sheet.content.channel in ways and not re.search(met, sheet.text, re.IGNORECASE):
        yield Finding("warning", "need", "", sentence)


def _called(need: Asked) -> str:
    return label(need.code) if need.code else gettext("something in their own words")
