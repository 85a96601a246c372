"""Who may: an office's letters are its own, and nobody publishes one by hand."""

from collections.abc import Collection, Iterable
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from wagtail.permissions import register_permission_policy

from casework.cases.levels import MASKED
from casework.cases.models import Conflict
from casework.core import sight
from casework.core.permissions import SYSTEM
from casework.directory.models import Unit
from casework.directory.permissions import OfficePolicy
from casework.dispatch.models import Dispatch

from .models import ClearanceRule, Letter, SigningAuthority, Template
from .models.elsewhere import turns_elsewhere


class LetterPolicy(OfficePolicy):
    """Publishing is what the last approval does; unpublishing and deleting do not exist, for a superuser either."""

    #: What somebody does for a unit, also where it clears letters of another office; each with the verb it is at home.
    FOR_A_UNIT: ClassVar[dict[str, str]] = {"read": "view", "clear": "approve"}
    NOBODYS: ClassVar[frozenset[str]] = frozenset({"publish", "unpublish", "delete", "lock", "unlock"})
    PASSES_ON: ClassVar[frozenset[str]] = frozenset({"approve"})

    def is_own(self, user: Any, action: str) -> bool:
        """Whether one of this person's roles holds the verb."""
        return action not in self.NOBODYS and super().is_own(user, action)

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether the verb is theirs on some letter."""
        return super().user_has_permission(user, self.FOR_A_UNIT.get(action, action))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Whether the verb is theirs on this letter; for a unit, it may be one of another office that waits for it."""
        at_home = self.FOR_A_UNIT.get(action, action)
        if super().user_has_permission_for_instance(user, at_home, instance):
            return True
        if at_home == action or instance.pk is None or not self.user_has_permission(user, action):
            return False
        return turns_elsewhere(user).filter(letter_id=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        """The letters on which one of the verbs is theirs."""
        at_home = {self.FOR_A_UNIT.get(action, action) for action in actions}
        if at_home == set(actions) or not self.user_has_any_permission(user, actions):
            return super().instances_user_has_any_permission_for(user, at_home)
        if set(actions) == {"read"}:
            return Letter.objects.read_by(user)
        here = super().instances_user_has_any_permission_for(user, at_home)
        there = turns_elsewhere(user).values("letter_id")
        return Letter.objects.filter(Q(pk__in=here.values("pk")) | Q(pk__in=there))

    def hands_in(self, instance: Any) -> Collection[int]:
        """Its drafter, and whoever saved a revision."""
        return {instance.drafted_by_id, *instance.writers.values_list("user_id", flat=True)}

    def users_with_any_permission_for_instance(self, actions: Any, instance: Any) -> QuerySet[Any]:
        """The people of the office who hold one of the verbs and see the letter.

        On a file that some colleagues do not see each is asked, an office being a few dozen.
        """
        users = super().users_with_any_permission_for_instance(actions, instance)
        if instance.case.sensitivity not in MASKED:
            return users.exclude(pk__in=Conflict.objects.with_case(instance.case).values("staff_id"))
        return users.filter(pk__in=[user.pk for user in users if self.rows(user).filter(pk=instance.pk).exists()])


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


class RulePolicy(OfficePolicy):
    """The rules of clearance: kept by whoever holds the verb; by a unit's lead, those that name that unit alone."""

    KEPT: ClassVar[frozenset[str]] = frozenset({"add", "change"})

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether the verb is theirs, on some rule at least."""
        if super().user_has_permission(user, action):
            return True
        return action in self.KEPT and super().user_has_permission(user, "view") and bool(led_by(user))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Whether the verb is theirs on this rule; a lead's own rule names nobody else's unit."""
        if not super().user_has_permission_for_instance(user, action, instance):
            return False
        if action not in self.KEPT or instance.pk is None or keeps_rules(user):
            return True
        return leads_all(user, instance.units.all())


def keeps_rules(user: Any) -> bool:
    """Whether the rules of the whole office are theirs to keep."""
    return user is SYSTEM or user.has_perm("letters.change_clearancerule")


def led_by(user: Any) -> frozenset[int]:
    """The units this person leads in their offices, by key."""
    if not user.is_active or user.pk is None:
        return frozenset()
    return frozenset(Unit.objects.filter(lead_id=user.pk, office_id__in=user.office_ids).values_list("pk", flat=True))


def leads_all(user: Any, units: Iterable[Unit]) -> bool:
    """Whether there is a unit among these, and this person leads every one."""
    named = {unit.pk for unit in units}
    return bool(named) and named <= led_by(user)


def register() -> None:
    """One policy for each model; a letter is seen where its case is, and what leaves where its letter is."""
    register_permission_policy(Letter, LetterPolicy(Letter))
    register_permission_policy(ClearanceRule, RulePolicy(ClearanceRule))
    register_permission_policy(SigningAuthority, OfficePolicy(SigningAuthority))
    register_permission_policy(Template, TemplatePolicy(Template))
    sight.keep("letters.Letter", Letter.objects.kept_from)
    sight.mask("letters.Letter", Letter.objects.masked_for)
    sight.keep("dispatch.Dispatch", lambda user: Dispatch.objects.filter(approval__letter__in=_kept(user)))
    sight.mask("dispatch.Dispatch", lambda user: Dispatch.objects.filter(approval__letter__in=_masked(user)))


def _kept(user: Any) -> QuerySet[Letter]:
    return Letter.objects.kept_from(user)


def _masked(user: Any) -> QuerySet[Letter]:
    return Letter.objects.masked_for(user)
