"""The page that says who may what, and the policies that decide: they cannot part company.

Every role of the house, a superuser, somebody who left, one with a conflict and the lead of a unit are asked about
every verb on a row of every kind and level, here and next door.
"""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.cases.levels import Level
from casework.cases.models import Case
from casework.core import sight
from casework.core.clock import today
from casework.core.permissions import may
from casework.directory.roles import ROLES
from casework.insight.queries import rights
from tests.factories.cases import CaseFactory, ConflictFactory, OpeningFactory
from tests.factories.contacts import PersonFactory
from tests.factories.directory import AbsenceFactory, OfficeFactory, SharedUnitFactory, UnitFactory, UserFactory
from tests.factories.intake import RoutingRuleFactory, SubmissionFactory
from tests.factories.letters import (
    ClearanceRuleFactory,
    LetterFactory,
    SigningAuthorityFactory,
    TemplateFactory,
    template,
)
from tests.factories.positions import PositionFactory
from tests.screens import queries, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(office_a, alice, bob):
    """Of every level a case with a letter, by level."""
    writer = UserFactory(office=office_a, roles=["officer"])
    found = {}
    for level in Level:
        letter = LetterFactory(case=CaseFactory(office=office_a), by=writer, approver=bob)
        Case.objects.filter(pk=letter.case_id).update(sensitivity=level)
        letter.case.refresh_from_db()
        found[str(level)] = (letter.case, letter)
    return found


@pytest.fixture
def people(office_a, office_b, files):
    """One of each role; a superuser of nothing; one who left; one with a conflict; a stand-in; the lead of a unit."""
    found = {role.code: UserFactory(office=office_a, roles=[role.code]) for role in ROLES}
    found["superuser"] = UserFactory(admin=True)
    found["manages here, helps there"] = UserFactory(office=office_a, roles=["office_manager"])
    found["manages here, helps there"].memberships.create(office=office_b)
    found["left"] = UserFactory(office=office_a, roles=["director"])
    found["left"].memberships.update(ends_on=today() - timedelta(days=1))
    found["closed"] = UserFactory(office=office_a, roles=["director"], gone=True)
    found["conflict"] = UserFactory(office=office_a, roles=["director"])
    ConflictFactory(office=office_a, staff=found["conflict"], person=files["open"][0].person)
    found["stands in"] = UserFactory(office=office_a, roles=["caseworker"])
    AbsenceFactory(office=office_a, person=found["reviewer"], stand_in=found["stands in"])
    found["lead"] = UserFactory(office=office_a, roles=["reviewer"])
    return found


@pytest.fixture
def rows(office_a, office_b, alice, bob, files, people):
    """A row of every kind, here and next door."""
    unit = UnitFactory(office=office_a, lead=people["lead"])
    mine = [row for pair in files.values() for row in pair]
    for office in (office_a, office_b):
        mine += [
            PersonFactory(office=office),
            SubmissionFactory(office=office),
            RoutingRuleFactory(office=office),
            PositionFactory(office=office),
            template(office=office),
            ClearanceRuleFactory(office=office, units=[unit] if office == office_a else [UnitFactory(office=office)]),
            ClearanceRuleFactory(office=office, units=[UnitFactory(office=office)]),
            SigningAuthorityFactory(office=office),
            ConflictFactory(office=office),
            AbsenceFactory(office=office),
            SharedUnitFactory(to_office=office),
            OpeningFactory(case=CaseFactory(office=office), opened_by=people["officer"]),
            LetterFactory(office=office),
        ]
    return [*mine, TemplateFactory(office=None), unit, office_b]


def case_of(row):
    return row if row._meta.label == "cases.Case" else getattr(row, "case", None)


