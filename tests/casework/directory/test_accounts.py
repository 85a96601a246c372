"""Who keeps accounts becomes no more by it: superusers, one's own roles, one's own memberships, deletion."""

import pytest
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.urls import reverse

from casework.cases import actions as cases
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.models import HistoryEntry
from casework.directory import actions
from casework.directory.models import Member, Membership
from tests.database import nothing_kept
from tests.factories.cases import CaseFactory
from tests.factories.directory import MemberFactory, UserFactory, group_of
from tests.factories.letters import LetterFactory
from tests.screens import said

pytestmark = pytest.mark.django_db

User = get_user_model()


@pytest.fixture
def keeper(db):
    """An administrator, who works in no office."""
    return UserFactory(username="keeper", roles=["administrator"])


@pytest.fixture
def root(db):
    """A superuser."""
    return UserFactory(username="root", admin=True)


def url(name, *args):
    """Where a screen of the accounts is."""
    return reverse(f"wagtailusers_users:{name}", args=args)


def bulk(action, *people):
    """Where several accounts are acted on."""
    where = reverse("wagtail_bulk_action", args=["directory", "user", action])
    return f"{where}?next={url('index')}&" + "&".join(f"id={one.pk}" for one in people)


def form(user, **changes):
    """The form of an account as it stands, with changes."""
    names = ("username", "email", "first_name", "last_name")
    return {**{name: getattr(user, name) for name in names}, "is_active": "on", **changes}


# ---------------------------------------------------------------- superusers
def test_an_administrator_changes_an_account_and_makes_no_superuser_of_it(signed_in, keeper, alice):
    client = signed_in(keeper)

    assert 'name="is_superuser"' not in said(client.get(url("edit", alice.pk)))
    client.post(url("edit", alice.pk), form(alice, is_superuser="on", first_name="Alix"))

    alice.refresh_from_db()
    assert (alice.is_superuser, alice.first_name) == (False, "Alix")


@pytest.mark.parametrize("name", ["edit", "delete", "history", "usage"])
def test_a_superuser_s_account_does_not_exist_for_an_administrator(signed_in, keeper, root, name):
    client = signed_in(keeper)
    before = User.objects.values().get(pk=root.pk)

    assert client.get(url(name, root.pk)).status_code == 404
    client.post(url(name, root.pk), form(root, first_name="Taken", email="taken@example.org"))

    assert User.objects.values().get(pk=root.pk) == before


def test_the_list_of_an_administrator_has_no_superuser(signed_in, keeper, root):
    assert [user.pk for user in signed_in(keeper).get(url("index")).context["users"]] == [keeper.pk]
    assert {user.pk for user in signed_in(root).get(url("index")).context["users"]} == {keeper.pk, root.pk}


def test_there_is_no_copy_of_an_account(signed_in, keeper, root):
    assert signed_in(keeper).get(f"{url('index')}copy/{root.pk}/").status_code == 404


def test_a_superuser_makes_a_superuser(signed_in, root, alice):
    client = signed_in(root)

    assert 'name="is_superuser"' in said(client.get(url("edit", alice.pk)))
    client.post(url("edit", alice.pk), form(alice, is_superuser="on"))

    alice.refresh_from_db()
    assert alice.is_superuser


# ---------------------------------------------------------------- one's own roles
def test_an_administrator_changes_everybody_s_roles_but_their_own(signed_in, keeper, alice):
    client, wanted = signed_in(keeper), [group_of("director").pk]

    client.post(url("edit", keeper.pk), form(keeper, groups=wanted, first_name="Kept"))
    client.post(url("edit", alice.pk), form(alice, groups=wanted))

    keeper.refresh_from_db()
    assert (keeper.first_name, list(keeper.groups.all())) == ("Kept", [group_of("administrator")])
    assert list(alice.groups.all()) == [group_of("director")]


def test_a_superuser_changes_their_own_roles(signed_in, root):
    signed_in(root).post(url("edit", root.pk), form(root, groups=[group_of("director").pk]))

    assert list(root.groups.all()) == [group_of("director")]


def test_in_bulk_an_administrator_gives_roles_to_others_alone(signed_in, keeper, root, alice):
    director = group_of("director")

    signed_in(keeper).post(bulk("assign_role", keeper, root, alice), {"role": director.pk})

    assert list(director.user_set.all()) == [alice]


def test_in_bulk_an_administrator_deactivates_no_superuser(signed_in, keeper, root, alice):
    signed_in(keeper).post(bulk("set_active_state", root, alice), {"mark_as_active": "False"})

    assert list(User.objects.filter(is_active=False)) == [alice]


