"""The normal form of a way to reach somebody, so that the same one is found again. Pure."""

import phonenumbers

from casework.core.text import fold, one_line


def email_key(value: str) -> str:
    """Lower case, no blanks; the part before the @ is kept as it is otherwise."""
    return one_line(value).replace(" ", "").lower()[:254]


def phone_key(value: str) -> str:
    """E.164 (+14165550123) when it is a number we can read, else its digits."""
    try:
        number = phonenumbers.parse(value, "CA")
    except phonenumbers.NumberParseException:
        return "".join(character for character in value if character.isdigit())[:254]
    key = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{key}x{number.extension}" if number.extension else key


def post_key(value: str) -> str:
    """The folded words of an address on one line."""
    return fold(one_line(value))[:254]


KEYS = {"email": email_key, "phone": phone_key, "post": post_key}


def key_for(kind: str, value: str) -> str:
    """The normal form of ``value`` as a contact point of that kind."""
    return KEYS[kind](value)
