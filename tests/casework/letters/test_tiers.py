"""What a letter needs: which rules match, what they add up to, and why."""

from dataclasses import replace
from time import monotonic

import pytest
from django.utils import translation
from hypothesis import given, strategies as st

from casework.letters.tiers import LABELS, ClearanceFacts, ClearanceRule, Need, Step, Tier, need

PRECLEARED, LIGHT, KEY, RESTRICTED = Tier
FACTS = ClearanceFacts(
    issue="housing_rent",
    issue_parents=("housing",),
    signatory=7,
    channel="email",
    language="en",
    urgency="routine",
    words="Your rent\n\nThank you for writing about Bill 12 and your hydro account.",
    free_share=None,
)
WORDS = ["hydro", "loyer", "école", "media"]
rules = st.lists(
    st.builds(
        ClearanceRule,
        key=st.integers(1, 99),
        name=st.sampled_from(["a", "b"]),
        tier=st.sampled_from(Tier),
        units=st.lists(st.integers(1, 5), max_size=3).map(tuple),
        any_words=st.lists(st.sampled_from([*WORDS, "hyd*", "", "*", "!!"]), max_size=2).map(tuple),
        issues=st.lists(st.sampled_from(["housing", "health", ""]), max_size=2).map(tuple),
        signatories=st.lists(st.integers(1, 3), max_size=2).map(tuple),
        urgencies=st.lists(st.sampled_from(["routine", "urgent"]), max_size=1).map(tuple),
        always=st.booleans(),
    ),
    max_size=6,
)
facts = st.builds(
    ClearanceFacts,
    issue=st.sampled_from(["", "housing", "housing_rent"]),
    issue_parents=st.sampled_from([(), ("housing",)]),
    signatory=st.none() | st.integers(1, 3),
    channel=st.sampled_from(["email", "post"]),
    language=st.sampled_from(["en", "fr"]),
    urgency=st.sampled_from(["routine", "urgent"]),
    words=st.lists(st.sampled_from([*WORDS, "the", "\n\n"]), max_size=6).map(" ".join),
    free_share=st.none() | st.floats(),
    recipients=st.integers(0, 10_000),
)


def rule(key=1, tier=KEY, units=(1,), **conditions):
    return ClearanceRule(key=key, name=f"rule {key}", tier=tier, units=units, **conditions)


def matches(asked, **changes):
    """Whether a rule alone matches the letter with these changes."""
    return need(replace(FACTS, **changes), [asked]).trace[0].matched


# ---------------------------------------------------------------- what matches
@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("Hydro", "my HYDRO bill"),
        ("bill 12", "about Bill\n12, again"),
        ("loyer", "le LOYER de l’appartement"),
        ("l’école", "une ecole fermée"),
        ("Noël", "NOE\u0308L"),
        ("environnement*", "les questions environnementales"),
        ("manif*", "une Manifestation"),
        ("hydro one*", "the Hydro Onelike thing"),
        ("hydro *", "hydroelectric"),
        ("hydro*", "hydro"),
        ("é*", "l’école"),
        ("医院", "我要去医院看病"),
    ],
)
def test_a_word_matches_whole_or_from_its_beginning(word, said):
    assert matches(rule(any_words=("absent", word)), words=said)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("hydro", "hydroelectric"),
        ("road", "broad"),
        ("*road", "broad"),
        ("hy*dro", "hydro"),
        ("road*", "broad roa d"),
        ("bus pass", "The bus\n\nPass it on"),
        ("bus* pass", "busy pass"),
        ("", "anything"),
        ("*", "anything"),
        ("***", "*** anything"),
        ("|", "a\n\nb"),
        ("\x00", "\x00"),
        (".*", "anything"),
    ],
)
def test_part_of_a_word_and_what_is_no_word_do_not_match(word, said):
    assert not matches(rule(any_words=(word,)), words=said)


def test_an_issue_matches_by_itself_or_by_what_it_is_part_of():
    assert matches(rule(issues=("health", "housing_rent")))
    assert matches(rule(issues=("housing",)))
    assert not matches(rule(issues=("health",)))
    assert not matches(rule(issues=("housing_rent",)), issue="housing", issue_parents=())
    assert not matches(rule(issues=("",)), issue="", issue_parents=("",))


def test_a_signatory_matches_by_whoever_signs_and_nobody_is_nobody():
    assert matches(rule(signatories=(6, 7)))
    assert not matches(rule(signatories=(6,)))
    assert not matches(rule(signatories=(7,)), signatory=None)


def test_an_urgency_matches_by_any_of_those_named():
    assert matches(rule(urgencies=("urgent", "routine")))
    assert not matches(rule(urgencies=("urgent",)))


def test_every_kind_of_condition_must_hold():
    asked = rule(any_words=("hydro",), issues=("housing",), signatories=(7,), urgencies=("routine",))
    assert matches(asked)
    for name, other in {"words": "road", "issue_parents": (), "signatory": 8, "urgency": "urgent"}.items():
        assert not matches(asked, **{name: other})


def test_a_rule_without_a_condition_matches_nothing_unless_it_always_does():
    assert not matches(rule())
    assert matches(rule(always=True))
    assert matches(rule(always=True, any_words=("absent",)))


# ---------------------------------------------------------------- what they add up to
def test_all_rules_that_match_count_not_the_first():
    found = need(
        FACTS,
        [
            rule(1, KEY, (3, 1), issues=("housing",)),
            rule(2, LIGHT, (1, 2), any_words=("hydro",)),
            rule(3, RESTRICTED, (9,), urgencies=("urgent",)),
        ],
    )
    assert (found.tier, found.units) == (KEY, (3, 1, 2))
    assert [step.matched for step in found.trace] == [True, True, False]


