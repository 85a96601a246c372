"""A letter of approved template text alone is pre-cleared; the trace says why, and why not."""

from datetime import timedelta

import pytest

from casework.letters import actions, queries
from casework.letters.models import Template, TemplateUse
from casework.letters.tiers import Tier
from tests.factories.directory import IssueFactory, UnitFactory, UserFactory
from tests.factories.letters import ClearanceRuleFactory, again, template, write
from tests.factories.positions import PositionFactory

pytestmark = pytest.mark.django_db
BODY = (
    "<p>Thank you for writing to us about {subject} on {received_on}. We are sorry to hear of it.</p>"
    "<p>Your letter has been read here with care by the people who look into such matters, and the office has asked "
    "the program for its view. Your number is {reference}; the office can be reached at {office_phone}.</p>"
)
CORPS = (
    "<p>Merci de nous avoir écrit au sujet de {subject} le {received_on}. Nous sommes désolés de l’apprendre.</p>"
    "<p>Votre lettre a été lue avec soin et le bureau a demandé son avis au programme. Votre numéro : {reference}.</p>"
)


@pytest.fixture
def pair(alice, bob):
    return template(by=alice, approver=bob, body=BODY, body_fr=CORPS, name="Looking into it")


@pytest.fixture
def start(case, alice):
    """A letter from a template, with other words where there are any."""

    def start(row, *, also="", **given):
        letter = actions.start_reply(case, by=alice, template=row, **given)
        return write(letter, by=alice, body=letter.body + also) if also else again(letter)

    return start


def submitted(letter, by):
    """The plan of the letter once it is submitted."""
    return queries.plan_of(actions.submit(letter, by=by))


def whys(plan):
    return [(step["name"], step["matched"], step["why"]["en"]) for step in plan.trace]


def test_a_letter_of_approved_text_is_pre_cleared_and_the_trace_says_so_in_both_languages(start, pair, alice):
    plan = submitted(start(pair), alice)
    assert plan.tier == Tier.PRECLEARED
    assert whys(plan) == [
        ("Looking into it", True, "0 % of its words are not those of the approved template; up to 5 % may be.")
    ]
    assert set(plan.trace[0]["why"]) == {"en", "fr"}


def test_what_stands_in_a_field_is_not_free_however_late_it_is_submitted(start, pair, alice, case, clock):
    case.subject = "A very long subject that the person gave 3 times & did not shorten"
    case.save()
    letter = start(pair)
    clock.shift(timedelta(days=2))
    assert submitted(letter, alice).tier == Tier.PRECLEARED


@pytest.mark.parametrize(
    ("also", "tier"),
    [
        ("<p>Kind greetings.</p>", Tier.PRECLEARED),
        ("<p>Here are several more words of my own which make a whole sentence.</p>", Tier.LIGHT),
        ("<p>Certainly not.</p>", Tier.LIGHT),
    ],
)
def test_a_few_words_of_one_s_own_are_allowed_and_none_that_turns_it_round(start, pair, alice, also, tier):
    assert submitted(start(pair, also=also), alice).tier == tier


def test_french_is_measured_against_french(start, pair, alice):
    assert submitted(start(pair, language="fr"), alice).tier == Tier.PRECLEARED


def test_an_approved_paragraph_and_a_line_of_the_day_are_not_free(start, pair, alice, bob, case, office_a):
    case.issue = IssueFactory()
    case.save()
    paragraph = template(
        by=alice, approver=bob, kind="paragraph", body="<p>You can call {office}: nobody has to write twice.</p>"
    )
    words = "Nobody should lose a home over this, and we will say so in 2026."
    PositionFactory(office=office_a, issue=case.issue, text_en=words, by=alice, approver=bob, approved=True)
    letter = start(pair, also=f"<p>You can call {office_a}: nobody has to write twice.</p><p>{words}</p>")
    assert submitted(letter, alice).tier == Tier.PRECLEARED
    uses = TemplateUse.objects.filter(letter=letter).values_list("template", "began")
    assert set(uses) == {(pair.pk, True), (paragraph.pk, False)}
    assert [use.began for use in queries.uses_of(letter)] == [True, False]


