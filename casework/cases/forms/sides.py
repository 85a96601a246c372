"""What is asked about somebody else in a matter: shape and wording only."""

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from ..models import PartyRole
from ..queries import sides

NAME_ONLY = "name"


class PartyForm(forms.Form):
    """What they are in it and what they are called; once a name was typed, whether it is somebody the office knows."""

    wants_row = True

    role = forms.ChoiceField(label=_("What they are in it"), choices=PartyRole.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name"), max_length=200)
    person = forms.ChoiceField(label=_("Is it somebody the office knows?"), widget=forms.RadioSelect, required=False)
    words = forms.CharField(
        label=_("In a few words (optional)"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        typed = self.data.get(self.add_prefix("name"), "") if self.is_bound else ""
        self.people = {str(each.pk): each for each in sides.people_called(user, row, typed)}
        if not self.people:
            del self.fields["person"]
            return
        known = [(key, _told(each)) for key, each in self.people.items()]
        self.fields["person"].choices = [*known, (NAME_ONLY, gettext("None of them: the name only"))]

    def clean(self):
        """Who it is, as the verb takes it."""
        data = super().clean()
        chosen = data.pop("person", "")
        if self.people and not chosen and "person" not in self.errors:
            self.add_error("person", gettext("Somebody called so is known here. Say whether it is them."))
        return {**data, "person": self.people.get(chosen)}


def _told(person):
    """A name, and something by which two of the same name are told apart."""
    ways = [point.value for point in person.contact_points.all()][:1]
    return " — ".join([person.name, *(ways or [str(person)])])


class EndPartyForm(forms.Form):
    """Who is in it no longer, and why."""

    wants_row = True

    party = forms.ModelChoiceField(
        label=_("Who"), queryset=None, widget=forms.RadioSelect, empty_label=None, blank=False
    )
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = sides.parties_to_end(row, user)
        self.fields["party"].label_from_instance = lambda party: f"{party.name} ({party.get_role_display()})"
