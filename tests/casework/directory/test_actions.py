"""Roles as written become groups."""

from dataclasses import replace
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from casework.core.errors import CaseworkError
from casework.directory import actions
from casework.directory.roles import ROLES
from tests.factories.directory import UserFactory

pytestmark = pytest.mark.django_db


def role(code):
    """The role as written in code."""
    return next(role for role in ROLES if role.code == code)


def verbs(group):
    """The verbs a group holds, as ``room.verb_model``."""
    held = group.permissions.values_list("content_type__app_label", "codename")
    return {f"{room}.{codename}" for room, codename in held}


@pytest.fixture
def administrator():
    """The group of the office administrators: every verb of it is about this room."""
    return Group.objects.get(name=role("administrator").name)


def test_after_migrate_there_is_a_group_for_each_role():
    names = {role.name for role in ROLES}

    assert set(Group.objects.filter(name__in=names).values_list("name", flat=True)) == names


def test_sync_roles_gives_a_group_exactly_the_verbs_of_its_role(administrator):
    actions.sync_roles()

    assert verbs(administrator) == set(role("administrator").permissions)


def test_sync_roles_takes_back_a_verb_the_role_does_not_name(administrator):
    stray = Group.objects.get(name=role("editor").name).permissions.get(codename="add_image")
    administrator.permissions.add(stray)

    result = actions.sync_roles()

    assert result.changed == [role("administrator").name]
    assert verbs(administrator) == set(role("administrator").permissions)


def test_sync_roles_twice_changes_nothing_the_second_time(django_assert_max_num_queries):
    actions.sync_roles()

    with django_assert_max_num_queries(4 + 7 * len(ROLES)):
        assert actions.sync_roles().changed == []


def test_sync_roles_keeps_the_members_of_a_group(administrator):
    user = UserFactory(roles=["administrator"])
    administrator.permissions.clear()

    actions.sync_roles()

    assert list(user.groups.all()) == [administrator]


def test_sync_roles_leaves_groups_that_are_no_role_alone():
    other = Group.objects.create(name="Choir")
    other.permissions.add(Group.objects.get(name=role("editor").name).permissions.first())

    actions.sync_roles()

    assert other.permissions.count() == 1


def test_an_editor_may_add_change_and_publish_every_page_and_add_files():
    group = Group.objects.get(name=role("editor").name)

    pages = GroupPagePermission.objects.filter(group=group, page=Page.get_first_root_node())
    files = GroupCollectionPermission.objects.filter(group=group)

    assert set(pages.values_list("permission__codename", flat=True)) == {"add_page", "change_page", "publish_page"}
    assert set(files.values_list("permission__codename", flat=True)) == {"add_image", "add_document"}


def test_a_role_that_edits_no_pages_loses_pages_given_by_hand(administrator):
    editors = GroupPagePermission.objects.filter(group__name=role("editor").name).first()
    GroupPagePermission.objects.create(group=administrator, page=editors.page, permission=editors.permission)

    actions.sync_roles()

    assert not GroupPagePermission.objects.filter(group=administrator).exists()


def test_sync_roles_lists_a_verb_that_no_model_has(monkeypatch):
    wrong = replace(role("administrator"), permissions=["directory.fly_office"])
    monkeypatch.setattr(actions.places, "ROLES", [wrong])

    assert actions.sync_roles().missing == ["administrator: directory.fly_office"]


def test_the_command_fails_naming_every_verb_that_no_model_has(monkeypatch):
    wrong = replace(role("administrator"), permissions=["directory.fly_office", "directory.sing_member"])
    monkeypatch.setattr(actions.places, "ROLES", [wrong])

    with pytest.raises(CommandError, match=r"(?s)directory\.fly_office.*directory\.sing_member"):
        call_command("sync_roles", stdout=StringIO())


def test_the_command_says_when_nothing_had_to_change(monkeypatch):
    monkeypatch.setattr(actions.places, "ROLES", [role("administrator")])
    out = StringIO()

    call_command("sync_roles", stdout=out)

    assert out.getvalue() == "Every role was as written already.\n"


def test_no_role_may_publish_letters(monkeypatch):
    wrong = replace(role("director"), permissions=["letters.publish_letter"])
    monkeypatch.setattr(actions.places, "ROLES", [wrong])

    with pytest.raises(CaseworkError, match="publish_letter"):
        actions.sync_roles()


@pytest.mark.parametrize("run", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_roles_and_the_root_page_outlive_a_test_that_commits(run):
    assert Page.get_first_root_node() is not None
    assert Group.objects.filter(name=role("editor").name).exists()
    assert GroupPagePermission.objects.filter(group__name=role("editor").name).count() == 3
