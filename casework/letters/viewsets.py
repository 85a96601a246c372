"""The letters room in Wagtail's admin: the letters, and what they start from."""

import django_filters
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from casework.core.listing import Filters
from casework.core.viewsets import RecordViewSet, ScopedViewSetMixin
from casework.directory.queries import offices_for

from . import queries
from .forms import ClearanceRuleForm, LetterForm, SigningAuthorityForm, TemplateFilters, TemplateForm
from .models import ClearanceRule, Letter, SigningAuthority, Template
from .models.template import PARTS
from .views import clearing, commenting, editor, reading, signing, templates, verbs


class LetterFilters(Filters):
    """What the list of letters can be narrowed by."""

    mine = django_filters.BooleanFilter(label=_("Drafted by me"), method="drafted_by_me")
    office = django_filters.ModelChoiceFilter(
        label=_("Office"), queryset=lambda request: offices_for(request.user), empty_label=_("Every office")
    )

    stale = django_filters.BooleanFilter(label=_("Says a line that is out of date"), method="says_what_may_not_be_said")

    class Meta:
        model = Letter
        fields = ["status", "channel", "language"]

    def drafted_by_me(self, rows, _name, value):
        """Mine, or those of others."""
        wanted = {"drafted_by_id": self.request.user.pk}
        return rows.filter(**wanted) if value else rows.exclude(**wanted)

    def says_what_may_not_be_said(self, rows, _name, value):
        """Those to look at again, or the others."""
        return queries.stale_letters(rows, are=value)


