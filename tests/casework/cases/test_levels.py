"""The levels of a case as values: what opens each, and which is lower than which."""

import pytest

from casework.cases.levels import RULES, Level, is_lower, opened_by, unmasked_by

VERBS = {f"cases.{rule.verb}" for rule in RULES.values() if rule.verb}


def holder(*verbs):
    """Somebody who holds these verbs."""
    return {f"cases.{verb}" for verb in verbs}.__contains__


@pytest.mark.parametrize(
    ("verbs", "levels"),
    [
        ((), ()),
        (("view_case",), ("open",)),
        (("view_case", "view_confidential_case"), ("open", "confidential")),
        (("view_case", "view_leaders_case"), ("open", "leader_only")),
    ],
)
def test_a_verb_opens_its_level_and_no_other(verbs, levels):
    assert opened_by(holder(*verbs)) == levels


def test_no_verb_opens_what_is_for_named_people():
    assert opened_by(VERBS.__contains__) == tuple(level for level in Level if level != Level.RESTRICTED)


def test_names_of_sensitive_files_are_shown_to_the_director_and_the_leader_s_to_their_keepers():
    assert unmasked_by(holder("oversee_case")) == (Level.SENSITIVE,)
    assert unmasked_by(holder("view_leaders_case")) == (Level.LEADER_ONLY,)
    assert unmasked_by(holder("view_sensitive_case")) == ()


def test_each_level_is_lower_than_those_after_it():
    levels = list(Level)

    assert [[is_lower(now, was) for was in levels] for now in levels] == [
        [place > number for place in range(len(levels))] for number in range(len(levels))
    ]
