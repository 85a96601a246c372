"""What may be said on a day, to whom, on which issue; what ends soon; and the same answer from row and database."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from casework.core import clock as now
from casework.core.search import rebuild
from casework.positions import actions, queries
from casework.positions.models import PositionVersion
from casework.positions.states import Standing, standing
from tests.factories.directory import IssueFactory, UserFactory
from tests.factories.positions import PositionFactory, again, next_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue():
    """Transit, a part of infrastructure."""
    return IssueFactory(name="Transit", parent=IssueFactory(name="Infrastructure"))


@pytest.fixture
def line(alice, bob, office_a, issue):
    """``line(title=…)``: an approved line of office A on the issue."""

    def make(**given):
        return PositionFactory(
            **{"office": office_a, "by": alice, "approver": bob, "issue": issue, "approved": True, **given}
        )

    return make


def titles(lines):
    return [each.title for each in lines]


def test_lines_of_the_day_are_those_on_the_issue_first_then_those_on_what_it_is_part_of(line, issue, office_a):
    line(title="A wider one", issue=issue.parent)
    line(title="B own")
    line(title="C other", issue=IssueFactory())
    line(title="D below", issue=IssueFactory(parent=issue))

    assert titles(queries.lines_of_the_day([office_a.pk], issue, on=now.now())) == ["B own", "A wider one"]


def test_lines_of_the_day_leave_out_what_may_not_be_said(line, issue, office_a, alice):
    today, at = now.today(), now.now()
    line(title="current")
    line(title="last day", expires=today)
    line(title="tomorrow", effective_from=today + timedelta(days=1))
    line(title="embargoed", not_before=at + timedelta(hours=1))
    line(title="stopped", stopped=True)
    line(title="expired", expired=True)
    line(title="draft", approved=False)
    line(title="in review", approved=False, submitted=True)

    assert titles(queries.lines_of_the_day([office_a.pk], issue, on=at + timedelta(seconds=9))) == [
        "current",
        "last day",
    ]


def test_lines_of_the_day_stay_behind_the_wall(line, issue, office_a, office_b):
    line(title="Ours")

    assert queries.lines_of_the_day([office_b.pk], issue, on=now.now()) == []
    assert queries.lines_of_the_day([], issue, on=now.now()) == []
    assert queries.lines_of_the_day([office_a.pk], None, on=now.now()) == []


def test_an_audience_is_told_its_own_lines_and_the_public_ones(line, issue, office_a):
    for audience in ("public", "stakeholder", "media", "staff_only"):
        line(title=audience, audience=audience)

    def told(audience):
        return set(titles(queries.lines_of_the_day([office_a.pk], issue, on=now.now(), audience=audience)))

    assert told("stakeholder") == {"stakeholder", "public"}
    assert told("public") == {"public"}
    assert len(told(None)) == 4


def test_lines_of_the_day_cost_one_query_however_many(line, issue, office_a, django_assert_num_queries):
    issue.parent  # noqa: B018  (fetched with the case, as callers do)
    for count in (1, 2):
        for _ in range(count):
            line()
        with django_assert_num_queries(1):
            for version in queries.lines_of_the_day([office_a.pk], issue, on=now.now()):
                assert (standing(version, now.now()), str(version.issue)) == (Standing.CURRENT, "Transit")


def test_a_version_in_the_list_carries_the_approved_words_while_others_are_being_written(line, issue, office_a, alice):
    position = line(text_en="Approved.")
    draft = actions.new_version(position, by=alice)
    draft.text_en, draft.audience = "Not yet.", "media"
    actions.write(draft, by=alice)

    (version,) = queries.lines_of_the_day([office_a.pk], issue, on=now.now())
    assert (version.text_en, version.audience) == ("Approved.", "public")


def test_the_database_and_the_rule_agree_at_every_moment(line, alice, bob, clock):
    """Every combination of dates, at noon and at both ends of each day around them."""
    today = now.today()
    first = line(expires=today + timedelta(days=2))
    line(effective_from=today + timedelta(days=1), not_before=now.now() + timedelta(days=2))
    line(stopped=True)
    clock.shift(timedelta(hours=3))
    next_version(first, by=alice, approver=bob, effective_from=today + timedelta(days=1))
    third = next_version(first, by=alice, approver=bob, effective_from=today + timedelta(days=3), expires=None)
    clock.shift(timedelta(days=1, hours=1))
    actions.withdraw_live(third, by=bob, reason="Wrong.")

    versions = list(PositionVersion.objects.told())
    zone = timezone.get_default_timezone()
    for days in range(-1, 6):
        for at in (time.min, time(12), time.max):
            moment = datetime.combine(today + timedelta(days=days), at, zone)
            by_rule = {each.pk for each in versions if standing(each, moment) == Standing.CURRENT}
            assert set(PositionVersion.objects.standing(moment).values_list("pk", flat=True)) == by_rule, moment
            assert len({each.position_id for each in versions if each.pk in by_rule}) == len(by_rule), moment


def test_versions_are_found_by_key_however_they_stand(line, office_a, office_b, django_assert_num_queries):
    keys = [line(stopped=True).versions.get().pk, line().versions.get().pk]

    with django_assert_num_queries(1):
        found = queries.versions([office_a.pk], keys)
        stand = {key: standing(version, now.now()) for key, version in found.items()}
    assert stand == {keys[0]: "withdrawn", keys[1]: "current"}
    assert queries.versions([office_b.pk], keys) == {}


def test_expiring_tells_what_ends_soon_the_first_on_top(line, alice, charlie):
    for days in (3, 0, 7, 8):
        line(title=f"in {days}", expires=now.today() + timedelta(days=days))
    line(title="without end")

    assert titles(queries.expiring(alice, 7)) == ["in 0", "in 3", "in 7"]
    assert queries.expiring(charlie, 7) == []


def test_the_lists_say_what_they_are_called(line, alice, bob, office_a):
    line(title="live")
    line(title="written", approved=False)
    line(title="waits", approved=False, submitted=True)
    line(title="over", expired=True)

    def of(rows):
        return {position.title for position in rows}

    assert of(queries.of_the_day(alice)) == {"live"}
    assert of(queries.waiting(bob)) == {"waits"}
    assert of(queries.waiting(alice)) == set(), "alice wrote it"
    assert of(queries.being_written(alice)) == {"written", "waits"}
    assert of(queries.positions_for(alice)) == {"live", "written", "waits", "over"}


def test_no_list_shows_another_office_s_lines(line, charlie, root):
    for who in (charlie, root):
        line(submitted=True)
        for rows in (queries.of_the_day, queries.waiting, queries.being_written, queries.positions_for):
            assert list(rows(who)) == [], rows


def test_search_finds_by_words_issue_and_number_and_forgets_nothing_in_a_rebuild(line, alice, charlie):
    position = line(title="The 14 bus", text_fr="La ligne d’autobus numéro 14")

    for _ in range(2):
        for words in ("bus 14", "autobus", "transit", f"L-{position.pk}"):
            assert list(queries.found(alice, words)) == [position], words
        assert list(queries.found(charlie, "bus")) == []
        rebuild(["position"])


def test_compared_tells_the_parts_whose_words_changed(line, alice):
    position = line()
    draft = actions.new_version(position, by=alice)
    draft.text_en, draft.sources = "We are asking for this to be repaired now.", "A page."
    draft = again(actions.write(draft, by=alice))

    changes = queries.compared(queries.newest(queries.position_for(alice, position.pk)), draft)

    assert [change.label for change in changes] == ["Line in English", "Sources"]
    assert [piece.text for piece in changes[0].pieces if piece.kind == "new"] == ["repaired now."]


def test_whoever_may_decide_holds_the_verb_in_that_office_and_wrote_nothing(line, alice, bob, charlie, root, office_b):
    position = line(approved=False, submitted=True)
    stranger = UserFactory(office=office_b, roles=["reviewer"])

    told = [queries.may_decide(position, who) for who in (alice, bob, charlie, root, stranger)]
    assert told == [False, True, False, False, False]
