"""The verbs of a letter, in the order life happens: writing, review, leaving."""

from .asking import ask_unit
from .clearing import decide, escalate, ratify, save_clearance_rule, waive
from .leaving import mark_sent, recall, void, void_open_letters
from .review import approve, return_to_writer, settle_approval, settle_end, settle_return
from .writing import save_template, start_reply, submit, withdraw

__all__ = [
    "approve",
    "ask_unit",
    "decide",
    "escalate",
    "mark_sent",
    "ratify",
    "recall",
    "return_to_writer",
    "save_clearance_rule",
    "save_template",
    "settle_approval",
    "settle_end",
    "settle_return",
    "start_reply",
    "submit",
    "void",
    "void_open_letters",
    "waive",
    "withdraw",
]
