"""What is asked about a line: shape and wording only."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from casework.core.listing import Filters
from casework.core.viewsets import ScopedModelForm
from casework.directory.queries import active_issues, offices_for, units_for

from .models import Position
from .queries import issues_for
from .states import Audience


class PositionFilters(Filters):
    """What the lists of lines can be narrowed by."""

    office = django_filters.ModelChoiceFilter(
        label=_("Office"), queryset=lambda request: offices_for(request.user), empty_label=_("Every office")
    )
    issue = django_filters.ModelChoiceFilter(
        label=_("Issue"), queryset=lambda request: active_issues(), empty_label=_("Every issue")
    )
    audience = django_filters.ChoiceFilter(
        label=_("Who may be told"), choices=Audience.choices, empty_label=_("Everybody"), widget=forms.RadioSelect
    )

    class Meta:
        model = Position
        fields = []


class PositionForm(ScopedModelForm):
    """The words of a draft. Whose line it is does not change; ``seen`` is what the writer began from."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Position
        fields = []
        widgets = {
            "text_en": AdminAutoHeightTextInput(attrs={"lang": "en", "rows": 6}),
            "text_fr": AdminAutoHeightTextInput(attrs={"lang": "fr", "rows": 6}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.for_user is not None:
            self.fields["owner"].queryset = units_for(self.for_user)
            self._offer_offices()
        self.fields["issue"].queryset = issues_for(self.instance)
        self.fields["owner"].required = False
        if self.instance.pk:
            self.fields["seen"].initial = self.instance.content.sha256

    def _offer_offices(self):
        """Whoever works in one office is not asked; a line that is there stays where it is."""
        offices = offices_for(self.for_user)
        if self.instance.pk:
            del self.fields["office"]
            self.fields["owner"].queryset = self.fields["owner"].queryset.filter(office=self.instance.office_id)
            return
        self.fields["office"].queryset = offices
        if len(self.for_user.office_ids) == 1:
            self.fields["office"].initial = offices.first()
            self.fields["office"].empty_label = None

    def clean(self):
        """The last day is not before the first."""
        data = super().clean()
        first, last = data.get("effective_from"), data.get("expires")
        if first and last and last < first:
            self.add_error("expires", _("The last day lies before the first."))
        return data


class ApproveForm(forms.Form):
    """The hash of the words on the screen goes along with the yes."""

    sha256 = forms.CharField(widget=forms.HiddenInput)


class ReturnForm(forms.Form):
    """What is to be changed."""

    comment = forms.CharField(
        label=_("What is to be changed"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )


class WithdrawLiveForm(forms.Form):
    """Why it is withdrawn."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        help_text=_("Everybody in the office who opens the line reads this."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
