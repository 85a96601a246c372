"""Erasures in Wagtail's admin."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from casework.core.menus import PermittedItem
from casework.core.viewsets import RecordViewSet

from . import queries, views
from .models import Erasure


class ErasureViewSet(RecordViewSet):
    """Who is to be erased and who was: two lists, a page each, and the verbs."""

    model = Erasure
    name = "erasures"
    icon = "bin"
    menu_label = _("Erasures")
    menu_order = 85
    add_to_admin_menu = True
    menu_item_class = partial(PermittedItem, permission="records.view_erasure")
    index_view_class = views.ErasureList
    inspect_view_class = views.ErasurePage
    lists = (
        (
            "index",
            _("To decide"),
            queries.erasures_waiting,
            _("No erasure waits for a second person. One is asked for on the page of a person."),
        ),
        ("all", _("All erasures"), queries.erasures_for, _("Nobody was erased, and nobody asked for it.")),
    )
    screens = {
        "approve": views.ApproveErasure,
        "refuse": views.RefuseErasure,
        "withdraw": views.WithdrawErasure,
    }
