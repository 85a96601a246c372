"""What this room tells Wagtail."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from casework.core.models import HistoryEntry

from .models import Case, Conflict, PossibleConflict, Transfer
from .views.record import CasesOfPerson, new_case_for_person
from .viewsets import AccommodationViewSet, CaseViewSet


@hooks.register("register_log_actions")
def log_actions(actions):
    """The history lines this room writes."""
    for model in (Case, Conflict, PossibleConflict, Transfer):
        actions.register_model(model, HistoryEntry)
    actions.register_action("cases.open", _("Open case"), _("Case opened"))
    actions.register_action("cases.message", _("Add message"), _("Message added"))
    actions.register_action("cases.reply", _("Record reply"), _("Reply recorded"))
    actions.register_action("cases.note", _("Add note"), _("Note added"))
    actions.register_action("cases.change", _("Change details"), _("Details changed"))
    actions.register_action("cases.take", _("Take case"), _("Case taken"))
    actions.register_action("cases.assign", _("Assign case"), _("Case assigned"))
    actions.register_action("cases.hand_over", _("Hand over case"), _("Case handed over"))
    actions.register_action("cases.status", _("Change status"), _("Status changed"))
    actions.register_action("cases.level", _("Change who may see it"), _("Who may see it changed"))
    actions.register_action("cases.name", _("Name somebody"), _("Somebody named"))
    actions.register_action("cases.unname", _("End somebody’s sight of it"), _("Somebody’s sight of it ended"))
    actions.register_action("cases.exception", _("Open a restricted case"), _("Opened by exception"))
    actions.register_action("cases.exception_reviewed", _("Review an opening"), _("Opening by exception reviewed"))
    actions.register_action("cases.viewed", _("Open a sensitive file"), _("Sensitive file opened"))
    actions.register_action("cases.consent", _("Note a consent"), _("Consent noted"))
    actions.register_action(
        "cases.consent_soon_over", _("Remind of a consent"), _("The owner was told that a consent is soon over")
    )
    actions.register_action("cases.consent_end", _("Note that a consent is taken back"), _("Consent taken back"))
    actions.register_action("cases.transfer", _("Offer to another office"), _("Offered to another office"))
    actions.register_action("cases.transfer_withdrawn", _("Withdraw an offer"), _("Offer withdrawn"))
    actions.register_action("cases.transfer_declined", _("Decline an offer"), _("Offer declined"))
    actions.register_action("cases.transfer_accepted", _("Accept an offer"), _("Offer accepted"))
    actions.register_action(
        "cases.share", _("Share with a colleague elsewhere"), _("Shared with a colleague elsewhere")
    )
    actions.register_action(
        "cases.known", _("Ask whether another office knows them"), _("Asked whether another office knows them")
    )
    actions.register_action("cases.share_end", _("End the sharing"), _("Sharing ended"))
    actions.register_action("cases.share_viewed", _("Read a shared case"), _("Read by a colleague elsewhere"))


@hooks.register("register_log_actions")
def log_sides(actions):
    """The history lines about who should not work on what, and who else is in a matter."""
    actions.register_action("cases.conflict", _("Declare a conflict"), _("Conflict of interest declared"))
    actions.register_action("cases.conflict_end", _("End the conflict"), _("Conflict of interest ended"))
    actions.register_action("cases.conflict_detected", _("Detect a conflict"), _("Conflict of interest detected"))
    actions.register_action("cases.party", _("Say who else is in it"), _("Somebody else in the matter added"))
    actions.register_action("cases.party_end", _("Take somebody out of it"), _("Somebody else in the matter ended"))
    actions.register_action("cases.side", _("Keep from the other side"), _("Kept from the other side"))
    actions.register_action("cases.side_end", _("End being kept apart"), _("Kept from the other side no longer"))
    actions.register_action("cases.possible_conflict", _("Ask about a colleague"), _("Asked whether it is a colleague"))
    actions.register_action(
        "cases.possible_conflict_answered", _("Say whether it is a colleague"), _("Said whether it is a colleague")
    )


@hooks.register("register_log_actions")
def log_accommodations(actions):
    """The history lines about what people asked for so that they can read us, reach us or meet us."""
    actions.register_action("cases.accommodation", _("Note an accommodation"), _("Accommodation asked for"))
    actions.register_action(
        "cases.accommodation_confirmed", _("Confirm an accommodation"), _("Accommodation still wanted")
    )
    actions.register_action(
        "cases.accommodation_discussed", _("Talk about an accommodation"), _("Accommodation talked about")
    )
    actions.register_action("cases.accommodation_agreed", _("Agree an accommodation"), _("Accommodation agreed"))
    actions.register_action("cases.accommodation_offered", _("Offer something else"), _("Something else offered"))
    actions.register_action("cases.accommodation_met", _("Meet an accommodation"), _("Accommodation met"))
    actions.register_action(
        "cases.accommodation_withdrawn", _("Withdraw an accommodation"), _("Accommodation withdrawn by the person")
    )
    actions.register_action(
        "cases.accommodation_late",
        _("Remind of an accommodation"),
        _("The owner was told that an accommodation is late"),
    )


@hooks.register("register_admin_viewset")
def viewsets():
    """The screens of this room."""
    return [CaseViewSet(), AccommodationViewSet()]


@hooks.register("person_sections")
def cases_of_person(person, user):
    """On a person's page: their cases, for whoever may read cases."""
    return [CasesOfPerson(person, user)] if user.has_perm("cases.view_case") else []


@hooks.register("person_buttons")
def new_case(person, user):
    """On a person's page: a new case for them."""
    return new_case_for_person(person, user)
