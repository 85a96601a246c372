"""The file: one matter for one person, everything said, noted and decided on it, and who may see it."""

from .case import Assignment, Case, CaseQuerySet, LevelChange, Message, Note, OfACase, StatusChange
from .secrecy import Conflict, NamedPerson, Opening
from .sharing import Consent, ConsentEnd, KnownQuestion, Outcome, Share, Transfer

__all__ = [
    "Assignment",
    "Case",
    "CaseQuerySet",
    "Conflict",
    "Consent",
    "ConsentEnd",
    "KnownQuestion",
    "LevelChange",
    "Message",
    "NamedPerson",
    "Note",
    "OfACase",
    "Opening",
    "Outcome",
    "Share",
    "StatusChange",
    "Transfer",
]
