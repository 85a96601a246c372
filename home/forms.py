"""The contact form: what we ask, how it may be written, and what we say when something is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from casework.core.text import one_line, plain
from casework.directory.models import Office
from casework.intake.choices import DETAILS, KEEP_VERSION, KEEPING, SPOKEN, WRITTEN, with_details

from .captcha import PuzzleField
from .fields import Email, Line, Phone, PostalCode, Words

MESSAGE_MOST = 20_000
LONGEST_LIST_OF_RADIOS = 7

LANGUAGES = [("en", "English"), ("fr", "Français")]
REPLY_BY = [
    ("email", _("By e-mail")),
    ("phone", _("By phone")),
    ("post", _("By letter, in the mail")),
    ("none", _("I do not need an answer")),
]

#: The fields that ask more closely about something ticked above them.
CLOSER = ("access_large_print", "access_braille", "access_audio")

LINE_TOO_LONG = _("Shorten this to %(most)s characters or fewer. You have %(now)s")
WORDS_TOO_LONG = _("Shorten this to %(most)s characters or fewer. You have %(now)s. Nothing was cut off")


@dataclass(frozen=True)
class Problem:
    """One line of the error summary: what to do, and the control to go to."""

    anchor: str
    words: str


def line(
    label: Any, most: int, *, autocomplete: str = "off", missing: Any = "", help_text: Any = "", **attrs: Any
) -> Line:
    """A one-line field; required when there are words for its absence."""
    widget = forms.TextInput(attrs={"autocomplete": autocomplete, **attrs})
    errors = {"required": missing} if missing else {}
    return Line(
        label=label,
        most=most,
        too_long=LINE_TOO_LONG,
        required=bool(missing),
        widget=widget,
        error_messages=errors,
        help_text=help_text,
    )


def _closer(kind: str, label: Any) -> forms.ChoiceField:
    """What may be said more closely of one need; nobody has to know it."""
    return forms.ChoiceField(
        label=label,
        choices=[("", _("No preference")), *DETAILS[kind]],
        required=False,
        error_messages={"invalid_choice": _("Choose from the list, or leave it at “No preference”")},
    )


class PlainForm(forms.Form):
    """A form whose messages are all our own: no bubbles of the browser, a summary with links."""

    use_required_attribute = False

    def problems(self) -> Iterator[Problem]:
        """The error summary: one line for each message, in the order of the page."""
        for field in self:
            for words in field.errors:
                yield Problem(f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label, str(words))


def message(label: Any, *, missing: Any) -> Words:
    """The heart of a form: what is the matter, in as many words as it takes."""
    return Words(
        label=label,
        most=MESSAGE_MOST,
        too_long=_(
            "Your message has %(now)s characters and we can take %(most)s. Nothing was cut off. "
            "Shorten it here, or send it to us by e-mail or in the mail"
        ),
        widget=forms.Textarea(attrs={"rows": 10, "autocomplete": "off"}),
        help_text=_(
            "Please do not give your health card number or your social insurance number. Up to 20,000 characters."
        ),
        error_messages={"required": missing},
    )


class DoorForm(PlainForm):
    """What every door asks on its one page: the office, who writes, how to answer, what would make it easier.

    A door adds its own questions, ``message`` always among them, and says what they tell intake.
    """

    #: The name under which intake knows the form, and under which the form says which one it is.
    door: ClassVar[str]
    #: Its own questions, as they stand on the page above what every door asks.
    template: ClassVar[str]
    #: The controls above the files, for the order of the error summary.
    anchors_above_files: ClassVar[frozenset[str]] = frozenset({"id_office"})

    office = forms.ChoiceField(
        label=_("Which office are you writing to?"),
        error_messages={
            "required": _("Choose the office you are writing to"),
            "invalid_choice": _("Choose an office from the list"),
        },
    )
    name = line(_("Your name"), 200, autocomplete="name", missing=_("Enter your name"))
    postal_code = PostalCode(
        label=_("Postal code"),
        most=40,
        too_long=LINE_TOO_LONG,
        required=False,
        help_text=_("It tells us which office serves your area. Leave it empty if you have no address."),
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "size": 10, "class": "short"}),
        error_messages={"invalid": _("Enter a postal code with six letters and numbers, like K1A 0B1")},
    )
    reply_by = forms.ChoiceField(
        label=_("How should we answer you?"),
        choices=REPLY_BY,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how we should answer you"),
            "invalid_choice": _("Choose how we should answer you from the list"),
        },
    )
    email = Email(
        label=_("E-mail address"),
        most=254,
        too_long=LINE_TOO_LONG,
        required=False,
        help_text=_("We need it if you want an answer by e-mail."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"invalid": _("Enter an e-mail address like name@example.ca")},
    )
    phone = Phone(
        label=_("Phone number"),
        most=60,
        too_long=LINE_TOO_LONG,
        required=False,
        help_text=_("We need it if you want a phone call. You can add an extension."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "medium"}),
        error_messages={
            "invalid": _(
                "Enter a phone number with its area code, like 416 555 0134. "
                "Outside Canada, start with + and the country code"
            )
        },
    )
    address_line1 = line(_("Street address or post office box"), 200, autocomplete="address-line1", placeholder=" ")
    address_line2 = line(_("Apartment, unit or building"), 200, autocomplete="address-line2", placeholder=" ")
    city = line(_("City or town"), 120, autocomplete="address-level2", placeholder=" ")
    province = line(_("Province or territory"), 120, autocomplete="address-level1", placeholder=" ")
    reply_language = forms.ChoiceField(
        label=_("Which language should we answer in?"),
        choices=LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the language of our answer"),
            "invalid_choice": _("Choose English or French for our answer"),
        },
    )
    access_written = forms.MultipleChoiceField(
        label=_("When we write to you"),
        choices=WRITTEN,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list what would help when we write to you")},
    )
    access_spoken = forms.MultipleChoiceField(
        label=_("When we talk or meet"),
        choices=SPOKEN,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list what would help when we talk or meet")},
    )
    access_words = Words(
        label=_("Anything else that would help"),
        most=2_000,
        too_long=WORDS_TOO_LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text=_("For example the language of an interpreter, or the best time to call."),
    )
    access_large_print = _closer("large_print", _("Size of large print"))
    access_braille = _closer("braille", _("Kind of braille"))
    access_audio = _closer("audio", _("Kind of recording"))
    access_keep = forms.BooleanField(label=KEEPING[KEEP_VERSION], required=False)
    privacy = forms.BooleanField(
        label=_("I have read how the office uses and protects what I write."),
        error_messages={"required": _("Tick the box once you have read how we use what you write")},
    )

    def __init__(self, *args: Any, offices: Sequence[Office], fixed: Office | None = None, **kwargs: Any):
        """``offices`` are what people choose from; with one ``fixed`` there is no question."""
        super().__init__(*args, **kwargs)
        self.offices = {office.slug: office for office in offices}
        self.fixed = fixed or (offices[0] if len(offices) == 1 else None)
        if self.fixed:
            del self.fields["office"]
            return
        choices = [(office.slug, office.title()) for office in offices]
        self.fields["office"].widget = forms.RadioSelect()
        if len(choices) > LONGEST_LIST_OF_RADIOS:
            self.fields["office"].widget = forms.Select()
            choices.insert(0, ("", gettext("Choose an office")))
        self.fields["office"].choices = choices

    def clean(self) -> dict[str, Any]:
        """What the chosen way of answering needs."""
        data = super().clean() or {}
        if data.get("reply_by") == "email":
            self._need("email", _("Enter your e-mail address, or choose another way to get our answer"))
        if data.get("reply_by") == "phone":
            self._need("phone", _("Enter your phone number, or choose another way to get our answer"))
        if data.get("reply_by") == "post":
            self._need("address_line1", _("Enter your street address so that our letter can reach you"))
            self._need("city", _("Enter your city or town so that our letter can reach you"))
            self._need("postal_code", _("Enter your postal code so that our letter can reach you"))
        return data

    @property
    def agreement(self) -> Any:
        """A consent that this door asks for besides the privacy notice; None where there is none."""
        return None

    @property
    def has_more_to_ask(self) -> bool:
        """Whether a form with nothing wrong in it has to ask one more question before it is sent."""
        return False

    def told(self, language: str) -> dict[str, Any]:
        """What a valid form says about the matter, as fields of ``Incoming``; ``language`` is that of the page."""
        return {"body": self.cleaned_data["message"]}

    @classmethod
    def salvaged(cls, data: Any) -> dict[str, Any]:
        """The same of what was typed into it, when nothing could check it: as much as fits."""
        return {"body": plain(data.get("message", "")).strip()}

    @classmethod
    def typed(cls, data: Any) -> str:
        """The words somebody would miss most, to be shown again when nothing else can be."""
        return data.get("message", "")

    @property
    def closer_access(self) -> list[forms.BoundField]:
        """The questions about what was ticked above: how large, which braille, which recording."""
        return [self[name] for name in CLOSER]

    @property
    def says_closer(self) -> bool:
        """Whether one of them was answered, or answered wrongly: then they stand open."""
        return any(field.value() or field.errors for field in self.closer_access)

    def access_codes(self) -> tuple[str, ...]:
        """What they ask for, each as closely as they said."""
        data = self.cleaned_data
        ticked = (*data["access_written"], *data["access_spoken"])
        return tuple(with_details(ticked, [data[name] for name in CLOSER]))

    def chosen_office(self) -> Office | None:
        """The office the message goes to."""
        return self.fixed or self.offices.get(self.cleaned_data.get("office", ""))

    def _need(self, name: str, words: Any) -> None:
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, words)


class ContactForm(DoorForm):
    """Everything a person may tell us, on one page."""

    door = "contact"
    template = "home/contact_fields.html"
    anchors_above_files = frozenset({"id_office", "id_subject", "id_message"})
    field_order = ("office", "subject", "message")

    subject = line(
        _("What is it about?"),
        200,
        missing=_("Enter a few words that say what your message is about"),
        help_text=_("A few words, such as “my health card” or “the bus on Main Street”."),
    )
    message = message(_("Your message"), missing=_("Enter your message"))

    def told(self, language: str) -> dict[str, Any]:
        """What it is about, and the message."""
        return super().told(language) | {"subject": self.cleaned_data["subject"]}

    @classmethod
    def salvaged(cls, data: Any) -> dict[str, Any]:
        """As much of both as fits."""
        return super().salvaged(data) | {"subject": one_line(data.get("subject", ""))[:200]}


class PuzzleForm(PlainForm):
    """The one question asked when a form came in a way that programs send forms."""

    puzzle = PuzzleField(
        label=_("Type the five digits"),
        error_messages={
            "required": _("Type the five digits, or have a person check your message"),
            "invalid": _(
                "Those were not the five digits. Here are new ones: type them, or have a person check your message"
            ),
        },
    )
