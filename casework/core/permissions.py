"""Who acts, and whether they may: one question, asked of the policy registered for the model."""

from typing import Any, Final, Protocol

from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from .errors import NotPermitted


class System:
    """The clock and the front door: what acts when no person does."""

    pk: Final = None

    def __repr__(self) -> str:
        return "SYSTEM"


SYSTEM: Final = System()


class Staff(Protocol):
    """What casework asks of a user: the offices whose rows they see, and their verbs."""

    pk: Any
    is_active: bool

    @property
    def office_ids(self) -> tuple[int, ...]:
        """Primary keys of the offices this person is a member of."""

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether one of this person's roles holds the verb."""


Actor = Any  # a Staff or SYSTEM; Protocols with properties and Django's User do not meet in mypy


def may(by: Actor, verb: str, thing: Any) -> bool:
    """Whether ``by`` may do ``verb`` to ``thing``: the verb by their roles, the row by their memberships."""
    if by is SYSTEM:
        return True
    policy = policy_registry.get_by_type(type(thing))
    return bool(policy.user_has_permission_for_instance(by, verb, thing))


def require(by: Actor, verb: str, thing: Any) -> None:
    """Raise NotPermitted unless ``by`` may do ``verb`` to ``thing``."""
    if not may(by, verb, thing):
        words = _("You may not do this to %(thing)s. Ask an administrator of your office.")
        raise NotPermitted(words % {"thing": thing})


def in_place_of(by: Actor, verb: str, thing: Any) -> Any | None:
    """The colleague who is away and in whose place somebody does ``verb`` to ``thing``; None where it is their own."""
    policy: Any = None if by is SYSTEM else policy_registry.get_by_type(type(thing))
    return policy.in_place_of(by, verb, thing) if hasattr(policy, "in_place_of") else None


def person(by: Actor) -> Any:
    """The user to write into a ``_by`` column: None when the system acted."""
    return None if by is SYSTEM else by
