"""What the screens of consents, offers and shared cases ask: shape and wording only."""

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy as _

from casework.core import clock

from ..consenting import Covers, How, SaidBy, needs_an_office, words_for
from ..queries.sharing import (
    consents_to_pass_on,
    consents_to_take_back,
    offices_beside,
    readers_for,
    shares_to_end,
)
from . import _text


def _consent_label(consent):
    """To what, with whom, until when."""
    parts = [str(consent.get_covers_display()), consent.with_whom]
    until = gettext("until %(day)s") % {"day": date_format(consent.good_until, "SHORT_DATE_FORMAT")}
    return ", ".join([*filter(None, parts), until])


class RowForm(forms.Form):
    """A form that wants to know about which row it asks."""

    wants_row = True

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.row, self.user = row, user
        self.prepare()

    def prepare(self):
        """Offer what this row has to offer."""


class ConsentForm(RowForm):
    """What the person agreed to, and how."""

    covers = forms.ChoiceField(label=_("What they agreed to, in these words"), widget=forms.RadioSelect)
    with_office = forms.ModelChoiceField(
        label=_("With which office"), queryset=None, required=False, empty_label=_("Choose the office")
    )
    said_by = forms.ChoiceField(
        label=_("Who said it"), choices=SaidBy.choices, widget=forms.RadioSelect, initial=SaidBy.PERSON
    )
    authority = _text(
        _("How we know that they may speak for the person"),
        required=False,
        rows=2,
        help_text=_("Only where somebody else said it: a power of attorney, a letter, the parent of a child."),
    )
    how = forms.ChoiceField(label=_("How they said so"), choices=How.choices, widget=forms.RadioSelect)
    said_on = forms.DateField(
        label=_("When they said so"),
        initial=clock.today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("It is good for half a year from that day."),
    )

    def prepare(self):
        """The words in the language of the case, as they are read to the person."""
        place, language = gettext("the office chosen below"), self.row.language
        words = {each: words_for(each, place, language) for each in Covers if each != Covers.AGENCY}
        if self.row.program:  # without one, nobody knows which agency, and in which words
            words[Covers.AGENCY] = self.row.program.consent_words(language)
        self.fields["covers"].choices = [(each, f"{each.label}: “{said}”") for each, said in words.items() if said]
        self.fields["with_office"].queryset = offices_beside(self.row)

    def clean(self):
        """An office where the yes is to one."""
        data = super().clean()
        if data.get("covers") and needs_an_office(data["covers"]) and not data.get("with_office"):
            self.add_error("with_office", gettext("Say with which other office."))
        return data


class EndConsentForm(RowForm):
    """Which one was taken back, and how they said so."""

    consent = forms.ModelChoiceField(
        label=_("What they take back"), queryset=None, widget=forms.RadioSelect, empty_label=None, blank=False
    )
    how = forms.ChoiceField(label=_("How they said so"), choices=How.choices, widget=forms.RadioSelect)

    def prepare(self):
        """Those that were not taken back yet."""
        self.fields["consent"].queryset = consents_to_take_back(self.row)
        self.fields["consent"].label_from_instance = _consent_label


class TransferForm(RowForm):
    """By which consent, why, and what the other office needs to know."""

    consent = forms.ModelChoiceField(
        label=_("To whom, and what goes with it"),
        queryset=None,
        widget=forms.RadioSelect,
        empty_label=None,
        blank=False,
        help_text=_("What the person agreed to. Is nothing here? Note their consent on the case first."),
    )
    reason = _text(
        _("Why the other office should take it"),
        rows=3,
        help_text=_("They read this and the issue before they accept. Leave out what tells who it is."),
    )
    summary = _text(
        _("What they need to know once they have accepted"),
        required=False,
        rows=6,
        help_text=_("Becomes a note on their case. Notes on yours are not passed on."),
    )

    def prepare(self):
        """The consents in force."""
        self.fields["consent"].queryset = consents_to_pass_on(self.row)
        self.fields["consent"].label_from_instance = _consent_label


class DeclineForm(forms.Form):
    """Why not."""

    reason = _text(_("Why not"), rows=3, help_text=_("The office that offers it reads this, and tells the person."))


class ShareForm(RowForm):
    """Who reads it, until when, why."""

    reader = forms.ModelChoiceField(
        label=_("Who"),
        queryset=None,
        empty_label=_("Choose a colleague"),
        help_text=_("Of the offices the person agreed to. Is nobody here? Note their consent on the case first."),
    )
    ends_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reason = _text(_("Why they need to read it"), rows=3)

    def prepare(self):
        """Those whom a consent in force reaches."""
        self.fields["reader"].queryset = readers_for(self.row)


class EndShareForm(RowForm):
    """Who reads it no longer."""

    share = forms.ModelChoiceField(
        label=_("Who"), queryset=None, widget=forms.RadioSelect, empty_label=None, blank=False
    )

    def prepare(self):
        """Those who read it now."""
        self.fields["share"].queryset = shares_to_end(self.row)
        self.fields["share"].label_from_instance = lambda share: f"{share.reader}, {share.consent.with_office}"
