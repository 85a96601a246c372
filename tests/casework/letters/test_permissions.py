import pytest
from wagtail.permissions import policy_registry

from casework.letters.models import Letter, Template
from tests.factories.directory import UserFactory, group_of
from tests.factories.letters import LetterFactory, TemplateFactory

pytestmark = pytest.mark.django_db

VERBS = ["view", "add", "change", "approve", "publish", "unpublish", "delete", "lock", "unlock"]
OFFICER = {"view", "add", "change"}


@pytest.fixture
def policy():
    return policy_registry.get_by_type(Letter)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("officer", OFFICER),
        ("caseworker", OFFICER),
        ("reviewer", {"view", "approve"}),
        ("director", OFFICER | {"approve"}),
        ("editor", set()),
        ("administrator", set()),
    ],
)
def test_each_role_holds_exactly_these_verbs_on_a_letter_of_its_office(policy, draft, office_a, role, may):
    user = UserFactory(office=office_a, roles=[role])
    assert {verb for verb in VERBS if policy.user_has_permission_for_instance(user, verb, draft)} == may


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_does_anything_to_a_letter_of_another_office(policy, draft, charlie, verb):
    charlie.groups.add(group_of("director"))
    assert not policy.user_has_permission_for_instance(charlie, verb, draft)
    assert draft not in policy.instances_user_has_permission_for(charlie, verb)


@pytest.mark.parametrize("verb", VERBS)
def test_a_superuser_of_no_office_sees_no_letter(policy, draft, root, verb):
    assert not policy.user_has_permission_for_instance(root, verb, draft)


@pytest.mark.parametrize("verb", ["publish", "unpublish", "delete", "lock", "unlock"])
def test_nobody_publishes_deletes_or_locks_by_hand_a_superuser_of_the_office_included(
    policy, draft, root, office_a, verb
):
    root.memberships.create(office=office_a)
    assert not policy.user_has_permission(root, verb)
    assert not policy.user_has_permission_for_instance(root, verb, draft)
    assert not policy.user_has_any_permission(root, [verb])
    assert policy.user_has_any_permission(root, [verb, "view"])


def test_somebody_who_left_sees_nothing(policy, draft, alice):
    alice.is_active = False
    assert not policy.user_has_permission_for_instance(alice, "view", draft)


def test_a_letter_begins_in_the_writer_s_own_office_only(policy, alice, office_b):
    assert not policy.user_has_permission_for_instance(alice, "add", Letter(office=office_b))


def test_the_people_who_may_approve_are_those_of_its_office_with_the_verb(policy, draft, bob, director, charlie, root):
    charlie.groups.add(group_of("reviewer"))
    assert set(policy.users_with_any_permission_for_instance({"approve"}, draft)) == {bob, director}


# ---------------------------------------------------------------- templates
def test_an_officer_keeps_the_templates_of_the_office_and_reads_the_shared_ones(alice, office_a):
    policy = policy_registry.get_by_type(Template)
    own, shared = TemplateFactory(office=office_a), TemplateFactory()
    assert policy.user_has_permission_for_instance(alice, "change", own)
    assert policy.user_has_permission_for_instance(alice, "view", shared)
    assert not policy.user_has_permission_for_instance(alice, "change", shared)
    assert not policy.user_has_permission_for_instance(alice, "add", Template())
    assert list(policy.instances_user_has_permission_for(alice, "change")) == [own]
    assert set(policy.instances_user_has_permission_for(alice, "view")) == {own, shared}


def test_an_administrator_keeps_the_shared_templates(root):
    policy = policy_registry.get_by_type(Template)
    shared = TemplateFactory()
    assert policy.user_has_permission_for_instance(root, "change", shared)
    assert list(policy.instances_user_has_permission_for(root, "change")) == [shared]


def test_a_template_of_another_office_does_not_exist(charlie, office_a):
    policy = policy_registry.get_by_type(Template)
    own = TemplateFactory(office=office_a)
    assert not policy.user_has_permission_for_instance(charlie, "view", own)
    assert not policy.user_has_permission_for_instance(charlie, "change", own)


def test_letters_of_two_offices_are_seen_by_who_works_in_both(alice, office_b):
    LetterFactory(office=alice.memberships.get().office)
    other = LetterFactory(office=office_b)
    alice.memberships.create(office=office_b)
    assert other in policy_registry.get_by_type(Letter).instances_user_has_permission_for(alice, "view")
