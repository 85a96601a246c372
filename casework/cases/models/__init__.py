"""The file: one matter for one person, everything said, noted and decided on it, and who may see it."""

from .case import Assignment, Case, CaseQuerySet, LevelChange, Message, NamedPerson, Note, OfACase, StatusChange

__all__ = [
    "Assignment",
    "Case",
    "CaseQuerySet",
    "LevelChange",
    "Message",
    "NamedPerson",
    "Note",
    "OfACase",
    "StatusChange",
]
