"""What this room tells Wagtail."""

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from casework.core.menus import PermittedItem
from casework.core.models import HistoryEntry
from casework.core.permissions import may

from . import queries
from .models import ClearanceRule, Letter, SigningAuthority, Template
from .views.reading import NoBulkDelete
from .viewsets import ClearanceRuleViewSet, LetterViewSet, SigningAuthorityViewSet, TemplateViewSet


@hooks.register("register_log_actions")
def log_actions(actions):
    """The history lines this room writes."""
    for model in (Letter, Template, ClearanceRule, SigningAuthority):
        actions.register_model(model, HistoryEntry)
    actions.register_action("letters.start", _("Start letter"), _("Letter started"))
    actions.register_action("letters.submit", _("Submit letter"), _("Letter submitted for review"))
    actions.register_action("letters.withdraw", _("Withdraw letter"), _("Letter withdrawn from review"))
    actions.register_action("letters.clear", _("Clear letter"), _("A step of the review was passed"))
    actions.register_action("letters.approve", _("Approve letter"), _("Letter approved"))
    actions.register_action("letters.return", _("Return letter"), _("Letter returned with comments"))
    actions.register_action("letters.recall", _("Recall letter"), _("Letter recalled before it left"))
    actions.register_action("letters.void", _("Void letter"), _("Letter void"))
    actions.register_action("letters.sent", _("Send letter"), _("Letter sent"))
    actions.register_action("letters.decide", _("Decide for a unit"), _("A unit decided"))
    actions.register_action("letters.ask_unit", _("Ask a unit"), _("One more unit was asked"))
    actions.register_action("letters.waive", _("Waive a clearance"), _("A clearance was waived"))
    actions.register_action("letters.ratify", _("Ratify a waiver"), _("A waiver was ratified"))
    actions.register_action("letters.correct", _("Decide about a correction"), _("Decided about a correction"))
    actions.register_action("letters.sign", _("Sign letter"), _("Letter signed for its member"))
    actions.register_action("letters.certificate", _("Show certificate"), _("Certificate of clearance shown"))
    actions.register_action("letters.unlock", _("Unlock letter"), _("A signed letter was opened again"))
    actions.register_action("letters.give_authority", _("Give authority to sign"), _("Authority to sign given"))
    actions.register_action("letters.end_authority", _("End authority to sign"), _("Authority to sign ended"))
    actions.register_action("letters.rule", _("Save clearance rule"), _("Clearance rule saved"))
    actions.register_action("letters.lines", _("Note lines"), _("The lines that the letter says changed"))
    actions.register_action("letters.template", _("Save template"), _("Template saved"))
    actions.register_action("letters.template_submit", _("Submit template"), _("Template submitted for review"))
    actions.register_action("letters.template_withdraw", _("Withdraw template"), _("Template withdrawn from review"))
    actions.register_action("letters.template_return", _("Return template"), _("Template returned with comments"))
    actions.register_action("letters.template_approve", _("Approve template"), _("Template approved"))
    actions.register_action("letters.template_version", _("Begin template version"), _("New version begun"))
    actions.register_action(
        "letters.template_holds", _("Stand by translation"), _("The translation still holds, somebody checked")
    )
    actions.register_action("letters.template_retire", _("Retire template"), _("Template retired"))
    actions.register_action(
        "letters.template_bring_back", _("Bring template back"), _("Template brought back into use")
    )


@hooks.register("register_log_actions")
def log_actions_of_readers(actions):
    """The history lines that the readers of a letter leave."""
    actions.register_action("letters.escalate", _("Tell that a unit is late"), _("A unit is late: its lead was told"))
    actions.register_action("letters.claim", _("Take for a unit"), _("Somebody of a unit took it"))
    actions.register_action("letters.release", _("Give back for a unit"), _("It was given back to the unit"))
    actions.register_action("letters.raise_tier", _("Raise a letter"), _("The letter was raised to a higher tier"))
    actions.register_action("letters.comment", _("Comment on a letter"), _("A reader commented on it"))
    actions.register_action("letters.resolve_comment", _("Resolve a comment"), _("A comment was resolved"))


register_snippet(LetterViewSet)
hooks.register("register_bulk_action", NoBulkDelete, order=1000)  # after Wagtail's own: the last one counts


