"""Quiet checks before any puzzle: how the form came, never who sent it. Nothing here turns anyone away."""

import hashlib
import re
import secrets
import time
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from django.core import signing
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

from casework.core import clock
from casework.core.limits import count_up
from casework.core.visitors import network_of

#: From here on the puzzle is asked.
THRESHOLD: Final = 2
QUICKEST: Final = 4.0  # seconds nobody needs less than
MOST_AN_HOUR: Final = 5
MOST_LINKS: Final = 3
#: More than twenty hours, so no time limit in the sense of WCAG 2.2.1; an older form is taken all the same.
FORM_LIFE: Final = timedelta(days=7)

#: The same form without a ticket, posted twice within this time, is one.
TWICE_WITHIN: Final = timedelta(minutes=10)

#: The field people do not see. Neither its name nor its label is one that browsers fill in.
HONEYPOT: Final = "second_topic"

SCORES: Final = {
    "honeypot": 3,
    "too_fast": 2,
    "too_many": 2,
    "no_cookie": 2,
    "many_links": 1,
    "token_missing": 1,
    "token_forged": 1,
    "token_expired": 1,
    "challenge_passed": 0,
}
_LINK: Final = re.compile(r"https?://|www\.", re.IGNORECASE)
_SALT: Final = "home.guard.ticket"

Signal = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a form carries about itself, signed: when it was opened, and whether the puzzle was asked.

    ``nonce`` makes each opened form its own, so that the same form posted twice is known; empty when the ticket was
    not one of ours.
    """

    nonce: str
    opened_at: float
    privacy: str = ""
    page_id: int | None = None
    challenged: bool = False
    seen: tuple[str, ...] = ()
    problem: str = ""

    @property
    def signed(self) -> str:
        """The ticket as the form carries it; signed anew, so it lives from now."""
        return signing.dumps(
            [self.nonce, self.opened_at, self.privacy, self.page_id, self.challenged, list(self.seen)], salt=_SALT
        )

    @property
    def is_ours(self) -> bool:
        """Whether this site made it, however long ago."""
        return bool(self.nonce)

    def renewed(self, *, challenged: bool = False, seen: tuple[str, ...] = ()) -> "Ticket":
        """The ticket for the same form shown again; what was asked and seen once stays so."""
        return replace(
            self,
            nonce=self.nonce or _nonce(),
            challenged=self.challenged or challenged,
            seen=tuple(dict.fromkeys([*self.seen, *seen])),
            problem="",
        )


def open_ticket(*, page_id: int | None = None, privacy: str = "") -> Ticket:
    """The ticket of a form somebody opens now."""
    return Ticket(_nonce(), time.time(), privacy, page_id)


def read_ticket(signed: str) -> Ticket:
    """What a posted form says about itself. Expired, it still says it; forged or missing, it says nothing."""
    problem = "" if signed else "token_missing"
    try:
        try:
            values = signing.loads(signed, salt=_SALT, max_age=FORM_LIFE)
        except signing.SignatureExpired:
            problem, values = "token_expired", signing.loads(signed, salt=_SALT)
        nonce, opened_at, privacy, page_id, challenged, seen = values
    except (signing.BadSignature, ValueError, TypeError, UnicodeError):
        return Ticket("", time.time() - QUICKEST, problem=problem or "token_forged")
    return Ticket(nonce, opened_at, privacy, page_id, challenged, tuple(seen), problem)


def look(ticket: Ticket, *, honeypot: str, message: str) -> tuple[str, ...]:
    """What is odd about a form, by name, without asking the database."""
    odd = list(ticket.seen)
    if honeypot.strip():
        odd.append("honeypot")
    if time.time() - ticket.opened_at < QUICKEST:
        odd.append("too_fast")
    if ticket.problem:
        odd.append(ticket.problem)
    if len(_LINK.findall(message)) > MOST_LINKS:
        odd.append("many_links")
    return tuple(dict.fromkeys(odd))


def too_many(request: HttpRequest) -> bool:
    """Count one more form from this address; whether that is more than anybody sends by hand in an hour."""
    return count_up(f"contact {address_hash(request)}", window=timedelta(hours=1)) > MOST_AN_HOUR


def scored(names: tuple[str, ...]) -> tuple[Signal, ...]:
    """The names with their scores."""
    return tuple((name, SCORES[name]) for name in names if name in SCORES)


def is_odd(names: tuple[str, ...]) -> bool:
    """Whether the puzzle is asked."""
    return sum(points for _name, points in scored(names)) >= THRESHOLD


def address_hash(request: HttpRequest, day: date | None = None) -> str:
    """The sender's address for one day, so that it can be compared and not read or followed."""
    return salted_hmac(_SALT, f"{day or clock.today()} {network_of(request)}", algorithm="sha256").hexdigest()


def form_keys(ticket: Ticket, request: HttpRequest, said: str) -> list[str]:
    """The keys under which this form may have been received, the one for receiving it now last.

    The same form with the same words has the same key. Words changed after going back make another one, so that
    nothing typed is taken for what was sent before. Without a ticket of ours the sender's address stands in for it,
    for the rest of the day and ten minutes into the next.
    """
    if ticket.is_ours:
        opened = [ticket.nonce]
    else:
        days = {localdate(clock.now() - TWICE_WITHIN), clock.today()}
        opened = [address_hash(request, day) for day in sorted(days)]
    return [hashlib.sha256(f"{first}\0{said}".encode()).hexdigest() for first in opened]


def _nonce() -> str:
    return secrets.token_urlsafe(16)
