"""Short secrets as they lie in the database: sealed with the site's keys, so that a copy of the rows opens nothing.

The first of ``SEALING_KEYS`` seals, every one of them opens: a new key is put in front, what was sealed is sealed
again with it, and the old one is taken out.
"""

import base64
import hashlib
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from .errors import CaseworkError

_PURPOSE: Final = b"casework.core.sealing\0"


def seal(text: str) -> str:
    """The text, readable to this site alone."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """What was sealed; raises CaseworkError when none of the site's keys opens it."""
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise CaseworkError(
            "A stored secret does not open: put the key it was sealed with into SEALING_KEYS."
        ) from None


def reseal(sealed: str) -> str:
    """The same secret, sealed with the newest key."""
    return seal(unseal(sealed))


def _keys() -> MultiFernet:
    """The site's keys, newest first; without any of its own, the one made from the key that signs sessions."""
    return MultiFernet([Fernet(_stretched(key)) for key in settings.SEALING_KEYS or [settings.SECRET_KEY]])


def _stretched(key: str) -> bytes:
    """A key of the right length from a long random text."""
    return base64.urlsafe_b64encode(hashlib.sha256(_PURPOSE + key.encode()).digest())
