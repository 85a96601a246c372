"""What staff fill in around a letter: shape and wording only, the verbs decide."""

from .clearing import (
    AskUnitForm,
    ChoiceOfTurn,
    ClaimForm,
    ClearanceRuleForm,
    CommentForm,
    DecisionForm,
    ObjectForm,
    RaiseForm,
    RatifyForm,
    ReleaseForm,
    ResolveForm,
    TurnForm,
    WaiveForm,
)
from .letters import (
    CorrectForm,
    LetterForm,
    ReasonForm,
    ReplyForm,
    TemplateApproveForm,
    TemplateFilters,
    TemplateForm,
    TemplateReturnForm,
)
from .signing import SignForm, SigningAuthorityForm

__all__ = [
    "AskUnitForm",
    "ChoiceOfTurn",
    "ClaimForm",
    "ClearanceRuleForm",
    "CommentForm",
    "CorrectForm",
    "DecisionForm",
    "LetterForm",
    "ObjectForm",
    "RaiseForm",
    "RatifyForm",
    "ReasonForm",
    "ReleaseForm",
    "ReplyForm",
    "ResolveForm",
    "SignForm",
    "SigningAuthorityForm",
    "TemplateApproveForm",
    "TemplateFilters",
    "TemplateForm",
    "TemplateReturnForm",
    "TurnForm",
    "WaiveForm",
]
