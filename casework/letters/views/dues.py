"""Columns that say by when somebody's word is wanted: the moment, and how long there still is, in words."""

from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from casework.core import clock
from casework.core.dates import in_words, moment
from casework.core.listing import Stacked, Words


def word_due(left):
    """By when a unit's word is wanted; ``left`` is a queries.TimeLeft."""
    return Stacked(
        "due_at",
        label=_("Wanted by"),
        accessor=lambda letter: moment(timezone.localtime(letter.due_at)) if letter.due_at else "",
        below=lambda letter: [left.of(letter.office_id, letter.due_at)],
    )


def taken_by():
    """Who of one's units reads it already; more than one name where several units are asked."""
    return Words("taken", label=_("Taken by"), accessor=_holders)


def _holders(letter):
    return ", ".join(dict.fromkeys(str(turn.claimed_by) for turn in letter.my_turns if turn.claimed_by_id)) or gettext(
        "Nobody yet"
    )


def units_late():
    """The units that are late with a letter."""
    return Words(
        "late", label=_("Waits for"), accessor=lambda letter: ", ".join(turn.who for turn in letter.late_turns)
    )


def ratify_by():
    """By when somebody else should have looked at a waiver."""
    return Stacked(
        "ratify_on",
        label=_("To be ratified by"),
        accessor=lambda letter: in_words(letter.ratify_on) if letter.ratify_on else "",
        below=lambda letter: [gettext("Overdue")] if letter.ratify_on and letter.ratify_on < clock.today() else [],
    )
