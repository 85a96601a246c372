"""Units that clear letters of other offices: offered, accepted, ended; two say so, on two sides."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from casework.core.errors import CaseworkError, NotPermitted
from casework.core.models import HistoryEntry
from casework.directory import actions
from casework.directory.models import SharedUnit
from casework.directory.queries import clears_for, colleagues_and_readers, units_clearing_for
from casework.directory.sharing import SharedStanding, standing
from tests.factories.directory import SharedUnitFactory, UnitFactory, UserFactory
from tests.screens import queries, said, typed

MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)
THEN = datetime(2026, 3, 2, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("accepted_at", "ended_at", "today", "stands"),
    [
        (None, None, MONDAY, SharedStanding.OFFERED),
        (None, None, date(2026, 3, 7), SharedStanding.NOT_ACCEPTED),
        (None, THEN, MONDAY, SharedStanding.NOT_ACCEPTED),
        (THEN, None, date(2026, 3, 1), SharedStanding.LATER),
        (THEN, None, MONDAY, SharedStanding.IN_FORCE),
        (THEN, None, FRIDAY, SharedStanding.IN_FORCE),
        (THEN, None, date(2026, 3, 7), SharedStanding.OVER),
        (THEN, THEN, MONDAY, SharedStanding.ENDED),
        (THEN, THEN, date(2026, 3, 7), SharedStanding.ENDED),
    ],
)
def test_only_what_two_agreed_on_and_nobody_ended_is_in_force_on_its_days(accepted_at, ended_at, today, stands):
    days = {"starts_on": MONDAY, "ends_on": FRIDAY, "today": today}

    assert standing(accepted_at=accepted_at, ended_at=ended_at, **days) == stands


@pytest.fixture
def chief(office_b):
    """The director of the office whose unit it is."""
    return UserFactory(username="chief", last_name="Chieftain", office=office_b, roles=["director"])


@pytest.fixture
def press(office_b, charlie):
    """A unit of office B."""
    return UnitFactory(office=office_b, name="Press office", staff=[charlie])


@pytest.fixture
def week(clock, office_a):
    """With whom, and on which days."""
    return {"to_office": office_a, "starts_on": MONDAY, "ends_on": FRIDAY}


@pytest.mark.django_db
def test_it_takes_two_and_ends_by_itself(
    press, week, chief, director, office_a, clock, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        offered = actions.offer_unit(press, by=chief, **week)
    assert not clears_for(press, office_a.pk)

    with django_capture_on_commit_callbacks(execute=True):
        accepted = actions.accept_unit(offered, by=director)

    assert clears_for(press, office_a.pk)
    assert list(units_clearing_for(office_a.pk)) == [press]
    assert set(colleagues_and_readers(office_a.pk)) == {director, *press.staff.all()}
    clock.shift(timedelta(days=4))
    assert clears_for(press, office_a.pk)
    clock.shift(timedelta(days=1))
    assert not clears_for(press, office_a.pk)
    lines = HistoryEntry.objects.filter(action__startswith="directory.").order_by("pk")
    assert [(line.action, line.user_id, line.office_id, line.object_id) for line in lines] == [
        ("directory.offer_unit", chief.pk, office_a.pk, str(accepted.pk)),
        ("directory.accept_unit", director.pk, office_a.pk, str(accepted.pk)),
    ]
    assert [sent.to for sent in mail.outbox] == [[director.email], [chief.email]]
    assert "Chieftain" not in "".join(sent.subject + sent.body for sent in mail.outbox)


@pytest.mark.django_db
def test_nobody_says_both_words_and_nobody_the_other_office_s(press, week, chief, director, office_a, alice, root):
    for nobody in (director, alice, root):
        with pytest.raises(NotPermitted):
            actions.offer_unit(press, by=nobody, **week)
    chief.memberships.create(office=office_a)
    both = type(chief).objects.get(pk=chief.pk)
    offered = actions.offer_unit(press, by=both, **week)
    other = UserFactory(office=press.office, roles=["director"])
    manager = UserFactory(office=office_a, roles=["office_manager"])
    for nobody, words in ((both, "You offered this unit yourself"), (other, "accepted by the Director of the office")):
        with pytest.raises(NotPermitted, match=words):
            actions.accept_unit(offered, by=nobody)
    for nobody in (alice, manager, root):
        with pytest.raises(NotPermitted):
            actions.accept_unit(offered, by=nobody)
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedUnit.objects.filter(pk=offered.pk).update(accepted_by=both, accepted_at=offered.offered_at)

    assert actions.accept_unit(offered, by=director).standing == SharedStanding.IN_FORCE
    assert actions.accept_unit(offered, by=director).accepted_by == director  # twice changes nothing


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"starts_on": date(2026, 3, 1)}, "The first day is over"),
        ({"ends_on": date(2026, 3, 1)}, "The last day is before the first"),
        ({"to_office": "its own"}, "is a unit of this office already"),
        ({"starts_on": FRIDAY, "ends_on": date(2026, 3, 9)}, "on some of these days already"),
    ],
)
def test_what_cannot_be_offered_is_refused_with_what_to_do(press, week, chief, office_a, changed, words):
    SharedUnitFactory(unit=press, to_office=office_a, starts_on=FRIDAY, ends_on=FRIDAY)
    given = {**week, **{name: press.office if value == "its own" else value for name, value in changed.items()}}

    with pytest.raises(CaseworkError, match=words):
        actions.offer_unit(press, by=chief, **given)

    assert SharedUnit.objects.count() == 1


@pytest.mark.django_db
def test_either_side_ends_it_at_once_and_an_offer_that_is_over_is_not_accepted(
    press, office_a, chief, director, charlie, clock
):
    for ends in (chief, director):
        shared = SharedUnitFactory(unit=press, to_office=office_a)
        with pytest.raises(NotPermitted):
            actions.end_sharing(shared, by=charlie)

        assert actions.end_sharing(shared, by=ends).standing == SharedStanding.ENDED
        assert not clears_for(press, office_a.pk)
    declined = SharedUnitFactory(unit=press, to_office=office_a, offered=True)
    assert actions.end_sharing(declined, by=director).standing == SharedStanding.NOT_ACCEPTED
    with pytest.raises(CaseworkError, match="This offer is over"):
        actions.accept_unit(declined, by=director)
    # A unit that is shared keeps its office: another director agreed to that one.
    SharedUnitFactory(unit=press, to_office=office_a)
    press.office = office_a
    with pytest.raises(CaseworkError, match="This unit is shared with another office"):
        actions.save(press, by=UserFactory(roles=["administrator"]))


@pytest.mark.django_db
def test_the_whole_way_through_the_screens(press, office_a, office_b, chief, director, alice, root, signed_in, clock):
    theirs, ours, listed = signed_in(chief), signed_in(director), reverse("shared_units")
    assert "No unit is shared yet" in said(theirs.get(listed))
    form = {"unit": press.pk, "to_office": office_a.pk, "starts_on": "2026-03-02", "ends_on": "2026-03-01"}
    refused = theirs.post(reverse("offer_unit"), form)
    assert "The last day is before the first" in said(refused)
    assert typed(refused, "ends_on") == "2026-03-01"
    foreign = {**form, "unit": UnitFactory(office=office_a).pk, "ends_on": "2026-03-06"}
    assert theirs.post(reverse("offer_unit"), foreign).status_code == 422
    assert theirs.post(reverse("offer_unit"), {**form, "ends_on": "2026-03-06"}, follow=True).status_code == 200
    shared = SharedUnit.objects.get()
    accept, end = reverse("accept_unit", args=[shared.pk]), reverse("end_sharing", args=[shared.pk])
    assert accept not in said(theirs.get(listed))
    assert "Take back" in said(theirs.get(listed))
    assert accept in said(ours.get(listed))
    assert "Press office (Office B) clears letters of Office A" in said(ours.get(accept))

    ours.post(accept)

    page = said(ours.get(listed))
    assert "In force" in page
    assert "Offered by Staff Chieftain; accepted by" in page
    neighbour = UserFactory(roles=["director"], office=UnitFactory().office)
    assert "Press office" not in said(signed_in(neighbour).get(listed))
    assert [signed_in(neighbour).get(path).status_code for path in (accept, end)] == [404, 404]
    for nobody in (alice, root):
        assert signed_in(nobody).get(listed).status_code in {302, 403}
    theirs.post(end)
    assert SharedUnit.objects.get().standing == SharedStanding.ENDED
    assert "Ended" in said(ours.get(listed))


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_questions_whatever_stands_in_it(rows, office_a, director, signed_in):
    for _number in range(rows):
        SharedUnitFactory(to_office=office_a)

    assert queries(signed_in(director), reverse("shared_units")) == 10


def test_a_unit_that_was_ever_offered_stays_with_who_agreed_to_it(root, press, chief, week):
    actions.end_sharing(actions.offer_unit(press, by=chief, **week), by=chief)

    with pytest.raises(CaseworkError, match="was offered to another office, and stays"):
        actions.remove_unit(press, by=root)

    assert SharedUnit.objects.get().unit == press
    assert not HistoryEntry.objects.filter(action="directory.remove_unit").exists()
