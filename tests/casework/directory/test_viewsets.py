"""The screens of the directory: an administrator keeps it by the verbs, and nobody else finds it."""

import pytest
from django.urls import reverse
from wagtail.log_actions import registry

from casework.cases import actions as cases
from casework.core.models import HistoryEntry
from casework.directory.models import Issue, Membership, Office, Unit
from tests.factories.cases import CaseFactory
from tests.factories.directory import (
    ClosureFactory,
    CommunityServiceFactory,
    CriticPortfolioFactory,
    IssueFactory,
    MemberFactory,
    MembershipFactory,
    OfficeFactory,
    ProgramFactory,
    UnitFactory,
    UserFactory,
)
from tests.screens import HOSTILE, is_inert, queries, said

pytestmark = pytest.mark.django_db

VIEWSETS = {"offices": OfficeFactory, "memberships": MembershipFactory, "units": UnitFactory}
LISTS = {
    "issue": IssueFactory,
    "program": ProgramFactory,
    "member": MemberFactory,
    "closure": ClosureFactory,
    "criticportfolio": CriticPortfolioFactory,
    "communityservice": CommunityServiceFactory,
}


@pytest.fixture
def keeper(db):
    """An administrator, who works in no office."""
    return UserFactory(username="keeper", roles=["administrator"])


def lines(thing):
    """What the history says of something, the newest first."""
    return [(line.action, line.user) for line in registry.get_logs_for_instance(thing)]


def modeladmin(model, action="index", *args):
    """Where a list of wagtail-modeladmin is."""
    return reverse(f"directory_{model}_modeladmin_{action}", args=args)


# ---------------------------------------------------------------- who finds them
@pytest.mark.parametrize("name", VIEWSETS)
def test_only_an_administrator_finds_the_screens(signed_in, director, keeper, name):
    row = VIEWSETS[name]()
    urls = [reverse(f"{name}:index"), reverse(f"{name}:add"), reverse(f"{name}:edit", args=[row.pk])]
    for url in urls:
        assert signed_in(director).get(url).headers["location"] == reverse("wagtailadmin_home")
        assert signed_in(keeper).get(url).status_code == 200


@pytest.mark.parametrize("model", LISTS)
def test_only_an_administrator_finds_the_lists(signed_in, director, keeper, model):
    row = LISTS[model]()
    for url in (modeladmin(model), modeladmin(model, "create"), modeladmin(model, "edit", row.pk)):
        assert signed_in(director).get(url).status_code == 302
        assert signed_in(keeper).get(url).status_code == 200


@pytest.mark.parametrize("name", VIEWSETS)
def test_a_list_costs_the_same_with_one_row_and_with_three(signed_in, keeper, name):
    client, url = signed_in(keeper), reverse(f"{name}:index")
    VIEWSETS[name]()
    one = queries(client, url)
    for _ in range(2):
        VIEWSETS[name]()

    assert (one, queries(client, url)) == (11, 11)


@pytest.mark.parametrize("model", LISTS)
def test_a_list_of_modeladmin_costs_the_same_with_one_row_and_with_three(signed_in, keeper, model):
    client, url = signed_in(keeper), modeladmin(model)
    LISTS[model]()
    one = queries(client, url)
    for _ in range(2):
        LISTS[model]()

    assert queries(client, url) == one


# ---------------------------------------------------------------- offices, memberships, units
def test_an_office_is_saved_by_the_verb_and_its_short_name_stays(signed_in, keeper):
    form = {"name": "Office N", "slug": "office-n", "kind": "constituency", "email": "n@example.org", "reply_days": 15}
    client = signed_in(keeper)

    client.post(reverse("offices:add"), form)
    office = Office.objects.get(slug="office-n")
    client.post(reverse("offices:edit", args=[office.pk]), {**form, "name": "Office M", "slug": "changed"})

    office.refresh_from_db()
    assert (office.name, office.slug) == ("Office M", "office-n")
    assert lines(office) == [("directory.save", keeper)] * 2


def test_an_office_and_what_is_wrong_with_it_come_back_together(signed_in, keeper):
    form = {"name": "Office N", "slug": "two words", "kind": "constituency", "email": "no address", "reply_days": 15}

    response = signed_in(keeper).post(reverse("offices:add"), form)

    assert set(response.context["form"].errors) == {"slug", "email"}
    assert response.context["form"]["email"].value() == "no address"


