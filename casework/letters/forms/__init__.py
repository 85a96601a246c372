"""What staff fill in around a letter: shape and wording only, the verbs decide."""

from .letters import (
    AskUnitForm,
    ClearanceRuleForm,
    DecisionForm,
    ObjectForm,
    RatifyForm,
    ReasonForm,
    ReplyForm,
    TemplateApproveForm,
    TemplateFilters,
    TemplateForm,
    TemplateReturnForm,
    TurnForm,
    WaiveForm,
)
from .signing import SignForm, SigningAuthorityForm

__all__ = [
    "AskUnitForm",
    "ClearanceRuleForm",
    "DecisionForm",
    "ObjectForm",
    "RatifyForm",
    "ReasonForm",
    "ReplyForm",
    "SignForm",
    "SigningAuthorityForm",
    "TemplateApproveForm",
    "TemplateFilters",
    "TemplateForm",
    "TemplateReturnForm",
    "TurnForm",
    "WaiveForm",
]
