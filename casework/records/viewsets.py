"""Erasures and requests to correct in Wagtail's admin."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from casework.core.menus import PermittedItem
from casework.core.viewsets import RecordViewSet

from . import queries
from .models import CorrectionRequest, Erasure
from .views import correcting, holding


class ErasureViewSet(RecordViewSet):
    """Who is to be erased and who was: two lists, a page each, and the verbs."""

    model = Erasure
    name = "erasures"
    icon = "bin"
    menu_label = _("Erasures")
    menu_order = 20
    menu_hook = "register_personal_data_menu_item"
    menu_item_class = partial(PermittedItem, permission="records.view_erasure")
    index_view_class = holding.ErasureList
    inspect_view_class = holding.ErasurePage
    lists = (
        (
            "index",
            _("Erasures to decide"),
            queries.erasures_waiting,
            _("No erasure waits for a second person. One is asked for on the page of a person."),
        ),
        ("all", _("All erasures"), queries.erasures_for, _("Nobody was erased, and nobody asked for it.")),
    )
    screens = {
        "approve": holding.ApproveErasure,
        "refuse": holding.RefuseErasure,
        "withdraw": holding.WithdrawErasure,
    }


class CorrectionViewSet(RecordViewSet):
    """What people asked to have corrected: two lists, a page each, and the verbs."""

    model = CorrectionRequest
    name = "corrections"
    icon = "edit"
    menu_label = _("Requests to correct")
    menu_order = 10
    menu_hook = "register_personal_data_menu_item"
    menu_item_class = partial(PermittedItem, permission="records.view_correctionrequest")
    index_view_class = correcting.CorrectionList
    inspect_view_class = correcting.CorrectionPage
    lists = (
        (
            "index",
            _("Corrections to decide"),
            queries.corrections_waiting,
            _("No request waits for a decision. One is written down on the page of a person, or of a case."),
        ),
        ("all", _("All requests to correct"), queries.corrections_for, _("Nobody asked for a correction yet.")),
    )
    screens = {
        "correct": correcting.Correct,
        "refuse": correcting.RefuseCorrection,
        "statement": correcting.AttachStatement,
    }
