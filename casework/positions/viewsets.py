"""The message box in Wagtail's admin."""

from functools import partial

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from casework.core.menus import PermittedItem
from casework.core.viewsets import RecordViewSet

from . import queries, views
from .forms import PositionFilters, PositionForm
from .models import Position


class PositionViewSet(RecordViewSet):
    """The lines: lists, a page each, a form for a draft, and a screen for each verb. Nothing is ever deleted."""

    model = Position
    name = "positions"
    icon = "openquote"
    menu_label = _("Message box")
    menu_order = 75
    add_to_admin_menu = True
    menu_item_class = partial(PermittedItem, permission="positions.view_position")
    index_view_class = views.PositionList
    inspect_view_class = views.PositionPage
    add_view_class = views.AddPosition
    edit_view_class = views.ChangePosition
    create_template_name = edit_template_name = "casework/positions/form.html"
    filterset_class = PositionFilters
    lists = (
        (
            "index",
            _("Lines of the day"),
            queries.of_the_day,
            _("No line may be said today. Write one, and have it approved by somebody who did not write it."),
        ),
        (
            "waiting",
            _("To approve"),
            queries.waiting,
            _("Nothing waits for you. Lines that somebody else submits appear here."),
        ),
        (
            "drafts",
            _("Being written"),
            queries.being_written,
            _("Nothing is being written. Press “Write a line”, or open an approved one and begin its next version."),
        ),
        ("all", _("All lines"), queries.positions_for, _("No lines yet. Press “Write a line” to begin the first.")),
    )
    screens = {
        "submit": views.Submit,
        "approve": views.Approve,
        "return": views.SendBack,
        "withdraw": views.Withdraw,
        "new_version": views.NewVersion,
        "withdraw_live": views.WithdrawLive,
    }
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("office"), FieldPanel("owner")]),
            FieldRowPanel([FieldPanel("issue"), FieldPanel("audience")]),
            FieldRowPanel([FieldPanel("text_en"), FieldPanel("text_fr")]),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("effective_from"), FieldPanel("expires")]),
                    FieldPanel("not_before"),
                ],
                heading=_("When it may be said"),
            ),
            FieldRowPanel([FieldPanel("do_say"), FieldPanel("dont_say")]),
            FieldPanel("sources"),
        ],
        base_form_class=PositionForm,
    )

    def get_index_view_kwargs(self, **kwargs):
        """Every list leads to a new line."""
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
