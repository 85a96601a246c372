"""What is done to the directory: its offices, who works where, the roles, and how people get in."""

from .absences import end_absence, enter_absence
from .accounts import (
    ask_for_link,
    ask_for_reset,
    change_factor,
    decide_reset,
    end_sessions,
    reseal_factors,
    send_due_links,
    send_link,
    take_factors_away,
)
from .invitations import accept_invitation, gone_words, invite, invite_again, invited_by_link, withdraw_invitation
from .places import (
    acted_words,
    end_membership,
    remove_unit,
    remove_user,
    save,
    save_membership,
    seed_issues,
    seed_programs,
    sync_roles,
)
from .sharing import accept_unit, end_sharing, offer_unit

__all__ = [
    "accept_invitation",
    "accept_unit",
    "acted_words",
    "ask_for_link",
    "ask_for_reset",
    "change_factor",
    "decide_reset",
    "end_absence",
    "end_membership",
    "end_sessions",
    "end_sharing",
    "enter_absence",
    "gone_words",
    "invite",
    "invite_again",
    "invited_by_link",
    "offer_unit",
    "remove_unit",
    "remove_user",
    "reseal_factors",
    "save",
    "save_membership",
    "seed_issues",
    "seed_programs",
    "send_due_links",
    "send_link",
    "sync_roles",
    "take_factors_away",
    "withdraw_invitation",
]
