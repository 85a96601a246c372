"""The screens on which units clear a letter, as the people of the units, its writer and the neighbours meet them."""

import pytest
from django.urls import reverse

from casework.core.errors import NotPermitted
from casework.letters import actions, queries
from casework.letters.models import ClearanceRule, Decision, Waiver
from tests.factories.directory import MemberFactory, UnitFactory, UserFactory
from tests.factories.letters import ClearanceRuleFactory, LetterFactory, again, write
from tests.screens import HOSTILE, is_inert, queries as asked, said, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def press(office_a, bob):
    """Communications: bob is in it."""
    return UnitFactory(office=office_a, name="Communications", staff=[bob])


@pytest.fixture
def house(office_a, director):
    """Legislative Affairs, led by the director."""
    return UnitFactory(office=office_a, name="Legislative Affairs", lead=director)


@pytest.fixture
def letter(office_a, alice, bob, press, house):
    """A letter of alice's that both must clear."""
    ClearanceRuleFactory(office=office_a, name="Key letter", units=[press, house])
    return LetterFactory(office=office_a, by=alice, approver=bob, submitted=True)


def review(letter):
    return reverse("letters:review", args=[letter.pk])


def words(letter):
    return queries.reading(again(letter)).sha256


def turns(letter):
    return {str(each.unit): each for each in queries.clearances_of(letter)}


def answer(letter, unit, **given):
    return {"turn": turns(letter)[unit].pk, "sha256": words(letter), "verdict": "clear", "comment": "", **given}


def test_the_review_asks_the_person_of_a_unit_what_the_unit_says(signed_in, letter, bob):
    page = said(signed_in(bob).get(review(letter)))
    assert "You speak for <strong>Communications</strong>" in page
    assert "Object" in page
    assert 'name="decision"' not in page


def test_what_a_unit_says_is_kept_and_shown_to_the_others(signed_in, letter, bob, director):
    response = signed_in(bob).post(
        review(letter), answer(letter, "Communications", verdict="conditions", comment="Soon.")
    )
    assert response.status_code == 302
    decision = Decision.objects.get()
    assert (decision.verdict, decision.comment, decision.decided_by) == ("conditions", "Soon.", bob)
    page = said(signed_in(director).get(review(letter)))
    assert "Clear with conditions" in page
    assert "Soon." in page


def test_after_the_last_unit_the_review_asks_for_the_last_word(signed_in, letter, bob, director):
    signed_in(bob).post(review(letter), answer(letter, "Communications"))
    assert "Waits for the clearance of: Legislative Affairs" in said(signed_in(bob).get(review(letter)))
    signed_in(director).post(review(letter), answer(letter, "Legislative Affairs"))
    page = said(signed_in(bob).get(review(letter)))
    assert 'value="approve"' in page
    assert "You speak for" not in page


def test_a_unit_cannot_be_spoken_for_by_naming_its_turn(signed_in, letter, bob):
    response = signed_in(bob).post(review(letter), answer(letter, "Legislative Affairs"))
    assert response.status_code == 422
    assert not Decision.objects.exists()


def test_an_objection_without_words_comes_back_with_what_was_chosen(signed_in, letter, bob):
    response = signed_in(bob).post(review(letter), answer(letter, "Communications", verdict="object"))
    assert response.status_code == 422
    assert "Say what you mean" in said(response)
    assert typed(response, "verdict") == "object"


def test_words_that_changed_meanwhile_are_not_cleared_and_the_comment_is_kept(signed_in, letter, bob):
    given = answer(letter, "Communications", sha256="0" * 64, comment="Mind the date.")
    response = signed_in(bob).post(review(letter), given)
    assert response.status_code == 422
    assert "The letter changed while you were reading it" in said(response)
    assert typed(response, "comment") == "Mind the date."
    assert not Decision.objects.exists()


def test_a_hostile_comment_is_shown_as_words(signed_in, letter, bob, director):
    signed_in(bob).post(review(letter), answer(letter, "Communications", comment=HOSTILE))
    assert is_inert(signed_in(director).get(review(letter)))
    assert is_inert(signed_in(director).get(reverse("letters:inspect", args=[letter.pk])))


def test_the_queue_of_a_unit_holds_what_waits_for_it(signed_in, letter, bob, alice, director):
    for user, expected in ((bob, [letter]), (alice, []), (director, [letter])):
        assert list(queries.waiting_for_my_units(user)) == expected
    signed_in(bob).post(review(letter), answer(letter, "Communications"))
    assert list(queries.waiting_for_my_units(bob)) == []
    page = said(signed_in(bob).get(reverse("letters:to_clear")))
    assert "Nothing waits for your units" in page