def test_a_membership_begins_and_ends_by_the_verb(signed_in, keeper, office_a):
    person, client = UserFactory(), signed_in(keeper)

    client.post(reverse("memberships:add"), {"user": person.pk, "office": office_a.pk})
    membership = Membership.objects.get()
    assert lines(membership) == [("directory.add_membership", keeper)]

    client.post(reverse("memberships:delete", args=[membership.pk]))
    assert not Membership.objects.exists()
    line = HistoryEntry.objects.latest("id")
    before = {"user": person.pk, "office": office_a.pk}
    assert (line.action, line.data) == ("directory.end_membership", {"before": before, "after": None})
    assert line in HistoryEntry.objects.viewable_by_user(keeper)


def test_a_membership_twice_is_refused_in_words(signed_in, keeper, alice, office_a):
    response = signed_in(keeper).post(reverse("memberships:add"), {"user": alice.pk, "office": office_a.pk})

    assert response.context["form"].non_field_errors()
    assert Membership.objects.count() == 1


def test_a_unit_has_people_of_its_office_and_nobody_else(signed_in, keeper, alice, charlie, office_a):
    client, url = signed_in(keeper), reverse("units:add")
    form = {"office": office_a.pk, "name": "Communications", "staff": [alice.pk, charlie.pk], "lead": charlie.pk}
    form |= {"target_hours": 16, "urgent_hours": 2}

    assert set(client.post(url, form).context["form"].errors) == {"staff", "lead"}
    client.post(url, {**form, "staff": [alice.pk], "lead": alice.pk})

    unit = Unit.objects.get()
    assert (list(unit.staff.all()), unit.lead) == ([alice], alice)
    assert lines(unit) == [("directory.save", keeper)]


def test_a_unit_is_removed_by_the_verb(signed_in, keeper):
    unit = UnitFactory()

    signed_in(keeper).post(reverse("units:delete", args=[unit.pk]))

    assert not Unit.objects.exists()
    assert HistoryEntry.objects.latest("id").action == "directory.remove_unit"


def test_the_directory_s_history_is_for_whoever_keeps_it(signed_in, keeper, alice, charlie, office_a):
    signed_in(keeper).post(
        reverse("memberships:add"), {"user": UserFactory(username="newcomer").pk, "office": office_a.pk}
    )
    case = CaseFactory(office=office_a)
    cases.take(case, by=alice)
    url = reverse("wagtailadmin_reports:site_history")

    assert "newcomer" in said(signed_in(keeper).get(url))
    assert case.reference not in said(signed_in(keeper).get(url))
    assert "newcomer" not in said(signed_in(charlie).get(url))


# ---------------------------------------------------------------- wagtail-modeladmin
def test_an_issue_is_written_changed_and_removed(signed_in, keeper):
    client = signed_in(keeper)
    client.post(
        modeladmin("issue", "create"), {"name": "Bees", "name_fr": "Abeilles", "code": "bees", "is_active": "on"}
    )
    issue = Issue.objects.get(code="bees")

    client.post(modeladmin("issue", "edit", issue.pk), {"name": "Bees", "name_fr": "", "code": "bees"})
    issue.refresh_from_db()
    assert (issue.name_fr, issue.is_active) == ("", False)

    client.post(modeladmin("issue", "delete", issue.pk))
    assert not Issue.objects.filter(code="bees").exists()


def test_a_key_that_is_none_names_no_row(signed_in, keeper):
    for key in ("abc", "9" * 30):
        for action in ("edit", "delete", "history"):
            assert signed_in(keeper).get(modeladmin("issue", action, key)).status_code == 404


def test_only_declared_filters_reach_the_table(signed_in, keeper, office_a):
    MemberFactory(office=office_a)
    MemberFactory(former=True)
    client, url = signed_in(keeper), modeladmin("member")

    assert client.get(f"{url}?is_current__exact=1").context["result_count"] == 1
    for probe in ("office__cases__subject__startswith=a", "is_current__nonsense=1", "o=-9.x", "p=zzz"):
        assert client.get(f"{url}?{probe}").context["result_count"] == 2, probe


@pytest.mark.parametrize("model", LISTS)
def test_a_modeladmin_screen_shows_words_as_words(signed_in, keeper, model):
    free_text = {"closure": "reason", "criticportfolio": "topic"}.get(model, "name")
    row = LISTS[model](**{free_text: HOSTILE[:110]})
    client = signed_in(keeper)

    assert is_inert(client.get(modeladmin(model)))
    assert is_inert(client.get(modeladmin(model, "edit", row.pk)))


def test_the_settings_menu_has_them_for_an_administrator_alone(signed_in, keeper, alice):
    home = reverse("wagtailadmin_home")
    for name in ("offices:index", "memberships:index", "units:index"):
        assert reverse(name) in said(signed_in(keeper).get(home))
        assert reverse(name) not in said(signed_in(alice).get(home))
