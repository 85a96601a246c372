"""Beginning a letter, and the templates it begins from."""

import django_filters
from django import forms
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from casework.core.listing import Filters
from casework.core.viewsets import ScopedModelForm
from casework.directory.models import Language
from casework.directory.queries import active_issues, current_members, offices_for, signatories, units_for

from ..models import Template
from ..models.template import PARTS
from ..pair import LANGUAGES
from ..queries import (
    issues_of,
    offers_for,
    templates_for,
)
from ..states import CorrectionVerdict, TemplateKind, TemplateStatus


class LetterForm(ScopedModelForm):
    """The words of a letter, in the name of a member of its office."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["signatory"].queryset = signatories(self.instance.office_id, now=self.instance.signatory_id)


class ReplyForm(forms.Form):
    """How an answer begins: from which template, in which language, in whose name."""

    wants_row = True

    template = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Start from"), widget=forms.RadioSelect, blank=True
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"),
        required=False,
        choices=[("", _("The person’s own, where the template has it")), *Language.choices],
    )
    signatory = forms.ModelChoiceField(queryset=None, label=_("In whose name"), empty_label=None)

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        offers = offers_for(user, case=row)
        self.offered = {offer.template.pk: offer for offer in offers}
        self.fields["template"].queryset = templates_for(user, case=row)
        self.fields["template"].choices = [
            ("", _("An empty page")),
            *((offer.template.pk, told(offer, row.language)) for offer in offers),
        ]
        members = current_members(row.office_id)
        self.fields["signatory"].queryset = members
        if not members.exists():
            del self.fields["signatory"]
        else:
            self.fields["signatory"].initial = members.first()

    def clean(self):
        """A letter starts in a language in which the template has words."""
        cleaned = super().clean()
        template, language = cleaned.get("template"), cleaned.get("language")
        if template and language and language not in self.offered[template.pk].languages:
            self.add_error(
                "language",
                _("This template has no words in %(language)s yet. Choose the other language, or another template.")
                % {"language": Language(language).label},
            )
        return cleaned


def told(offer, language):
    """A template as it is offered: its name, and in words what to know before one starts from it."""
    known = [] if language in offer.languages else [Language(one).label for one in offer.languages]
    if offer.template.in_use.stance:
        known.append(offer.template.in_use.get_stance_display())
    if not offer.is_approved:
        known.append(gettext("not approved yet"))
    if offer.is_behind:
        known.append(gettext("translation behind"))
    if offer.is_for_issue:
        known.append(gettext("for this issue"))
    if offer.used_here:
        known.append(
            ngettext("used %(count)d time on this issue", "used %(count)d times on this issue", offer.used_here)
            % {"count": offer.used_here}
        )
    return f"{offer.template} ({', '.join(map(str, known))})" if known else str(offer.template)


class TemplateFilters(Filters):
    """What the lists of templates can be narrowed by."""

    office = django_filters.ModelChoiceFilter(
        label=_("Office"), queryset=lambda request: offices_for(request.user), empty_label=_("Every office")
    )
    kind = django_filters.ChoiceFilter(
        label=_("What it is"), choices=TemplateKind.choices, empty_label=_("Everything"), widget=forms.RadioSelect
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=TemplateStatus.choices, empty_label=_("Every status"), widget=forms.RadioSelect
    )
    owner = django_filters.ModelChoiceFilter(
        label=_("Kept by"), queryset=lambda request: units_for(request.user), empty_label=_("Every unit")
    )
    issues = django_filters.ModelChoiceFilter(
        label=_("Issue"), queryset=lambda request: active_issues(), empty_label=_("Every issue")
    )

    class Meta:
        model = Template
        fields = []


class TemplateForm(ScopedModelForm):
    """The words of a draft. Who is no administrator writes for an office of theirs, not for every office."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Template
        fields = []
        widgets = {
            "issues": forms.CheckboxSelectMultiple,
            **{
                f"{part}_{language}": forms.TextInput(attrs={"lang": language})
                for part in PARTS
                if part != "body"
                for language in LANGUAGES
            },
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for language in LANGUAGES:
            self.fields[f"body_{language}"].widget.attrs["lang"] = language
        self.fields["issues"].queryset = issues_of(self.instance)
        if self.instance.pk:
            self.fields["seen"].initial = self.instance.pair.sha256
        if self.for_user is not None:
            self.fields["owner"].queryset = units_for(self.for_user)
            self._offer_offices()

    def _offer_offices(self):
        """Whose template it is does not change any more once it is there."""
        office = self.fields["office"]
        if self.instance.pk:
            del self.fields["office"]
            self.fields["owner"].queryset = self.fields["owner"].queryset.filter(office=self.instance.office_id)
        elif not self.for_user.is_superuser:
            office.required, office.empty_label, office.help_text = True, None, ""
            self.initial["office"] = office.queryset.first()


class TemplateApproveForm(forms.Form):
    """The hash of the words on the screen goes along with the yes."""

    sha256 = forms.CharField(widget=forms.HiddenInput)


class TemplateReturnForm(forms.Form):
    """What is to be changed."""

    comment = forms.CharField(
        label=_("What is to be changed"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )


class CorrectForm(forms.Form):
    """Whether to write again, and why."""

    verdict = forms.ChoiceField(
        label=_("What is to be done"), choices=CorrectionVerdict.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
