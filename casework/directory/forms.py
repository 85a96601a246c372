"""What is asked about us: shape and wording only."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from .models import Membership, Office, Unit
from .queries import colleagues, staff


class OfficeForm(WagtailAdminModelForm):
    """An office; its short name stands in addresses and does not change."""

    class Meta:
        model = Office
        fields = ["name", "name_fr", "slug", "kind", "email", "phone", "address", "reply_days", "is_public"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["slug"]


class MembershipForm(WagtailAdminModelForm):
    """Who works where, and so sees what."""

    class Meta:
        model = Membership
        fields = ["user", "office"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = staff()


class UnitForm(WagtailAdminModelForm):
    """A department; the people in it work in its office."""

    class Meta:
        model = Unit
        fields = ["office", "name", "name_fr", "staff", "lead"]
        widgets = {"staff": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = colleagues(self.instance.office_id) if self.instance.pk else staff()
        self.fields["staff"].queryset = self.fields["lead"].queryset = people

    def clean(self):
        """Nobody of another office."""
        data = super().clean()
        office = data.get("office")
        if office:
            here = set(colleagues(office.pk).values_list("pk", flat=True))
            if strangers := [person for person in data.get("staff") or [] if person.pk not in here]:
                names = ", ".join(person.get_username() for person in strangers)
                self.add_error("staff", _("Not of this office: %(names)s. Add a membership first.") % {"names": names})
            lead = data.get("lead")
            if lead and lead.pk not in here:
                self.add_error("lead", _("The lead does not work in this office. Add a membership first."))
        return data
