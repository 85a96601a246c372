"""The screens of people: who they are, how they are reached, what they need."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton

from casework.core.listing import ListView, Stacked, Title, When, Words, office_of
from casework.core.permissions import may
from casework.core.references import normalise
from casework.core.views import ActionView, RecordPage, SaysRefusals

from . import actions, queries
from .forms import AccessNeedsForm, ContactPointForm, ForgetNeedsForm
from .models import Person


def _reached(person):
    """The ways to reach somebody that may be used, a line each; from what was fetched with the list."""
    return [point.value for point in person.contact_points.all() if not point.do_not_use][:3]


class PersonList(ListView):
    """The people of the office, those met last on top."""

    among = staticmethod(queries.found)
    any_permission_required = ["view", "add", "change"]

    @cached_property
    def columns(self):
        """Who, how to reach them, where they live, what they need."""
        return [
            Title("name", label=_("Name"), below=office_of(self.request.user), get_url=self.get_inspect_url),
            Stacked("reach", label=_("Reached by"), accessor=lambda person: "", below=_reached),
            Words(
                "riding", label=_("Riding or postal code"), accessor=lambda person: person.riding or person.postal_code
            ),
            Words("get_language_display", label=_("Language")),
            Words("needs", label=_("Access needs"), accessor=lambda person: len(person.standing_needs()) or ""),
            When("added_at", label=_("Added")),
        ]

    @cached_property
    def add_item_label(self):
        """What the button says."""
        return _("Add a person")


class PersonPage(RecordPage):
    """One person: what the office knows, and what it may do."""

    template_name = "casework/contacts/person.html"
    find = staticmethod(queries.person_for)

    @cached_property
    def header_buttons(self):
        """Change what is known of them."""
        if not self.may_change:
            return []
        url = reverse("people:edit", args=[self.object.pk])
        return [HeaderButton(_("Edit"), url=url, icon_name="edit")]

    @cached_property
    def may_change(self):
        """Whether this person of staff may change what is known."""
        return may(self.request.user, "change", self.object)

    def get_context_data(self, **kwargs):
        """How to reach them, what they need, and what rooms above know of them (hook ``person_sections``)."""
        person, user = self.object, self.request.user
        tellers = hooks.get_hooks("person_sections")
        buttons = [button for offer in hooks.get_hooks("person_buttons") for button in offer(person, user)]
        if self.may_change:
            offered = [
                ("reach", _("Add a way to reach them"), "plus"),
                ("access_needs", _("Keep access needs"), "edit"),
            ]
            if person.standing_needs():
                offered.append(("forget_needs", _("Forget access needs"), "bin"))
            for name, words, icon in offered:
                url = reverse(f"people:{name}", args=[person.pk])
                buttons.append(Button(words, url=url, icon_name=icon, classname="button button-secondary"))
        return super().get_context_data(
            person=person,
            may_change=self.may_change,
            buttons=buttons,
            sections=[section for tell in tellers for section in tell(person, user)],
            **kwargs,
        )


class AddPerson(SaysRefusals, generic.CreateView):
    """Write down somebody new, by the verb."""

    success_message = _("%(object)s was added.")

    def save_instance(self):
        """The verb writes the person, the ways to reach them and the history line."""
        return actions.add_person(by=self.request.user, **self.form.cleaned_data)

    def get_success_url(self):
        """On to their page."""
        return reverse("people:inspect", args=[self.object.pk])

    def get_success_buttons(self):
        """The page has what there is to do."""
        return []


class ChangePerson(SaysRefusals, generic.EditView):
    """Change what is known of somebody, by the verb."""

    success_message = _("%(object)s was changed.")

    def save_instance(self):
        """The verb writes the person and the history line, which names the fields and not their content."""
        return actions.save_person(self.form.save(commit=False), by=self.request.user, what=self.form.changed_data)

    def get_success_url(self):
        """Back to their page."""
        return reverse("people:inspect", args=[self.object.pk])

    def get_success_buttons(self):
        """The page has what there is to do."""
        return []


class AddReach(ActionView):
    """One more way to reach somebody."""

    model, action, form_class = Person, actions.add_contact_points, ContactPointForm
    page_title = _("Add a way to reach them")
    success_message, success_url_name = _("%s can be reached one way more."), "people:inspect"
    submit_label = _("Add")


class PointView(ActionView):
    """What the two screens of one address have in common: the address hangs on a person in sight."""

    model, action, form_class = Person, actions.set_do_not_use, forms.Form
    success_url_name = "people:inspect"
    template_name = "casework/contacts/point.html"
    do_not_use = True

    def get_object(self):
        """The person; the address is fetched on the way."""
        self.point = queries.point_for(self.request.user, self.kwargs["pk"])
        if self.point is None:
            raise Http404
        if not may(self.request.user, "change", self.point.person):
            raise PermissionDenied
        return self.point.person

    def perform(self, form):
        """Mark the address, not the person."""
        return actions.set_do_not_use(self.point, by=self.request.user, do_not_use=self.do_not_use)

    def get_context_data(self, **kwargs):
        """The address the screen is about."""
        return super().get_context_data(point=self.point, **kwargs)


class DoNotUse(PointView):
    """Nothing may leave to this address."""

    page_title = submit_label = _("Do not use this address")
    explanation = _("Nothing leaves to this address while it is marked, whoever tries.")
    success_message = _("The address of %s is marked: do not use.")
    tone = "serious"


class UseAgain(PointView):
    """It may be used again."""

    page_title = submit_label = _("Use this address again")
    explanation = _("Letters may leave to this address again.")
    success_message = _("The address of %s may be used again.")
    do_not_use = False


class NoteNeeds(ActionView):
    """What somebody asked for is kept for next time, as they agreed."""

    model, action, form_class = Person, actions.note_access_needs, AccessNeedsForm
    page_title = submit_label = _("Keep access needs")
    explanation = _(
        "For what works for them in every matter. What they ask for in one matter is noted on its case. Free of "
        "charge, and nobody has to prove anything. What is kept already stays."
    )
    success_message, success_url_name = _("The access needs of %s are kept."), "people:inspect"

    def get_initial(self):
        """The reference of the case somebody came from."""
        return {"reference": normalise(self.request.GET.get("reference", "")) or ""}


class ForgetNeeds(ActionView):
    """They want it forgotten."""

    model, action, form_class = Person, actions.forget_access_needs, ForgetNeedsForm
    page_title = submit_label = _("Forget access needs")
    explanation = _("Their next case begins without them. What stands on a case stays there.")
    success_message, success_url_name = _("The access needs of %s are forgotten."), "people:inspect"
    tone = "serious"
