"""Who works where, and from which day to which: what somebody sees follows from it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.log_actions import registry
from wagtail.permissions import policy_registry

from casework.directory import actions
from casework.directory.queries import colleagues, colleagues_of
from tests.factories.cases import CaseFactory
from tests.factories.directory import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

#: The day on which the clock of the tests stands.
MONDAY = date(2026, 3, 2)


@pytest.fixture
def keeper(db):
    """An administrator, who works in no office."""
    return UserFactory(username="keeper", roles=["administrator"])


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "sees"),
    [
        (None, None, True),
        (MONDAY, None, True),
        (MONDAY + timedelta(days=1), None, False),
        (None, MONDAY, True),
        (None, MONDAY - timedelta(days=1), False),
        (MONDAY - timedelta(days=9), MONDAY + timedelta(days=9), True),
    ],
)
def test_somebody_sees_an_office_from_the_first_day_to_the_last(clock, office_a, starts_on, ends_on, sees):
    user = UserFactory(roles=["officer"])
    MembershipFactory(user=user, office=office_a, starts_on=starts_on, ends_on=ends_on)

    assert (office_a.pk in user.office_ids) is sees
    assert (user in colleagues(office_a.pk)) is sees
    assert (user in colleagues_of(UserFactory(office=office_a))) is sees
    assert (user in user_who_may_change(office_a)) is sees


def user_who_may_change(office):
    case = CaseFactory(office=office)
    return policy_registry.get_by_type(type(case)).users_with_permission_for_instance("change", case)


def test_a_membership_that_ends_before_it_starts_is_refused(office_a):
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(office=office_a, starts_on=MONDAY, ends_on=MONDAY - timedelta(days=1))


def test_the_days_of_a_membership_stand_in_the_history(keeper, office_a):
    membership = MembershipFactory(office=office_a)
    membership.ends_on = MONDAY

    actions.save_membership(membership, by=keeper)

    (line,) = [line for line in registry.get_logs_for_instance(membership) if line.action.endswith("change_membership")]
    assert (line.data["before"].get("ends_on"), line.data["after"]["ends_on"]) == (None, "2026-03-02")


def test_nobody_turns_the_clock_of_the_office_in_their_account(signed_in, alice):
    """A day of one's own would make a letter due, and a membership end, on another day for each who looks."""
    answer = signed_in(alice).get(reverse("wagtailadmin_account"))

    forms = [panel.get_form() for tab in answer.context["panels_by_tab"].values() for panel in tab]

    assert "preferred_language" in {name for form in forms for name in form.fields}
    assert "current_time_zone" not in {name for form in forms for name in form.fields}
