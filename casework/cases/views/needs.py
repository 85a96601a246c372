"""What a person asked for so that they can read us, reach us or meet us, as the page of their case shows it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..queries import access
from ..states import ACCOMMODATION_MOVES, TO_DISCUSS, AccommodationStatus

#: Where the steps stand on the page of a case.
ANCHOR = "#accommodations"

#: The steps, by the name of their address: to which status each leads, and what its button says.
OFFERED = {
    "confirm": (AccommodationStatus.ASKED, _("They still want it")),
    "discuss": (AccommodationStatus.DISCUSSED, _("We talked about it")),
    "agree": (AccommodationStatus.AGREED, _("We agreed")),
    "meet": (AccommodationStatus.MET, _("It is met")),
    "offer": (AccommodationStatus.OFFERED, _("Offer something else")),
    "withdraw": (AccommodationStatus.WITHDRAWN, _("They want it no longer")),
}


def on_the_case(need):
    """The way to what a person asked for on their case."""
    return reverse("cases:inspect", args=[need.case_id]) + ANCHOR


def standing_of(need):
    """Where it stands, as tags."""
    tags = [(need.get_status_display(), need.status in TO_DISCUSS)]
    return [*tags, (_("Late"), True)] if need.is_late else tags


def steps_of(need):
    """What may become of it from where it stands: words and address."""
    to = ACCOMMODATION_MOVES[AccommodationStatus(need.status)]
    return [
        (words, reverse(f"accommodations:{name}", args=[need.pk]))
        for name, (status, words) in OFFERED.items()
        if status in to
    ]


def accommodations_of(case, verbs):
    """What the page of a case says of it, and the steps that somebody who works on it may note."""
    needs, may_work = access.accommodations_on(case), "accommodation" in verbs
    return {
        "needs": [(need, standing_of(need), steps_of(need) if may_work else []) for need in needs],
        "to_talk_about": [need for need in needs if need.status in TO_DISCUSS],
        "may_ask": may_work,
    }
