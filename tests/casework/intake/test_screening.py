"""Human or not: the whole table, and what it never does."""

import pytest
from django.utils.translation import override
from hypothesis import given, strategies as st

from casework.intake.incoming import Incoming
from casework.intake.screening import HOLD_AT, REASONS, SPAM_AT, in_words, screen
from home.guard import SCORES

signals = st.lists(st.tuples(st.sampled_from(["honeypot", "too_fast", "many_links"]), st.integers(0, 4)), max_size=5)


@pytest.mark.parametrize(
    ("given_signals", "verdict"),
    [
        ((), "human"),
        ((("many_links", 1),), "human"),
        ((("too_fast", 2),), "check"),
        ((("many_links", 1), ("token_missing", 1)), "check"),
        ((("honeypot", 3),), "check"),
        ((("too_fast", 2), ("too_many", 2)), "check"),
        ((("honeypot", 3), ("too_fast", 2)), "spam"),
        ((("honeypot", 3), ("too_fast", 2), ("too_many", 2), ("no_cookie", 2)), "spam"),
    ],
)
@pytest.mark.parametrize(
    ("challenge", "asks_for_a_person", "instead"),
    [(False, False, None), (True, False, "human"), (False, True, "check"), (True, True, "check")],
)
def test_the_verdict_for_each_score(given_signals, verdict, challenge, asks_for_a_person, instead):
    seen = (*given_signals, *((("challenge_passed", 0),) if challenge else ()))

    screening = screen(Incoming(signals=seen, wants_person_check=asks_for_a_person))

    assert screening.verdict == (instead or verdict)
    assert screening.is_held is (screening.verdict != "human")
    assert screening.reasons == seen


@given(seen=signals)
def test_the_verdict_is_a_matter_of_the_sum_and_not_of_the_order(seen):
    there, back = screen(Incoming(signals=tuple(seen))), screen(Incoming(signals=tuple(reversed(seen))))
    score = sum(points for _name, points in seen)

    assert there.verdict == back.verdict
    assert there.verdict == ("spam" if score >= SPAM_AT else "check" if score >= HOLD_AT else "human")


@given(seen=signals, body=st.text(max_size=50), name=st.text(max_size=20), email=st.text(max_size=20))
def test_what_somebody_wrote_and_who_they_are_play_no_part(seen, body, name, email):
    about_somebody = Incoming(body=body, name=name, email=email, signals=tuple(seen))

    assert screen(about_somebody) == screen(Incoming(signals=tuple(seen)))


@given(seen=signals)
def test_whoever_asks_for_a_person_gets_one(seen):
    assert screen(Incoming(signals=tuple(seen), wants_person_check=True)).is_held


def test_every_signal_of_the_guard_has_its_words():
    assert set(REASONS) == set(SCORES)
    assert in_words("honeypot") == "A field that people do not see was filled in"
    with override("fr"):
        assert in_words("honeypot") == "Un champ que les gens ne voient pas a été rempli"


def test_a_signal_no_longer_noticed_keeps_its_name():
    assert in_words("tarot") == "tarot"
