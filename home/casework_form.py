"""The form of the door "Get help with a government program": what we ask, and what each answer tells intake."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext, gettext_lazy as _

from casework.core import clock
from casework.core.text import one_line, plain
from casework.directory.models import Government, Program
from casework.intake.choices import FOR_WHOM, OTHER, YES

from .dates import read_day
from .fields import Line, Words
from .forms import LINE_TOO_LONG, WORDS_TOO_LONG, DoorForm, line, message

#: A program that is on no list, and the answer of whoever does not know.
UNSURE: Final = "unsure"
_MOST_WORDS: Final = 5_000
#: The largest step from today that a deadline makes sense in.
_YEARS: Final = 10
_HEALTH_CARD: Final = re.compile(r"\b\d{4}[ -]?\d{3}[ -]?\d{3}[ -]?[A-Za-z]{2}\b")
_SOCIAL_INSURANCE: Final = re.compile(r"\b(\d{3})[ -](\d{3})[ -](\d{3})\b")


@dataclass(frozen=True)
class Agreement:
    """The consent of one program: its words, the key they go by, and whether the person has had them before them."""

    program: Program
    words: str
    key: str
    was_shown: bool
    is_ticked: bool

    @property
    def agency(self) -> str:
        """Whom we would speak with."""
        return self.program.agency_title()


class Day(Line):
    """A day, however somebody writes it."""

    def clean(self, value: Any) -> str:
        """The day as ``2026-12-01``."""
        typed = super().clean(value)
        return day_typed(typed, self.error_messages["invalid"]) if typed else ""


class FileNumber(Line):
    """The number an agency gave somebody; never one by which all of government knows them."""

    def clean(self, value: Any) -> str:
        """The number as it was typed; refused when it is a health card or a social insurance number."""
        typed = super().clean(value)
        if is_secret_number(typed):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return typed


def day_typed(typed: str, problem: Any = "") -> str:
    """The day that was meant; raises ValidationError when nobody could say which."""
    today = clock.today()
    day = read_day(typed, today=today)
    if day is None or abs(day.year - today.year) > _YEARS:
        raise ValidationError(problem or _("Enter a day"), code="invalid")
    return day.isoformat()


def is_secret_number(typed: str) -> bool:
    """Whether it looks like a health card number with its two letters, or a social insurance number in threes."""
    if _HEALTH_CARD.search(typed):
        return True
    return any(_adds_up("".join(found.groups())) for found in _SOCIAL_INSURANCE.finditer(typed))


def _adds_up(digits: str) -> bool:
    """The check that a social insurance number passes and most other numbers do not."""
    doubled = [int(one) * (2 if place % 2 else 1) for place, one in enumerate(digits)]
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


def _words(label: Any, help_text: Any = "") -> Words:
    return Words(
        label=label,
        most=_MOST_WORDS,
        too_long=WORDS_TOO_LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        help_text=help_text,
    )


class CaseworkForm(DoorForm):
    """A problem with a program of a government, on one page."""

    door = "casework"
    template = "home/casework_fields.html"
    anchors_above_files: ClassVar[frozenset[str]] = frozenset(
        {"id_office", "id_program", "id_message", "id_wanted", "id_tried", "id_deadline", "id_file_number"}
    )
    field_order = (
        *("office", "program", "message", "wanted", "tried", "deadline", "file_number"),
        *("for_whom", "other_name", "other_relation"),
    )

    program = forms.ChoiceField(
        label=_("Which program is it?"),
        help_text=_("If it is on no list or you are not sure, choose the last one. We will find out with you."),
        error_messages={
            "required": _("Choose the program, or “Something else, or I am not sure”"),
            "invalid_choice": _("Choose a program from the list, or “Something else, or I am not sure”"),
        },
    )
    message = message(_("What happened?"), missing=_("Tell us what happened"))
    wanted = Words(
        label=_("What do you want to happen?"),
        most=_MOST_WORDS,
        too_long=WORDS_TOO_LONG,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text=_("For example: “I want my cheque to start again.”"),
        error_messages={"required": _("Tell us what you want to happen")},
    )
    tried = _words(_("What have you tried?"), _("Whom you called or wrote to, when, and what they said."))
    deadline = Day(
        label=_("Is there a deadline?"),
        most=60,
        too_long=LINE_TOO_LONG,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "medium"}),
        help_text=_("A day by which you have to answer, appeal, pay or move. For example 14 December 2026."),
        error_messages={
            "invalid": _("Enter the deadline as a day, a month in words and a year, like 14 December 2026")
        },
    )
    file_number = FileNumber(
        label=_("Your number with the agency"),
        most=60,
        too_long=LINE_TOO_LONG,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "medium"}),
        help_text=_(
            "A file, case or claim number from one of their letters. Never your health card number or your social "
            "insurance number."
        ),
        error_messages={
            "invalid": _(
                "This looks like a health card number or a social insurance number. Take it out: we do not need it"
            )
        },
    )
    for_whom = forms.ChoiceField(
        label=_("For whom do you write?"),
        choices=FOR_WHOM,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose for whom you write"),
            "invalid_choice": _("Choose from the list for whom you write"),
        },
    )
    other_name = line(_("Name of the person you write for"), 200, placeholder=" ")
    other_relation = line(
        _("Who are you to that person?"),
        120,
        placeholder=" ",
        help_text=_("For example their daughter, their neighbour, their support worker."),
    )
    consent = forms.BooleanField(required=False)
    consent_key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, programs: Iterable[Program] = (), **kwargs: Any):
        """``programs`` are what people choose from; there is always something else."""
        super().__init__(*args, **kwargs)
        self.programs = {program.code: program for program in programs}
        self.fields["program"].choices = self._offered()

    @property
    def agreement(self) -> Agreement | None:
        """What the chosen program asks people to agree to; None while none is chosen, or its agency has no words."""
        program = self.programs.get(str(self["program"].value() or ""))
        key = program.consent_key(_language()) if program else ""
        if program is None or not key:
            return None
        shown = str(self["consent_key"].value() or "")
        was_shown = bool(program.words_of(shown))
        ticked = was_shown and bool(self["consent"].value())
        return Agreement(program, program.consent_words(_language()), key, was_shown, ticked)

    @property
    def has_more_to_ask(self) -> bool:
        """Whether the person has not had the words of the consent before them yet."""
        return self.agreement is not None and not self.agreement.was_shown

    def clean(self) -> dict[str, Any]:
        """Who the other person is, where it is for another."""
        data = super().clean()
        if data.get("for_whom") == OTHER:
            self._need("other_name", _("Enter the name of the person you write for"))
            self._need("other_relation", _("Tell us who you are to that person"))
        return data

    def told(self, language: str) -> dict[str, Any]:
        """What happened is the message; what else was asked are answers. The program gives it its subject."""
        data = dict(self.cleaned_data)
        if self.agreement is None or not self.agreement.was_shown:
            data["consent_key"] = ""
        return super().told(language) | {"answers": _answers(data)}

    @classmethod
    def salvaged(cls, data: Any) -> dict[str, Any]:
        """As much of all of it as fits."""
        typed = {name: one_line(data.get(name, ""))[:200] for name in _LINES}
        typed |= {name: plain(data.get(name, "")).strip()[:_MOST_WORDS] for name in ("wanted", "tried")}
        typed["deadline"] = _or_as_typed(typed["deadline"])
        if not typed["consent_key"].startswith(f"{typed['program']} "):
            typed["consent_key"] = ""
        typed["consent"] = data.get("consent", "")
        return super().salvaged(data) | {"answers": _answers(typed)}

    @classmethod
    def typed(cls, data: Any) -> str:
        """What happened, what they want, what they tried."""
        return "\n\n".join(filter(None, (data.get(name, "") for name in ("message", "wanted", "tried"))))

    def _offered(self) -> list[Any]:
        """The programs under their governments, the Province first, and what is always there."""
        order = list(Government.values)
        rows = sorted(self.programs.values(), key=lambda program: order.index(program.government))
        groups = [
            (str(Government(government).label), [(program.code, program.title()) for program in found])
            for government, found in groupby(rows, key=lambda program: program.government)
        ]
        return [("", gettext("Choose a program")), *groups, (UNSURE, gettext("Something else, or I am not sure"))]


_LINES: Final = (*("program", "deadline", "file_number", "for_whom", "other_name", "other_relation", "consent_key"),)


def _answers(data: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """What was answered, without what was left empty. A consent counts from the moment its words were shown."""
    said = {
        name: data.get(name) or "" for name in ("program", "wanted", "tried", "deadline", "file_number", "for_whom")
    }
    if said["program"] == UNSURE:
        said["program"] = ""
    if said["for_whom"] == OTHER:
        said |= {name: data.get(name) or "" for name in ("other_name", "other_relation")}
    if data.get("consent_key"):
        said |= {"consent": YES if data.get("consent") else "no", "consent_key": data["consent_key"]}
    return tuple((name, words) for name, words in said.items() if words)


def _or_as_typed(typed: str) -> str:
    try:
        return day_typed(typed) if typed else ""
    except ValidationError:
        return typed


def _language() -> str:
    return (get_language() or "en")[:2]
