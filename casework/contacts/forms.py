"""What is asked about a person: shape and wording only."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from casework.core.listing import Filters
from casework.core.references import normalise
from casework.core.viewsets import ScopedModelForm
from casework.directory.models import Language
from casework.directory.queries import offices_for

from .access import KEEP_VERSION, every_choice, keeping_asked
from .keys import email_key
from .models import ContactKind, Person


class PersonFilters(Filters):
    """What the list of people can be narrowed by."""

    office = django_filters.ModelChoiceFilter(
        label=_("Office"), queryset=lambda request: offices_for(request.user), empty_label=_("Every office")
    )
    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=Language.choices, empty_label=_("Both languages"), widget=forms.RadioSelect
    )

    class Meta:
        model = Person
        fields = []


class PersonForm(ScopedModelForm):
    """What the office knows of somebody; whose person it is does not change."""

    class Meta:
        model = Person
        fields = ["name", "salutation", "language", "postal_code", "riding"]


class NewPersonForm(ScopedModelForm):
    """Somebody the office meets, and how to reach them."""

    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=60)
    post = forms.CharField(
        label=_("Postal address"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )

    class Meta:
        model = Person
        fields = ["office", "name", "language", "postal_code"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offices = self.fields["office"].queryset
        if self.for_user is not None and len(self.for_user.office_ids) == 1:
            self.fields["office"].initial = offices.first()
            self.fields["office"].empty_label = None


class ContactPointForm(forms.Form):
    """One more way to reach somebody."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ContactKind.choices, widget=forms.RadioSelect)
    value = forms.CharField(
        label=_("Address or number"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})
    )

    def clean(self):
        """An e-mail address must be one; the verb takes the value under the name of its kind."""
        data = super().clean()
        kind, value = data.get("kind"), data.get("value", "")
        if kind == ContactKind.EMAIL and value:
            try:
                forms.EmailField().clean(email_key(value))
            except forms.ValidationError as refusal:
                self.add_error("value", refusal)
        return {kind: value} if kind and value else data


class AccessNeedsForm(forms.Form):
    """What somebody asked for, from the closed list and in their own words, and their yes to its being kept."""

    codes = forms.MultipleChoiceField(
        label=_("What they asked for"),
        required=False,
        choices=every_choice,
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(
        label=_("Anything else, in their own words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    reference = forms.CharField(
        label=_("Asked in"), max_length=20, help_text=_("The reference of the case or message in which they asked.")
    )
    agreed = forms.BooleanField(
        error_messages={"required": _("Ask them whether we may keep it. Without their yes it stays on its case.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agreed"].label = keeping_asked()

    def clean_reference(self):
        """A reference, as we write it."""
        reference = normalise(self.cleaned_data["reference"])
        if reference is None:
            raise forms.ValidationError(_("This is not a reference. It looks like C7K4-2MPX."))
        return reference

    def clean(self):
        """At least one of the two; the yes is to the words of today."""
        data = super().clean()
        if not self.errors and not data.get("codes") and not data.get("words", "").strip():
            raise forms.ValidationError(_("Tick what they asked for, or write it down."))
        return {**data, "agreed": KEEP_VERSION} if data.get("agreed") else data


class ForgetNeedsForm(forms.Form):
    """Which of what is kept."""

    wants_row = True

    needs = forms.MultipleChoiceField(label=_("What is forgotten"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.kept = {str(need.pk): need for need in row.standing_needs()}
        self.fields["needs"].choices = [(key, need.title()) for key, need in self.kept.items()]

    def clean_needs(self):
        """The rows, as the verb takes them."""
        return [self.kept[key] for key in self.cleaned_data["needs"]]
