"""Human or not: a verdict with its reasons. Pure; touches nothing, turns nobody away."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .incoming import Incoming
from .states import Verdict

#: From here on a person looks before the text goes the ordinary way.
HOLD_AT = 2
#: From here on it is shown as likely spam; it is kept and numbered all the same.
SPAM_AT = 5

#: What the guard may have noticed, for whoever triages.
REASONS: Final[dict[str, str | Promise]] = {
    "honeypot": _("A field that people do not see was filled in"),
    "too_fast": _("Sent within a few seconds of opening the form"),
    "too_many": _("Many messages from the same place within an hour"),
    "no_cookie": _("The browser did not send our cookie back"),
    "many_links": _("Many links in the text"),
    "token_missing": _("It did not come from our form"),
    "token_forged": _("The form it came from was not one of ours"),
    "token_expired": _("The form had been open for more than a week"),
    "challenge_passed": _("The five digits were typed correctly"),
}


@dataclass(frozen=True, slots=True)
class Screening:
    """What screening thinks and why: ``reasons`` are (what, score) pairs."""

    verdict: str
    reasons: tuple[tuple[str, int], ...]

    @property
    def is_held(self) -> bool:
        """Whether a person looks at it before it joins the ordinary queue."""
        return self.verdict != Verdict.HUMAN


def screen(incoming: Incoming) -> Screening:
    """Judge one incoming by the guard's signals.

    Somebody who asked for a person is held for one, whatever the score. Somebody who solved the challenge
    (signal ``challenge_passed``) is treated as human however they typed.
    """
    reasons = tuple(incoming.signals)
    if incoming.wants_person_check:
        return Screening(Verdict.CHECK, reasons)
    if any(name == "challenge_passed" for name, _score in reasons):
        return Screening(Verdict.HUMAN, reasons)
    score = sum(points for _name, points in reasons)
    if score >= SPAM_AT:
        return Screening(Verdict.SPAM, reasons)
    return Screening(Verdict.CHECK if score >= HOLD_AT else Verdict.HUMAN, reasons)


def in_words(reason: str) -> str:
    """What the guard noticed, in words a person reads; the name itself for one that is no longer noticed."""
    return str(REASONS.get(reason, reason))