@pytest.mark.parametrize("name", ["letters:to_clear", "letters:waivers"])
def test_a_queue_costs_the_same_with_one_letter_and_with_three(signed_in, letter, alice, bob, director, office_a, name):
    second = UserFactory(office=office_a, roles=["director"])
    actions.waive(turns(letter)["Communications"], by=second, code="other", words="Away.")
    client, url = signed_in(director), reverse(name)
    one = asked(client, url)
    for _ in range(2):
        more = LetterFactory(office=office_a, by=alice, approver=bob, submitted=True)
        actions.waive(turns(more)["Communications"], by=second, code="other", words="Away.")
    assert len(client.get(url).context["object_list"]) == 3
    assert asked(client, url) == one


def test_the_review_costs_the_same_with_one_unit_and_with_three(signed_in, office_a, alice, bob):
    rule = ClearanceRuleFactory(office=office_a, units=[UnitFactory(office=office_a, staff=[bob])])
    few = LetterFactory(office=office_a, by=alice, approver=bob, submitted=True)
    one = asked(signed_in(bob), review(few))
    rule.units.add(*(UnitFactory(office=office_a) for _ in range(2)))
    many = LetterFactory(case=few.case, by=alice, approver=bob, submitted=True)
    assert len(queries.clearances_of(many)) == 3
    assert asked(signed_in(bob), review(many)) == one


def test_one_more_unit_is_asked_with_a_reason(signed_in, letter, office_a, office_b, alice):
    legal, foreign = UnitFactory(office=office_a, name="Legal"), UnitFactory(office=office_b, name="Foreign")
    url = reverse("letters:ask_unit", args=[letter.pk])
    page = said(signed_in(alice).get(url))
    assert ("Legal" in page, "Foreign" in page) == (True, False)
    refused = signed_in(alice).post(url, {"unit": foreign.pk, "kind": "gate", "reason": "x"})
    assert refused.status_code == 422
    signed_in(alice).post(url, {"unit": legal.pk, "kind": "gate", "reason": "Names a tribunal."})
    assert turns(letter)["Legal"].reason == "Names a tribunal."


def test_the_director_waives_and_another_ratifies(signed_in, letter, director, office_a):
    url = reverse("letters:waive", args=[letter.pk])
    given = {"clearance": turns(letter)["Communications"].pk, "code": "unavailable", "words": "Away until Monday."}
    assert signed_in(director).post(url, {**given, "words": ""}).status_code == 422
    signed_in(director).post(url, given)
    waiver = Waiver.objects.get()
    second = UserFactory(office=office_a, roles=["director"])
    ratify = reverse("letters:ratify", args=[letter.pk])
    assert signed_in(director).post(ratify, {"waiver": waiver.pk}).status_code == 422
    assert "Away until Monday." in said(signed_in(second).get(ratify))
    signed_in(second).post(ratify, {"waiver": waiver.pk})
    assert list(queries.waivers_to_ratify(second)) == []


@pytest.mark.parametrize("name", ["ask_unit", "waive", "ratify"])
def test_nobody_of_another_office_reaches_the_clearance(signed_in, letter, office_b, name):
    stranger = UserFactory(office=office_b, roles=["director"])
    assert signed_in(stranger).get(reverse(f"letters:{name}", args=[letter.pk])).status_code == 404


# ---------------------------------------------------------------- the rules
RULE = {"needs": "all", "at_least": "", "stage": "1", "from_tier": "", "urgency": "", "channel": "", "language": ""}


def rule_form(office, **given):
    return {
        "office": office.pk,
        "name": "Money",
        "tier": "2",
        "any_words": "money\nargent",
        "is_active": "on",
        **RULE,
        **given,
    }


def test_the_director_writes_a_rule_and_letters_follow_it(signed_in, director, office_a, press, alice, bob):
    signed_in(director).post(reverse("clearance_rules:add"), rule_form(office_a, units=[press.pk]))
    rule = ClearanceRule.objects.get()
    assert (list(rule.units.all()), rule.phrases()) == ([press], ("money", "argent"))
    plain = LetterFactory(office=office_a, by=alice, approver=bob, submitted=True)
    about = LetterFactory(office=office_a, by=alice, approver=bob, submitted=True, body="<p>Your money is safe.</p>")
    assert (list(turns(plain)), list(turns(about))) == ([], ["Communications"])


