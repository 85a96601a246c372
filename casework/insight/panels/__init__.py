"""What waits, on the first page after signing in: mine, for my approval, late. One query a panel."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext, gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn

from casework.cases import queries as cases
from casework.cases.queries.likenesses import questions_to_answer
from casework.cases.queries.sharing import offered_to
from casework.core import clock
from casework.core.dates import in_words
from casework.core.listing import Title, Words
from casework.core.sight import shown
from casework.dispatch import queries as dispatch
from casework.letters import queries as letters

from .away import CasesOfTheAbsent, StandingIn
from .needs import ToTalkAbout
from .shared import CASE_COLUMNS, WorkPanel


class WaitingForMe(WorkPanel):
    """Cases this person answers for."""

    name = "waiting-for-me"
    heading = _("Waiting for me")
    icon = "user"
    empty = _("No case waits for you. Take one from “Unassigned”, or look into triage.")
    list_url_name = "cases:mine"
    order = 110
    columns = (*CASE_COLUMNS, Column("status", label=_("Status"), accessor=lambda case: case.get_status_display()))
    rows_for = staticmethod(cases.my_cases)


class WaitingForMyApproval(WorkPanel):
    """Letters others wrote that this person may approve."""

    name = "waiting-for-my-approval"
    heading = _("Waiting for my approval")
    icon = "check"
    empty = _("No letter waits for you.")
    list_url_name = "letters:waiting"
    order = 105
    columns = (
        Title(
            "reference",
            label=_("Letter"),
            get_url=lambda letter: reverse("letters:review", args=[letter.pk]),
            below=lambda letter: shown(letter, letter.subject),
        ),
        Column("drafted_by", label=_("Written by")),
        DateColumn("submitted", label=_("Last saved"), accessor=lambda letter: letter.latest_revision.created_at),
    )
    rows_for = staticmethod(letters.waiting_for_approval)

    def in_place_of(self, letter):
        """The colleague who is away, where the verb is theirs alone."""
        if self.user.has_perm("letters.approve_letter"):
            return ""
        absences = letters.speaks_for(self.user)
        return ", ".join(str(one.person) for one in absences if one.office_id == letter.office_id)


class WaitingForMyUnits(WaitingForMyApproval):
    """Letters that wait for the word of a unit of this person's."""

    name = "waiting-for-my-units"
    heading = _("Waiting for my units")
    icon = "group"
    list_url_name = "letters:to_clear"
    order = 104
    is_shown_empty = False
    rows_for = staticmethod(letters.waiting_for_my_units)

    def in_place_of(self, letter):
        """The colleague who is away, where the unit is theirs alone."""
        names = [self.voices[turn.unit_id] for turn in letter.my_turns if turn.unit_id in self.voices]
        return ", ".join(dict.fromkeys(names))

    @cached_property
    def voices(self):
        """Whose units, read once."""
        return letters.voices(self.user)


class WaitingToBeProofRead(WaitingForMyApproval):
    """Letters that wait for a second reader, who may be this person."""

    name = "waiting-to-be-proof-read"
    heading = _("Waiting for a second reader")
    icon = "view"
    list_url_name = "letters:to_proof_read"
    order = 108
    is_shown_empty = False
    rows_for = staticmethod(letters.waiting_to_be_proof_read)


class LateUnits(WorkPanel):
    """Letters that a unit is late with, by its own target."""

    name = "late-units"
    heading = _("Units that are late")
    icon = "warning"
    list_url_name = "letters:late"
    order = 102
    is_shown_empty = False
    columns = (
        WaitingForMyApproval.columns[0],
        Words("units", label=_("Waits for"), accessor=lambda letter: ", ".join(turn.who for turn in letter.late_turns)),
        DateColumn("due_at", label=_("Wanted by")),
    )
    rows_for = staticmethod(letters.late_letters)


def _ratify_by(letter):
    """The day, and whether it is over."""
    if not letter.ratify_on:
        return ""
    day = in_words(letter.ratify_on)
    return gettext("%(day)s – overdue") % {"day": day} if letter.ratify_on < clock.today() else day


