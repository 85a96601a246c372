"""Letters: the letter and its approvals, its templates, its review and what departments say to it."""

from .clearance import Clearance, ClearancePlan, ClearanceRule, Decision, Ratification, Waiver
from .letter import Approval, Letter, LetterQuerySet, Return, Writer
from .review import FourEyesTask
from .template import Template, TemplateReturn, TemplateUse, TemplateVersion, TemplateWriter

__all__ = [
    "Approval",
    "Clearance",
    "ClearancePlan",
    "ClearanceRule",
    "Decision",
    "FourEyesTask",
    "Letter",
    "LetterQuerySet",
    "Ratification",
    "Return",
    "Template",
    "TemplateReturn",
    "TemplateUse",
    "TemplateVersion",
    "TemplateWriter",
    "Waiver",
    "Writer",
]
