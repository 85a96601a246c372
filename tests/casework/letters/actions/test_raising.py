"""A letter that needs more looking at than the rules say; and one that only named people may clear."""

import pytest
from django.urls import reverse

from casework.core.errors import CaseworkError, NotPermitted
from casework.letters import actions, queries
from casework.letters.models import TierRaise
from casework.letters.tiers import Tier
from tests.factories.directory import UnitFactory, UserFactory
from tests.factories.letters import ClearanceRuleFactory, LetterFactory, again, write
from tests.history import lines
from tests.screens import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def press(office_a, bob):
    return UnitFactory(office=office_a, name="Communications", staff=[bob])


@pytest.fixture
def counsel(office_a):
    return UserFactory(username="counsel", office=office_a, roles=["reviewer"])


@pytest.fixture
def legal(office_a, bob, counsel):
    """Legal: bob and counsel are in it; counsel is named for restricted letters."""
    unit = UnitFactory(office=office_a, name="Legal", staff=[bob, counsel])
    unit.named.add(counsel)
    return unit


@pytest.fixture
def letter(office_a, press, legal, alice, bob):
    """A letter Communications clears; Legal reads what is restricted."""
    ClearanceRuleFactory(office=office_a, name="Every letter", units=[press])
    ClearanceRuleFactory(office=office_a, name="Restricted", always=False, from_tier=Tier.RESTRICTED, units=[legal])
    return LetterFactory(office=office_a, by=alice, approver=bob, submitted=True)


def turn(letter, unit):
    return next(each for each in queries.clearances_of(letter) if each.unit_id == unit.pk)


def say(letter, unit, by):
    sha256 = queries.reading(again(letter)).sha256
    return actions.decide(turn(letter, unit), by=by, verdict="clear", sha256=sha256)


def approve(letter, by):
    letter = again(letter)
    return actions.approve(letter, by=by, revision=letter.latest_revision)


def states(letter):
    return {str(each.unit): each.state for each in queries.clearances_of(letter)}


def restrict(letter, by):
    return actions.raise_tier(letter, by=by, tier=Tier.RESTRICTED, reason="A matter before the court.")


def test_whoever_raises_a_letter_in_review_has_the_rules_for_that_tier_asked_at_once(letter, press, bob, alice):
    say(letter, press, bob)
    restrict(letter, alice)
    assert queries.plan_of(letter).tier == Tier.RESTRICTED
    assert states(letter) == {"Communications": "cleared", "Legal": "open"}  # nobody reads the same words twice
    assert lines(letter)[-1] == "letters.raise_tier"


def test_it_stays_raised_whatever_is_changed(letter, alice):
    restrict(letter, alice)
    actions.withdraw(letter, by=alice)
    letter = again(actions.submit(write(letter, by=alice, body="<p>Nothing of that any more.</p>"), by=alice))
    assert queries.plan_of(letter).tier == Tier.RESTRICTED
    assert "Legal" in states(letter)


def test_a_draft_is_raised_before_anybody_reads_it(office_a, legal, alice, bob):
    ClearanceRuleFactory(office=office_a, always=False, from_tier=Tier.KEY, units=[legal])
    draft = LetterFactory(office=office_a, by=alice, approver=bob)
    actions.raise_tier(draft, by=alice, tier=Tier.KEY, reason="A reporter asks.")
    letter = actions.submit(draft, by=alice)
    assert (queries.plan_of(letter).tier, list(states(letter))) == (Tier.KEY, ["Legal"])


@pytest.mark.parametrize("tier", [Tier.PRECLEARED, Tier.LIGHT, Tier.KEY])
def test_nothing_lowers_a_letter(letter, director, tier):
    assert queries.plan_of(letter).tier == Tier.KEY
    with pytest.raises(CaseworkError, match="only ever raised"):
        actions.raise_tier(letter, by=director, tier=tier, reason="It is nothing.")
    assert not TierRaise.objects.exists()


def test_raising_wants_a_reason_a_verb_and_a_letter_that_is_still_written_or_reviewed(letter, alice, bob, charlie):
    with pytest.raises(CaseworkError, match="Say why"):
        actions.raise_tier(letter, by=alice, tier=Tier.RESTRICTED, reason=" ")
    with pytest.raises(NotPermitted):
        restrict(letter, charlie)
    actions.void(letter, by=alice, reason="Settled.")
    with pytest.raises(CaseworkError, match="not written or reviewed"):
        restrict(letter, alice)


def test_the_trace_says_that_somebody_raised_it_and_why(signed_in, letter, alice):
    url = reverse("letters:raise", args=[letter.pk])
    page = said(signed_in(alice).get(url))
    assert ("Restricted" in page, 'value="1"' in page) == (True, False)
    assert signed_in(alice).post(url, {"tier": 3, "reason": ""}).status_code == 422
    signed_in(alice).post(url, {"tier": 3, "reason": "A matter before the court."})
    page = said(signed_in(alice).get(reverse("letters:review", args=[letter.pk])))
    assert "Somebody raised it to “Restricted”: A matter before the court." in page


# ---------------------------------------------------------------- restricted
def test_only_the_people_a_unit_names_speak_for_it_on_a_restricted_letter(letter, press, legal, alice, bob, counsel):
    restrict(letter, alice)
    with pytest.raises(NotPermitted, match="named for it by Legal"):
        say(letter, legal, bob)
    assert [str(each.unit) for each in queries.mine_to_clear(again(letter), bob)] == []
    assert list(queries.waiting_for_my_units(bob)) == []
    assert list(queries.waiting_for_my_units(counsel)) == [letter]
    assert list(queries.deciders_of(turn(letter, legal))) == [counsel]
    say(letter, legal, counsel)
    assert states(letter)["Legal"] == "cleared"


def test_with_nobody_named_the_lead_alone_speaks(letter, press, alice, bob, counsel):
    press.lead = counsel
    press.save()
    restrict(letter, alice)
    assert list(queries.deciders_of(turn(letter, press))) == [counsel]
    with pytest.raises(NotPermitted):
        say(letter, press, bob)
    say(letter, press, counsel)


def test_the_director_has_the_last_word_on_a_restricted_letter(letter, press, legal, alice, bob, counsel, director):
    press.lead = counsel
    press.save()
    restrict(letter, alice)
    say(letter, press, counsel)
    say(letter, legal, counsel)
    assert (list(queries.waiting_for_approval(bob)), list(queries.waiting_for_approval(director))) == ([], [letter])
    assert "the Director has the last word" in queries.why_not_decide(again(letter), bob)
    assert list(queries.approvers_of(again(letter))) == [director]
    with pytest.raises(NotPermitted):
        approve(letter, bob)
    assert approve(letter, director).status == "approved"


def test_on_a_restricted_letter_only_the_director_waives(letter, legal, alice, counsel, director):
    legal.lead = counsel
    legal.save()
    restrict(letter, alice)
    with pytest.raises(NotPermitted, match="only the Director waives"):
        actions.waive(turn(letter, legal), by=counsel, code="other", words="No time.")
    assert queries.waivable(again(letter), counsel) == []
    actions.waive(turn(letter, legal), by=director, code="safety", words="Somebody is in danger.")
    assert states(letter)["Legal"] == "waived"