@pytest.mark.parametrize(
    ("share", "tier"),
    [
        (0.0, PRECLEARED), (0.05, PRECLEARED), (0.051, LIGHT), (1.0, LIGHT), (None, LIGHT), (-0.1, LIGHT),
        (float("nan"), LIGHT), (float("inf"), LIGHT),
    ],
)  # fmt: skip
def test_a_letter_that_no_rule_knows_is_light_unless_it_is_the_text_of_its_template(share, tier):
    assert need(replace(FACTS, free_share=share), []) == Need(tier, (), ())


def test_a_rule_raises_the_text_of_a_template_and_none_lowers_free_words():
    letter = replace(FACTS, free_share=0.0)
    assert need(letter, [rule(tier=KEY, issues=("housing",))]).tier == KEY
    assert need(FACTS, [rule(tier=PRECLEARED, always=True)]).tier == LIGHT


def test_the_tiers_are_in_order_and_each_has_a_label():
    assert list(Tier) == sorted(Tier) == list(LABELS)
    with translation.override("en"):
        labels = [str(label) for label in LABELS.values()]
    assert labels == ["Pre-cleared text", "Light", "Key correspondence", "Restricted"]


# ---------------------------------------------------------------- the trace
def test_the_trace_says_of_each_rule_why_in_the_language_of_whoever_reads():
    asked = [
        rule(1, any_words=("hydro ", "absent", "Bil*"), issues=("housing",)),
        rule(2, any_words=("absent",)),
        rule(3, issues=("health",)),
        rule(4, signatories=(1,)),
        rule(5, urgencies=("urgent",)),
        rule(6),
        rule(7, always=True),
        rule(8, signatories=(7,), urgencies=("routine",)),
    ]
    trace = need(FACTS, asked).trace
    with translation.override("en"):
        assert [(step.rule, step.name, step.matched, str(step.why)) for step in trace] == [
            (1, "rule 1", True, "The issue is one of those named. The letter says: hydro, Bil*."),
            (2, "rule 2", False, "The letter says none of its words."),
            (3, "rule 3", False, "The issue is another."),
            (4, "rule 4", False, "Somebody else signs."),
            (5, "rule 5", False, "The urgency is another."),
            (6, "rule 6", False, "It asks for nothing, so it matches nothing."),
            (7, "rule 7", True, "It applies to every letter."),
            (8, "rule 8", True, "The signatory is one of those named. The urgency is one of those named."),
        ]


def test_the_trace_quotes_the_rule_and_never_the_letter():
    found = need(replace(FACTS, words="HYDRO for Testa Person"), [rule(any_words=("hyd*",))])
    assert str(found.trace[0].why).endswith("hyd*.")


# ---------------------------------------------------------------- whatever the rules, whatever the letter
@given(letter=facts, asked=rules, another=rules)
def test_another_rule_never_lowers_the_tier_and_never_takes_a_unit_away(letter, asked, another):
    fewer, more = need(letter, asked), need(letter, [*another, *asked])
    assert more.tier >= fewer.tier
    assert set(more.units) >= set(fewer.units)
    assert more.trace[len(another) :] == fewer.trace


@given(letter=facts, asked=rules, data=st.data())
def test_the_order_of_the_rules_changes_neither_tier_nor_units(letter, asked, data):
    shuffled = data.draw(st.permutations(asked))
    one, other = need(letter, asked), need(letter, shuffled)
    assert (one.tier, set(one.units)) == (other.tier, set(other.units))


@given(letter=facts, asked=rules)
def test_what_is_needed_is_what_the_rules_that_match_need(letter, asked):
    found = need(letter, asked)
    alone = [each for each in asked if need(letter, [each]).trace[0].matched]
    assert len(found.units) == len(set(found.units))
    assert set(found.units) == {unit for each in alone for unit in each.units}
    assert found.tier == max([need(letter, []).tier, *(each.tier for each in alone)])
    assert [step.rule for step in found.trace] == [each.key for each in asked]
    assert all(isinstance(step, Step) and str(step.why) for step in found.trace)


@given(letter=facts, asked=rules)
def test_capitals_and_accents_play_no_part(letter, asked):
    shouted = replace(letter, words=letter.words.upper().replace("É", "E"))
    assert need(shouted, asked) == need(letter, asked)


@given(said=st.text(max_size=120), word=st.text(max_size=20))
def test_hostile_words_break_no_rule(said, word):
    found = need(
        replace(FACTS, words=said, issue=said, urgency=said), [rule(any_words=(word, word + "*"), issues=(word,))]
    )
    assert str(found.trace[0].why)


@given(word=st.text(max_size=20))
def test_braces_in_a_word_are_only_braces(word):
    found = need(replace(FACTS, words="hydro " + word), [rule(any_words=("hydro", "{" + word + "}", "{0.__class__}"))])
    assert "hydro" in str(found.trace[0].why)


def test_a_letter_of_a_megabyte_and_rules_of_a_thousand_words_take_seconds():
    asked = [rule(key, any_words=tuple(f"word{key}x{i}*" for i in range(10))) for key in range(100)]
    began = monotonic()
    found = need(replace(FACTS, words="road " * 200_000 + "word99x9yz"), asked)
    assert [step.rule for step in found.trace if step.matched] == [99]
    assert monotonic() - began < 10
