"""The verbs of a letter, in the order life happens: writing, review, leaving."""

from .asking import ask_unit
from .claiming import claim, release
from .clearing import decide, escalate, raise_tier, ratify, save_clearance_rule, waive
from .commenting import comment, resolve_comment
from .correcting import correct
from .leaving import mark_sent, recall, void, void_open_letters
from .lines import note_lines
from .returning import settle_return
from .review import approve, return_to_writer, settle_approval, settle_end
from .signing import end_authority, give_authority, return_unsigned, show_certificate, sign
from .templates import (
    approve_template,
    begin_template_version,
    bring_back_template,
    retire_template,
    return_template,
    save_template,
    stand_by_translation,
    submit_template,
    withdraw_template,
)
from .writing import start_reply, submit, withdraw

__all__ = [
    "approve",
    "approve_template",
    "ask_unit",
    "begin_template_version",
    "bring_back_template",
    "claim",
    "comment",
    "correct",
    "decide",
    "end_authority",
    "escalate",
    "give_authority",
    "mark_sent",
    "note_lines",
    "raise_tier",
    "ratify",
    "recall",
    "release",
    "resolve_comment",
    "retire_template",
    "return_template",
    "return_to_writer",
    "return_unsigned",
    "save_clearance_rule",
    "save_template",
    "settle_approval",
    "settle_end",
    "settle_return",
    "show_certificate",
    "sign",
    "stand_by_translation",
    "start_reply",
    "submit",
    "submit_template",
    "void",
    "void_open_letters",
    "waive",
    "withdraw",
    "withdraw_template",
]