def test_a_rule_that_says_not_when_it_applies_comes_back(signed_in, director, office_a, press):
    response = signed_in(director).post(
        reverse("clearance_rules:add"), rule_form(office_a, any_words="", units=[press.pk])
    )
    assert "Say when the rule applies" in said(response)
    assert not ClearanceRule.objects.exists()


def test_a_rule_names_nobody_of_another_office(signed_in, director, office_a, office_b):
    url = reverse("clearance_rules:add")
    foreign, member = UnitFactory(office=office_b), MemberFactory(office=office_b)
    for extra in ({"units": [foreign.pk]}, {"signatories": [member.pk]}):
        assert signed_in(director).post(url, rule_form(office_a, **extra)).status_code == 200
    assert signed_in(director).post(url, rule_form(office_b)).status_code == 200
    assert not ClearanceRule.objects.exists()


def test_an_officer_reads_the_rules_and_changes_none(signed_in, alice, office_a, press):
    rule = ClearanceRuleFactory(office=office_a, name="Key letter", units=[press])
    page = said(signed_in(alice).get(reverse("clearance_rules:index")))
    assert "Key letter" in page
    signed_in(alice).post(reverse("clearance_rules:edit", args=[rule.pk]), rule_form(office_a))
    rule.refresh_from_db()
    assert rule.name == "Key letter"


def test_the_rules_cost_the_same_with_one_and_with_three(signed_in, director, office_a, press, house):
    ClearanceRuleFactory(office=office_a, units=[press])
    client, url = signed_in(director), reverse("clearance_rules:index")
    one = asked(client, url)
    for _ in range(2):
        ClearanceRuleFactory(office=office_a, units=[press, house])
    assert asked(client, url) == one


def test_a_unit_that_was_asked_is_not_deleted_and_the_keeper_is_told_why(signed_in, letter, press, office_a):
    keeper = UserFactory(office=office_a, roles=["administrator"])
    page = said(signed_in(keeper).post(reverse("units:delete", args=[press.pk]), follow=True))
    assert "This unit was asked about letters that are on file" in page
    assert set(turns(letter)) == {"Communications", "Legislative Affairs"}


def test_after_a_mended_slip_the_unit_sees_what_changed_and_says_so_with_one_press(signed_in, letter, alice, bob):
    actions.withdraw(letter, by=alice)
    actions.submit(write(letter, by=alice, body="<p>We recieved your letter.</p>"), by=alice)
    signed_in(bob).post(review(letter), answer(letter, "Communications"))
    actions.withdraw(letter, by=alice)
    actions.submit(write(letter, by=alice, body="<p>We received your letter.</p>"), by=alice)
    page = said(signed_in(bob).get(review(letter)))
    assert "What changed since Communications last let it pass" in page
    assert "No more than a slip was mended." in page
    signed_in(bob).post(review(letter), answer(letter, "Communications"))
    assert Decision.objects.filter(reconfirmed=True, verdict="clear", decided_by=bob).count() == 1


# ---------------------------------------------------------------- stages, and how many of a stage
def test_the_review_says_which_stage_reads_and_who_comes_later(signed_in, letter, office_a, bob, alice, press):
    last = UnitFactory(office=office_a, name="Leader’s Secretariat")
    ClearanceRuleFactory(office=office_a, units=[last], stage=2)
    actions.withdraw(letter, by=alice)
    actions.submit(letter, by=alice)
    page = said(signed_in(bob).get(review(letter)))
    assert "Stage 1 of 2 is reading" in page
    assert "its turn comes after an earlier stage" in page


def test_a_unit_objects_after_all_and_the_others_see_it(signed_in, letter, bob, director):
    signed_in(bob).post(review(letter), answer(letter, "Communications"))
    url = reverse("letters:object", args=[letter.pk])
    assert url in said(signed_in(bob).get(review(letter)))
    form = said(signed_in(bob).get(url))
    assert 'value="clear"' not in form
    refused = signed_in(bob).post(url, answer(letter, "Communications", verdict="object"))
    assert refused.status_code == 422
    signed_in(bob).post(
        url, answer(letter, "Communications", verdict="object", comment="The date is wrong.", code="facts")
    )
    assert turns(letter)["Communications"].state == "objected"
    assert "The date is wrong." in said(signed_in(director).get(review(letter)))


