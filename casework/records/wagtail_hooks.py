"""What this room tells Wagtail."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from casework.core.models import HistoryEntry
from casework.core.permissions import may

from . import urls
from .models import AccessExport, Erasure, LegalHold
from .views import HoldsOfPerson
from .viewsets import ErasureViewSet


@hooks.register("register_log_actions")
def log_actions(actions):
    """The history lines this room writes."""
    actions.register_model(Erasure, HistoryEntry)
    actions.register_action("records.export", _("Take out everything held"), _("Everything held was taken out"))
    actions.register_action("records.hold", _("Place a legal hold"), _("Legal hold placed"))
    actions.register_action("records.hold_end", _("End the legal hold"), _("Legal hold ended"))
    actions.register_action("records.erasure_ask", _("Ask to erase"), _("Erasure asked for"))
    actions.register_action("records.erasure_refuse", _("Refuse the erasure"), _("Erasure refused"))
    actions.register_action("records.erasure_withdraw", _("Withdraw the request"), _("Request to erase withdrawn"))
    actions.register_action("records.erase", _("Erase for good"), _("Everything was erased"))


@hooks.register("register_admin_urls")
def admin_urls():
    """The screens of this room about people."""
    return [path("records/", include(urls))]


@hooks.register("register_admin_viewset")
def viewsets():
    """The lists of this room."""
    return [ErasureViewSet()]


@hooks.register("person_buttons")
def on_a_person(person, user):
    """On a person's page: what is held about them, holding it, erasing it; each for whoever may."""
    offered = [
        (AccessExport, "held", _("Everything held"), "doc-full"),
        (LegalHold, "hold", _("Place a legal hold"), "lock"),
        (Erasure, "erase", _("Ask to erase"), "bin"),
    ]
    return [
        Button(words, url=reverse(f"records:{name}", args=[person.pk]), icon_name=icon, classname=_LOOK)
        for model, name, words, icon in offered
        if may(user, "add", model(office_id=person.office_id))
    ]


@hooks.register("person_sections")
def standing_of_a_person(person, user):
    """On a person's page: legal holds that last, and an erasure that waits."""
    return [HoldsOfPerson(person, user)] if user.has_perm("records.view_legalhold") else []


_LOOK = "button button-secondary"