# ---------------------------------------------------------------- one's own membership
@pytest.mark.parametrize("who", ["keeper", "root"])
def test_nobody_makes_their_own_membership(signed_in, request, keeper, root, office_a, who):
    me = request.getfixturevalue(who)

    response = signed_in(me).post(reverse("memberships:add"), {"user": me.pk, "office": office_a.pk})

    assert set(response.context["form"].errors) == {"user"}
    with pytest.raises(NotPermitted):
        actions.save_membership(Membership(user=me, office=office_a), by=me)
    assert not Membership.objects.exists()


def test_nobody_takes_over_a_membership_or_moves_their_own(signed_in, keeper, root, alice, office_a, office_b):
    hers, mine = alice.memberships.get(), keeper.memberships.create(office=office_a)
    client = signed_in(keeper)

    for row, user in ((hers, keeper), (mine, keeper), (mine, alice)):
        where = reverse("memberships:edit", args=[row.pk])
        assert set(client.post(where, {"user": user.pk, "office": office_b.pk}).context["form"].errors) == {"user"}
        with pytest.raises(NotPermitted):
            actions.save_membership(Membership(pk=row.pk, user=user, office=office_b), by=keeper)

    assert set(Membership.objects.values_list("user", "office")) == {
        (alice.pk, office_a.pk),
        (keeper.pk, office_a.pk),
    }


def test_the_first_administrator_makes_their_own_while_nobody_else_could(signed_in, root, office_a):
    UserFactory(roles=["administrator"], gone=True)

    signed_in(root).post(reverse("memberships:add"), {"user": root.pk, "office": office_a.pk})

    assert list(Membership.objects.values_list("user", "office")) == [(root.pk, office_a.pk)]


def test_a_changed_membership_says_before_and_after(signed_in, keeper, alice, bob, office_a, office_b):
    row = alice.memberships.get()

    signed_in(keeper).post(reverse("memberships:edit", args=[row.pk]), {"user": alice.pk, "office": office_b.pk})

    line = HistoryEntry.objects.latest("id")
    assert (line.action, line.user) == ("directory.change_membership", keeper)
    assert line.data == {
        "before": {"user": alice.pk, "office": office_a.pk},
        "after": {"user": alice.pk, "office": office_b.pk},
    }


# ---------------------------------------------------------------- deletion
def test_an_administrator_deletes_nobody(signed_in, keeper, alice):
    client = signed_in(keeper)

    client.post(url("delete", alice.pk))
    client.post(bulk("delete", alice))

    assert User.objects.filter(pk=alice.pk).exists()


def test_somebody_who_acted_is_kept_and_the_screen_says_what_to_do(signed_in, root, alice, office_a):
    cases.take(CaseFactory(office=office_a), by=alice)
    client = signed_in(root)

    for response in (
        client.get(url("delete", alice.pk), follow=True),
        client.post(url("delete", alice.pk), follow=True),
        client.post(bulk("delete", alice), follow=True),
    ):
        assert "Deactivate the account instead" in said(response)
    assert alice.memberships.exists()


def test_somebody_whom_a_record_names_is_kept_without_a_history_line(root, alice, office_a):
    cases.take(CaseFactory(office=office_a), by=alice)
    with nothing_kept():
        QuerySet(HistoryEntry)._raw_delete("default")

    with pytest.raises(CaseworkError, match="Deactivate"):
        actions.remove_user(alice, by=root)

    assert list(Membership.objects.values_list("user", flat=True)) == [alice.pk]


def test_somebody_who_never_acted_is_deleted_and_their_membership_leaves_a_line(signed_in, root, alice, office_a):
    place = {"user": alice.pk, "office": office_a.pk}

    signed_in(root).post(url("delete", alice.pk))

    assert not User.objects.filter(username="alice").exists()
    line = HistoryEntry.objects.exclude(action="wagtail.delete").latest("id")
    assert (line.action, line.user, line.data) == (
        "directory.end_membership",
        root,
        {"before": place, "after": None},
    )


def test_in_bulk_those_who_never_acted_are_deleted(signed_in, root, alice, bob):
    signed_in(root).post(bulk("delete", alice, bob))

    assert list(User.objects.all()) == [root]


def test_a_member_in_whose_name_a_letter_went_stays_and_the_screen_says_so(signed_in, keeper, office_a):
    member = MemberFactory(office=office_a)
    letter = LetterFactory(office=office_a)  # the office's member signs

    response = signed_in(keeper).post(reverse("directory_member_modeladmin_delete", args=[member.pk]), follow=True)

    assert "take it out of use instead" in said(response)
    assert (letter.signatory, list(Member.objects.all())) == (member, [member])
