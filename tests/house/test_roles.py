"""Roles are prose that can be checked: every verb exists, and the one nobody may hold is held by nobody."""

import pytest
from django.apps import apps
from django.contrib.auth.management import _get_all_permissions

from casework.directory.roles import ROLES

from .tree import python, read

NOBODYS = "publish_letter"


@pytest.fixture(scope="module")
def verbs():
    """Every verb that some model has, as ``room.verb_model``."""
    return {
        f"{m._meta.app_label}.{codename}" for m in apps.get_models() for codename, _ in _get_all_permissions(m._meta)
    }


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.code)
def test_a_role_names_only_verbs_that_exist(verbs, role):
    assert set(role.permissions) - verbs == set()


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.code)
def test_a_role_has_a_name_and_a_sentence(role):
    assert role.name
    assert role.sentence.endswith(".")


def test_roles_have_names_of_their_own():
    assert len({role.name for role in ROLES}) == len({role.code for role in ROLES}) == len(ROLES)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.code)
def test_nobody_holds_the_verb_that_is_approval_s_alone(role):
    assert [name for name in role.permissions if name.endswith(f".{NOBODYS}")] == []


def test_no_code_grants_the_verb_that_is_approval_s_alone():
    granting = [name for name in python() if NOBODYS in read(name)]

    # The policy that refuses it, the roles that promise it, and the verb that enforces it may name it.
    allowed = {
        "casework/directory/actions/places.py",
        "casework/directory/roles.py",
        "casework/letters/permissions.py",
    }
    assert set(granting) - allowed == set()


def test_a_records_lead_reads_and_an_office_manager_approves_nothing():
    files = {role.code: [name for name in role.permissions if not name.startswith("records.")] for role in ROLES}
    verbs = {code: {name.partition(".")[2].partition("_")[0] for name in names} for code, names in files.items()}
    written = [name for name in files["records_lead"] if "absence" not in name]

    assert {name.partition(".")[2].partition("_")[0] for name in written} == {"access", "view"}
    assert verbs["office_manager"] & {"approve", "waive", "oversee"} == set()


@pytest.mark.django_db
def test_a_role_that_approves_letters_writes_none_by_default():
    """Whoever only reviews cannot become the author of what they approve."""
    reviewer = next(role for role in ROLES if role.code == "reviewer")

    assert {"letters.add_letter", "letters.change_letter"} & set(reviewer.permissions) == set()
