"""The normal form of a way to reach somebody, so that the same one is found again. Pure."""

import unicodedata

import phonenumbers

from casework.core.text import fold, one_line

LONGEST = 254
#: Fewer digits are no number that tells one household from another.
_FEWEST_DIGITS = 7


def email_key(value: str) -> str:
    """Lower case, no blanks; the part before the @ is kept as it is otherwise."""
    return unicodedata.normalize("NFC", one_line(value).replace(" ", "").lower())[:LONGEST]


def phone_key(value: str) -> str:
    """E.164 (+14165550123) when it is a number we can read, else its digits, else its words."""
    try:
        number = phonenumbers.parse(value, "CA")
    except phonenumbers.NumberParseException:
        digits = "".join(character for character in value if character.isdigit())
        return (digits or fold(one_line(value)))[:LONGEST]
    key = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{key}x{number.extension}" if number.extension else key


def post_key(value: str) -> str:
    """The folded words of an address on one line."""
    return " ".join(fold(one_line(value)).split())[:LONGEST].strip()


def on_envelope(address: str, postal_code: str) -> str:
    """The address with the postal code at the end of its last line, two spaces after the province; never twice."""
    address, code = address.strip(), one_line(postal_code)
    is_there = not code or _squeezed(code) in _squeezed(address)
    return address if is_there or not address else f"{address}  {code}"


def _squeezed(text: str) -> str:
    return "".join(text.split()).upper()


KEYS = {"email": email_key, "phone": phone_key, "post": post_key}


def key_for(kind: str, value: str) -> str:
    """The normal form of ``value`` as a contact point of that kind."""
    return KEYS[kind](value)


def tells_who(kind: str, key: str) -> bool:
    """Whether somebody may be known again by it: “none”, which many people type for a telephone, tells nothing."""
    if kind == "email":
        return bool(key.strip("@")) and "@" in key.strip("@")
    if kind == "phone":
        return sum(character.isdigit() for character in key) >= _FEWEST_DIGITS
    return bool(key)
