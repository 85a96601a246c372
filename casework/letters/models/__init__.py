"""Letters: the letter and its approvals, its templates, its review."""

from .letter import Approval, Letter, LetterQuerySet, Return, Writer
from .review import FourEyesTask
from .template import Template

__all__ = ["Approval", "FourEyesTask", "Letter", "LetterQuerySet", "Return", "Template", "Writer"]
