"""The front desk in Wagtail's admin: triage, and the rules that sort."""

from functools import partial

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from casework.core.listing import Title, YesNo
from casework.core.menus import PermittedItem
from casework.core.viewsets import RecordViewSet, ScopedViewSetMixin

from . import queries, views
from .forms import RuleForm, SubmissionFilters
from .models import RoutingRule, Submission


class TriageViewSet(RecordViewSet):
    """What came in."""

    model = Submission
    name = "triage"
    icon = "download"
    menu_label = _("Triage")
    add_to_admin_menu = True
    menu_order = 50
    menu_item_class = partial(PermittedItem, permission="intake.view_submission")
    index_view_class = views.SubmissionList
    inspect_view_class = views.SubmissionPage
    filterset_class = SubmissionFilters
    lists = (
        ("index", _("To triage"), queries.to_triage, _("Nothing waits. What people send appears here by itself.")),
        ("held", _("Held"), queries.held, _("Nothing is held. What screening doubts waits here for a person.")),
        ("spam", _("Spam"), queries.spam, _("Nothing was marked as spam.")),
        ("all", _("Everything"), queries.submissions_for, _("Nothing has come in yet.")),
    )
    screens = {
        "accept": views.Accept,
        "attach": views.Attach,
        "mark_spam": views.MarkSpam,
        "not_spam": views.NotSpam,
    }

    def get_urlpatterns(self):
        """The lists and verbs, and what came with a message."""
        return [
            *super().get_urlpatterns(),
            path("files/<int:pk>/", views.AttachmentFile.as_view(), name="file"),
            path("files/<int:pk>/picture/", views.AttachmentPicture.as_view(), name="picture"),
        ]


class RuleViewSet(ScopedViewSetMixin, ModelViewSet):
    """The routing rules: written and switched off, never deleted, since traces name them."""

    model = RoutingRule
    name = "routing_rules"
    icon = "order"
    menu_label = _("Routing rules")
    add_to_settings_menu = True
    menu_order = 200
    menu_item_class = partial(PermittedItem, permission="intake.view_routingrule")
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = views.RuleList
    add_view_class = views.AddRule
    edit_view_class = views.ChangeRule

    def get_common_view_kwargs(self, **kwargs):
        """Nothing leads to a deletion: there is none."""
        return super().get_common_view_kwargs(**{"delete_url_name": None, "usage_url_name": None, **kwargs})

    def get_index_view_kwargs(self, **kwargs):
        """The rules and how to write the first."""
        empty = _("No rules yet: everything waits in triage without an issue. Add a rule to sort what comes in.")
        columns = [
            Title("name", label=_("Rule"), url_name=self.get_url_name("edit"), below=lambda rule: rule.office),
            Column("order", label=_("Order")),
            Column("issue", label=_("Issue")),
            Column("unit", label=_("Unit")),
            Column("get_urgency_display", label=_("Urgency")),
            YesNo("is_active", label=_("In use")),
        ]
        return super().get_index_view_kwargs(rows=queries.rules_for, empty=empty, columns=columns, **kwargs)

    def get_form_class(self, for_update=False):
        """One form for a new rule and a new version."""
        return RuleForm

    def get_urlpatterns(self):
        """The list, the form, the history; no deletion, no usage."""
        gone = {"delete", "usage"}
        return [pattern for pattern in super().get_urlpatterns() if pattern.name not in gone]
