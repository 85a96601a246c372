"""Screens round the clearance of a letter by several units, and the rules that say which."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy as _
from wagtail.admin.views import generic

from casework.core.listing import ListView, Title, Words, YesNo
from casework.core.views import SaysRefusals

from .. import actions
from ..forms import AskUnitForm, ClaimForm, ObjectForm, RaiseForm, RatifyForm, ReleaseForm, WaiveForm
from ..permissions import keeps_rules, led_by
from ..states import Needs
from .verbs import LetterAction


class AskUnit(LetterAction):
    """Ask one more unit."""

    permission = "view"
    form_class = AskUnitForm
    page_title = _("Ask one more unit")
    submit_label = _("Ask the unit")
    explanation = _("The unit reads the letter at the same time as the others. Its people are told by mail.")
    success_message = _("One more unit was asked about %s.")
    success_url_name = "letters:review"

    def perform(self, form):
        """Ask it."""
        return actions.ask_unit(self.object, by=self.request.user, **form.cleaned_data)


class Object(LetterAction):
    """Think again, after one's unit let the letter pass or was not needed any more."""

    permission = "read"
    form_class = ObjectForm
    page_title = _("Object after all")
    submit_label = _("Keep what the unit says")
    tone = "serious"
    explanation = _(
        "Your unit let this letter pass, or others spoke for it. An objection holds the letter all the same; a return "
        "sends it back to its writer."
    )
    success_message = _("What your unit says about %s is kept.")
    success_url_name = "letters:review"

    def perform(self, form):
        """Say it."""
        said = form.cleaned_data
        turn = form.turns[said.pop("turn")]
        return actions.decide(turn, by=self.request.user, **said).letter


class Claim(LetterAction):
    """Take a unit's turn, or take it over."""

    permission = "read"
    form_class = ClaimForm
    page_title = _("Take it for your unit")
    submit_label = _("Take it")
    explanation = _("The others of your unit see that you read it. It keeps nobody from speaking, and ends by itself.")
    success_message = _("You have taken %s for your unit.")
    success_url_name = "letters:review"

    def perform(self, form):
        """Take it, if it stands as the screen showed it."""
        said = form.cleaned_data
        return actions.claim(form.turns[said["turn"]], by=self.request.user, held_by=said["held_by"])


class Release(LetterAction):
    """Give a unit's turn back."""

    permission = "read"
    form_class = ReleaseForm
    page_title = _("Give it back to the unit")
    submit_label = _("Give it back")
    explanation = _("Anybody of the unit can take it then.")
    success_message = _("%s is the unit’s again.")
    success_url_name = "letters:review"

    def perform(self, form):
        """Give it back."""
        return actions.release(form.turns[form.cleaned_data["turn"]], by=self.request.user)


class Raise(LetterAction):
    """Say that a letter needs more looking at."""

    permission = "view"
    form_class = RaiseForm
    page_title = _("Raise the tier")
    submit_label = _("Raise it")
    tone = "serious"
    explanation = _(
        "The letter needs more than the rules say, and keeps needing it. Nobody lowers it again; a unit it cannot wait "
        "for can be waived. A restricted letter is cleared by named people only, and approved by the Director."
    )
    success_message = _("%s was raised.")
    success_url_name = "letters:review"

    def perform(self, form):
        """Raise it."""
        return actions.raise_tier(self.object, by=self.request.user, **form.cleaned_data)


class Waive(LetterAction):
    """Go on without a unit."""

    permission = "read"
    form_class = WaiveForm
    page_title = _("Waive a clearance")
    submit_label = _("Go on without it")
    tone = "serious"
    explanation = _(
        "The letter no longer waits for this unit. The waiver is kept with your name and reason, and stays on a list "
        "until somebody else has ratified it."
    )
    success_message = _("%s goes on without the unit. Somebody else has to ratify it within two working days.")
    success_url_name = "letters:review"

    def perform(self, form):
        """Waive it."""
        said = form.cleaned_data
        clearance = form.clearances[said["clearance"]]
        return actions.waive(clearance, by=self.request.user, code=said["code"], words=said["words"])


class Ratify(LetterAction):
    """Stand by a waiver that somebody else gave."""

    permission = "view"
    form_class = RatifyForm
    page_title = _("Ratify a waiver")
    submit_label = _("Ratify")
    explanation = _("You have read why the letter went on without the unit, and stand by it.")
    success_message = _("The waiver of %s is ratified.")

    def perform(self, form):
        """Ratify it."""
        return actions.ratify(form.waivers[form.cleaned_data["waiver"]], by=self.request.user)


class RuleList(ListView):
    """The clearance rules; every one that applies counts."""

    is_searchable = False
    any_permission_required = ["view", "add", "change"]

    @cached_property
    def columns(self):
        """What it is called, what it makes of a letter, whom it asks."""
        return [
            Title("name", label=_("Rule"), get_url=self.get_edit_url),
            Words("get_tier_display", label=_("Makes of the letter")),
            Words(
                "units",
                label=_("Must clear"),
                accessor=_units,
            ),
            Words("stage", label=_("Stage")),
            Words("office", label=_("Office")),
            YesNo("is_active", label=_("In use")),
        ]

    @cached_property
    def keeps_all(self):
        """Whether every rule is this person's to change."""
        return keeps_rules(self.request.user)

    @cached_property
    def led(self):
        """The units whose rules are this person's to change otherwise."""
        return led_by(self.request.user)

    def get_edit_url(self, instance):
        """A rule is a form, not a record; for who may not change it, its history."""
        mine = self.keeps_all or {unit.pk for unit in instance.units.all()} <= self.led
        name = "edit" if mine and self.user_has_permission("change") else "history"
        return reverse(f"clearance_rules:{name}", args=[instance.pk])


def _units(rule):
    """The units a rule names, and how many of them must clear."""
    if rule.proof_reading and not rule.units.all():
        return gettext("A second reader")
    units = _how_many(rule)
    return gettext("A second reader, then: %(units)s") % {"units": units} if rule.proof_reading else units


def _how_many(rule):
    names = ", ".join(str(unit) for unit in rule.units.all()) or gettext("Nobody")
    if rule.needs == Needs.ALL:
        return names
    if rule.needs == Needs.ANY:
        return gettext("Any one of: %(units)s") % {"units": names}
    return gettext("%(number)s of: %(units)s") % {"number": rule.at_least, "units": names}


class SavesRule(SaysRefusals):
    """In front of Wagtail's form views: the verb saves."""

    def save_instance(self):
        """Save the rule and what it names, done by whoever is signed in."""
        rule = self.form.save(commit=False)
        named = {name: self.form.cleaned_data[name] for name in ("units", "issues", "signatories")}
        return actions.save_clearance_rule(rule, by=self.request.user, **named)


class AddRule(SavesRule, generic.CreateView):
    """A new rule."""


class ChangeRule(SavesRule, generic.EditView):
    """A rule, changed."""
