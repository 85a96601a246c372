"""What is asked about us: shape and wording only."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput
from wagtail.users.forms import UserEditForm

from .models import Invitation, Membership, Office, Unit
from .permissions import may_place
from .queries import (
    arranges_absences,
    colleagues,
    colleagues_of,
    every_office,
    led_by,
    offices_for,
    others_shared_with,
    roles_to_give,
    staff,
    units_for,
)


class OfficeForm(WagtailAdminModelForm):
    """An office; its short name stands in addresses and does not change."""

    class Meta:
        model = Office
        fields = [
            *("name", "name_fr", "slug", "kind", "email", "phone", "fax", "address", "hours"),
            *("languages", "languages_fr", "access", "access_fr", "reply_days", "is_public"),
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["slug"]


class MembershipForm(WagtailAdminModelForm):
    """Who works where, and so sees what."""

    class Meta:
        model = Membership
        fields = ["user", "office", "starts_on", "ends_on"]
        widgets = {"starts_on": AdminDateInput, "ends_on": AdminDateInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = staff()

    def clean(self):
        """Not one's own, as it was or as it would be."""
        data = super().clean()
        people = {self.instance.user_id, getattr(data.get("user"), "pk", None)} - {None}
        if self.for_user and not all(may_place(self.for_user, pk, Membership) for pk in people):
            self.add_error("user", _("Nobody changes their own membership. Ask another administrator."))
        return data


class AccountForm:
    """In front of Wagtail's forms of a user: only a superuser makes superusers or changes their own roles."""

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        if by.is_superuser:
            return
        self.fields.pop("is_superuser", None)
        if self.instance.pk == by.pk:
            self.fields["groups"].disabled = True
            self.fields["groups"].help_text = _("Nobody changes their own roles. Ask another administrator.")


class ChangedAccountForm(AccountForm, UserEditForm):
    """Somebody who works here."""


class UnitForm(WagtailAdminModelForm):
    """A department; the people in it work in its office."""

    class Meta:
        model = Unit
        fields = ["office", "name", "name_fr", "staff", "lead", "named", "target_hours", "urgent_hours"]
        widgets = {"staff": forms.CheckboxSelectMultiple, "named": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = colleagues(self.instance.office_id) if self.instance.pk else staff()
        for name in ("staff", "lead", "named"):
            self.fields[name].queryset = people

    def clean(self):
        """Nobody of another office."""
        data = super().clean()
        office = data.get("office")
        if office:
            here = set(colleagues(office.pk).values_list("pk", flat=True))
            if strangers := [person for person in data.get("staff") or [] if person.pk not in here]:
                names = ", ".join(person.get_username() for person in strangers)
                self.add_error("staff", _("Not of this office: %(names)s. Add a membership first.") % {"names": names})
            speaks = {person.pk for person in data.get("staff") or []} | {getattr(data.get("lead"), "pk", None)}
            if any(person.pk not in speaks for person in data.get("named") or []):
                self.add_error("named", _("Name people of the unit: choose them among the people in it first."))
            lead = data.get("lead")
            if lead and lead.pk not in here:
                self.add_error("lead", _("The lead does not work in this office. Add a membership first."))
        return data


class InvitationForm(WagtailAdminModelForm):
    """Whom to invite, into which offices, and as what."""

    class Meta:
        model = Invitation
        fields = ["email", "offices", "roles"]
        widgets = {"offices": forms.CheckboxSelectMultiple, "roles": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["offices"].queryset = every_office(self.for_user)
        self.fields["roles"].queryset = roles_to_give()
        self.fields["email"].widget.attrs["autocomplete"] = "off"


class AbsenceForm(forms.Form):
    """Who is away, from when until when, and who stands in. Nobody is asked why."""

    wants_row = True

    person = forms.ModelChoiceField(label=_("Who is away"), queryset=None, empty_label=None)
    office = forms.ModelChoiceField(label=_("Office"), queryset=None, empty_label=_("Choose an office"))
    starts_on = forms.DateField(label=_("First day away"), widget=AdminDateInput)
    ends_on = forms.DateField(
        label=_("Last day away"), widget=AdminDateInput, help_text=_("It ends by itself after this day.")
    )
    stand_in = forms.ModelChoiceField(
        label=_("Who stands in"),
        queryset=None,
        empty_label=_("Choose a colleague"),
        help_text=_("Of the same office, and there on these days."),
    )
    unit = forms.ModelChoiceField(
        label=_("For one unit alone"),
        queryset=None,
        required=False,
        empty_label=_("No: for everything they may decide here"),
        help_text=_("Where the lead of a unit has a deputy among its people."),
    )

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        colleagues_here = colleagues_of(user)
        away = colleagues_here if arranges_absences(user) else colleagues_here.filter(pk=user.pk)
        self.fields["person"].queryset, self.fields["person"].initial = away, user.pk
        self.fields["stand_in"].queryset = colleagues_here
        self.fields["unit"].queryset = led_by(away).filter(office_id__in=user.office_ids)
        self.fields["office"].queryset = offices_for(user)
        if len(user.office_ids) == 1:
            self.fields["office"].initial = user.office_ids[0]


class OfferUnitForm(forms.Form):
    """Which unit is to clear letters of which office, from when until when."""

    wants_row = True

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=None, empty_label=_("Choose a unit of your office"))
    to_office = forms.ModelChoiceField(
        label=_("Office whose letters it is to clear"), queryset=None, empty_label=_("Choose an office")
    )
    starts_on = forms.DateField(label=_("First day"), widget=AdminDateInput)
    ends_on = forms.DateField(
        label=_("Last day"), widget=AdminDateInput, help_text=_("It ends by itself after this day.")
    )

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_for(user).order_by("office__name", "name")
        self.fields["to_office"].queryset = others_shared_with(user)
