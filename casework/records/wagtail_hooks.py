"""What this room tells Wagtail."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem
from wagtail.admin.widgets.button import Button

from casework.core.models import HistoryEntry
from casework.core.permissions import may

from . import urls
from .models import AccessExport, CorrectionRequest, Erasure, LegalHold
from .views.correcting import Beside, CorrectionsOfPerson
from .views.holding import HoldsOfPerson
from .viewsets import CorrectionViewSet, ErasureViewSet


@hooks.register("register_log_actions")
def log_actions(actions):
    """The history lines this room writes."""
    actions.register_model(Erasure, HistoryEntry)
    actions.register_model(CorrectionRequest, HistoryEntry)
    actions.register_action("records.export", _("Take out everything held"), _("Everything held was taken out"))
    actions.register_action("records.hold", _("Place a legal hold"), _("Legal hold placed"))
    actions.register_action("records.hold_end", _("End the legal hold"), _("Legal hold ended"))
    actions.register_action("records.correction_ask", _("Note a request to correct"), _("Correction asked for"))
    actions.register_action("records.correct", _("Say that it is corrected"), _("Corrected"))
    actions.register_action("records.correction_refuse", _("Refuse the correction"), _("Correction refused"))
    actions.register_action("records.disagree", _("Attach a statement"), _("Statement of disagreement attached"))
    actions.register_action(
        "records.statements_passed", _("Pass statements on"), _("Statements of disagreement came with the case")
    )
    actions.register_action("records.erasure_ask", _("Ask to erase"), _("Erasure asked for"))
    actions.register_action("records.erasure_refuse", _("Refuse the erasure"), _("Erasure refused"))
    actions.register_action("records.erasure_withdraw", _("Withdraw the request"), _("Request to erase withdrawn"))
    actions.register_action("records.erase", _("Erase for good"), _("Everything was erased"))


@hooks.register("register_admin_urls")
def admin_urls():
    """The screens of this room about people."""
    return [path("records/", include(urls))]


@hooks.register("register_admin_menu_item")
def personal_data_menu():
    """What people asked about what is held on them, in one place: it is asked for seldom."""
    menu = Menu(register_hook_name="register_personal_data_menu_item")
    return SubmenuMenuItem(_("Personal data"), menu, name="personal-data", icon_name="lock", order=85)


@hooks.register("register_admin_viewset")
def viewsets():
    """The lists of this room."""
    return [CorrectionViewSet(), ErasureViewSet()]


@hooks.register("person_buttons")
def on_a_person(person, user):
    """On a person's page: what is held about them, correcting, holding and erasing it; each for whoever may."""
    offered = [
        (AccessExport, "held", _("Everything held"), "doc-full"),
        (CorrectionRequest, "correct", _("Note a request to correct"), "edit"),
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
    """On a person's page: legal holds that last, an erasure that waits, what they want corrected or disagree with."""
    sees_holds = user.has_perm("records.view_legalhold")
    return [CorrectionsOfPerson(person, user), *([HoldsOfPerson(person, user)] if sees_holds else [])]


@hooks.register("case_buttons")
def on_a_case(case, user):
    """On a case's page: somebody says that it holds something wrong."""
    if not may(user, "add", CorrectionRequest(office_id=case.office_id)):
        return []
    url = f"{reverse('records:correct', args=[case.person_id])}?case={case.pk}"
    return [Button(_("Note a request to correct"), url=url, icon_name="edit", classname=_LOOK, priority=60)]


@hooks.register("case_beside")
def beside_a_case(case):
    """With a case, for everybody who reads it: what its person disagrees with."""
    return [Beside(case)]


_LOOK = "button button-secondary"