def test_who_has_said_nothing_that_could_be_taken_back_is_offered_no_objection(signed_in, letter, alice, bob):
    url = reverse("letters:object", args=[letter.pk])
    for person in (alice, bob):
        assert url not in said(signed_in(person).get(review(letter)))
        told = signed_in(person).post(
            url, answer(letter, "Communications", verdict="object", comment="No.", code="tone")
        )
        assert told.status_code == 422
    assert not Decision.objects.exists()


@pytest.mark.parametrize("how_many", ["", "0", "3"])
def test_a_rule_that_asks_for_so_many_says_how_many_and_no_more_than_there_are(
    signed_in, director, office_a, press, house, how_many
):
    given = rule_form(office_a, units=[press.pk, house.pk], needs="some", at_least=how_many, stage="2")
    assert "Say how many" in said(signed_in(director).post(reverse("clearance_rules:add"), given))
    signed_in(director).post(reverse("clearance_rules:add"), {**given, "at_least": "1"})
    rule = ClearanceRule.objects.get()
    assert (rule.quorum, rule.stage) == (1, 2)
    page = said(signed_in(director).get(reverse("clearance_rules:index")))
    assert "1 of: Communications, Legislative Affairs" in page


# ---------------------------------------------------------------- a unit's lead keeps the unit's own rules
@pytest.fixture
def lead(office_a, press):
    """Leads Communications, and keeps no rule by role."""
    person = UserFactory(username="lee", office=office_a, roles=["reviewer"])
    press.lead = person
    press.save()
    return person


def test_a_lead_writes_and_changes_the_rules_that_name_the_own_unit_alone(signed_in, lead, office_a, press, house):
    client, add = signed_in(lead), reverse("clearance_rules:add")
    assert "Legislative Affairs" not in said(client.get(add))
    client.post(add, rule_form(office_a, units=[press.pk]))
    rule = ClearanceRule.objects.get()
    client.post(reverse("clearance_rules:edit", args=[rule.pk]), rule_form(office_a, name="Coins", units=[press.pk]))
    rule.refresh_from_db()
    assert rule.name == "Coins"
    for wrong in ([press.pk, house.pk], [house.pk], []):
        client.post(reverse("clearance_rules:edit", args=[rule.pk]), rule_form(office_a, name="No", units=wrong))
        client.post(add, rule_form(office_a, name="No", units=wrong))
    assert list(ClearanceRule.objects.values_list("name", flat=True)) == ["Coins"]


def test_a_lead_changes_no_rule_that_names_another_unit_as_well(signed_in, lead, office_a, press, house):
    shared = ClearanceRuleFactory(office=office_a, name="Both", units=[press, house])
    nobody_s = ClearanceRuleFactory(office=office_a, name="Nobody's", units=[])
    for rule in (shared, nobody_s):
        signed_in(lead).post(
            reverse("clearance_rules:edit", args=[rule.pk]), rule_form(office_a, name="Mine", units=[press.pk])
        )
        with pytest.raises(NotPermitted):
            actions.save_clearance_rule(rule, by=lead, units=[press])
    with pytest.raises(NotPermitted):
        actions.save_clearance_rule(ClearanceRule(office=office_a, name="x"), by=lead, units=[house])
    assert not ClearanceRule.objects.filter(name="Mine").exists()
    page = said(signed_in(lead).get(reverse("clearance_rules:index")))
    assert reverse("clearance_rules:edit", args=[shared.pk]) not in page


def test_who_leads_nothing_keeps_no_rule(signed_in, bob, office_a, press):
    rule = ClearanceRuleFactory(office=office_a, name="Theirs", units=[press])
    signed_in(bob).post(reverse("clearance_rules:edit", args=[rule.pk]), rule_form(office_a, units=[press.pk]))
    signed_in(bob).post(reverse("clearance_rules:add"), rule_form(office_a, units=[press.pk]))
    assert list(ClearanceRule.objects.values_list("name", flat=True)) == ["Theirs"]


def test_a_rule_speaks_of_urgency_channel_language_and_tier(signed_in, director, office_a, press, alice, bob):
    conditions = {"urgency": "urgent", "channel": "post", "language": "en"}
    given = rule_form(office_a, any_words="", units=[press.pk], **conditions)
    signed_in(director).post(reverse("clearance_rules:add"), given)
    plain = LetterFactory(office=office_a, by=alice, approver=bob, submitted=True, post="1 Rue")
    urgent = LetterFactory(
        office=office_a, by=alice, approver=bob, submitted=True, post="1 Rue", case__urgency="urgent"
    )
    assert (list(turns(plain)), list(turns(urgent))) == ([], ["Communications"])
