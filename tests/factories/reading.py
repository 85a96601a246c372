"""What readers of a letter say to it, and how far they raise it."""

from typing import Any

from factory.django import DjangoModelFactory

from casework.letters import actions
from casework.letters.models import LetterComment, StopReason, TierRaise

from .letters import LetterFactory, in_clearance


class TierRaiseFactory(DjangoModelFactory):
    """A letter that somebody saw needs more looking at."""

    class Meta:
        model = TierRaise

    @classmethod
    def _create(cls, model_class: type[TierRaise], *args: Any, **given: Any) -> TierRaise:
        reason = given.pop("reason", "A reporter has asked.")
        letter = LetterFactory(**given)
        return actions.raise_tier(letter, by=letter.drafted_by, tier=3, reason=reason)


class LetterCommentFactory(DjangoModelFactory):
    """What a reader said to a letter in review. ``resolved``: and how its writer met it."""

    class Meta:
        model = LetterComment

    @classmethod
    def _create(cls, model_class: type[LetterComment], *args: Any, **given: Any) -> LetterComment:
        said = {name: given.pop(name) for name in ("quote", "place", "is_required") if name in given}
        words, resolved = given.pop("words", "Name the program."), given.pop("resolved", "")
        turn = in_clearance(**given)
        made = actions.comment(turn.letter, by=turn.unit.staff.get(), words=words, **said)
        return actions.resolve_comment(made, by=turn.letter.drafted_by, words=resolved) if resolved else made


class StopReasonFactory(DjangoModelFactory):
    """A letter that was made void, and why."""

    class Meta:
        model = StopReason

    @classmethod
    def _create(cls, model_class: type[StopReason], *args: Any, **given: Any) -> StopReason:
        words = given.pop("words", "Answered by telephone instead.")
        letter = LetterFactory(**given)
        actions.void(letter, by=letter.drafted_by, reason=words)
        return letter.stop_reasons.get()
