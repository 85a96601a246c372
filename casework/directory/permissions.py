"""Groups say which verbs, memberships say which rows: one policy for each model that belongs to an office."""

from collections.abc import Collection
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from casework.core.permissions import SYSTEM, Actor


class OfficePolicy(ModelPermissionPolicy):
    """The verb comes from a role, the row from ``Model.objects.for_user(user)``; a superuser has no row of right."""

    #: How a row leads to its office, as the ORM writes it.
    office_path = "office"
    #: The verbs that pass to whoever stands in for a colleague who is away.
    PASSES_ON: ClassVar[frozenset[str]] = frozenset()

    def is_own(self, user: Any, action: str) -> bool:
        """Whether the verb is theirs by their own roles."""
        return bool(super().user_has_permission(user, action))

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether the verb is theirs on some row: by their own roles, or in the place of somebody who is away."""
        return self.is_own(user, action) or bool(self.absences_with(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Whether any of the verbs is theirs."""
        return any(self.user_has_permission(user, action) for action in actions)

    def absences_with(self, user: Any, action: str) -> list[Any]:
        """The absences of today in which this person stands in for somebody whose own verb this is."""
        if action not in self.PASSES_ON or not self.is_own(user, "view"):
            return []
        return [one for one in user.standing_in if one.unit_id is None and self.is_own(one.person, action)]

    def offices_with(self, user: Any, action: str) -> tuple[int, ...]:
        """The offices in which the verb is theirs today."""
        if self.is_own(user, action):
            return tuple(user.office_ids)
        return tuple({one.office_id for one in self.absences_with(user, action)})

    def hands_in(self, instance: Any) -> Collection[int]:
        """The people who may not decide on a row because they wrote it: nobody decides on it in their place either."""
        return ()

    def in_place_of(self, user: Any, action: str, instance: Any) -> Any | None:
        """The colleague who is away and in whose place somebody does this; None where the verb is theirs, or nobody's.

        Only what the absent one may do themselves, on a row that both of them see.
        """
        if self.is_own(user, action):
            return None
        for one in self.absences_with(user, action):
            if one.office_id == instance.office_id and self.may_by_themselves(one.person, action, instance):
                return one.person
        return None

    def may_by_themselves(self, user: Any, action: str, instance: Any) -> bool:
        """Whether somebody may do it in nobody's place: the verb, the row, and no hand in what is decided on."""
        sees = self.is_own(user, action) and self.rows(user).filter(pk=instance.pk).exists()
        return sees and user.pk not in self.hands_in(instance)

    def rows(self, user: Any) -> QuerySet[Any]:
        """The rows of the model that lie within this person's sight."""
        return self.model._default_manager.for_user(user)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Whether the verb is theirs and the row is in sight; a row not saved yet is judged by its office."""
        if not self.user_has_permission(user, action):
            return False
        if instance.pk is None:
            return getattr(instance, "office_id", None) in user.office_ids
        if not self.rows(user).filter(pk=instance.pk).exists():
            return False
        return (
            action not in self.PASSES_ON or self.is_own(user, action) or bool(self.in_place_of(user, action, instance))
        )

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        """Whether any of the verbs is theirs on this row."""
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        """The rows on which one of the verbs is theirs."""
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        if any(self.is_own(user, action) for action in actions) or not set(actions) & self.PASSES_ON:
            return self.rows(user)
        offices = {office for action in actions for office in self.offices_with(user, action)}
        return self.rows(user).filter(office_id__in=offices)

    def users_with_any_permission_for_instance(self, actions: Any, instance: Any) -> QuerySet[Any]:
        """The people who hold one of the verbs and work in the row's office today, and those who stand in for them."""
        from .models import Absence, Membership  # leaf: this file is read while the rooms load

        holding = self.users_with_any_permission(actions)
        here = Membership.objects.current().filter(office_id=instance.office_id).values("user_id")
        if not set(actions) & self.PASSES_ON:
            return holding.filter(pk__in=here)
        away = Absence.objects.current().filter(office_id=instance.office_id, unit=None, person__in=here)
        away = away.filter(person__in=holding.values("pk")).exclude(person__in=list(self.hands_in(instance)))
        users = holding.model._default_manager.filter(is_active=True, pk__in=here)
        return users.filter(Q(pk__in=holding.values("pk")) | Q(pk__in=away.values("stand_in")))


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


class SharedUnitPolicy(OfficePolicy):
    """Both sides see what is shared; a unit is offered by its own office. Who accepts, the verb asks."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Whether the verb is theirs and the row in sight; what is not offered yet is judged by the unit's office."""
        if instance.pk is None:
            return self.user_has_permission(user, action) and instance.unit.office_id in user.office_ids
        return super().user_has_permission_for_instance(user, action, instance)


def register() -> None:
    """The directory belongs to no one office: staff may read it, and its screens are an administrator's."""
    from . import models  # leaf: called once, when the models are loaded

    register_permission_policy(models.Absence, OfficePolicy(models.Absence))
    register_permission_policy(models.SharedUnit, SharedUnitPolicy(models.SharedUnit))
    ours = (models.Office, models.Membership, models.Unit, models.Member, models.Issue, models.Closure)
    told = (models.CriticPortfolio, models.CommunityService)
    for model in (models.User, models.Invitation, *ours, *told):
        register_permission_policy(model, ModelPermissionPolicy(model))
