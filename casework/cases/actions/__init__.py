"""The verbs of a case, in the order life happens: opening it, what is said, who answers for it, where it stands,
who may see it.
"""

from .conflicts import declare_conflict, end_conflict
from .opening import bring_in, change, open_case
from .openings import open_by_exception, review_opening
from .owning import assign, hand_over, take
from .saying import add_message, add_note, record_reply
from .secrecy import end_naming, name_person, note_reading, set_level
from .shared import index, index_cases_of
from .standing import close, hold, reopen, resolve, resume

__all__ = [
    "add_message",
    "add_note",
    "assign",
    "bring_in",
    "change",
    "close",
    "declare_conflict",
    "end_conflict",
    "end_naming",
    "hand_over",
    "hold",
    "index",
    "index_cases_of",
    "name_person",
    "note_reading",
    "open_by_exception",
    "open_case",
    "record_reply",
    "reopen",
    "resolve",
    "resume",
    "review_opening",
    "set_level",
    "take",
]
