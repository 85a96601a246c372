"""One verb, one screen; one record, one page."""

from django import forms
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic import InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.history import HistoryView, LogEntryUserColumn
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import policy_registry

from . import refusals, watching
from .errors import CaseworkError, NotPermitted
from .models import name_the_absent


@method_decorator(require_admin_access, name="dispatch")
class ActionView(WagtailAdminTemplateMixin, FormView):
    """Find the row through its policy, show a form, do one verb ``by`` the person who is signed in.

    A concrete screen is a handful of declarations. What the verb refuses (CaseworkError) is said on the form, with
    everything typed kept; a row out of sight is a 404.
    """

    _show_breadcrumbs = True
    template_name = "casework/core/action.html"
    form_class = forms.Form
    model = None
    #: The verb of the policy that opens the screen.
    permission = "change"
    #: The function of an actions module: ``action(row, by=…, **cleaned_data)``.
    action = None
    submit_label = _("Save")
    #: Wagtail's tone for the button: "" or "serious" (for what cannot be taken back easily).
    tone = ""
    explanation = ""
    #: With ``%s`` for the row.
    success_message = ""
    success_url_name = ""

    def setup(self, request, *args, **kwargs):
        """Fetch the row within sight, or say that there is none."""
        super().setup(request, *args, **kwargs)
        self.asked = f"{self.model._meta.app_label}.{self.permission}"
        if request.user.is_authenticated:
            self.object = self.get_object()

    def get_object(self):
        """The row the address names, if it is in sight; PermissionDenied when the verb is not theirs at all."""
        policy = policy_registry.get_by_type(self.model)
        if not policy.user_has_permission(self.request.user, self.permission):
            refusals.note(self.request.user, self.asked, self.model, why="no_role")
            raise PermissionDenied
        rows = policy.instances_user_has_permission_for(self.request.user, self.permission)
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            refusals.note_out_of_sight(self.request.user, self.asked, self.model, self.kwargs["pk"])
            raise Http404
        return found

    def get_form_kwargs(self):
        """The form is told whose row it is and who asks, when it wants to know."""
        kwargs = super().get_form_kwargs()
        if getattr(self.form_class, "wants_row", False):
            kwargs.update(row=self.object, user=self.request.user)
        return kwargs

    def form_valid(self, form):
        """Do the verb; a refusal comes back on the form with nothing lost."""
        try:
            result = self.perform(form)
        except CaseworkError as refusal:
            if isinstance(refusal, NotPermitted):
                refusals.note_error(self.request.user, refusal, self.asked, self.object)
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        if message := self.get_success_message(result):
            messages.success(self.request, message, buttons=self.get_success_buttons(result))
        return redirect(self.get_success_url(result))

    def form_invalid(self, form):
        """Show the form again, with what was typed."""
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def perform(self, form):
        """Call the verb."""
        return type(self).action(self.object, by=self.request.user, **form.cleaned_data)

    def get_success_message(self, result):
        """What the officer reads afterwards."""
        return str(self.success_message) % self.object if self.success_message else ""

    def get_success_buttons(self, result):
        """What is offered beside that message."""
        return []

    def get_success_url(self, result=None):
        """Where the officer goes afterwards: the place they came from, or the row's own page."""
        wanted, secure = self.request.POST.get(REDIRECT_FIELD_NAME, ""), self.request.is_secure()
        safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={self.request.get_host()}, require_https=secure)
        # An address begins with a slash; anything else would be looked up as the name of one, and there is none.
        if safe and wanted.startswith("/"):
            return wanted
        return self.get_row_url()

    def get_cancel_url(self):
        """Where the way back leads."""
        return self.get_row_url()

    def get_row_url(self):
        """Where the row stands."""
        return reverse(self.success_url_name, args=[self.object.pk])

    def get_page_subtitle(self):
        """The reference of the row."""
        return str(self.object)

    def get_breadcrumbs_items(self):
        """The way here: the list, the row, the verb."""
        here = [{"url": self.get_cancel_url(), "label": str(self.object)}, {"url": "", "label": self.get_page_title()}]
        try:
            index = reverse(f"{self.success_url_name.partition(':')[0]}:index")
        except NoReverseMatch:
            return [*self.breadcrumbs_items, *here]
        things = capfirst(str(self.model._meta.verbose_name_plural))
        return [*self.breadcrumbs_items, {"url": index, "label": things}, *here]

    def get_context_data(self, **kwargs):
        """What the page needs to show the form."""
        return super().get_context_data(
            object=self.object,
            submit_label=self.submit_label,
            tone=self.tone,
            explanation=self.explanation,
            cancel_url=self.get_cancel_url(),
            next_url=self.request.POST.get(REDIRECT_FIELD_NAME) or self.request.GET.get(REDIRECT_FIELD_NAME, ""),
            **kwargs,
        )


