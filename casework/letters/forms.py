"""What staff fill in around a letter: shape and wording only, the verbs decide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.core.viewsets import ScopedModelForm
from casework.directory.models import Language
from casework.directory.queries import active_issues, current_members, units_for

from .models import ClearanceRule
from .queries import (
    may_still_object,
    mine_to_clear,
    reading,
    templates_for,
    to_ratify,
    units_to_ask,
    waivable,
)
from .states import NEEDS_WORDS, ClearanceKind, Needs, Verdict, WaiverReason


class TemplateChoice(forms.ModelChoiceField):
    """Templates by name, those in the person's language first; the language stands beside each."""

    def label_from_instance(self, template):
        """The name and its language."""
        return str(template)


class ReplyForm(forms.Form):
    """How an answer begins."""

    wants_row = True

    template = TemplateChoice(
        queryset=None,
        required=False,
        label=_("Start from"),
        empty_label=_("An empty page"),
        widget=forms.RadioSelect,
        blank=True,
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"),
        required=False,
        choices=[("", _("As the template; on an empty page, the person's own")), *Language.choices],
    )
    signatory = forms.ModelChoiceField(queryset=None, label=_("In whose name"), empty_label=None)

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = templates_for(user, case=row)
        members = current_members(row.office_id)
        self.fields["signatory"].queryset = members
        if not members.exists():
            del self.fields["signatory"]
        else:
            self.fields["signatory"].initial = members.first()

    def clean(self):
        """A template is in one language: letters in the other start from another."""
        cleaned = super().clean()
        template, language = cleaned.get("template"), cleaned.get("language")
        if template and language and template.language != language:
            self.add_error(
                "language",
                _("This template is in %(language)s. Choose that language, or another template.")
                % {"language": template.get_language_display()},
            )
        return cleaned


class TemplateForm(ScopedModelForm):
    """The wording of a template. Who is no administrator writes for an office of theirs, not for every office."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        office = self.fields.get("office")
        if office is None or self.for_user is None or self.for_user.is_superuser:
            return
        office.required, office.empty_label, office.help_text = True, None, ""
        if self.instance.pk is None:
            self.initial["office"] = office.queryset.first()


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
