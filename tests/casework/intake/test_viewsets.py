"""The lists of triage, and the rules that sort: what they show, to whom, and at what cost."""

import pytest
from django.urls import NoReverseMatch, reverse

from casework.core.models import HistoryEntry
from casework.intake import actions
from casework.intake.models import RoutingRule
from tests.factories.directory import IssueFactory, MembershipFactory, UnitFactory
from tests.factories.intake import IncomingFactory, RoutingRuleFactory, SubmissionFactory
from tests.screens import HOSTILE, is_inert, queries, said, typed

pytestmark = pytest.mark.django_db

LISTS = ["index", "held", "spam", "all"]


def shown(response):
    """The references in a list, from the top."""
    return [row.reference for row in response.context["object_list"]]


@pytest.mark.parametrize(("name", "trait"), [("index", {}), ("held", {"held": True}), ("spam", {"rejected": True})])
def test_a_list_costs_the_same_with_one_row_and_with_three(signed_in, alice, office_a, name, trait):
    client, url = signed_in(alice), reverse(f"triage:{name}")
    issue, unit = IssueFactory(), UnitFactory(office=office_a)
    SubmissionFactory(office=office_a, issue=issue, unit=unit, **trait)
    one = queries(client, url)
    for _ in range(2):
        SubmissionFactory(office=office_a, issue=IssueFactory(), unit=UnitFactory(office=office_a), **trait)

    assert (one, queries(client, url)) == (12, 12)


def test_triage_shows_what_waits_with_the_newest_on_top(signed_in, alice, office_a):
    first, second = SubmissionFactory(office=office_a), SubmissionFactory(office=office_a)
    held = SubmissionFactory(office=office_a, held=True)
    SubmissionFactory(office=office_a, rejected=True)
    SubmissionFactory(office=office_a, accepted=True)

    assert shown(signed_in(alice).get(reverse("triage:index"))) == [held.reference, second.reference, first.reference]


def test_each_list_shows_its_own(signed_in, alice, office_a):
    rows = {trait: SubmissionFactory(office=office_a, **{trait: True}) for trait in ("held", "rejected", "accepted")}
    client = signed_in(alice)

    assert shown(client.get(reverse("triage:held"))) == [rows["held"].reference]
    assert shown(client.get(reverse("triage:spam"))) == [rows["rejected"].reference]
    assert len(shown(client.get(reverse("triage:all")))) == 3


def test_triage_says_why_something_was_routed_there(signed_in, alice, office_a):
    RoutingRuleFactory(office=office_a, name="Power bills", any_words="hydro", issue=IssueFactory(name="Energy"))
    actions.receive(IncomingFactory(body="My Hydro bill doubled."), office=office_a, key="k1")

    words = said(signed_in(alice).get(reverse("triage:index")))

    assert "Energy" in words
    assert "Power bills — " in words
    assert "hydro" in words


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_list_says_what_it_is_for(signed_in, alice, name):
    response = signed_in(alice).get(reverse(f"triage:{name}"))

    assert str(response.context["empty"]) in said(response)


@pytest.mark.parametrize("name", LISTS)
def test_no_list_shows_another_office_s_message(signed_in, charlie, office_a, name):
    for trait in ({}, {"held": True}, {"rejected": True}):
        SubmissionFactory(office=office_a, subject="Marked subject", **trait)
    client = signed_in(charlie)

    for url in (reverse(f"triage:{name}"), reverse(f"triage:{name}") + "?q=marked", reverse(f"triage:{name}_results")):
        assert "Marked subject" not in said(client.get(url))


def test_a_superuser_without_an_office_sees_nothing(signed_in, root, office_a):
    SubmissionFactory(office=office_a)

    assert shown(signed_in(root).get(reverse("triage:all"))) == []


def test_a_reviewer_is_sent_away_from_triage(signed_in, bob, office_a):
    response = signed_in(bob).get(reverse("triage:index"))

    assert (response.status_code, response.headers["location"]) == (302, reverse("wagtailadmin_home"))


def test_search_finds_by_a_word_and_stays_within_the_list(signed_in, alice, office_a):
    wanted = actions.receive(IncomingFactory(body="The elevator stopped."), office=office_a, key="k1")
    actions.receive(IncomingFactory(body="The lift works."), office=office_a, key="k2")
    spam = actions.receive(IncomingFactory(body="Elevator loans!"), office=office_a, key="k3")
    actions.mark_spam(spam, by=alice)
    client = signed_in(alice)

    assert shown(client.get(reverse("triage:index") + "?q=Elevat")) == [wanted.reference]
    assert shown(client.get(reverse("triage:spam") + "?q=elevator")) == [spam.reference]
    assert shown(client.get(reverse("triage:index") + "?q=%22%27%28")) == []