@hooks.register("register_admin_viewset")
def viewsets():
    """The screens of this room beside the letters themselves."""
    return [TemplateViewSet(), ClearanceRuleViewSet(), SigningAuthorityViewSet()]


@hooks.register("register_letters_menu_item")
def letters():
    """Every letter in sight."""
    return PermittedItem(_("Letters"), reverse_lazy("letters:index"), "letters.view_letter", icon_name="mail", order=10)


@hooks.register("register_letters_menu_item")
def to_clear():
    """What waits for the word of one's unit."""
    return PermittedItem(
        _("To clear"), reverse_lazy("letters:to_clear"), "letters.approve_letter", icon_name="group", order=15
    )


@hooks.register("register_letters_menu_item")
def to_proof_read():
    """What waits for a second reader."""
    return PermittedItem(
        _("To proof-read"), reverse_lazy("letters:to_proof_read"), "letters.view_letter", icon_name="view", order=12
    )


@hooks.register("register_letters_menu_item")
def late():
    """What a unit is late with."""
    return PermittedItem(
        _("Late with a unit"), reverse_lazy("letters:late"), "letters.waive_letter", icon_name="time", order=24
    )


@hooks.register("register_letters_menu_item")
def waivers():
    """What went on without a unit's word."""
    return PermittedItem(
        _("Waivers"), reverse_lazy("letters:waivers"), "letters.waive_letter", icon_name="warning", order=25
    )


@hooks.register("register_letters_menu_item")
def clearance_rules():
    """Which letters need which units."""
    return PermittedItem(
        _("Clearance rules"),
        reverse_lazy("clearance_rules:index"),
        "letters.view_clearancerule",
        icon_name="list-ol",
        order=95,
    )


@hooks.register("register_letters_menu_item")
def signing_authorities():
    """Who may sign for which member."""
    return PermittedItem(
        _("Signing authority"),
        reverse_lazy("signing_authorities:index"),
        "letters.view_signingauthority",
        icon_name="edit",
        order=96,
    )


@hooks.register("register_letters_menu_item")
def to_approve():
    """What waits for a yes."""
    return PermittedItem(
        _("To approve"), reverse_lazy("letters:waiting"), "letters.approve_letter", icon_name="success", order=20
    )


@hooks.register("register_letters_menu_item")
def drafts():
    """What one is writing."""
    return PermittedItem(
        _("My drafts"), reverse_lazy("letters:drafts"), "letters.add_letter", icon_name="edit", order=30
    )


@hooks.register("register_letters_menu_item")
def to_look_at_again():
    """One's drafts that say a line which is out of date."""
    return PermittedItem(
        _("To look at again"), reverse_lazy("letters:again"), "letters.add_letter", icon_name="warning", order=32
    )


@hooks.register("register_letters_menu_item")
def letter_templates():
    """What letters start from."""
    return PermittedItem(
        _("Templates"),
        reverse_lazy("letter_templates:index"),
        "letters.view_template",
        icon_name="copy",
        order=90,
    )


@hooks.register("register_admin_menu_item")
def letters_menu():
    """Everything about letters in one place; the exit adds what is to be printed and what needs a person."""
    menu = Menu(register_hook_name="register_letters_menu_item")
    return SubmenuMenuItem(_("Letters"), menu, name="letters", icon_name="mail", order=70)


@hooks.register("case_buttons")
def reply(case, user):
    """On a case: the way to an answer, for whoever may write one and while it can be written."""
    writable = case.is_active or case.status == "resolved"
    if not (writable and user.has_perm("letters.add_letter") and may(user, "change", case)):
        return []
    return [
        Button(
            _("Reply"), url=reverse("letters:reply", args=[case.pk]), icon_name="mail", classname="button", priority=20
        )
    ]


@hooks.register("case_story")
def story(case, user):
    """On a case: what happened to its letters."""
    return queries.story_of(case, user) if user.has_perm("letters.view_letter") else []


@hooks.register("dispatch_buttons")
def the_letter(sent, user):
    """On what leaves: the way to the letter it was made from."""
    letter = queries.letter_of(user, sent)
    if letter is None:
        return []
    url = reverse("letters:inspect", args=[letter.pk])
    return [Button(_("Open the letter"), url=url, icon_name="mail", classname="button button-secondary")]
