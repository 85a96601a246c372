"""Who may: an office's letters are its own, and nobody publishes one by hand."""

from typing import Any, ClassVar

from wagtail.permissions import register_permission_policy

from casework.directory.permissions import OfficePolicy

from .models import Letter, Template


class LetterPolicy(OfficePolicy):
    """Publishing is what the last approval does; unpublishing and deleting do not exist, for a superuser either."""

    NOBODYS: ClassVar[frozenset[str]] = frozenset({"publish", "unpublish", "delete", "lock", "unlock"})

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether one of this person's roles holds the verb."""
        return action not in self.NOBODYS and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Whether any of the verbs is theirs."""
        return any(self.user_has_permission(user, action) for action in actions)


def register() -> None:
    """One policy for each model."""
    register_permission_policy(Letter, LetterPolicy(Letter))
    register_permission_policy(Template, OfficePolicy(Template))
