"""Reading a letter and deciding on it: for a unit, as an approver, and the rules that say who is asked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.core.viewsets import ScopedModelForm
from casework.directory.queries import active_issues, clears_for

from ..models import ClearanceRule
from ..passages import shortened
from ..queries import (
    claimable,
    may_still_object,
    mine_to_clear,
    passages_of,
    reading,
    releasable,
    resolvable,
    tiers_above,
    to_ratify,
    units_for_rules,
    units_to_ask,
    waivable,
)
from ..states import HELD_UP, NEEDS_WORDS, ClearanceKind, Needs, ReturnReason, Verdict, WaiverReason
from ..tiers import LABELS


def reason_field():
    """Why a letter is held up: one of the list, beside what its reader says in words."""
    return forms.ChoiceField(
        label=_("Reason"),
        required=False,
        choices=[("", _("Choose a reason")), *ReturnReason.choices],
        help_text=_("Needed when the letter is held up. Reasons are counted; your words say what is meant."),
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
    code = reason_field()
    decision = forms.ChoiceField(choices=[("approve", _("Approve")), ("return", _("Return"))], widget=forms.HiddenInput)

    def clean(self):
        """Whoever returns a letter says what is to be changed, and why."""
        return says_why_it_returns(self, super().clean())


def says_why_it_returns(form, cleaned):
    """Add to the form what is missing to return a letter; what was typed stays."""
    if cleaned.get("decision") == "return":
        if not cleaned.get("comment", "").strip():
            form.add_error("comment", _("Say what is to be changed, then return the letter."))
        if "code" in cleaned and not cleaned["code"]:
            form.add_error("code", _("Choose why it goes back, then return the letter."))
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
    code = reason_field()

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(mine_to_clear(row, user))

    def offer(self, turns):
        """The turns to choose from; one that is the only one is not asked for."""
        self.turns = {turn.pk: turn for turn in turns}
        self.fields["turn"].choices = [(pk, turn.who) for pk, turn in self.turns.items()]
        if any(turn.unit_id is None for turn in turns):  # the second reader comes before every unit, and alone
            self.fields["verdict"].choices = [(Verdict.CLEAR, _("Pass it on")), (Verdict.RETURN, Verdict.RETURN.label)]
            self.fields["comment"].help_text = _("Needed to return it: what is to be changed. The writer reads it.")
        if len(self.turns) == 1:
            self.fields["turn"].initial = next(iter(self.turns))
            self.fields["turn"].widget = forms.HiddenInput()

    def clean(self):
        """Whoever holds a letter up says why."""
        cleaned = super().clean()
        if cleaned.get("verdict") in NEEDS_WORDS and not cleaned.get("comment", "").strip():
            self.add_error("comment", _("Say what you mean: the writer reads it."))
        if cleaned.get("verdict") in HELD_UP and "code" in cleaned and not cleaned["code"]:
            self.add_error("code", _("Choose why the letter is held up."))
        return cleaned


class ObjectForm(TurnForm):
    """Thinking again: a unit that let the letter pass, or was not needed any more, objects or returns it."""

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, row=row, user=user, **kwargs)
        self.offer(may_still_object(row, user))
        self.fields["verdict"].choices = [(each, Verdict(each).label) for each in (Verdict.OBJECT, Verdict.RETURN)]
        self.fields["sha256"].initial = reading(row).sha256


class ChoiceOfTurn(forms.Form):
    """One of the turns that this person can do something about; ``among(row, user)`` says which."""

    wants_row = True
    among = None

    turn = forms.TypedChoiceField(label=_("For which unit"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.turns = {turn.pk: turn for turn in type(self).among(row, user)}
        self.fields["turn"].choices = [(pk, turn.who) for pk, turn in self.turns.items()]
        self.fields["turn"].initial = next(iter(self.turns), None)


class ClaimForm(ChoiceOfTurn):
    """Which turn somebody takes; ``held_by`` says who had it on the screen."""

    among = staticmethod(claimable)

    held_by = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["held_by"].initial = next((turn.claimed_by_id for turn in self.turns.values()), None)


class ReleaseForm(ChoiceOfTurn):
    """Which turn somebody gives back."""

    among = staticmethod(releasable)


class RaiseForm(forms.Form):
    """To which tier a letter is raised, and why."""

    wants_row = True

    tier = forms.TypedChoiceField(label=_("The letter needs"), coerce=int, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tier"].choices = [(int(tier), LABELS[tier]) for tier in tiers_above(row)]


class CommentForm(forms.Form):
    """Words on a passage: on one of the paragraphs, on words in it, or on the whole letter."""

    wants_row = True

    place = forms.TypedChoiceField(
        label=_("Which paragraph"), coerce=int, required=False, empty_value=None, widget=forms.Select
    )
    quote = forms.CharField(
        label=_("Which words of it"),
        max_length=1000,
        required=False,
        help_text=_("Empty: the whole paragraph. What you select in the letter is put in here."),
    )
    words = forms.CharField(label=_("Your comment"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))
    is_required = forms.BooleanField(label=_("To be resolved before the approval"), required=False)

    class Media:
        js = ["js/letters.js"]

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        among = passages_of(reading(row).content)
        self.fields["place"].choices = [
            ("", _("The whole letter")),
            *((number, shortened(words)) for number, words in enumerate(among)),
        ]


class ResolveForm(forms.Form):
    """Which comment was met, and how."""

    wants_row = True

    comment = forms.TypedChoiceField(label=_("Which comment"), coerce=int, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("How it was resolved"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who made the comment, and every later reader, sees this."),
    )

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.comments = {each.pk: each for each in resolvable(row, user)}
        self.fields["comment"].choices = [
            (pk, f"{each.unit}: {each.words}" if each.unit else each.words) for pk, each in self.comments.items()
        ]
        if len(self.comments) == 1:
            self.fields["comment"].initial = next(iter(self.comments))


def called(unit, office_ids):
    """What a unit is called beside a button: one that another office shares is named with that office."""
    return str(unit) if unit.office_id in office_ids else f"{unit} ({unit.office})"


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
        self.fields["unit"].label_from_instance = lambda unit: called(unit, [row.office_id])
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
        self.fields["clearance"].choices = [(pk, each.who) for pk, each in self.clearances.items()]


class RatifyForm(forms.Form):
    """Which waiver one stands by."""

    wants_row = True

    waiver = forms.TypedChoiceField(label=_("Waiver"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.waivers = {each.pk: each for each in to_ratify(row, user)}
        self.fields["waiver"].choices = [
            (pk, f"{each.clearance.who}: {each.get_code_display()}. {each.words}") for pk, each in self.waivers.items()
        ]


#: Each of these says when a rule applies.
CONDITIONS = (
    "always",
    "any_words",
    "issues",
    "signatories",
    "from_tier",
    "urgency",
    "channel",
    "language",
)


class ClearanceRuleForm(ScopedModelForm):
    """Which letters need which units; offers the units and members of the writer's own offices, and shared units."""

    #: The units it names already: one that is not shared any more stays until somebody takes it out.
    named = frozenset()

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
            "from_tier",
            "urgency",
            "channel",
            "language",
            "units",
            "needs",
            "at_least",
            "stage",
            "proof_reading",
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
            self.named = set(self.instance.units.values_list("pk", flat=True)) if self.instance.pk else set()
            self.fields["units"].queryset = units_for_rules(self.for_user, also=self.named)
            self.fields["units"].label_from_instance = lambda unit: called(unit, self.for_user.office_ids)
            self.fields["signatories"].queryset = self.fields["signatories"].queryset.filter(
                office_id__in=self.for_user.office_ids
            )

    def clean(self):
        """A rule says when it applies, and keeps to one office."""
        data = super().clean()
        if not any(data.get(name) for name in CONDITIONS):
            self.add_error("always", _("Say when the rule applies: to every letter, or by anything below."))
        office = data.get("office")
        if office and any(each.office_id != office.pk for each in data.get("signatories") or ()):
            self.add_error("signatories", _("Choose those of the same office."))
        units = [unit for unit in data.get("units") or () if unit.pk not in self.named]
        if office and not all(clears_for(unit, office.pk) for unit in units):
            self.add_error("units", _("Choose those of the same office, or that are shared with it."))
        if data.get("needs") != Needs.SOME:
            data["at_least"] = None
        elif not 1 <= (data.get("at_least") or 0) <= len(data.get("units") or ()):
            self.add_error("at_least", _("Say how many: at least one, and no more than the units you chose."))
        return data