def test_submitting_twice_counts_a_paragraph_once(start, pair, alice, bob):
    template(by=alice, approver=bob, kind="paragraph", body="<p>You can call the office.</p>")
    letter = start(pair, also="<p>You can call the office.</p>")
    actions.withdraw(actions.submit(letter, by=alice), by=alice)
    actions.submit(again(letter), by=alice)
    assert TemplateUse.objects.filter(letter=letter, began=False).count() == 1


def test_an_empty_page_is_never_pre_cleared_and_has_no_line_of_trace(draft, alice):
    plan = submitted(draft, alice)
    assert (plan.tier, plan.trace) == (Tier.LIGHT, [])


def test_words_nobody_approved_are_not_pre_cleared(start, alice):
    plan = submitted(start(template(by=alice, state="draft", body=BODY)), alice)
    assert plan.tier == Tier.LIGHT
    assert whys(plan)[0][1:] == (False, "Nobody had approved the template that it began from.")


def outdated(row, how, *, by, bob):
    """Something happens to the template after the letter began."""
    if how == "retired":
        actions.retire_template(row, by=by, reason="Closed.")
        return
    row = actions.begin_template_version(row, by=by)
    row.body_en = row.body_en.replace("sorry", "very sorry")
    actions.submit_template(actions.save_template(row, by=by), by=by)
    actions.approve_template(row, by=bob)


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("retired", "The template that it began from is retired."),
        ("renewed", "The template that it began from has a newer approved version."),
    ],
)
def test_a_template_that_stands_no_more_clears_nothing_and_the_pre_flight_says_so(start, pair, alice, bob, how, why):
    letter = start(pair)
    outdated(pair, how, by=alice, bob=bob)
    read = queries.reading(again(letter))
    found = queries.preflight(read.words, read.content, read.text).warnings
    assert [(one.passage, str(one.sentence)) for one in found if one.code == "template"] == [
        (read.text.splitlines()[2].strip(), f"{why} See whether these words still hold.")
    ]
    plan = submitted(letter, alice)
    assert (plan.tier, whys(plan)[0][1:]) == (Tier.LIGHT, (False, why))


def test_a_language_that_is_behind_is_not_pre_cleared_until_somebody_stands_by_it(start, pair, alice, bob, director):
    outdated(pair, "renewed", by=alice, bob=bob)
    row = Template.objects.get(pk=pair.pk)
    english, french = start(row), start(row, language="fr")
    assert queries.origin_of(english, queries.reading(english).content).is_precleared
    read = queries.reading(french)
    assert not queries.origin_of(french, read.content).is_precleared
    assert "template" in {one.code for one in queries.preflight(read.words, read.content, read.text).warnings}
    actions.stand_by_translation(row, by=director)
    assert queries.origin_of(french, read.content).is_precleared


def test_a_rule_that_says_otherwise_still_counts_and_its_units_are_asked(start, pair, alice, office_a):
    unit = UnitFactory(office=office_a, staff=[UserFactory(office=office_a, roles=["reviewer"])])
    ClearanceRuleFactory(office=office_a, units=[unit], name="Every letter")
    letter = actions.submit(start(pair), by=alice)
    plan = queries.plan_of(letter)
    assert plan.tier == Tier.KEY
    assert [(name, matched) for name, matched, _why in whys(plan)] == [
        ("Looking into it", True),
        ("Every letter", True),
    ]
    assert [each.unit for each in queries.holding(letter)] == [unit]


def test_a_pre_cleared_letter_still_needs_somebody_else_s_yes(start, pair, alice):
    letter = actions.submit(start(pair), by=alice)
    assert letter.status == "in_review"
    assert "somebody else approves" in queries.why_not_decide(letter, alice)


def test_use_is_counted_by_version(start, pair, alice, bob):
    start(pair)
    start(pair)
    outdated(pair, "renewed", by=alice, bob=bob)
    start(Template.objects.get(pk=pair.pk))
    row = queries.template_for(alice, pair.pk)
    assert (row.used, [(version.number, version.used) for version in row.versions.all()]) == (3, [(2, 1), (1, 2)])


