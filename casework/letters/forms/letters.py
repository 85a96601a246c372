"""What staff fill in around a letter: shape and wording only, the verbs decide."""

import django_filters
from django import forms
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from casework.core.listing import Filters
from casework.core.viewsets import ScopedModelForm
from casework.directory.models import Language
from casework.directory.queries import (
    active_issues,
    current_members,
    offices_for,
    units_for,
)

from ..models import ClearanceRule, Template
from ..models.template import PARTS
from ..pair import LANGUAGES
from ..queries import (
    issues_of,
    may_still_object,
    mine_to_clear,
    offers_for,
    reading,
    templates_for,
    to_ratify,
    units_to_ask,
    waivable,
)
from ..states import (
    NEEDS_WORDS,
    ClearanceKind,
    Needs,
    TemplateKind,
    TemplateStatus,
    Verdict,
    WaiverReason,
)


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


class DecisionForm(forms.Form):
    """Yes, or back to the writer; ``revision`` and ``sha256`` say which words were on the screen."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    comment = forms.CharField(
        label=_("Comments"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("To return the letter, say what is to be changed. Its writer reads this."),
    )
    decision = forms.ChoiceField(choices=[("approve", _("Approve")), ("return", _("Return"))], widget=forms.HiddenInput)

    def clean(self):
        """Whoever returns a letter says what is to be changed."""
        cleaned = super().clean()
        if cleaned.get("decision") == "return" and not cleaned.get("comment", "").strip():
            self.add_error("comment", _("Say what is to be changed, then return the letter."))
        return cleaned


class TurnForm(forms.Form):
    """What a unit says; ``revision`` and ``sha256`` say which words were on the screen."""

    wants_row = True

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    turn = forms.TypedChoiceField(label=_("For which unit"), coerce=int, widget=forms.RadioSelect)
    verdict = forms.ChoiceField(label=_("What it says"), choices=Verdict.choices, widget=forms.RadioSelect)
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed to return, to object, and for conditions. The writer and the other units read it."),
    )

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(mine_to_clear(row, user))

    def offer(self, turns):
        """The turns to choose from; one that is the only one is not asked for."""
        self.turns = {turn.pk: turn for turn in turns}
        self.fields["turn"].choices = [(pk, str(turn.unit)) for pk, turn in self.turns.items()]
        if len(self.turns) == 1:
            self.fields["turn"].initial = next(iter(self.turns))
            self.fields["turn"].widget = forms.HiddenInput()

    def clean(self):
        """Whoever holds a letter up says why."""
        cleaned = super().clean()
        if cleaned.get("verdict") in NEEDS_WORDS and not cleaned.get("comment", "").strip():
            self.add_error("comment", _("Say what you mean: the writer reads it."))
        return cleaned


class ObjectForm(TurnForm):
    """Thinking again: a unit that let the letter pass, or was not needed any more, objects or returns it."""

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, row=row, user=user, **kwargs)
        self.offer(may_still_object(row, user))
        self.fields["verdict"].choices = [(each, Verdict(each).label) for each in (Verdict.OBJECT, Verdict.RETURN)]
        self.fields["sha256"].initial = reading(row).sha256


class AskUnitForm(forms.Form):
    """One more unit, and why."""

    wants_row = True

    unit = forms.ModelChoiceField(queryset=None, label=_("Unit"), widget=forms.RadioSelect, empty_label=None)
    kind = forms.ChoiceField(
        label=_("What its word does"),
        choices=ClearanceKind.choices,
        initial=ClearanceKind.GATE,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_to_ask(row)


class WaiveForm(forms.Form):
    """Which unit the letter does not wait for, and why."""

    wants_row = True

    clearance = forms.TypedChoiceField(label=_("Without the word of"), coerce=int, widget=forms.RadioSelect)
    code = forms.ChoiceField(label=_("Reason"), choices=WaiverReason.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("In your own words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.clearances = {each.pk: each for each in waivable(row, user)}
        self.fields["clearance"].choices = [(pk, str(each.unit)) for pk, each in self.clearances.items()]


class RatifyForm(forms.Form):
    """Which waiver one stands by."""

    wants_row = True

    waiver = forms.TypedChoiceField(label=_("Waiver"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.waivers = {each.pk: each for each in to_ratify(row, user)}
        self.fields["waiver"].choices = [
            (pk, f"{each.clearance.unit}: {each.get_code_display()}. {each.words}") for pk, each in self.waivers.items()
        ]


class ClearanceRuleForm(ScopedModelForm):
    """Which letters need which units; offers the units and members of the writer's own offices."""

    class Meta:
        model = ClearanceRule
        fields = [
            "office",
            "name",
            "tier",
            "always",
            "any_words",
            "issues",
            "signatories",
            "units",
            "needs",
            "at_least",
            "stage",
            "signature",
            "is_active",
        ]
        widgets = {
            "any_words": forms.Textarea(attrs={"rows": 4}),
            "units": forms.CheckboxSelectMultiple,
            "issues": forms.CheckboxSelectMultiple,
            "signatories": forms.CheckboxSelectMultiple,
            "needs": forms.RadioSelect,
            "stage": forms.Select(choices=[(number, str(number)) for number in range(1, 10)]),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["issues"].queryset = active_issues()
        if self.for_user is not None:
            self.fields["units"].queryset = units_for(self.for_user)
            self.fields["signatories"].queryset = self.fields["signatories"].queryset.filter(
                office_id__in=self.for_user.office_ids
            )

    def clean(self):
        """A rule says when it applies, and keeps to one office."""
        data = super().clean()
        if not any(data.get(name) for name in ("always", "any_words", "issues", "signatories")):
            self.add_error("always", _("Say when the rule applies: to every letter, or words, issues or members."))
        office = data.get("office")
        for name in ("units", "signatories"):
            if office and any(each.office_id != office.pk for each in data.get(name) or ()):
                self.add_error(name, _("Choose those of the same office."))
        if data.get("needs") != Needs.SOME:
            data["at_least"] = None
        elif not 1 <= (data.get("at_least") or 0) <= len(data.get("units") or ()):
            self.add_error("at_least", _("Say how many: at least one, and no more than the units you chose."))
        return data


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