def test_the_page_and_the_policy_say_the_same_of_every_role_verb_and_kind_of_row(people, rows, office_a):
    asked, yes, lies = 0, 0, []
    for who, person in people.items():
        told = {(r.model, r.verb): r for r in rights.rights_of(person, rights.places_of(person, person))}
        for row in rows:
            for (model, verb), right in told.items():
                if model is not type(row):
                    continue
                asked, truth = asked + 1, may(person, verb, row)
                yes += truth
                office = getattr(row, "office_id", None)
                here = not right.offices or office is None or office in {each.pk for each in right.offices}
                told_no = not right.is_theirs or not here
                told_yes = right.is_theirs and here and not set(right.but) - {"Never what they had a hand in."}
                if (truth and told_no) or (not truth and told_yes):
                    lies.append((who, verb, str(row), right.is_theirs, truth, right.but))

    assert lies == []
    assert (asked > 1000, yes > 300) == (True, True)


def test_what_is_taken_away_is_said_with_the_levels_that_decide(people, files):
    for who, person in people.items():
        closed = [level for level in Level if not may(person, "view", files[str(level)][0])]
        told = next(
            r
            for r in rights.rights_of(person, rights.places_of(person, person))
            if r.thing == "cases" and r.verb == "view"
        )
        # The conflict is about the person of the open case alone.
        named = [level for level in Level if f"“{level.label}”" in " ".join(told.but)]
        expected = [] if not told.is_theirs else [level for level in closed if (who, level) != ("conflict", "open")]
        assert named == expected, who


def test_about_one_row_each_answer_is_the_policy_s_and_has_a_reason(people, rows):
    for person in [people[who] for who in ("officer", "volunteer", "conflict", "left")]:
        for row in [row for row in rows if hasattr(row, "office_id") and row._meta.app_label != "directory"]:
            for answer in rights.answers_about(person, row):
                assert answer.is_yes is may(person, answer.verb, row)
                assert answer.why or row.office_id is None


def test_each_reason_names_what_keeps_the_row(people, files, office_a, office_b):
    def why(who, row, verb="view"):
        return next(each.why for each in rights.answers_about(people[who], row) if each.verb == verb)

    case, letter = files["sensitive"]
    letter.drafted_by.groups.set(people["director"].groups.all())
    letter.drafted_by.refresh_from_db()

    assert why("volunteer", case).startswith("Its case is at the level “Sensitive”.")
    assert why("conflict", files["open"][1]) == "A conflict of interest keeps it from them."
    assert why("left", case).startswith("Office A: Ended on ")
    assert why("closed", case) == "The account is closed."
    assert why("superuser", case) == "Office A: They do not work there."
    assert why("office_manager", CaseFactory(office=office_b)) == "Office B: They do not work there."
    assert why("editor", case) == "No role of theirs says so."
    assert why("director", case) == "Director · Office A: In force."
    people["writer"] = letter.drafted_by
    assert why("writer", letter, "approve") == "They had a hand in these words: somebody else decides on them."


def test_every_policy_of_ours_and_every_verb_of_a_role_is_asked():
    asked = {f"{m._meta.app_label}.{verb}_{m._meta.model_name}" for m, verb in rights.verbs_of_the_house()}
    ours = (
        "core.",
        "directory.",
        "contacts.",
        "positions.",
        "cases.",
        "dispatch.",
        "letters.",
        "intake.",
        "records.",
        "insight.",
    )
    named = {name for role in ROLES for name in role.permissions if name.startswith(ours)}

    assert asked == named
    assert {verb for _model, verb in rights.verbs_of_the_house()} <= set(rights.VERBS)
    assert sight.is_kept("cases.Case")


def test_a_director_asks_about_the_people_of_their_office_an_administrator_about_all_anybody_about_oneself(
    director, alice, charlie, root, office_a
):
    administrator = UserFactory(roles=["administrator"])

    assert charlie not in rights.people_to_ask_about(director)
    assert {director, alice} <= set(rights.people_to_ask_about(director))
    assert list(rights.people_to_ask_about(alice)) == [alice]
    assert {administrator, alice, charlie} <= set(rights.people_to_ask_about(administrator))
    assert root not in rights.people_to_ask_about(administrator)


