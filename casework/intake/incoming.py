"""What came in, as a value: one shape for every door. Pure; nothing here touches the database."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing somebody sent us, as they typed it.

    ``signals`` are the guard's quiet observations: (reason, score) pairs. ``wants_person_check`` says that the
    sender asked a person to look instead of answering the captcha.
    """

    channel: str = "web_form"
    form: str = "contact"
    language: str = "en"
    subject: str = ""
    body: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    postal_code: str = ""
    address: str = ""
    reply_by: str = "email"
    reply_language: str = "en"
    access_needs: tuple[str, ...] = ()
    access_words: str = ""
    page_id: int | None = None
    privacy_version: str = ""
    signals: tuple[tuple[str, int], ...] = ()
    wants_person_check: bool = False

    def as_data(self) -> dict[str, Any]:
        """The value as plain JSON data, in the order of the fields."""
        return asdict(self)
