"""Mail to one colleague about their own account: what happened and where to go, in their language; no other names."""

from typing import Any

from casework.core import notices


def tell(user: Any, kind: str, *, url: str = "") -> bool:
    """One mail to a person with an account; whether it went, or there is nowhere to send it."""
    if not user.email:
        return True
    given = {"url": notices.whole(url) if url else "", "username": user.get_username()}
    return notices.tell(user, f"casework/directory/mails/{kind}", **given)


def send(address: str, kind: str, *, language: str, url: str) -> bool:
    """One mail to an address that may have no account yet; whether it went."""
    return notices.write(address, f"casework/directory/mails/{kind}", language=language, url=notices.whole(url))
