"""Letters that say a line of the message box."""

from typing import Any

from django.utils.html import escape
from factory.django import DjangoModelFactory

from casework.letters.models import ApprovedLine, Letter, LineUse

from .cases import CaseFactory
from .directory import OfficeFactory
from .letters import LetterFactory
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