class LetterViewSet(RecordViewSet, SnippetViewSet):
    """Letters: a snippet for its editor, revisions and review; everything else by our verbs.

    Nobody adds one without a case, copies, deletes, publishes, schedules or locks one: those views are not there.
    """

    model = Letter
    name = url_prefix = url_namespace = "letters"
    icon = "mail"
    menu_item_is_registered = True  # its place in the menu is in wagtail_hooks
    list_filter = None
    filterset_class = LetterFilters
    index_template_name = "casework/core/list.html"
    index_results_template_name = "casework/core/list_results.html"
    inspect_template_name = "casework/letters/record.html"
    edit_template_name = "casework/letters/edit.html"
    index_view_class = reading.LetterList
    inspect_view_class = reading.LetterPage
    edit_view_class = editor.EditLetter
    revisions_view_class = reading.LetterRevision
    revisions_compare_view_class = reading.LetterCompare
    workflow_history_view_class = reading.LetterWorkflowHistory
    workflow_history_detail_view_class = reading.LetterWorkflowDetail
    workflow_action_view_class = reading.LetterDecision
    collect_workflow_action_data_view_class = reading.LetterDecision
    workflow_preview_view_class = reading.LetterTaskPreview
    lists = (
        ("index", _("Letters"), queries.letters_for, _("No letters yet. A letter begins on a case, with “Reply”.")),
        (
            "to_clear",
            _("To clear"),
            queries.waiting_for_my_units,
            _("Nothing waits for your units. Letters that need their word appear here."),
        ),
        (
            "to_proof_read",
            _("To proof-read"),
            queries.waiting_to_be_proof_read,
            _("Nothing waits for a second reader. Letters of your colleagues that a rule has proof-read appear here."),
        ),
        (
            "late",
            _("Late with a unit"),
            queries.late_letters,
            _("No unit is late with a letter."),
        ),
        (
            "waiting",
            _("To approve"),
            queries.waiting_for_approval,
            _("Nothing waits for you. Letters that somebody else submits appear here."),
        ),
        (
            "to_sign",
            _("To sign"),
            queries.waiting_for_my_signature,
            _("Nothing waits for your signature. Approved letters that a rule has signed appear here."),
        ),
        (
            "drafts",
            _("My drafts"),
            queries.drafts_of,
            _("You have no drafts. A letter begins on a case, with “Reply”."),
        ),
        (
            "again",
            _("To look at again"),
            queries.drafts_to_look_at_again,
            _("No draft of yours says a line that is out of date."),
        ),
        (
            "to_correct",
            _("To correct?"),
            queries.letters_to_correct,
            _("No letter that has left says a line that was stopped, replaced or has ended since."),
        ),
        (
            "waivers",
            _("Waivers to ratify"),
            queries.waivers_to_ratify,
            _("Every letter that went on without a unit’s word has been looked at by somebody else."),
        ),
    )
    screens = {
        "review": reading.Review,
        "sign": signing.Sign,
        "certificate": signing.Certificate,
        "correct": verbs.Correct,
        "withdraw": verbs.Withdraw,
        "recall": verbs.Recall,
        "void": verbs.Void,
        "ask_unit": clearing.AskUnit,
        "object": clearing.Object,
        "comment": commenting.Comment,
        "resolve": commenting.Resolve,
        "claim": clearing.Claim,
        "release": clearing.Release,
        "raise": clearing.Raise,
        "waive": clearing.Waive,
        "ratify": clearing.Ratify,
    }
    #: Of Wagtail's own views, those that are there.
    kept = frozenset(
        {
            "edit",
            "preview_on_edit",
            "revisions_view",
            "revisions_revert",
            "revisions_compare",
            "workflow_action",
            "collect_workflow_action_data",
            "workflow_history",
            "workflow_history_detail",
            "workflow_preview",
        }
    )
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("channel"), FieldPanel("language")]),
                    FieldPanel("to_name"),
                    FieldPanel("to_address"),
                ],
                heading=_("To"),
            ),
            FieldPanel("subject"),
            FieldPanel("salutation"),
            FieldPanel("body"),
            FieldRowPanel([FieldPanel("closing"), FieldPanel("signatory")]),
        ],
        base_form_class=LetterForm,
    )

    @property
    def breadcrumbs_items(self):
        """The way from the first page; Wagtail's name for it is in the language of whoever started the server."""
        return [{"url": reverse_lazy("wagtailadmin_home"), "label": _("Home")}]

    def get_common_view_kwargs(self, **kwargs):
        """No address of a view that is not there."""
        nowhere = dict.fromkeys(
            ("lock_url_name", "unlock_url_name", "revisions_unschedule_url_name", "unpublish_url_name")
        )
        lists = {"index_url_name": "letters:index", "index_results_url_name": "letters:index_results"}
        return super().get_common_view_kwargs(**{**nowhere, **lists, **kwargs})

    def get_edit_view_kwargs(self, **kwargs):
        """The editor leads to itself."""
        given = super().get_edit_view_kwargs(**{"edit_url_name": "letters:edit", **kwargs})
        return {**given, "confirm_workflow_cancellation_url_name": None}

    def get_urlpatterns(self):
        """The lists, the record, the verbs, the editor; and an answer to a case begins here."""
        ours = super().get_urlpatterns()
        wagtails = [pattern for pattern in SnippetViewSet.get_urlpatterns(self) if pattern.name in self.kept]
        reply = path("reply/<int:pk>/", verbs.Reply.as_view(), name="reply")
        return [*ours, *wagtails, reply, path("", self.list_view("index"), name="list")]

    def register_chooser_viewset(self):
        """Letters are not chosen from anywhere."""

    def register_menu_item(self):
        """Its place in the menu is in wagtail_hooks, beside what leaves."""


