"""The verbs of a case, in the order life happens: opening it, what is said, who answers for it, where it stands,
who may see it, what leaves the office on purpose.
"""

from .accommodations import (
    agree_accommodation,
    ask_accommodation,
    confirm_accommodation,
    discuss_accommodation,
    meet_accommodation,
    offer_alternative,
    remind_of_accommodation,
    withdraw_accommodation,
)
from .conflicts import declare_conflict, end_conflict
from .consents import note_consent, remind_of_consent, take_back_consent, take_over_consent
from .known import ask_known
from .likenesses import answer_possible_conflict, look_among_colleagues, look_for_colleague
from .opening import bring_in, change, open_case
from .openings import open_by_exception, review_opening
from .owning import assign, hand_over, take
from .saying import add_message, add_note, record_reply
from .secrecy import end_naming, name_person, note_reading, set_level
from .shared import hand_on, index, index_cases_of
from .sharing import end_share, note_shared_reading, share
from .sides import add_party, end_party, keep_apart, keep_sides_apart
from .standing import close, hold, reopen, resolve, resume
from .transfers import accept_transfer, ask_transfer, decline_transfer, withdraw_transfer

__all__ = [
    "accept_transfer",
    "add_message",
    "add_note",
    "add_party",
    "agree_accommodation",
    "answer_possible_conflict",
    "ask_accommodation",
    "ask_known",
    "ask_transfer",
    "assign",
    "bring_in",
    "change",
    "close",
    "confirm_accommodation",
    "declare_conflict",
    "decline_transfer",
    "discuss_accommodation",
    "end_conflict",
    "end_naming",
    "end_party",
    "end_share",
    "hand_on",
    "hand_over",
    "hold",
    "index",
    "index_cases_of",
    "keep_apart",
    "keep_sides_apart",
    "look_among_colleagues",
    "look_for_colleague",
    "meet_accommodation",
    "name_person",
    "note_consent",
    "note_reading",
    "note_shared_reading",
    "offer_alternative",
    "open_by_exception",
    "open_case",
    "record_reply",
    "remind_of_accommodation",
    "remind_of_consent",
    "reopen",
    "resolve",
    "resume",
    "review_opening",
    "set_level",
    "share",
    "take",
    "take_back_consent",
    "take_over_consent",
    "withdraw_accommodation",
    "withdraw_transfer",
]
