"""Form fields that take what people really type, and say what to do when it cannot be used."""

import re
import unicodedata
from typing import Any, Final

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from casework.core.text import one_line, plain

_POSTAL: Final = re.compile(r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z]\d[ABCEGHJ-NPRSTV-Z]\d")
_ZIP: Final = re.compile(r"\d{5}(\d{4})?")
_EXTENSION: Final = re.compile(r"\bposte\b", re.IGNORECASE)


class Words(forms.CharField):
    """Text of any length up to ``most``; too long a text is kept and told about, never cut."""

    def __init__(self, *, most: int, too_long: Any, **kwargs: Any):
        super().__init__(**kwargs)
        self.most, self.too_long = most, too_long

    def to_python(self, value: Any) -> str:
        """The words without characters nobody types."""
        return plain(super().to_python(value)).strip()

    def validate(self, value: str) -> None:
        """Say how long the text is and how long it may be."""
        super().validate(value)
        if len(value) > self.most:
            counts = {
                name: number_format(n, force_grouping=True) for name, n in (("most", self.most), ("now", len(value)))
            }
            raise ValidationError(self.too_long, code="max_length", params=counts)


class Line(Words):
    """One line: newlines and anything that turns the writing round become a space or nothing."""

    def to_python(self, value: Any) -> str:
        """The words on one line."""
        return one_line(super().to_python(value))


class Email(Line):
    """An e-mail address."""

    widget = forms.EmailInput

    def validate(self, value: str) -> None:
        """Refuse what no mail server would take."""
        super().validate(value)
        if value:
            try:
                forms.EmailField(max_length=254).clean(value)
            except ValidationError:
                raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class Phone(Line):
    """A telephone number as people write it, with an extension if there is one."""

    def clean(self, value: Any) -> str:
        """The number in its international form, ready to dial."""
        typed = super().clean(value)
        return phone_number(typed, self.error_messages["invalid"]) if typed else ""


class PostalCode(Line):
    """A Canadian postal code; an American one passes as typed."""

    def clean(self, value: Any) -> str:
        """``A1A 1A1``, however it was typed."""
        typed = super().clean(value)
        return postal_code(typed, self.error_messages["invalid"]) if typed else ""


def phone_number(typed: str, problem: Any = "") -> str:
    """The number with its country code; raises ValidationError when nobody could dial it."""
    text = _EXTENSION.sub("ext", unicodedata.normalize("NFKC", typed))
    try:
        number = phonenumbers.parse(text, "CA")
    except phonenumbers.NumberParseException:
        raise ValidationError(problem or _("Enter a phone number"), code="invalid") from None
    # A number that works within its own town alone is no number to call back.
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise ValidationError(problem or _("Enter a phone number"), code="invalid")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def postal_code(typed: str, problem: Any = "") -> str:
    """The code as the post office writes it; raises ValidationError when there can be no such code."""
    symbols = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", typed)).upper()
    if _POSTAL.fullmatch(symbols):
        return f"{symbols[:3]} {symbols[3:]}"
    if _ZIP.fullmatch(symbols):
        return f"{symbols[:5]}-{symbols[5:]}" if len(symbols) > 5 else symbols
    raise ValidationError(problem or _("Enter a postal code"), code="invalid")
