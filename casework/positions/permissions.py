"""Who may: an office's lines are its own; in an emergency whoever writes or approves them may stop one."""

from typing import Any

from wagtail.permissions import register_permission_policy

from casework.directory.permissions import OfficePolicy

from .models import Position


class PositionPolicy(OfficePolicy):
    """``withdraw_live`` is no verb of a role: it belongs to whoever may write lines and to whoever may approve them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether one of this person's roles holds the verb."""
        if action == "withdraw_live":
            return any(super(PositionPolicy, self).user_has_permission(user, verb) for verb in ("change", "approve"))
        return super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Whether any of the verbs is theirs."""
        return any(self.user_has_permission(user, action) for action in actions)


def register() -> None:
    """One policy for the lines; their versions have no screens of their own."""
    register_permission_policy(Position, PositionPolicy(Position))
