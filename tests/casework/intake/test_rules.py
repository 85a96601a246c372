"""Saving the routing rules of an office."""

import pytest

from casework.core.errors import CaseworkError, NotPermitted
from casework.intake import actions
from casework.intake.models import RoutingRule
from tests.factories.directory import UnitFactory
from tests.factories.intake import IncomingFactory, RoutingRuleFactory
from tests.history import last_line, lines

pytestmark = pytest.mark.django_db


def rule_of(office, **fields):
    """A rule nobody has saved yet."""
    return RoutingRuleFactory.build(**{"office": office, "name": "Hydro", "any_words": "hydro", **fields})


def test_save_rule_writes_a_rule_and_its_versions(director, office_a):
    rule = actions.save_rule(rule_of(office_a), by=director)
    rule.any_words = "hydro\nélectricité"
    actions.save_rule(rule, by=director)

    rule.refresh_from_db()
    assert (rule.version, rule.any_words) == (2, "hydro\nélectricité")
    assert lines(rule) == ["intake.rule", "intake.rule"]
    assert last_line(rule).data == {"version": 2}


def test_a_rule_works_from_the_next_message_on(director, office_a):
    actions.save_rule(rule_of(office_a, urgency="urgent"), by=director)

    received = actions.receive(IncomingFactory(body="My hydro"), office=office_a, key="form-1")

    assert received.urgency == "urgent"


@pytest.mark.parametrize("who", ["alice", "bob", "charlie", "root"])
def test_save_rule_is_for_the_director_of_the_office(request, office_a, who):
    by = request.getfixturevalue(who)
    known = RoutingRuleFactory(office=office_a)
    known.name = "Changed"

    for rule in (rule_of(office_a), known):
        with pytest.raises(NotPermitted):
            actions.save_rule(rule, by=by)

    assert [*RoutingRule.objects.values_list("name", "version")] == [(RoutingRule.objects.get().name, 1)]
    assert RoutingRule.objects.get().name != "Changed"


def test_save_rule_writes_into_no_other_office(director, office_a, office_b):
    with pytest.raises(NotPermitted):
        actions.save_rule(rule_of(office_b), by=director)
    rule = actions.save_rule(rule_of(office_a), by=director)
    rule.office = office_b

    with pytest.raises(NotPermitted, match="stays with its office"):
        actions.save_rule(rule, by=director)

    assert RoutingRule.objects.get().office == office_a


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"any_words": ""}, "Say when the rule applies"),
        ({"any_words": "!!"}, "Say when the rule applies"),
        ({"name": ""}, "blank"),
        ({"urgency": "yesterday"}, "not a valid choice"),
        ({"language": "klingon"}, "not a valid choice"),
        ({"postal_prefix": "K1A 0B1 0"}, "at most 7"),
    ],
)
def test_save_rule_refuses_in_words_what_could_never_work(director, office_a, fields, words):
    with pytest.raises(CaseworkError, match=words):
        actions.save_rule(rule_of(office_a, **fields), by=director)

    assert not RoutingRule.objects.exists()


def test_save_rule_refuses_a_unit_of_another_office(director, office_a):
    with pytest.raises(CaseworkError, match="unit of the same office"):
        actions.save_rule(rule_of(office_a, unit=UnitFactory()), by=director)


def test_save_rule_from_a_stale_page_is_the_next_version_all_the_same(director, office_a):
    rule = actions.save_rule(rule_of(office_a), by=director)
    stale = RoutingRule.objects.get(pk=rule.pk)
    actions.save_rule(rule, by=director)

    assert actions.save_rule(stale, by=director).version == 3