def test_a_director_learns_nothing_of_where_else_somebody_works(signed_in, director, alice, office_b):
    elsewhere = OfficeFactory(name="Office Elsewhere")
    alice.memberships.create(office=elsewhere)

    page = said(signed_in(director).get(reverse("insight:who_may"), {"person": alice.pk}))

    assert "Alice Archer" in page
    assert "Office A" in page
    assert "Office Elsewhere" not in page
    assert "Office Elsewhere" in said(signed_in(alice).get(reverse("insight:who_may")))


def test_about_what_the_asker_does_not_see_the_page_says_what_it_says_of_no_number_at_all(
    signed_in, director, alice, charlie, files
):
    hidden, next_door = files["restricted"][0], CaseFactory(office=charlie.memberships.get().office)
    client, url = signed_in(director), reverse("insight:who_may")

    pages = [
        said(client.get(url, {"person": alice.pk, "reference": number})).replace(number, "")
        for number in (hidden.reference, next_door.reference, "ZZZZ-ZZZZ")
    ]

    assert all("Nothing in your sight has this number." in page for page in pages)
    assert "May they?" not in "".join(pages)


def test_the_page_tells_of_one_row_and_keeps_others_out(signed_in, director, alice, bob, charlie, files):
    case, letter = files["confidential"]
    url = reverse("insight:who_may")
    asked = {"person": alice.pk, "reference": case.reference.lower()}

    page = said(signed_in(director).get(url, asked))

    assert f"Case {case}" in page
    assert "Correspondence officer · Office A: In force." in page
    assert f"Letter {letter}" in said(signed_in(director).get(url, {**asked, "reference": letter.reference}))
    # Alice may not ask for somebody else at all, nor an administrator about a row for somebody else.
    assert signed_in(alice).get(url, {"person": bob.pk}).context["form"].errors
    administrator = UserFactory(office=case.office, roles=["administrator", "officer"])
    refused = said(signed_in(administrator).get(url, asked))
    assert "About one file, only directors may ask for a colleague." in refused
    assert f"Case {case}" in said(signed_in(administrator).get(url, {"reference": case.reference}))


def test_the_page_asks_as_much_for_three_memberships_as_for_one(signed_in, root, director, alice):
    client, url = signed_in(director), reverse("insight:who_may")
    one = queries(client, url)
    for office in OfficeFactory.create_batch(2):
        director.memberships.create(office=office)

    assert queries(client, url) == one
    assert "In no office" in said(signed_in(root).get(url))


def test_the_page_says_for_whom_a_unit_clears_letters_of_another_office(office_a, office_b, director, alice, signed_in):
    reviewer = UserFactory(office=office_b, roles=["reviewer"])
    unit = UnitFactory(office=office_b, name="Press office", staff=[reviewer])
    shared = SharedUnitFactory(unit=unit, to_office=office_a)
    ClearanceRuleFactory(office=office_a, units=[unit])
    waits, other = LetterFactory(office=office_a, submitted=True), LetterFactory(office=office_a)
    page, because = reverse("insight:who_may"), "The unit Press office clears letters of Office A until"

    for asker in (reviewer, director):
        assert because in said(signed_in(asker).get(f"{page}?person={reviewer.pk}"))
    told = [(one.verb, one.is_yes) for one in rights.answers_about(reviewer, waits)]
    assert told == [
        ("view", False),
        ("add", False),
        ("change", False),
        ("approve", False),
        ("waive", False),
        ("read", True),
    ]
    assert rights.answers_about(reviewer, waits)[-1].why.startswith(because)
    assert not rights.answers_about(reviewer, other)[-1].is_yes
    type(shared).objects.update(accepted_at=None, accepted_by=None)
    again = type(reviewer).objects.get(pk=reviewer.pk)
    assert because not in said(signed_in(again).get(page))
    assert not rights.answers_about(again, waits)[-1].is_yes
