"""Groups say which verbs, memberships say which rows: one policy for each model that belongs to an office."""

from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from casework.core.permissions import SYSTEM, Actor


class OfficePolicy(ModelPermissionPolicy):
    """The verb comes from a role, the row from ``Model.objects.for_user(user)``; a superuser has no row of right."""

    #: How a row leads to its office, as the ORM writes it.
    office_path = "office"

    def rows(self, user: Any) -> QuerySet[Any]:
        """The rows of the model that lie within this person's sight."""
        return self.model._default_manager.for_user(user)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Whether the verb is theirs and the row is in sight; a row not saved yet is judged by its office."""
        if not self.user_has_permission(user, action):
            return False
        if instance.pk is None:
            return getattr(instance, "office_id", None) in user.office_ids
        return self.rows(user).filter(pk=instance.pk).exists()

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        """Whether any of the verbs is theirs on this row."""
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        """The rows on which one of the verbs is theirs."""
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        return self.rows(user)

    def users_with_any_permission_for_instance(self, actions: Any, instance: Any) -> QuerySet[Any]:
        """The people who hold one of the verbs and work in the row's office today."""
        from .models import Membership  # leaf: this file is read while the rooms load

        users = self.users_with_any_permission(actions)
        return users.filter(pk__in=Membership.objects.current().filter(office_id=instance.office_id).values("user_id"))


def may_keep(by: Actor, user: Any) -> bool:
    """A superuser's account is a superuser's alone to open, change or delete."""
    return by is SYSTEM or by.is_superuser or not user.is_superuser


def may_place(by: Actor, user_id: int, membership: type) -> bool:
    """Nobody makes or changes their own membership, a superuser included: the wall is data, and opening it takes two.

    While nobody else who is active may add a membership, as in a first installation, they may: there is no other.
    """
    if by is SYSTEM or user_id != by.pk:
        return True
    keepers = policy_registry.get_by_type(membership).users_with_permission("add")
    return not keepers.exclude(pk=by.pk).exists()


def register() -> None:
    """The directory belongs to no one office: staff may read it, and its screens are an administrator's."""
    from . import models  # leaf: called once, when the models are loaded

    ours = (models.Office, models.Membership, models.Unit, models.Member, models.Issue, models.Closure)
    for model in (models.User, models.Invitation, *ours):
        register_permission_policy(model, ModelPermissionPolicy(model))