def test_filters_narrow_and_an_unknown_one_changes_nothing(signed_in, alice, office_a):
    french = SubmissionFactory(office=office_a, language="fr")
    SubmissionFactory(office=office_a)
    client, url = signed_in(alice), reverse("triage:index")

    assert shown(client.get(f"{url}?language=fr")) == [french.reference]
    assert len(shown(client.get(f"{url}?office__memberships__user__password__startswith=p"))) == 2
    assert len(shown(client.get(f"{url}?ordering=-office__name"))) == 2


def test_only_somebody_of_several_offices_is_asked_for_the_office(signed_in, alice, office_a, office_b):
    client, url = signed_in(alice), reverse("triage:index")
    assert "office" not in client.get(url).context["filters"].form.fields

    MembershipFactory(user=alice, office=office_b)
    here, _there = SubmissionFactory(office=office_a), SubmissionFactory(office=office_b)

    response = client.get(f"{url}?office={office_a.pk}")
    assert shown(response) == [here.reference]
    assert "Office A" in said(response)


def test_hostile_words_stay_words_in_the_list(signed_in, alice, office_a):
    SubmissionFactory(office=office_a, subject=HOSTILE[:190], name=HOSTILE[:190])

    response = signed_in(alice).get(reverse("triage:index"))

    assert is_inert(response)
    assert "{{ request.user.password }}" in said(response)


# ---------------------------------------------------------------- routing rules
@pytest.fixture
def rule(office_a):
    """A rule of office A."""
    return RoutingRuleFactory(office=office_a, name="Power bills", issue=IssueFactory())


def filled(office, **changes):
    """The form of a rule, filled in."""
    return {
        "office": office.pk,
        "name": "Rents",
        "order": 5,
        "any_words": "rent\nlandlord",
        "is_active": "on",
        **changes,
    }


def test_the_list_of_rules_costs_the_same_with_one_and_with_three(signed_in, director, rule, office_a):
    client, url = signed_in(director), reverse("routing_rules:index")
    one = queries(client, url)
    for _ in range(2):
        RoutingRuleFactory(office=office_a, issue=IssueFactory(), unit=UnitFactory(office=office_a))

    assert queries(client, url) == one


def test_a_director_writes_a_rule_by_the_verb(signed_in, director, office_a):
    issue = IssueFactory()

    signed_in(director).post(reverse("routing_rules:add"), filled(office_a, issue=issue.pk))

    rule = RoutingRule.objects.get()
    assert (rule.name, rule.issue, rule.version) == ("Rents", issue, 1)
    assert list(HistoryEntry.objects.for_instance(rule).values_list("action", "user")) == [("intake.rule", director.pk)]


def test_a_change_is_a_new_version(signed_in, director, rule, office_a):
    signed_in(director).post(reverse("routing_rules:edit", args=[rule.pk]), filled(office_a, urgency="urgent"))

    rule.refresh_from_db()
    assert (rule.name, rule.urgency, rule.version) == ("Rents", "urgent", 2)


def test_a_rule_asks_for_something_and_decides_something(signed_in, director, office_a):
    response = signed_in(director).post(reverse("routing_rules:add"), filled(office_a, any_words=""))

    assert set(response.context["form"].errors) == {"__all__", "issue"}
    assert response.context["form"]["name"].value() == "Rents"
    assert not RoutingRule.objects.exists()


def test_a_rule_stays_within_its_office(signed_in, director, office_a, office_b):
    elsewhere = UnitFactory(office=office_b)
    client, url = signed_in(director), reverse("routing_rules:add")

    assert set(client.post(url, filled(office_a, unit=elsewhere.pk, urgency="soon")).context["form"].errors) == {"unit"}
    assert set(client.post(url, filled(office_b, urgency="soon")).context["form"].errors) == {"office"}
    assert not RoutingRule.objects.exists()


def test_a_rule_is_never_deleted(rule):
    with pytest.raises(NoReverseMatch):
        reverse("routing_rules:delete", args=[rule.pk])


def test_a_rule_that_the_verb_refuses_comes_back_with_everything_typed(signed_in, director, office_a, office_b):
    director.memberships.create(office=office_b)
    rule = RoutingRuleFactory(office=office_a, name="Rents", any_words="rent", urgency="soon")
    given = {"office": office_b.pk, "name": "Rents elsewhere", "order": 3, "any_words": "loyer", "urgency": "soon"}

    page = signed_in(director).post(reverse("routing_rules:edit", args=[rule.pk]), given)

    assert "A rule stays with its office." in said(page)
    assert typed(page, "name") == "Rents elsewhere"
    rule.refresh_from_db()
    assert (rule.office, rule.name) == (office_a, "Rents")
