"""What the screens of a case ask: shape and wording only."""

from typing import ClassVar

import django_filters
from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from casework.contacts.queries import in_sight, matches, person_for
from casework.core import clock
from casework.core.listing import Filters
from casework.directory.models import Language
from casework.directory.queries import active_issues, colleagues_of, offices_for, programs

from ..levels import RULES, Level, Relation
from ..models import Case
from ..queries import named_on, oversees, who_may_be_in_conflict, who_may_be_named, who_may_own
from ..states import CaseStatus, Channel, ClosureReason, ReplyBy, Urgency, WaitingOn

#: How somebody reaches the office other than by a form or a mail that arrives by itself.
BY_HAND = [choice for choice in Channel.choices if choice[0] != Channel.WEB_FORM]
NEW_PERSON = "new"
#: That a case was passed on is said by the office that accepted it.
WHY_CLOSED = [choice for choice in ClosureReason.choices if choice[0] != ClosureReason.TRANSFERRED]


def _text(label, *, required=True, rows=4, **more):
    return forms.CharField(label=label, required=required, widget=forms.Textarea(attrs={"rows": rows}), **more)


class CaseFilters(Filters):
    """What the lists of cases can be narrowed by."""

    office = django_filters.ModelChoiceFilter(
        label=_("Office"), queryset=lambda request: offices_for(request.user), empty_label=_("Every office")
    )
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"), choices=CaseStatus.choices, widget=forms.CheckboxSelectMultiple
    )
    urgency = django_filters.MultipleChoiceFilter(
        label=_("Urgency"), choices=Urgency.choices, widget=forms.CheckboxSelectMultiple
    )
    issue = django_filters.ModelChoiceFilter(
        label=_("Issue"), queryset=lambda request: active_issues(), empty_label=_("Every issue")
    )
    owner = django_filters.ModelChoiceFilter(
        label=_("Owner"), queryset=lambda request: colleagues_of(request.user), empty_label=_("Anybody")
    )
    sensitivity = django_filters.MultipleChoiceFilter(
        label=_("Who may see it"), choices=Level.choices, widget=forms.CheckboxSelectMultiple
    )
    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=Language.choices, empty_label=_("Both languages"), widget=forms.RadioSelect
    )

    class Meta:
        model = Case
        fields = []


class ColleagueForm(forms.Form):
    """Somebody of the case's office."""

    wants_row = True

    to = forms.ModelChoiceField(label=_("To"), queryset=None, empty_label=_("Choose a colleague"))

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = who_may_own(row)


class AssignForm(ColleagueForm):
    """Who answers for it from now on; nobody is possible."""

    reason = _text(_("Why (optional)"), required=False, rows=3)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].required = False
        self.fields["to"].empty_label = _("Nobody: the case waits unassigned")


class HandOverForm(ColleagueForm):
    """Who takes over, and what they need to know."""

    reason = _text(_("What your colleague needs to know"), help_text=_("Becomes a note on the case."))

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, row=row, user=user, **kwargs)
        self.fields["to"].queryset = self.fields["to"].queryset.exclude(pk=user.pk)


class HoldForm(forms.Form):
    """Whom the case waits for."""

    waiting_on = forms.ChoiceField(label=_("Waiting for"), choices=WaitingOn.choices, widget=forms.RadioSelect)
    reason = _text(_("What for (optional)"), required=False, rows=3)


class ReasonForm(forms.Form):
    """A word about it, for whoever reads the case later."""

    reason = _text(_("A word about it (optional)"), required=False, rows=3)


class ReopenForm(forms.Form):
    """Why it is opened again."""

    reason = _text(_("Why the case is opened again"), rows=3)


class CloseForm(forms.Form):
    """Why the file is closed."""

    closure_reason = forms.ChoiceField(label=_("Why it is closed"), choices=WHY_CLOSED, widget=forms.RadioSelect)
    reason = _text(_("A word about it (optional)"), required=False, rows=3)


class NoteForm(forms.Form):
    """Internal words."""

    body = _text(_("Note"), rows=8, help_text=_("Only staff of this office read it. It is never sent."))


