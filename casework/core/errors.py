"""What can go wrong in casework, in words for the officer who meets it."""

from django.core.exceptions import PermissionDenied


class CaseworkError(Exception):
    """Something an officer asked for cannot be done; ``str()`` says what happened and what to do."""


class IllegalMove(CaseworkError):
    """The thing is not in a state from which it can go there."""


class NotPermitted(CaseworkError, PermissionDenied):
    """This person may not do this to this thing.

    Also Django's PermissionDenied: where a screen of Wagtail's meets it, it is a refusal and no crash. ``why`` is one
    word for the history, where there is more to say than that it is not theirs: ``own_text``.
    """

    def __init__(self, *words: object, why: str = "") -> None:
        super().__init__(*words)
        self.why = why


class OutOfDate(CaseworkError):
    """Somebody changed the thing since the person looked at it."""
