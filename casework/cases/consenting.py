"""What a person says yes to when a matter of theirs is shared outside the office, and what sharing asks for. Pure."""

import re
from datetime import date, timedelta
from typing import Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, override

from casework.core.text import fold

from .levels import KEPT, Level


class Covers(TextChoices):
    """What the person agreed to."""

    CONVERSATION = "conversation", _("Pass the case on, with what was said")
    SUMMARY = "summary", _("Pass the case on, with a summary alone")
    SIGHT = "sight", _("Let a colleague there read the case")
    ASK = "ask", _("Ask whether another office knows them")
    AGENCY = "agency", _("Speak with an agency for them")


class How(TextChoices):
    """How the person said so."""

    PHONE = "phone", _("By telephone")
    WRITING = "writing", _("In writing")
    IN_PERSON = "in_person", _("In person")


#: How somebody said so who ticked it on our pages; nobody of staff says this of a person.
ON_OUR_SITE: Final = "web"
HOWS: Final = [*How.choices, (ON_OUR_SITE, _("On our site"))]


class SaidBy(TextChoices):
    """Who said it."""

    PERSON = "person", _("The person")
    REPRESENTATIVE = "representative", _("Somebody who may speak for them")


#: What is read or shown to the person, in their language; with the name of the other office in it. For an agency the
#: words are that agency's own, and stand with the program.
WORDS: Final[dict[str, Promise]] = {
    Covers.CONVERSATION: _(
        "You may pass my case on to %(office)s: my name, how to reach me, the formats and supports I asked for, and "
        "what I wrote and was answered in this matter. I can take this back until they have accepted it."
    ),
    Covers.SUMMARY: _(
        "You may pass my case on to %(office)s: my name, how to reach me, the formats and supports I asked for, and a "
        "summary of the matter. What I wrote stays with you. I can take this back until they have accepted it."
    ),
    Covers.SIGHT: _(
        "A colleague at %(office)s whom you choose may read my case, until a day that you set. I can take this back at "
        "any time."
    ),
    Covers.ASK: _(
        "You may ask whether another office knows me. You learn yes or no, and neither which office nor what about. I "
        "can take this back at any time."
    ),
}

#: A yes covers a transfer with one of these.
PASSES_ON: Final = (Covers.CONVERSATION, Covers.SUMMARY)
#: How long a yes lasts, an offer to another office stands, and somebody elsewhere may at most read a case.
LASTS: Final = timedelta(days=183)
STANDS: Final = timedelta(days=14)
LONGEST_SIGHT: Final = timedelta(days=92)
#: So long before a yes is over, whoever answers for the case is told, and can ask the person again.
TOLD_BEFORE: Final = timedelta(days=14)

_ADDRESS: Final = re.compile(r"\S+@\S+|(?:\d[\s().-]*){7,}|[a-z]\d[a-z]\s*\d[a-z]\d", re.IGNORECASE)
_WORD: Final = re.compile(r"\w{3,}")


def words_for(covers: str, office: str, language: str) -> str:
    """What is read to the person, in their language."""
    with override(language):
        return str(WORDS[Covers(covers)]) % {"office": office}


def needs_an_office(covers: str) -> bool:
    """Whether the yes is to one office; whether anybody knows them is asked of none in particular."""
    return covers not in {Covers.ASK, Covers.AGENCY}


def good_until(said_on: date) -> date:
    """The last day of a yes."""
    return said_on + LASTS


def why_not_outside(level: str, *, oversees: bool) -> Promise | None:
    """Why a case of this level does not leave the office, in words for whoever asks; None when it may."""
    if level in KEPT:
        return _("A restricted case stays in its office. Open it to more people first, if that is right.")
    if level == Level.SENSITIVE and not oversees:
        return _("Only the Director lets a sensitive case be seen outside the office.")
    return None


def gives_away(words: str, *secrets: str) -> str:
    """The first word that tells who a case is about: of a name, a subject or a number; or any address in the words."""
    if address := _ADDRESS.search(words):
        return address[0].strip()
    told = {word for secret in secrets for word in _WORD.findall(fold(secret))}
    return next((word for word in _WORD.findall(words) if fold(word) in told), "")
