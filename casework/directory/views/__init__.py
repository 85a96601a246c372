"""The screens of the directory: forms that save by the verbs, and the guard in front of wagtail-modeladmin."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.tables import Table
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.users.views import bulk_actions, users
from wagtail_modeladmin import views as modeladmin

from casework.core.dates import in_words
from casework.core.errors import CaseworkError
from casework.core.listing import ListView, Tags, Words
from casework.core.views import ActionView, SaysRefusals

from .. import actions, queries
from ..forms import AbsenceForm
from ..models import Absence
from ..permissions import may_keep


class DirectoryList(ListView):
    """A list of the directory: short, in the order of names; the policy says who sees it at all."""

    is_searchable = False
    any_permission_required = ["view", "add", "change"]

    def get_edit_url(self, instance):
        """A form, not a record."""
        return generic.IndexView.get_edit_url(self, instance)


class SavedByVerb(SaysRefusals):
    """In front of Wagtail's forms: the verb writes the row and the history line."""

    def save_instance(self):
        """Save, and the lists of people a form may hold."""
        thing = actions.save(self.form.save(commit=False), by=self.request.user)
        self.form.save_m2m()
        return thing


class Add(SavedByVerb, generic.CreateView):
    """A new one."""


class Change(SavedByVerb, generic.EditView):
    """A change."""


class Placed(SaysRefusals):
    """In front of Wagtail's forms: the verb of memberships writes the row and the history line."""

    def save_instance(self):
        """Save who works where."""
        return actions.save_membership(self.form.save(commit=False), by=self.request.user)


class AddMembership(Placed, generic.CreateView):
    """Somebody starts to work in an office."""


class ChangeMembership(Placed, generic.EditView):
    """Somebody else, or another office."""


class EndMembership(generic.DeleteView):
    """Somebody no longer works in an office."""

    def delete_action(self):
        """The verb, with its history line."""
        actions.end_membership(self.object, by=self.request.user)


class RemoveUnit(generic.DeleteView):
    """A department that is no more."""

    def delete_action(self):
        """The verb, with its history line."""
        actions.remove_unit(self.object, by=self.request.user)

    def form_valid(self, form):
        """Delete, or say why the unit stays."""
        try:
            return super().form_valid(form)
        except CaseworkError as refusal:
            messages.error(self.request, str(refusal))
            return redirect("units:edit", self.object.pk)


def _end(user):
    """The way to the end of an absence, for whoever may end it."""

    def link(row):
        is_theirs = user.pk in {row.person_id, row.stand_in_id} or queries.arranges_absences(user)
        if row.is_over or not is_theirs:
            return ""
        look, url = "button button-small button-secondary", reverse("end_absence", args=[row.pk])
        return format_html('<a class="{}" href="{}" aria-label="{} {}">{}</a>', look, url, _("End"), row, _("End"))

    return link


def _when(row):
    if row.is_over:
        return [(_("Over"), False)]
    return [(_("Away now"), True)] if row.is_current else [(_("Later"), False)]


@method_decorator(require_admin_access, name="dispatch")
class Absences(WagtailAdminTemplateMixin, TemplateView):
    """Who is away in one's offices, and who stands in."""

    template_name = "casework/directory/absences.html"
    page_title = gettext_lazy("Absences")
    header_icon = "calendar"
    _show_breadcrumbs = True
    #: So many are shown, the latest on top.
    SHOWN = 200

    def get(self, request, *args, **kwargs):
        """For whoever works in an office and may say that they are away."""
        if not (request.user.office_ids and request.user.has_perm("directory.view_absence")):
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        """The way here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        """The table, or what to say instead."""
        columns = [
            Words("person", label=_("Who is away")),
            Words("stand_in", label=_("Who stands in")),
            Words(
                "where", label=_("Where"), accessor=lambda row: f"{row.office} · {row.unit}" if row.unit else row.office
            ),
            Words("starts_on", label=_("First day"), accessor=lambda row: in_words(row.starts_on)),
            Words("ends_on", label=_("Last day"), accessor=lambda row: in_words(row.ends_on)),
            Tags("when", label=_("Status"), accessor=_when),
            Words("end", label=_("What to do"), accessor=_end(self.request.user)),
        ]
        rows = list(queries.absences_for(self.request.user)[: self.SHOWN])
        table = Table(columns, rows, classname="listing cw-rows") if rows else None
        return super().get_context_data(table=table, **kwargs)


class BackToAbsences:
    """A verb that leads back to the list."""

    model = Absence
    success_url_name = "absences"

    def get_cancel_url(self):
        """Back to the list."""
        return reverse("absences")

    def get_success_url(self, result=None):
        """Back to the list."""
        return reverse("absences")

    def get_breadcrumbs_items(self):
        """The way here."""
        there = {"url": reverse("absences"), "label": gettext_lazy("Absences")}
        return [*self.breadcrumbs_items, there, {"url": "", "label": self.get_page_title()}]


class EnterAbsence(BackToAbsences, ActionView):
    """Somebody will be away."""

    form_class = AbsenceForm
    page_title = gettext_lazy("Enter an absence")
    submit_label = gettext_lazy("Enter it")
    explanation = gettext_lazy(
        "Whoever stands in speaks for your units and decides on letters and lines in your place, sees your cases "
        "listed, and hands them over. They see no more than they see anyway, never decide on what you or they "
        "wrote, and everything they do in your place says so."
    )

    def get_object(self):
        """There is no row yet; the verb must be theirs."""
        if not (self.request.user.office_ids and self.request.user.has_perm("directory.add_absence")):
            raise PermissionDenied

    def perform(self, form):
        """The verb."""
        return actions.enter_absence(by=self.request.user, **form.cleaned_data)

    def get_success_message(self, result):
        """Who knows of it."""
        return _("The absence is entered, and whoever stands in is told.")

    def get_page_subtitle(self):
        """There is no reference yet."""
        return ""


class EndAbsence(BackToAbsences, ActionView):
    """They are back, or somebody else is to stand in."""

    action = actions.end_absence
    page_title = submit_label = gettext_lazy("End the absence")
    explanation = gettext_lazy("From this moment nobody stands in any more. What was done meanwhile stays done.")

    def get_success_message(self, result):
        """That it is so."""
        return _("The absence is ended.")


class WithinReach:
    """In front of every view of one account: a superuser's does not exist for anybody else."""

    def get_object(self, *args, **kwargs):
        """The account, if this person may keep it."""
        found = super().get_object(*args, **kwargs)
        if not may_keep(self.request.user, found):
            raise Http404
        return found