class WaiversToRatify(WorkPanel):
    """Letters that went on without a unit, which somebody else should look at."""

    name = "waivers-to-ratify"
    heading = _("Waivers to ratify")
    icon = "warning"
    list_url_name = "letters:waivers"
    order = 103
    is_shown_empty = False
    columns = (
        Title(
            "reference",
            label=_("Letter"),
            get_url=lambda letter: reverse("letters:inspect", args=[letter.pk]),
            below=lambda letter: shown(letter, letter.subject),
        ),
        Column("ratify_on", label=_("To be ratified by"), accessor=_ratify_by),
    )
    rows_for = staticmethod(letters.waivers_to_ratify)


class WaitingForMySignature(WaitingForMyApproval):
    """Approved letters that this person may sign for their member."""

    name = "waiting-for-my-signature"
    heading = _("Waiting for my signature")
    icon = "edit"
    list_url_name = "letters:to_sign"
    order = 106
    is_shown_empty = False
    columns = (
        Title(
            "reference",
            label=_("Letter"),
            get_url=lambda letter: reverse("letters:sign", args=[letter.pk]),
            below=lambda letter: shown(letter, letter.subject),
        ),
        Column("drafted_by", label=_("Written by")),
        Column("to_name", label=_("To"), accessor=lambda letter: shown(letter, letter.to_name)),
    )
    rows_for = staticmethod(letters.waiting_for_my_signature)


class LettersToCorrect(WorkPanel):
    """Letters that left with a line which may not be said any more, and that nobody has decided about."""

    name = "to-correct"
    heading = _("Letters to correct?")
    icon = "warning"
    list_url_name = "letters:to_correct"
    order = 107
    is_shown_empty = False
    columns = (
        Title(
            "reference",
            label=_("Letter"),
            get_url=lambda letter: reverse("letters:correct", args=[letter.pk]),
            below=lambda letter: shown(letter, letter.subject),
        ),
        DateColumn("sent_at", label=_("Sent")),
    )
    rows_for = staticmethod(letters.letters_to_correct)


class ReturnedToMe(WorkPanel):
    """This person's drafts; those a reviewer returned are among them."""

    name = "my-drafts"
    heading = _("My drafts")
    icon = "edit"
    list_url_name = "letters:drafts"
    order = 115
    is_shown_empty = False
    columns = (
        Title(
            "reference",
            label=_("Letter"),
            get_url=lambda letter: reverse("letters:edit", args=[letter.pk]),
            below=lambda letter: shown(letter, letter.subject),
        ),
        Column("to_name", label=_("To"), accessor=lambda letter: shown(letter, letter.to_name)),
        DateColumn("saved", label=_("Last saved"), accessor=lambda letter: letter.latest_revision.created_at),
    )
    rows_for = staticmethod(letters.drafts_of)


class ToLookAtAgain(ReturnedToMe):
    """Drafts with this person's hand in them that say a line which is out of date."""

    name = "to-look-at-again"
    heading = _("Drafts to look at again: a line in them is out of date")
    icon = "warning"
    list_url_name = "letters:again"
    order = 103
    rows_for = staticmethod(letters.drafts_to_look_at_again)


class NeedsAPerson(WorkPanel):
    """What left, perhaps: nobody knows, and only a person can find out."""

    name = "needs-a-person"
    heading = _("Needs a person: it is not known whether these left")
    icon = "warning"
    list_url_name = "dispatch:attention"
    order = 101
    is_shown_empty = False
    columns = (
        Title(
            "reference",
            label=_("Letter"),
            get_url=lambda sent: reverse("dispatch:inspect", args=[sent.pk]),
            below=lambda sent: sent.get_status_display(),
        ),
        DateColumn("queued_at", label=_("Approved")),
    )
    rows_for = staticmethod(dispatch.needing_a_person)


class CasesToReassign(WorkPanel):
    """Cases whose owner has a conflict of interest, and sees them no longer."""

    name = "to-reassign"
    heading = _("To give to somebody else: the owner has a conflict of interest")
    icon = "warning"
    list_url_name = "cases:conflicts"
    order = 100
    is_shown_empty = False
    columns = (
        Title("reference", label=_("Case"), get_url=lambda case: reverse("cases:assign", args=[case.pk])),
        Column("owner", label=_("Owner")),
    )
    rows_for = staticmethod(cases.to_reassign)


