"""What triage asks: filters of the list, and the forms of its verbs."""

import django_filters
from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from casework.cases.queries import case_by_reference
from casework.cases.states import Urgency
from casework.core.listing import Filters
from casework.core.viewsets import ScopedModelForm
from casework.directory.models import Language
from casework.directory.queries import active_issues, offices_for, units_for

from .models import RoutingRule, Submission
from .queries import likely_people
from .states import SubmissionStatus, Verdict

NEW_PERSON = "new"


class SubmissionFilters(Filters):
    """What the lists of triage can be narrowed by."""

    office = django_filters.ModelChoiceFilter(
        label=_("Office"), queryset=lambda request: offices_for(request.user), empty_label=_("Every office")
    )
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"), choices=SubmissionStatus.choices, widget=forms.CheckboxSelectMultiple
    )
    verdict = django_filters.MultipleChoiceFilter(
        label=_("Screening"), choices=Verdict.choices, widget=forms.CheckboxSelectMultiple
    )
    issue = django_filters.ModelChoiceFilter(
        label=_("Issue"), queryset=lambda request: active_issues(), empty_label=_("Every issue")
    )
    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=Language.choices, empty_label=_("Both languages"), widget=forms.RadioSelect
    )

    class Meta:
        model = Submission
        fields = []


class AcceptForm(forms.Form):
    """Whose case it becomes, what it is about, and who takes it."""

    wants_row = True

    person = forms.ChoiceField(label=_("Who wrote?"), widget=forms.RadioSelect)
    subject = forms.CharField(label=_("Subject of the case"), max_length=200)
    issue = forms.ModelChoiceField(
        label=_("Issue"), queryset=None, required=False, empty_label=_("None of these, or not sure yet")
    )
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices, widget=forms.RadioSelect)
    take = forms.BooleanField(label=_("I take this case"), required=False, initial=True)

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(match.person.pk): match for match in likely_people(row, user)}
        known = [(key, f"{match.person.name} — {match.reason}") for key, match in self.people.items()]
        newcomer = gettext("Somebody new: %(name)s") % {"name": row.name or gettext("no name given")}
        self.fields["person"].choices = [*known, (NEW_PERSON, newcomer)]
        # Only who wrote from an address we know is chosen beforehand: anybody may know a name and a telephone number.
        strong = [key for key, match in self.people.items() if match.is_strong and match.by_email]
        self.fields["person"].initial = strong[0] if len(strong) == 1 else None if known else NEW_PERSON
        self.fields["issue"].queryset = active_issues()
        self.fields["issue"].initial = row.issue_id
        self.fields["subject"].initial = row.subject
        self.fields["urgency"].initial = row.urgency

    def clean(self):
        """The person as the verb takes it: somebody known, or the word that they are new."""
        data = super().clean()
        chosen = data.pop("person", None)
        if chosen is not None:
            match = self.people.get(chosen)
            data.update(person=match and match.person, is_new_person=match is None)
        return data


class AttachForm(forms.Form):
    """Which case it belongs to."""

    wants_row = True

    case = forms.CharField(
        label=_("Reference of the case"),
        max_length=40,
        help_text=_("As in C7K4-2MPX. Capitals, spaces and the dash do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_case(self):
        """The case under that reference, if it is in sight."""
        typed = self.cleaned_data["case"]
        case = case_by_reference(self.user, typed)
        if case is None:
            raise forms.ValidationError(
                _("No case of yours has the reference “%(typed)s”. Check it, or search for the case."),
                params={"typed": typed},
            )
        return case


class RuleForm(ScopedModelForm):
    """A routing rule; offers the offices and units of the person who writes it, and nobody else's."""

    class Meta:
        model = RoutingRule
        fields = [
            "office", "name", "order", "any_words", "language", "form", "postal_prefix", "issue", "unit", "urgency",
            "goes_on", "is_active",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.for_user is not None:
            self.fields["unit"].queryset = units_for(self.for_user)
        self.fields["issue"].queryset = active_issues()

    def clean(self):
        """A rule decides something; what it looks for, and whose unit it may name, the model itself says."""
        data = super().clean()
        if not any(data.get(name) for name in ("issue", "unit", "urgency")):
            self.add_error("issue", _("Say what the rule decides: an issue, a unit or an urgency."))
        return data
