"""The verbs: telling people what is held about them; correcting it; holding it; erasing it, by two people."""

from .access import export
from .correcting import ask_correction, attach_statement, correct, pass_statements_on, refuse_correction
from .erasing import approve_erasure, ask_erasure, refuse_erasure, withdraw_erasure
from .holding import end_hold, place_hold

__all__ = [
    "approve_erasure",
    "ask_correction",
    "ask_erasure",
    "attach_statement",
    "correct",
    "end_hold",
    "export",
    "pass_statements_on",
    "place_hold",
    "refuse_correction",
    "refuse_erasure",
    "withdraw_erasure",
]