class TemplateViewSet(RecordViewSet):
    """The templates: lists, a page each, a form for a draft, and a screen for each verb. Nothing is ever deleted."""

    model = Template
    name = "letter_templates"
    icon = "copy"
    index_view_class = templates.TemplateList
    inspect_view_class = templates.TemplatePage
    add_view_class = templates.AddTemplate
    edit_view_class = templates.ChangeTemplate
    inspect_template_name = "casework/letters/template_page.html"
    create_template_name = edit_template_name = "casework/letters/template_form.html"
    filterset_class = TemplateFilters
    lists = (
        (
            "index",
            _("In use"),
            queries.all_templates_for,
            _("No templates yet. Press “Write a template”, so that a letter need not begin on an empty page."),
        ),
        (
            "waiting",
            _("To approve"),
            queries.templates_waiting,
            _("Nothing waits for you. Templates that somebody else submits appear here."),
        ),
        (
            "behind",
            _("Translation behind"),
            queries.templates_behind_for,
            _("Every template says the same in both its languages, as far as anybody has changed it here."),
        ),
        ("retired", _("Retired"), queries.retired_templates_for, _("No template has been retired.")),
    )
    screens = {
        "submit": templates.Submit,
        "approve": templates.Approve,
        "return": templates.SendBack,
        "withdraw": templates.Withdraw,
        "new_version": templates.NewVersion,
        "stand_by": templates.StandBy,
        "retire": templates.Retire,
        "bring_back": templates.BringBack,
    }
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("stance")]),
            FieldRowPanel([FieldPanel("office"), FieldPanel("owner")]),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel(f"{part}_en"), FieldPanel(f"{part}_fr")]) for part in PARTS],
                heading=_("The words, side by side"),
                help_text=_("Of a standard paragraph only the text counts."),
            ),
            FieldPanel("issues"),
        ],
        base_form_class=TemplateForm,
    )

    def get_index_view_kwargs(self, **kwargs):
        """Every list leads to a new template."""
        return super().get_index_view_kwargs(**{**kwargs, "add_url_name": self.get_url_name("add")})

    def get_add_view_kwargs(self, **kwargs):
        """After adding, and when the form comes back."""
        return super().get_add_view_kwargs(add_url_name=self.get_url_name("add"), **kwargs)

    def get_edit_view_kwargs(self, **kwargs):
        """The form posts to itself."""
        return super().get_edit_view_kwargs(edit_url_name=self.get_url_name("edit"), **kwargs)

    def get_urlpatterns(self):
        """The record's, and the two forms."""
        return [
            *super().get_urlpatterns(),
            path("new/", self.add_view, name="add"),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
        ]

    def register_menu_item(self):
        """Its place in the menu is in wagtail_hooks."""


class ClearanceRuleViewSet(ScopedViewSetMixin, ModelViewSet):
    """Which letters need which units: written and taken out of use, never deleted."""

    model = ClearanceRule
    name = "clearance_rules"
    icon = "list-ol"
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = clearing.RuleList
    add_view_class = clearing.AddRule
    edit_view_class = clearing.ChangeRule
    index_template_name = "casework/core/list.html"
    index_results_template_name = "casework/core/list_results.html"

    def get_form_class(self, for_update=False):
        """The same form for a new rule and a changed one."""
        return ClearanceRuleForm

    def get_common_view_kwargs(self, **kwargs):
        """Nothing leads to a deletion: there is none."""
        return super().get_common_view_kwargs(**{"delete_url_name": None, "usage_url_name": None, **kwargs})

    def get_index_view_kwargs(self, **kwargs):
        """The rules and what it means that there are none."""
        empty = _(
            "No rules yet: every letter goes straight to its approval. Add one to have a unit clear letters first."
        )
        return super().get_index_view_kwargs(**{"rows": queries.rules_for, "empty": empty, **kwargs})

    def get_urlpatterns(self):
        """The list, the form, the history; no deletion, no usage."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name not in {"delete", "usage"}]

    def register_menu_item(self):
        """Its place in the menu is in wagtail_hooks."""


class SigningAuthorityViewSet(RecordViewSet):
    """Who may sign for which member: given and ended, never changed."""

    model = SigningAuthority
    name = "signing_authorities"
    icon = "edit"
    index_view_class = signing.AuthorityList
    inspect_view_class = signing.AuthorityPage
    add_view_class = signing.GiveAuthority
    index_template_name = "casework/core/list.html"
    index_results_template_name = "casework/core/list_results.html"
    lists = (
        (
            "index",
            _("Signing authority"),
            queries.authorities_for,
            _("Nobody may sign for a member yet. Add who may, so that letters which need a signature can leave."),
        ),
    )
    screens = {"end": signing.EndAuthority}

    def get_form_class(self, for_update=False):
        """What is said when an authority is given."""
        return SigningAuthorityForm

    def get_index_view_kwargs(self, **kwargs):
        """The list leads to a new one."""
        return super().get_index_view_kwargs(**{**kwargs, "add_url_name": self.get_url_name("add")})

    def get_add_view_kwargs(self, **kwargs):
        """After adding, and when the form comes back."""
        return super().get_add_view_kwargs(add_url_name=self.get_url_name("add"), **kwargs)

    def get_urlpatterns(self):
        """The record's, and the form."""
        return [*super().get_urlpatterns(), path("new/", self.add_view, name="add")]

    def register_menu_item(self):
        """Its place in the menu is in wagtail_hooks."""
