"""How often somebody may try: counted in the database, so that every web process sees the same number.

A try is counted before it is looked at, and taken back when it was right: many tries at once get no further than one
after the other, and an office behind one address signs in every morning. What was typed is hashed, never stored.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.http import HttpRequest

from casework.core.limits import count_up, take_back
from casework.core.visitors import network_of

logger = logging.getLogger(__name__)

WINDOW: Final = timedelta(minutes=15)
#: Wrong tries in one window: for one account from one address, for one account from anywhere, from one address.
HERE: Final = 10
ANYWHERE: Final = 30
ADDRESS: Final = 100
#: Links for a new password in one window: for one account, and from one address.
LINKS: Final = 3
LINKS_ADDRESS: Final = 20


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try, counted; whether it is one too many."""

    keys: tuple[str, ...]
    is_too_many: bool

    def take_back(self) -> None:
        """It was right, and counts no longer."""
        for key in self.keys:
            take_back(key, window=WINDOW)


def password(request: HttpRequest, account: str) -> Attempt:
    """A try with a password; the same whether or not there is such an account."""
    return _attempt("password", request, account, here=HERE, anywhere=ANYWHERE, address=ADDRESS)


def code(request: HttpRequest, account: str) -> Attempt:
    """A try with a code, by somebody who knew the password."""
    return _attempt("code", request, account, here=HERE, anywhere=HERE, address=ADDRESS)


def link(request: HttpRequest, account: str) -> Attempt:
    """Asking for a link to a new password."""
    return _attempt("link", request, account, here=LINKS, anywhere=LINKS, address=LINKS_ADDRESS)


def is_first_use(account: str, typed: str) -> bool:
    """Whether this code was not used within the minutes in which it is good."""
    return count_up(f"used code {account} {typed}", window=timedelta(minutes=3)) == 1


def _attempt(kind: str, request: HttpRequest, account: str, *, here: int, anywhere: int, address: int) -> Attempt:
    account, came_from = account.strip().casefold(), network_of(request)
    limits = {
        f"{kind} account {account} from {came_from}": here,
        f"{kind} account {account}": anywhere,
        f"{kind} from {came_from}": address,
    }
    over = [key for key, most in limits.items() if count_up(key, window=WINDOW) > most]
    if over:
        logger.warning("too many tries to sign in", extra={"reason": kind, "count": len(over)})
    return Attempt(tuple(limits), bool(over))
