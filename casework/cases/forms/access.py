"""What is asked about what a person needs so that they can read us, reach us or meet us: shape and wording only."""

import django_filters
from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_lazy as _

from casework.contacts.access import ACCESS_NEEDS, KEEP_VERSION, every_choice, keeping_asked
from casework.core import clock
from casework.core.listing import Filters
from casework.core.permissions import may
from casework.directory.queries import colleagues_of, offices_for

from ..models import Accommodation
from ..states import AccommodationStatus, Channel
from . import _text
from .sharing import RowForm


def _day(label, *, initial=clock.today, **more):
    date = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, initial=initial, widget=date, **more)


def _needs():
    return [("", gettext("Something else, in their own words")), *every_choice()]


class AccommodationFilters(Filters):
    """What the lists of accommodations can be narrowed by."""

    office = django_filters.ModelChoiceFilter(
        label=_("Office"), queryset=lambda request: offices_for(request.user), empty_label=_("Every office")
    )
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"), choices=AccommodationStatus.choices, widget=forms.CheckboxSelectMultiple
    )
    code = django_filters.ChoiceFilter(
        label=_("What they asked for"),
        choices=lazy(lambda: list(ACCESS_NEEDS), list)(),
        method="about",
        empty_label=_("Anything"),
    )
    owner = django_filters.ModelChoiceFilter(
        label=_("Owner of the case"),
        field_name="case__owner",
        queryset=lambda request: colleagues_of(request.user),
        empty_label=_("Anybody"),
    )

    class Meta:
        model = Accommodation
        fields = []

    def about(self, rows, name, code):
        """Of this kind, whatever its details."""
        return rows.filter(code__startswith=code)


class AskForm(RowForm):
    """What they asked for, how, and whether it may be kept."""

    code = forms.ChoiceField(label=_("What they asked for"), choices=_needs, required=False)
    words = _text(
        _("In their own words (optional)"),
        required=False,
        rows=3,
        max_length=2000,
        help_text=_("The language of an interpreter, for instance. Never why they need it: nobody has to say."),
    )
    how = forms.ChoiceField(
        label=_("How they asked"), choices=Channel.choices, widget=forms.RadioSelect, initial=Channel.PHONE
    )
    agreed = forms.BooleanField(required=False)

    def prepare(self):
        """Keeping it for next time is offered to whoever may change what is known of people."""
        if may(self.user, "change", self.row.person):
            self.fields["agreed"].label = keeping_asked()
        else:
            del self.fields["agreed"]

    def clean(self):
        """At least one of the two; the yes is to the words of today."""
        data = super().clean()
        if not self.errors and not data.get("code") and not data.get("words", "").strip():
            self.add_error("words", gettext("Choose what they asked for, or write it down."))
        return {**data, "agreed": KEEP_VERSION if data.get("agreed") else ""}


class DiscussForm(forms.Form):
    """What was said about it, and when."""

    words = _text(_("What you and the person said about it"), rows=4, help_text=_("What works for them, and how."))
    happened_on = _day(_("When you talked"))


class AgreeForm(forms.Form):
    """What they get, and by when."""

    words = _text(_("What you agreed"), rows=4)
    needed_on = _day(_("By which day they need it"), initial=None)
    happened_on = _day(_("When you agreed"))


class OfferForm(forms.Form):
    """What is offered in its place, and why."""

    words = _text(_("What you offer them in its place"), rows=4)
    reason = _text(_("Why what they asked for is not possible"), rows=3)


class MeetForm(forms.Form):
    """How it was met, and when."""

    words = _text(_("How it was met"), rows=3, help_text=_("The letter printed in 22 point, for instance."))
    happened_on = _day(_("When they had it"))
    cost = forms.DecimalField(
        label=_("What it cost the office, in dollars (optional)"),
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
        help_text=_("It costs the person nothing."),
    )


class WithdrawForm(forms.Form):
    """How they said that they want it no longer."""

    words = _text(
        _("How the person said so"),
        rows=3,
        help_text=_("Only by their own word. If it is not possible, offer something else."),
    )
    happened_on = _day(_("When they said so"))
