"""Who may: what arrived at an office is its own, and so are its rules."""

import pytest

from casework.core.permissions import SYSTEM, may
from tests.factories.intake import RoutingRuleFactory, SubmissionFactory

pytestmark = pytest.mark.django_db

VERBS = ("view", "add", "change", "delete")


@pytest.mark.parametrize(
    ("who", "on_submissions", "on_rules"),
    [
        ("alice", {"view", "change"}, set()),
        ("bob", set(), set()),
        ("director", {"view", "change"}, {"view", "add", "change", "delete"}),
        ("charlie", set(), set()),
        ("root", set(), set()),
    ],
)
def test_verbs_come_from_the_role_and_rows_from_the_office(request, office_a, who, on_submissions, on_rules):
    user = request.getfixturevalue(who)
    submission, rule = SubmissionFactory(office=office_a), RoutingRuleFactory(office=office_a)

    assert {verb for verb in VERBS if may(user, verb, submission)} == on_submissions
    assert {verb for verb in VERBS if may(user, verb, rule)} == on_rules


def test_the_front_door_itself_is_no_person(office_a):
    assert may(SYSTEM, "change", SubmissionFactory.build(office=office_a, reference="C7K4-9MPX"))