class SaysRefusals:
    """In front of a form view of Wagtail's in which a verb saves: what it refuses is said on the form, nothing lost."""

    def form_valid(self, form):
        """Save, or say why not with everything typed kept."""
        try:
            return super().form_valid(form)
        except CaseworkError as refusal:
            if isinstance(refusal, NotPermitted):
                about = form.instance if form.instance.pk else self.model
                refusals.note_error(self.request.user, refusal, f"{about._meta.app_label}.change", about)
            form.add_error(None, str(refusal))
            self.produced_error_message = str(refusal)
            return self.form_invalid(form)


class RecordPage(InspectView):
    """Everything about one row on one page; ``find(user, pk)`` is the query of the room that fetches it."""

    any_permission_required = ["view", "change"]
    find = None
    history_url_name = None
    header_more_buttons = []

    def get_fields(self):
        """The page has a template of its own."""
        return []

    def get_object(self, queryset=None):
        """The row, if it is in sight."""
        found = self.find(self.request.user, self.pk)
        if found is None:
            refusals.note_out_of_sight(self.request.user, f"{self.model._meta.app_label}.view", self.model, self.pk)
            raise Http404
        return found

    def get_page_title(self):
        """The reference."""
        return str(self.object)

    def get_page_subtitle(self):
        """What the record is about; shown beside the reference."""
        return ""

    def get_breadcrumbs_items(self):
        """The way here: the list and the record."""
        things = {"url": reverse(self.index_url_name), "label": capfirst(self.model._meta.verbose_name_plural)}
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, things, here]

    def get_context_data(self, **kwargs):
        """The page and the way to its history."""
        history = self.history_url_name and reverse(self.history_url_name, args=[self.object.pk])
        return super().get_context_data(history_url=history, **kwargs)


class WhoColumn(LogEntryUserColumn):
    """Who did it; of what was done in the place of a colleague who was away, for whom as well."""

    def get_cell_context_data(self, instance, parent_context):
        """Wagtail names the account; the line knows in whose place it acted."""
        context = super().get_cell_context_data(instance, parent_context)
        if instance.data.get("acting_for"):
            context["display_name"] = instance.user_display_name
        return context


class RecordHistory(HistoryView):
    """What happened to one row, by whom and when; open to everybody who may read the row."""

    any_permission_required = ["view", "change"]

    def get_base_queryset(self):
        """Refusals too, for whoever answers for the office."""
        lines = refusals.lines_about(self.object, self.request.user)
        return self._annotate_queryset(lines.latest_by_uuid_and_action())

    @cached_property
    def columns(self):
        """Wagtail's; who did it is told with whose place it was."""
        return [
            WhoColumn("user", label=column.label, width="25%") if isinstance(column, LogEntryUserColumn) else column
            for column in super().columns
        ]

    def decorate_paginated_queryset(self, object_list):
        """The lines of the page, those in somebody's place with whose it was."""
        return name_the_absent(list(super().decorate_paginated_queryset(object_list)))

    @property
    def header_buttons(self):
        """The way back to the record."""
        return [HeaderButton(str(self.object), url=self.get_edit_url(self.object), icon_name="arrow-left")]


@method_decorator(require_admin_access, name="dispatch")
class HistoryChain(WagtailAdminTemplateMixin, TemplateView):
    """Where the chain of the history stands: its head, and what the last look found. For whoever keeps the history."""

    _show_breadcrumbs = True
    template_name = "casework/core/history.html"
    page_title = _("The history’s seals")
    header_icon = "history"

    def get(self, request, *args, **kwargs):
        """It shows no line and no file of any office."""
        if not request.user.has_perm(watching.KEEPS):
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        """The way here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        """Head, last look, what waits."""
        return super().get_context_data(**watching.standing(), **kwargs)
