"""Us: who works where, who is away, whose units clear for whom, whom we serve, what people write about."""

from .absence import Absence
from .joining import INVITATION_LASTS, FactorReset, Invitation, LinkRequest
from .programs import Government, Program
from .sharing import SharedUnit
from .told import CommunityService, CriticPortfolio, Need
from .us import (
    Closure,
    Issue,
    Language,
    Member,
    Membership,
    MembershipQuerySet,
    Office,
    OfficeKind,
    OfficeQuerySet,
    Unit,
    User,
    in_language,
    together,
)

__all__ = [
    "INVITATION_LASTS",
    "Absence",
    "Closure",
    "CommunityService",
    "CriticPortfolio",
    "FactorReset",
    "Government",
    "Invitation",
    "Issue",
    "Language",
    "LinkRequest",
    "Member",
    "Membership",
    "MembershipQuerySet",
    "Need",
    "Office",
    "OfficeKind",
    "OfficeQuerySet",
    "Program",
    "SharedUnit",
    "Unit",
    "User",
    "in_language",
    "together",
]