class MessageForm(forms.Form):
    """What somebody said to us by telephone, by post, in person or in a mail of one's own."""

    channel = forms.ChoiceField(label=_("How it came"), choices=BY_HAND, widget=forms.RadioSelect)
    occurred_at = forms.DateTimeField(
        label=_("When"),
        initial=clock.now,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    subject = forms.CharField(label=_("Subject (optional)"), max_length=200, required=False)
    body = _text(_("What they said"), rows=10, help_text=_("In their words as far as you can. It is kept as typed."))

    def clean_occurred_at(self):
        """Not in the future."""
        when = self.cleaned_data["occurred_at"]
        if when and when > clock.now():
            raise forms.ValidationError(_("This is in the future. Give the day and time when it was said."))
        return when


class DetailsForm(forms.ModelForm):
    """What the case is about and how it is answered."""

    class Meta:
        model = Case
        fields = ("subject", "issue", "program", "wants", "urgency", "language", "reply_by", "due_on")
        widgets: ClassVar = {"due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["issue"].queryset = active_issues()
        self.fields["program"].queryset = programs(now=self.instance.program_id)
        self.fields["due_on"].required = True


class LevelForm(forms.Form):
    """Who may see the case from now on."""

    wants_row = True

    level = forms.ChoiceField(label=_("Who may see it"), widget=forms.RadioSelect)
    reason = _text(_("Why"), rows=3, help_text=_("Whoever sees the case reads it."))

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [(level, f"{level.label}: {RULES[level].words}") for level in Level]
        self.fields["level"].initial = row.sensitivity


class NameForm(forms.Form):
    """Somebody who sees the case whatever its level."""

    wants_row = True

    person = forms.ModelChoiceField(label=_("Who"), queryset=None, empty_label=_("Choose a colleague"))
    reason = _text(_("Why they need to see it"), rows=3)

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = who_may_be_named(row)


class EndNamingForm(forms.Form):
    """Whose sight of the case ends."""

    wants_row = True

    named = forms.ModelChoiceField(
        label=_("Who"), queryset=None, widget=forms.RadioSelect, empty_label=None, blank=False
    )

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["named"].queryset = named_on(row)
        self.fields["named"].label_from_instance = lambda named: str(named.person)


class ConflictForm(forms.Form):
    """What the conflict is about, what they are to each other and, for the Director, whose it is."""

    wants_row = True

    staff = forms.ModelChoiceField(label=_("Whose"), queryset=None, required=False, empty_label=_("My own"))
    about = forms.ChoiceField(label=_("About"), widget=forms.RadioSelect, initial="person")
    relation = forms.ChoiceField(
        label=_("What they are to each other"), choices=Relation.choices, widget=forms.RadioSelect
    )
    words = _text(_("In a few words (optional)"), required=False, rows=3)

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["staff"].queryset = who_may_be_in_conflict(row).exclude(pk=user.pk)
        if not oversees(user):
            del self.fields["staff"]
        spoken_for = [(str(each.pk), each.name) for each in row.person.organisations.all()]
        self.fields["about"].choices = [
            ("person", _("This person: all their cases")),
            ("case", _("This case alone")),
            *spoken_for,
        ]


class EndConflictForm(forms.Form):
    """Why there is none any more."""

    reason = _text(_("Why there is no conflict any more"), rows=3)


class ExceptionForm(forms.Form):
    """Which case, and why it cannot wait."""

    reference = forms.CharField(label=_("Number of the case"), max_length=20)
    reason = _text(_("Why it cannot wait"), rows=3, help_text=_("The owner of the case and the Director read it."))


class ReviewForm(forms.Form):
    """Whether an opening was in order, in words."""

    was_in_order = forms.TypedChoiceField(
        label=_("Was it in order?"),
        choices=[("yes", _("In order")), ("no", _("Not in order"))],
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    words = _text(_("What you found"), rows=3)


class NewCaseForm(forms.Form):
    """A matter somebody brings in person, by telephone or by post: who, what, how to answer."""

    office = forms.ModelChoiceField(label=_("Office"), queryset=None, empty_label=_("Choose the office"))
    person = forms.ChoiceField(label=_("Who is it?"), widget=forms.RadioSelect, required=False)
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    post = _text(_("Postal address"), required=False, rows=3, max_length=500)
    postal_code = forms.CharField(label=_("Postal code"), max_length=12, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, widget=forms.RadioSelect, initial="en")
    reply_by = forms.ChoiceField(
        label=_("How they want the answer"), choices=ReplyBy.choices, widget=forms.RadioSelect, initial="email"
    )
    channel = forms.ChoiceField(
        label=_("How it came"), choices=BY_HAND, widget=forms.RadioSelect, initial=Channel.PHONE
    )
    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = _text(_("What they said"), rows=10, help_text=_("In their words as far as you can. It is kept as typed."))
    issue = forms.ModelChoiceField(
        label=_("Issue"), queryset=None, required=False, empty_label=_("None of these, or not sure yet")
    )
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=Urgency.choices, widget=forms.RadioSelect, initial="routine"
    )
    is_mine = forms.BooleanField(label=_("I take this case"), required=False, initial=True)

    def __init__(self, *args, user, person_pk=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.known = person_for(user, person_pk) if person_pk else None
        offices = offices_for(user)
        self.fields["office"].queryset = offices
        self.fields["issue"].queryset = active_issues()
        if self.known:
            for name in ("office", "person", "name", "email", "phone", "post", "postal_code"):
                del self.fields[name]
            self.fields["language"].initial = self.known.language
            return
        if len(user.office_ids) == 1:
            self.fields["office"].initial = offices.first()
            self.fields["office"].widget = forms.HiddenInput()
        self._offer_people()

    def _offer_people(self):
        """Once an address was typed: those it may be. Before that nobody is asked who it is."""
        self.people = {str(match.person.pk): match for match in self._matches()} if self.is_bound else {}
        if not self.people:
            del self.fields["person"]
            return
        known = [(key, f"{match.person.name} — {match.reason}") for key, match in self.people.items()]
        self.fields["person"].choices = [*known, (NEW_PERSON, _("Somebody new, with the name below"))]

    def _matches(self):
        office = self.data.get(self.add_prefix("office"), "")
        if not office.isdigit() or int(office) not in self.user.office_ids:
            return []
        said = {name: self.data.get(self.add_prefix(name), "") for name in ("name", "email", "phone")}
        return in_sight(self.user, matches(office_id=int(office), **said))

    def clean(self):
        """Who it is, as the verb takes it: somebody known, or a name and how to reach them."""
        data = super().clean()
        if self.known:
            return {**data, "person": self.known, "office": self.known.office}
        chosen = data.pop("person", "")
        newcomer = {name: data.pop(name, "") for name in ("name", "email", "phone", "post", "postal_code")}
        match = self.people.get(chosen)
        if self.people and not chosen:
            self.add_error("person", gettext("Somebody with this address is known here. Say whether it is them."))
        if not newcomer["name"].strip() and match is None and "person" not in self.errors:
            self.add_error("name", gettext("Give a name, or what they want to be called."))
        return {**data, "person": match and match.person, "newcomer": newcomer}