class Accounts(users.IndexView):
    """The accounts this person may keep."""

    def get_base_queryset(self):
        """A superuser's is a superuser's alone."""
        return super().get_base_queryset().filter(pk__in=queries.accounts(self.request.user).values("pk"))

    @cached_property
    def columns(self):
        """Who is a superuser is for superusers to see."""
        hidden = () if self.request.user.is_superuser else ("is_superuser",)
        return [column for column in super().columns if column.name not in hidden]


class ForWhoAsks:
    """The form is told who asks."""

    def get_form_kwargs(self):
        """What Wagtail's form wants, and the person who is signed in."""
        return {**super().get_form_kwargs(), "by": self.request.user}


class ChangeAccount(ForWhoAsks, users.EditView):
    """Somebody who works here."""

    @cached_property
    def header_buttons(self):
        """The way to how they sign in."""
        url = reverse("wagtailusers_users:sign_in", args=[self.object.pk])
        return [*super().header_buttons, HeaderButton(_("Signing in"), url=url, icon_name="key")]


class RemoveAccount(users.DeleteView):
    """An account that was never used; any other is deactivated, and the screen says so."""

    def get_usage_url(self):
        """What names them may lie in offices out of sight."""
        return None

    def get(self, request, *args, **kwargs):
        """Ask for confirmation, unless it is known already that the account stays."""
        if queries.has_acted(self.object):
            return self.kept(actions.acted_words())
        return super().get(request, *args, **kwargs)

    def delete_action(self):
        """The verb."""
        actions.remove_user(self.object, by=self.request.user)

    def form_valid(self, form):
        """Delete, or say why not."""
        try:
            return super().form_valid(form)
        except CaseworkError as refusal:
            return self.kept(str(refusal))

    def kept(self, words):
        """Back to the account, where it can be deactivated."""
        messages.error(self.request, words)
        return redirect(self.edit_url_name, self.object.pk)


class AssignRoles(bulk_actions.AssignRoleBulkAction):
    """Roles for several people: not for oneself, nor for a superuser, unless one is one."""

    def check_perm(self, obj):
        """Whether this one may be among them."""
        mine = obj.pk == self.request.user.pk and not self.request.user.is_superuser
        return super().check_perm(obj) and may_keep(self.request.user, obj) and not mine


class SetActive(bulk_actions.SetActiveStateBulkAction):
    """Activate or deactivate several people, a superuser only by a superuser."""

    def check_perm(self, obj):
        """Whether this one may be among them."""
        return super().check_perm(obj) and may_keep(self.request.user, obj)


class RemoveAccounts(bulk_actions.DeleteBulkAction):
    """Several accounts that were never used: all of them or, in words, none."""

    def get_execution_context(self):
        """The verb wants to know who asks."""
        return {**super().get_execution_context(), "by": self.request.user}

    @classmethod
    def execute_action(cls, objects, by=None, **kwargs):
        """The verb, for each."""
        for user in objects:
            actions.remove_user(user, by=by)
        return len(objects), 0

    def form_valid(self, form):
        """Delete, or say why not."""
        try:
            return super().form_valid(form)
        except CaseworkError as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.next_url)


class SafeIndexView(modeladmin.IndexView):
    """wagtail-modeladmin hands every parameter of an address to the ORM; here only declared filters reach it."""

    def get_filters_params(self, params=None):
        """Only parameters that begin with a declared filter."""
        wanted = super().get_filters_params(params)
        return {key: value for key, value in wanted.items() if key.split("__")[0] in self.list_filter}

    def get_filters(self, request):
        """The declared filters, and nothing that is left over."""
        specs, has_filters, _rest, is_distinct = super().get_filters(request)
        return specs, has_filters, {}, is_distinct


class Numbered:
    """A key that is no number names no row."""

    def __init__(self, model_admin, instance_pk):
        if not (instance_pk.isdecimal() and len(instance_pk) < 19):  # longer is no key
            raise Http404
        super().__init__(model_admin, instance_pk)


class SafeEditView(Numbered, modeladmin.EditView):
    """Wagtail-modeladmin's, for rows that exist."""


class SafeDeleteView(Numbered, modeladmin.DeleteView):
    """Wagtail-modeladmin's, for rows that exist; a row that something on file names stays, and the screen says so."""

    def delete_instance(self):
        """Delete, or say why not: wagtail-modeladmin looks for what names the row, and falls over rows it cannot."""
        try:
            super().delete_instance()
        except IntegrityError:  # ProtectedError is one
            words = _("Something on file names this, so nothing was deleted. Open it and take it out of use instead.")
            raise CaseworkError(words) from None

    def post(self, request, *args, **kwargs):
        """Back to the list, with the words."""
        try:
            return super().post(request, *args, **kwargs)
        except CaseworkError as refusal:
            messages.error(request, str(refusal))
            return redirect(self.index_url)


class SafeHistoryView(Numbered, modeladmin.HistoryView):
    """Wagtail-modeladmin's, for rows that exist."""