class PossibleConflicts(WorkPanel):
    """People called as a colleague is, for whoever knows whether they are the same."""

    name = "possible-conflicts"
    heading = _("Might be a colleague’s own matter")
    icon = "help"
    list_url_name = "cases:possible_conflicts"
    order = 98
    is_shown_empty = False
    columns = (
        Title(
            "pk",
            label=_("Question"),
            accessor=str,
            get_url=lambda possible: reverse("cases:possible_conflict", args=[possible.pk]),
        ),
        Column("staff", label=_("Colleague")),
        DateColumn("asked_at", label=_("Asked")),
    )
    rows_for = staticmethod(questions_to_answer)


class OpeningsToReview(WorkPanel):
    """Restricted cases that colleagues opened by exception."""

    name = "openings-to-review"
    heading = _("Openings by exception to review")
    icon = "lock-open"
    list_url_name = "cases:openings"
    order = 99
    is_shown_empty = False
    columns = (
        Title("case", label=_("Case"), get_url=lambda opening: reverse("cases:review_opening", args=[opening.pk])),
        Column("opened_by", label=_("Opened by")),
        DateColumn("opened_at", label=_("Opened")),
    )
    rows_for = staticmethod(cases.openings_to_review)


class OfferedToUs(WorkPanel):
    """Cases that other offices offer this one."""

    name = "offered"
    heading = _("Offered by other offices")
    icon = "resubmit"
    list_url_name = "cases:transfers"
    order = 109
    is_shown_empty = False
    columns = (
        Title(
            "pk",
            label=_("Offer"),
            accessor=str,
            get_url=lambda offer: reverse("cases:accept_transfer", args=[offer.pk]),
        ),
        Column("from", label=_("From"), accessor=lambda offer: offer.case.office),
        Column(
            "expires_at", label=_("Stands until"), accessor=lambda offer: in_words(localtime(offer.expires_at).date())
        ),
    )
    rows_for = staticmethod(offered_to)


class Late(WorkPanel):
    """Cases of this person's offices past their day."""

    name = "late"
    heading = _("Late")
    icon = "warning"
    empty = _("Nothing is late.")
    list_url_name = "cases:late"
    order = 120
    columns = (
        *CASE_COLUMNS,
        Column("owner", label=_("Owner"), accessor=lambda case: case.owner or gettext("Nobody")),
    )
    rows_for = staticmethod(cases.late)


def for_person(user):
    """The panels this person has a use for."""
    wanted = [StandingIn(user)]
    if user.standing_in:
        wanted.append(CasesOfTheAbsent(user))
    if letters.decides_on_letters(user):
        wanted += [WaitingForMyUnits(user), WaitingForMyApproval(user)]
    if user.has_perm("letters.waive_letter"):
        wanted.append(LettersToCorrect(user))
        wanted += [LateUnits(user), WaiversToRatify(user)]
    if user.has_perm("letters.view_letter"):
        wanted += [WaitingForMySignature(user), WaitingToBeProofRead(user)]
    if user.has_perm("letters.add_letter"):
        wanted += [ToLookAtAgain(user), ReturnedToMe(user)]
    if user.has_perm("dispatch.change_dispatch"):
        wanted.append(NeedsAPerson(user))
    if user.has_perm("cases.change_case"):
        wanted += [WaitingForMe(user), ToTalkAbout(user)]
    if user.has_perm("cases.view_case"):
        wanted.append(Late(user))
    if user.has_perm("cases.change_transfer"):
        wanted.append(OfferedToUs(user))
    if user.has_perm("cases.oversee_case"):
        wanted += [OpeningsToReview(user), CasesToReassign(user)]
    if user.has_perm("cases.change_possibleconflict"):
        wanted.append(PossibleConflicts(user))
    if not user.office_ids:
        return []
    return [panel for panel in wanted if panel.is_shown_empty or panel.first_rows]