def test_what_is_used_most_on_the_issue_is_offered_first(pair, alice, bob, case):
    case.issue = IssueFactory()
    case.save()
    for name in ("A never used", "Z used twice", "M used once"):
        row = template(by=alice, approver=bob, name=name)
        for _turn in range({"Z used twice": 2, "M used once": 1}.get(name, 0)):
            actions.start_reply(case, by=alice, template=row)
    meant = template(by=alice, approver=bob, name="Meant for it", issues=[case.issue])
    offers = queries.offers_for(alice, case=case)
    assert [offer.template.name for offer in offers] == [
        meant.name, "Z used twice", "M used once", "A never used", pair.name,
    ]  # fmt: skip
    assert [offer.used_here for offer in offers] == [0, 2, 1, 0, 0]


def test_offers_cost_the_same_for_one_and_three(pair, alice, bob, case, count_queries):
    few = count_queries(lambda: queries.offers_for(alice, case=case))
    template(by=alice, approver=bob, issues=[IssueFactory()])
    template(by=alice, approver=bob, state="draft")
    assert count_queries(lambda: queries.offers_for(alice, case=case)) == few


def test_beside_the_editor_stand_the_paragraphs_of_the_matter_filled_in(start, pair, alice, bob, case, office_b):
    case.issue = IssueFactory()
    case.save()
    here = template(
        by=alice, approver=bob, kind="paragraph", name="Z", body="<p>Concerning {subject}.</p>", issues=[case.issue]
    )
    anywhere = template(by=alice, state="draft", kind="paragraph", name="A", body="<p>Anything.</p>")
    template(by=alice, approver=bob, kind="paragraph", name="Other matter", issues=[IssueFactory()])
    template(by=alice, approver=bob, kind="paragraph", name="Retired", state="retired")
    template(office=office_b, kind="paragraph", name="Next door")
    letter = start(pair, also="<p>Anything.</p>")
    read = queries.reading(letter)
    beside = queries.paragraphs_beside(letter, read.content, read.text)
    assert [(each.template, each.words, each.is_approved, each.is_said) for each in beside] == [
        (here, f"Concerning {case.subject}.", True, False),
        (anywhere, "Anything.", False, True),
    ]


def test_what_the_measure_asks_does_not_grow_with_the_paragraphs(start, pair, alice, bob, count_queries):
    letter = start(pair)
    content = queries.reading(letter).content
    template(by=alice, approver=bob, kind="paragraph")
    queries.origin_of(letter, content)
    few = count_queries(lambda: queries.origin_of(letter, content))
    template(by=alice, approver=bob, kind="paragraph")
    template(by=alice, approver=bob, kind="paragraph")
    assert count_queries(lambda: queries.origin_of(letter, content)) == few


def test_a_paragraph_can_be_put_into_the_letter_from_beside_it(signed_in, start, pair, alice, bob):
    template(by=alice, approver=bob, kind="paragraph", name="How to reach us", body="<p>Call & ask.</p>")
    letter = start(pair)
    page = " ".join(signed_in(alice).get(f"/admin/letters/edit/{letter.pk}/").content.decode().split())
    assert 'data-words="Call &amp; ask."' in page
    assert "Put “How to reach us” into the letter" in page


def test_the_screens_say_what_it_began_from_and_what_it_needs(signed_in, start, pair, alice, bob):
    letter = start(pair)
    editor = signed_in(alice).get(f"/admin/letters/edit/{letter.pk}/").content.decode()
    assert "What it began from" in editor
    assert "Pre-cleared text" in editor
    letter = actions.submit(letter, by=alice)
    for page in (f"/admin/letters/inspect/{letter.pk}/", f"/admin/letters/{letter.pk}/review/"):
        words = " ".join(signed_in(bob).get(page).content.decode().split())
        assert "This letter is: <strong>Pre-cleared text</strong>. No unit is asked to clear it." in words
        assert "up to 5 % may be." in words
