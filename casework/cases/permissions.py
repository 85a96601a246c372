"""Who may: an office's cases are its own, and within the office each is as closed as its level says."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.permissions import policy_registry, register_permission_policy

from casework.contacts.models import Person
from casework.core import sight
from casework.directory.permissions import OfficePolicy

from .levels import LEADERS, RULES
from .models import Accommodation, Case, Conflict, Opening, PossibleConflict, Transfer


class CasePolicy(OfficePolicy):
    """The verb by a role, the row by the office and by the level of the case."""

    def users_with_any_permission_for_instance(self, actions: Any, instance: Any) -> QuerySet[Any]:
        """The people of the office who hold one of the verbs and see the case."""
        users = super().users_with_any_permission_for_instance(actions, instance)
        return who_see(instance, users)


def who_see(case: Case, users: QuerySet[Any]) -> QuerySet[Any]:
    """Those of the people who see a case of its level: by their role, as its owner, or because they are named."""
    rule = RULES[case.sensitivity]
    seen = Q(pk__in=case.named_people.filter(ended_at=None).values("person_id"))
    if rule.verb:
        by_role = policy_registry.get_by_type(Case).users_with_permission(rule.verb.removesuffix("_case"))
        seen |= Q(pk__in=by_role.filter(is_superuser=False) if f"cases.{rule.verb}" == LEADERS else by_role)
    if rule.owner_sees and case.owner_id:
        seen |= Q(pk=case.owner_id)
    return users.filter(seen).exclude(pk__in=Conflict.objects.with_case(case).values("staff_id"))


def register() -> None:
    """One policy for the case; what hangs on a case is reached through it, and a person through their cases."""
    register_permission_policy(Case, CasePolicy(Case))
    # Whoever may see or work on cases may see or work on what people asked for on those in their sight.
    register_permission_policy(Accommodation, OfficePolicy(Accommodation, auth_model=Case))
    register_permission_policy(Conflict, OfficePolicy(Conflict))
    register_permission_policy(Opening, OfficePolicy(Opening))
    register_permission_policy(PossibleConflict, OfficePolicy(PossibleConflict))
    register_permission_policy(Transfer, OfficePolicy(Transfer))
    sight.keep("cases.Case", Case.objects.closed_to)
    sight.mask("cases.Case", Case.objects.masked_for)
    sight.keep("contacts.Person", _people_of_closed_cases)


def _people_of_closed_cases(user: Any) -> QuerySet[Person]:
    """Those this person has a conflict with, and those of whose cases they see none; volunteers see those alone of
    whom they see a case.
    """
    closed = Case.objects.closed_to(user)
    people = Person.objects.filter(office_id__in=user.office_ids)
    conflicts = Conflict.objects.filter(staff_id=user.pk, ended_at=None)
    mine = Q(pk__in=conflicts.filter(person__isnull=False).values("person_id"))
    mine |= Q(pk__in=conflicts.filter(organisation__isnull=False).values("organisation__affiliations__person_id"))
    unseen = Q()
    if user.has_perm("cases.view_confidential_case"):
        unseen = Q(pk__in=closed.values("person_id"))
    return people.filter(mine | unseen & ~Exists(Case.objects.for_user(user).filter(person_id=OuterRef("pk"))))
