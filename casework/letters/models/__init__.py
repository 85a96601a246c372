"""Letters: the letter and its approvals, its templates, its review, what departments say to it, who signs it."""

from .clearance import Clearance, ClearancePlan, ClearanceRule, Decision, Ratification, TierRaise, Waiver
from .comment import LetterComment
from .digest import Digest
from .letter import Approval, Letter, LetterQuerySet, Return, StopReason, Writer
from .lines import ApprovedLine, Correction, LineUse
from .review import FourEyesTask
from .signing import AuthorityEnd, SigningAuthority, SignOff, Unlocking
from .template import Template, TemplateReturn, TemplateUse, TemplateVersion, TemplateWriter

__all__ = [
    "Approval",
    "ApprovedLine",
    "AuthorityEnd",
    "Clearance",
    "ClearancePlan",
    "ClearanceRule",
    "Correction",
    "Decision",
    "Digest",
    "FourEyesTask",
    "Letter",
    "LetterComment",
    "LetterQuerySet",
    "LineUse",
    "Ratification",
    "Return",
    "SignOff",
    "SigningAuthority",
    "StopReason",
    "Template",
    "TemplateReturn",
    "TemplateUse",
    "TemplateVersion",
    "TemplateWriter",
    "TierRaise",
    "Unlocking",
    "Waiver",
    "Writer",
]
