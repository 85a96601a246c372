"""The verbs: answering who asks what is held about them; holding it; erasing it, by two people."""

from .access import export
from .erasing import approve_erasure, ask_erasure, refuse_erasure, withdraw_erasure
from .holding import end_hold, place_hold

__all__ = [
    "approve_erasure",
    "ask_erasure",
    "end_hold",
    "export",
    "place_hold",
    "refuse_erasure",
    "withdraw_erasure",
]
