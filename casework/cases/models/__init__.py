"""The file: one matter for one person, everything said, noted and decided on it, and who may see it."""

from .access import Accommodation, AccommodationStep
from .case import Assignment, Case, CaseQuerySet, LevelChange, Message, Note, OfACase, StatusChange
from .secrecy import Conflict, NamedPerson, Opening, PossibleConflict
from .sharing import Consent, ConsentEnd, ConsentReminder, KnownQuestion, Outcome, Share, Transfer
from .sides import CaseParty, PartyRole

__all__ = [
    "Accommodation",
    "AccommodationStep",
    "Assignment",
    "Case",
    "CaseParty",
    "CaseQuerySet",
    "Conflict",
    "Consent",
    "ConsentEnd",
    "ConsentReminder",
    "KnownQuestion",
    "LevelChange",
    "Message",
    "NamedPerson",
    "Note",
    "OfACase",
    "Opening",
    "Outcome",
    "PartyRole",
    "PossibleConflict",
    "Share",
    "StatusChange",
    "Transfer",
]
