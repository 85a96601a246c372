"""Who may: an office's lines are its own; in an emergency whoever writes or approves them may stop one."""

from collections.abc import Collection
from typing import Any, ClassVar

from wagtail.permissions import register_permission_policy

from casework.directory.permissions import OfficePolicy

from .models import Position


class PositionPolicy(OfficePolicy):
    """``withdraw_live`` is no verb of a role: it belongs to whoever may write lines and to whoever may approve them."""

    PASSES_ON: ClassVar[frozenset[str]] = frozenset({"approve"})

    def is_own(self, user: Any, action: str) -> bool:
        """Whether one of this person's roles holds the verb."""
        if action == "withdraw_live":
            return any(super(PositionPolicy, self).is_own(user, verb) for verb in ("change", "approve"))
        return super().is_own(user, action)

    def hands_in(self, instance: Any) -> Collection[int]:
        """Whoever has a hand in the words since the last approved version that nobody withdrew."""
        return instance.hands()


def register() -> None:
    """One policy for the lines; their versions have no screens of their own."""
    register_permission_policy(Position, PositionPolicy(Position))
