"""Being away: entered, refused, ended, over by itself."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from casework.core.errors import CaseworkError, NotPermitted
from casework.core.models import HistoryEntry
from casework.directory import actions
from casework.directory.models import Absence
from casework.directory.queries import absences_for
from tests.factories.directory import AbsenceFactory, UnitFactory, UserFactory
from tests.screens import queries, said, typed

pytestmark = pytest.mark.django_db

MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)


@pytest.fixture
def week(clock, office_a, bob, alice):
    """What bob says before a week away."""
    return {"office": office_a, "person": bob, "stand_in": alice, "starts_on": MONDAY, "ends_on": FRIDAY}


def again(user):
    """The same person on their next request."""
    return type(user).objects.get(pk=user.pk)


def test_an_absence_leaves_a_line_tells_the_stand_in_without_a_name_and_ends_by_itself(
    week, bob, alice, clock, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        absence = actions.enter_absence(by=bob, **week)

    line = HistoryEntry.objects.get(action="directory.enter_absence")
    assert line.data == {"person": bob.pk, "stand_in": alice.pk, "starts_on": "2026-03-02", "ends_on": "2026-03-06"}
    (sent,) = mail.outbox
    assert sent.to == [alice.email]
    assert "Baker" not in sent.subject + sent.body
    assert [one.pk for one in again(alice).standing_in] == [absence.pk]
    clock.shift(timedelta(days=4))
    assert [one.pk for one in again(alice).standing_in] == [absence.pk]
    clock.shift(timedelta(days=1))
    assert again(alice).standing_in == ()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"starts_on": date(2026, 2, 27)}, "The first day is over."),
        ({"ends_on": date(2026, 3, 1)}, "The last day is before the first."),
        ({"stand_in": "charlie"}, "Choose a colleague of the same office"),
        ({"stand_in": "bob"}, "Choose a colleague of the same office"),
        ({"stand_in": "away"}, "is away on some of these days"),
        ({"unit": "led by another"}, "that the person who is away leads"),
        ({"unit": "without alice"}, "is one of its people"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(week, bob, director, charlie, office_a, changed, words):
    away = UserFactory(office=office_a)
    AbsenceFactory(office=office_a, person=away, starts_on=FRIDAY, ends_on=FRIDAY)
    made = {
        "charlie": charlie,
        "bob": bob,
        "away": away,
        "led by another": UnitFactory(office=office_a, lead=director),
        "without alice": UnitFactory(office=office_a, lead=bob),
    }
    given = {**week, **{name: made.get(value, value) for name, value in changed.items()}}

    with pytest.raises(CaseworkError, match=words):
        actions.enter_absence(by=bob, **given)

    assert Absence.objects.filter(person=bob).count() == 0


def test_one_stand_in_at_a_time_and_a_deputy_for_one_unit_besides(week, bob, alice, director, office_a):
    unit = UnitFactory(office=office_a, lead=bob, staff=[director])
    actions.enter_absence(by=bob, **week)

    with pytest.raises(CaseworkError, match="End that absence first"):
        actions.enter_absence(by=bob, **{**week, "stand_in": director})
    actions.enter_absence(by=bob, **{**week, "stand_in": director, "unit": unit})

    assert Absence.objects.filter(person=bob).count() == 2


def test_only_who_arranges_absences_enters_one_for_somebody_else(week, bob, alice, director, charlie):
    for nobody in (alice, charlie):
        with pytest.raises(NotPermitted):
            actions.enter_absence(by=nobody, **week)

    assert actions.enter_absence(by=director, **week).entered_by == director


def test_nobody_gives_themselves_the_voice_of_somebody_who_is_ill(week, director, office_a):
    manager = UserFactory(office=office_a, roles=["office_manager"])
    for arranges in (director, manager):
        with pytest.raises(NotPermitted, match="Nobody gives themselves the voice"):
            actions.enter_absence(by=arranges, **{**week, "stand_in": arranges})

    assert not Absence.objects.exists()


def test_an_absence_is_ended_by_those_it_concerns_and_the_director_alone(office_a, bob, alice, director, charlie):
    for ends in (bob, alice, director):
        absence = AbsenceFactory(office=office_a, person=bob, stand_in=alice)
        for nobody in (UserFactory(office=office_a, roles=["officer"]), charlie):
            with pytest.raises(NotPermitted):
                actions.end_absence(absence, by=nobody)

        assert actions.end_absence(absence, by=ends).ended_by == ends
        assert again(alice).standing_in == ()
    assert HistoryEntry.objects.filter(action="directory.end_absence").count() == 3


def test_nobody_stands_in_for_who_left_nor_does_who_left_stand_in(office_a, bob, alice):
    AbsenceFactory(office=office_a, person=bob, stand_in=alice)
    assert len(again(alice).standing_in) == 1

    bob.memberships.update(ends_on=date(2020, 1, 1))
    assert again(alice).standing_in == ()

    bob.memberships.update(ends_on=None)
    alice.memberships.update(ends_on=date(2020, 1, 1))
    assert again(alice).standing_in == ()


def test_the_database_refuses_standing_in_for_oneself_and_days_the_wrong_way_round(office_a, bob, alice):
    for wrong in ({"stand_in": bob}, {"starts_on": FRIDAY, "ends_on": MONDAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AbsenceFactory(**{"office": office_a, "person": bob, "stand_in": alice, **wrong})


def test_the_screens_enter_list_and_end_and_keep_what_was_typed(signed_in, week, bob, alice, director, charlie):
    client, url = signed_in(bob), reverse("enter_absence")
    form = {
        "person": bob.pk,
        "office": week["office"].pk,
        "stand_in": alice.pk,
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-01",
    }

    refused = client.post(url, form)
    assert (refused.status_code, typed(refused, "ends_on")) == (422, "2026-03-01")
    assert "The last day is before the first." in said(refused)
    assert client.post(url, {**form, "person": director.pk}).status_code == 422
    client.post(url, {**form, "ends_on": "2026-03-06"})

    absence = Absence.objects.get()
    end = reverse("end_absence", args=[absence.pk])
    assert "Alice Archer" in said(client.get(reverse("absences")))
    assert end in said(signed_in(director).get(reverse("absences")))
    stranger = signed_in(charlie)
    assert "Nobody is away." in said(stranger.get(reverse("absences")))
    assert [stranger.get(end).status_code, stranger.post(end).status_code] == [404, 404]
    client.post(end)
    assert Absence.objects.get().ended_by == bob


def test_the_list_asks_as_much_for_three_as_for_one(signed_in, office_a, bob, alice, clock):
    AbsenceFactory(office=office_a, person=bob, stand_in=UserFactory(office=office_a))
    client = signed_in(alice)
    one = queries(client, reverse("absences"))
    AbsenceFactory.create_batch(2, office=office_a)

    assert (queries(client, reverse("absences")), absences_for(alice).count()) == (one, 3)
