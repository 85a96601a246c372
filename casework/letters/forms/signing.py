"""What is filled in to sign a letter, and to say who may sign for whom."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.core.viewsets import ScopedModelForm
from casework.directory.queries import colleagues_of, members_of

from ..authority import SigningMethod
from ..models import SigningAuthority
from ..states import LetterChannel
from .clearing import reason_field, says_why_it_returns


class SignForm(forms.Form):
    """The signature, or back to the writer; ``sha256`` says which words were on the screen."""

    wants_row = True

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    method = forms.ChoiceField(
        label=_("How it is signed"),
        choices=SigningMethod.choices,
        initial=SigningMethod.DIGITAL,
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=_("Comments"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("To return the letter, say what is to be changed. Its writer reads this."),
    )
    code = reason_field()
    decision = forms.ChoiceField(choices=[("sign", _("Sign")), ("return", _("Return"))], widget=forms.HiddenInput)

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        if row.channel != LetterChannel.POST:  # an e-mail has no page to put a pen to
            self.fields["method"].choices = [(SigningMethod.DIGITAL, SigningMethod.DIGITAL.label)]

    def clean(self):
        """Whoever returns a letter says what is to be changed, and why."""
        return says_why_it_returns(self, super().clean())


class SigningAuthorityForm(ScopedModelForm):
    """Who signs for which member; offers the members and colleagues of the writer's own offices."""

    class Meta:
        model = SigningAuthority
        fields = ["office", "member", "holder", "in_person", "most_tier", "most_level", "channel", "starts", "last_day"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].initial = self.fields["office"].queryset.first()
        if self.for_user is not None:
            self.fields["member"].queryset = members_of(self.for_user)
            self.fields["holder"].queryset = colleagues_of(self.for_user).exclude(pk=self.for_user.pk)

    def clean(self):
        """One office; and a last day that is not before the first."""
        data = super().clean()
        office, member, starts, last = (data.get(name) for name in ("office", "member", "starts", "last_day"))
        if office and member and member.office_id != office.pk:
            self.add_error("member", _("Choose a member of this office."))
        if starts and last and last < starts:
            self.add_error("last_day", _("The last day is before the first."))
        return data
