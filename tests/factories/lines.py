"""Letters that say a line of the message box."""

from typing import Any

from django.utils.html import escape
from factory.django import DjangoModelFactory

from casework.dispatch import actions as dispatch
from casework.letters import actions
from casework.letters.models import ApprovedLine, Correction, Letter, LineUse
from casework.positions import actions as positions

from .cases import CaseFactory
from .directory import OfficeFactory, UserFactory
from .letters import LetterFactory, again
from .positions import PositionFactory


def saying(position: Any, **given: Any) -> Letter:
    """A letter that says a line word for word, on its matter: ``saying(line, by=alice, approved=True)``."""
    case = given.pop("case", None) or CaseFactory(
        office=position.office, opened=True, issue=position.issue, person__email="reader@constituent.example"
    )
    words = position.text_fr if case.language == "fr" else position.text_en
    return LetterFactory(case=case, body=f"<p>Thank you for writing.</p><p>{escape(words)}</p>", **given)


class LineUseFactory(DjangoModelFactory):
    """A line that a draft says."""

    class Meta:
        model = LineUse

    @classmethod
    def _create(cls, model_class: type[LineUse], *args: Any, **given: Any) -> LineUse:
        position = PositionFactory(office=given.pop("office", None) or OfficeFactory(), approved=True)
        return saying(position, **given).line_uses.get()


class ApprovedLineFactory(DjangoModelFactory):
    """A line that an approved letter says."""

    class Meta:
        model = ApprovedLine

    @classmethod
    def _create(cls, model_class: type[ApprovedLine], *args: Any, **given: Any) -> ApprovedLine:
        position = PositionFactory(office=given.pop("office", None) or OfficeFactory(), approved=True)
        return saying(position, approved=True, **given).approved_lines.get()


def left_saying(position: Any, **given: Any) -> Letter:
    """A letter that said a line word for word when it left, by post."""
    letter = saying(position, approved=True, post="1 Testa Street", **given)
    by = UserFactory(office=position.office, roles=["officer"])
    dispatch.mark_printed([letter.approvals.get().dispatch], by=by)
    return again(letter)


class CorrectionFactory(DjangoModelFactory):
    """A letter that left with a line which was withdrawn since: the person is written to again."""

    class Meta:
        model = Correction

    @classmethod
    def _create(cls, model_class: type[Correction], *args: Any, **given: Any) -> Correction:
        verdict, reason = given.pop("verdict", "write"), given.pop("reason", "The figure was wrong.")
        position = PositionFactory(office=given.pop("office", None) or OfficeFactory(), approved=True)
        letter = left_saying(position, **given)
        director = UserFactory(office=position.office, roles=["director"])
        positions.withdraw_live(position, by=director, reason="The figure was wrong.")
        return actions.correct(letter, by=director, verdict=verdict, reason=reason)[0]
