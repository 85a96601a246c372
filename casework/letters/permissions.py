"""Who may: an office's letters are its own, and nobody publishes one by hand."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from wagtail.permissions import register_permission_policy

from casework.directory.permissions import OfficePolicy

from .models import ClearanceRule, Letter, SigningAuthority, Template


class LetterPolicy(OfficePolicy):
    """Publishing is what the last approval does; unpublishing and deleting do not exist, for a superuser either."""

    NOBODYS: ClassVar[frozenset[str]] = frozenset({"publish", "unpublish", "delete", "lock", "unlock"})

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether one of this person's roles holds the verb."""
        return action not in self.NOBODYS and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Whether any of the verbs is theirs."""
        return any(self.user_has_permission(user, action) for action in actions)


class TemplatePolicy(OfficePolicy):
    """An office keeps its own templates. One that every office shares is read by all and kept by an administrator."""

    READING: ClassVar[frozenset[str]] = frozenset({"view", "choose"})

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Whether the verb is theirs on this template."""
        if not self.user_has_permission(user, action):
            return False
        if instance.office_id is None and action not in self.READING:
            return bool(user.is_superuser)
        return super().user_has_permission_for_instance(user, action, instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        """The templates on which one of the verbs is theirs."""
        rows = super().instances_user_has_any_permission_for(user, actions)
        return rows if set(actions) & self.READING or user.is_superuser else rows.exclude(office=None)


def register() -> None:
    """One policy for each model."""
    register_permission_policy(Letter, LetterPolicy(Letter))
    register_permission_policy(ClearanceRule, OfficePolicy(ClearanceRule))
    register_permission_policy(SigningAuthority, OfficePolicy(SigningAuthority))
    register_permission_policy(Template, TemplatePolicy(Template))
