"""A unit that is late by its own target: its lead and the Director are told, once, without anybody's name."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from casework.core.clock import now
from casework.core.permissions import SYSTEM
from casework.letters import actions, jobs, queries
from casework.letters.models import Clearance
from tests.factories.cases import CaseFactory
from tests.factories.directory import ClosureFactory, UnitFactory, UserFactory
from tests.factories.letters import ClearanceRuleFactory, LetterFactory, again, write
from tests.history import lines
from tests.screens import queries as asked, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(office_a):
    return UserFactory(username="lee", office=office_a, roles=["reviewer"])


@pytest.fixture
def press(office_a, bob, lead):
    """Communications: bob is in it, lee leads it; a day of work for a letter, two hours for an urgent one."""
    return UnitFactory(office=office_a, name="Communications", staff=[bob], lead=lead, target_hours=8, urgent_hours=2)


@pytest.fixture
def rule(office_a, press):
    return ClearanceRuleFactory(office=office_a, units=[press])


@pytest.fixture
def submitted(clock, rule, case, alice, bob):
    """Asked on Monday at ten: wanted by Tuesday at ten."""

    def submit(**given):
        return LetterFactory(**{"case": case, "by": alice, "approver": bob, "submitted": True, **given})

    return submit


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    """What happens inside happens as if the transaction had ended there."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def turn(letter):
    return queries.clearances_of(letter)[0]


def local(moment):
    return timezone.localtime(moment).strftime("%A %H:%M")


def told(mailoutbox):
    return sorted(mail.to[0].partition("@")[0] for mail in mailoutbox)


def test_a_word_is_wanted_by_the_unit_s_own_target(submitted):
    assert local(turn(submitted()).due_at) == "Tuesday 10:00"


def test_an_urgent_letter_is_wanted_sooner(submitted, case):
    type(case).objects.filter(pk=case.pk).update(urgency="urgent")
    case.refresh_from_db()
    assert local(turn(submitted()).due_at) == "Monday 12:00"


def test_days_on_which_the_office_is_closed_do_not_count(submitted, office_a, clock):
    ClosureFactory(office=office_a, on=timezone.localdate(now()) + timedelta(days=1))
    assert local(turn(submitted()).due_at) == "Wednesday 10:00"


def test_a_later_stage_has_its_time_from_when_it_is_asked(submitted, office_a, bob, clock):
    last = UnitFactory(office=office_a, name="Secretariat", staff=[bob], target_hours=8)
    ClearanceRuleFactory(office=office_a, units=[last], stage=2)
    letter = submitted()
    first, second = queries.clearances_of(letter)
    assert second.due_at is None
    clock.shift(timedelta(hours=3))
    actions.decide(first, by=bob, verdict="clear", sha256=queries.reading(again(letter)).sha256)
    assert local(queries.clearances_of(letter)[1].due_at) == "Tuesday 13:00"


def test_lead_and_director_are_told_once_that_a_unit_is_late(
    submitted, clock, director, lead, bob, alice, committing, mailoutbox
):
    letter = submitted()
    clock.shift(timedelta(hours=23))
    assert jobs.escalate_late() == 0
    clock.shift(timedelta(hours=1))
    with committing():
        assert jobs.escalate_late() == 1
    with committing():
        assert jobs.escalate_late() == 0  # a sweep may run twice
    assert told(mailoutbox) == ["dana", "lee"]
    assert {mail.subject for mail in mailoutbox} == {f"A unit is late with letter {letter}"}
    written = "\n".join(f"{mail.subject}\n{mail.body}" for mail in mailoutbox)
    names = [letter.to_name, *(name for person in (alice, bob, lead, director) for name in str(person).split())]
    assert [name for name in names if name in written.replace("staff.example.org", "")] == []
    assert lines(letter).count("letters.escalate") == 1


def test_a_lead_who_left_the_office_is_not_told(submitted, clock, lead, director, committing, mailoutbox):
    submitted()
    lead.memberships.all().delete()
    clock.shift(timedelta(days=1))
    with committing():
        jobs.escalate_late()
    assert told(mailoutbox) == ["dana"]


def test_who_wants_no_such_mails_gets_none(submitted, clock, director, lead, committing, mailoutbox):
    submitted()
    profile = UserProfile.get_for_user(lead)
    profile.submitted_notifications = False
    profile.save()
    clock.shift(timedelta(days=1))
    with committing():
        jobs.escalate_late()
    assert told(mailoutbox) == ["dana"]


def test_a_sweep_that_was_killed_before_it_was_written_down_tells_the_next_time(submitted, clock, committing):
    letter = submitted()
    clock.shift(timedelta(days=1))
    assert turn(letter).escalated_at is None
    assert jobs.escalate_late() == 1
    assert turn(letter).escalated_at == now()


@pytest.mark.parametrize("how", ["decided", "withdrawn", "waived", "consulted"])
def test_nobody_is_told_where_nobody_is_waited_for(submitted, clock, bob, alice, director, how):
    letter = submitted()
    late = turn(letter)
    if how == "decided":
        actions.decide(late, by=bob, verdict="clear", sha256=queries.reading(again(letter)).sha256)
    elif how == "withdrawn":
        actions.withdraw(letter, by=alice)
    elif how == "waived":
        actions.waive(late, by=director, code="other", words="Away.")
    else:
        Clearance.objects.update(kind="consult")
    clock.shift(timedelta(days=9))
    assert jobs.escalate_late() == 0
    assert not actions.escalate(late, by=SYSTEM)


def test_a_letter_that_comes_anew_gives_the_unit_its_time_again(submitted, clock, alice):
    letter = submitted()
    clock.shift(timedelta(days=1))
    jobs.escalate_late()
    actions.withdraw(letter, by=alice)
    actions.submit(write(letter, by=alice, body="<p>Other words.</p>"), by=alice)
    assert (local(turn(letter).due_at), turn(letter).escalated_at) == ("Wednesday 10:00", None)
    assert jobs.escalate_late() == 0


# ---------------------------------------------------------------- what people see of it
def test_the_queue_stands_in_the_order_of_what_is_due_with_the_hours_left(submitted, clock, signed_in, bob, office_a):
    slow = submitted()
    clock.shift(timedelta(hours=1))
    urgent = submitted()
    Clearance.objects.filter(letter=urgent).update(due_at=now() + timedelta(minutes=90))
    assert list(queries.waiting_for_my_units(bob)) == [urgent, slow]
    page = said(signed_in(bob).get(reverse("letters:to_clear")))
    assert "1 working hour left" in page
    assert "7 working hours left" in page


def test_the_queue_costs_the_same_with_one_and_with_three(submitted, signed_in, bob):
    submitted()
    url = reverse("letters:to_clear")
    one = asked(signed_in(bob), url)
    submitted()
    submitted()
    assert asked(signed_in(bob), url) == one


def test_the_letter_says_that_a_unit_is_late_and_that_it_was_told(submitted, clock, signed_in, alice):
    letter = submitted()
    url = reverse("letters:inspect", args=[letter.pk])
    assert "8 working hours left" in said(signed_in(alice).get(url))
    clock.shift(timedelta(hours=26))
    jobs.escalate_late()
    page = said(signed_in(alice).get(url))
    assert "Late by 2 working hours" in page
    assert "its lead and the Director were told" in page


def test_a_late_unit_stands_on_the_director_s_first_page_and_in_a_list(submitted, clock, signed_in, director, charlie):
    letter = submitted()
    home, late = reverse("wagtailadmin_home"), reverse("letters:late")
    assert "Units that are late" not in said(signed_in(director).get(home))
    clock.shift(timedelta(days=2))
    page = said(signed_in(director).get(home))
    assert "Units that are late" in page
    assert reverse("letters:review", args=[letter.pk]) in page
    assert "Communications" in said(signed_in(director).get(late))
    assert list(queries.late_letters(charlie)) == []
    assert letter.reference not in said(signed_in(charlie).get(late))


def test_the_late_list_costs_the_same_with_one_and_with_three(submitted, clock, signed_in, director):
    submitted()
    clock.shift(timedelta(days=2))
    url, home = reverse("letters:late"), reverse("wagtailadmin_home")
    one = asked(signed_in(director), url), asked(signed_in(director), home)
    submitted()
    submitted()
    clock.shift(timedelta(days=2))
    assert (asked(signed_in(director), url), asked(signed_in(director), home)) == one


def test_a_waiver_is_to_be_ratified_within_two_working_days_and_then_overdue(
    submitted, clock, signed_in, director, office_a
):
    letter = submitted()
    waiver = actions.waive(turn(letter), by=director, code="unavailable", words="Away.")
    second = UserFactory(office=office_a, roles=["director"])
    urls = [reverse("letters:waivers"), reverse("wagtailadmin_home"), reverse("letters:inspect", args=[letter.pk])]
    assert timezone.localtime(now()).strftime("%A") == "Monday"
    assert waiver.ratify_on.strftime("%A") == "Wednesday"
    for url in urls:
        page = said(signed_in(second).get(url)).lower()
        assert ("march 4, 2026" in page, "overdue" in page) == (True, False), url
    clock.shift(timedelta(days=3))
    for url in urls:
        assert "overdue" in said(signed_in(second).get(url)).lower(), url
    actions.ratify(waiver, by=second)
    assert "overdue" not in said(signed_in(second).get(urls[2])).lower()
    assert list(queries.waivers_to_ratify(second)) == []


# ---------------------------------------------------------------- the morning's mail
def test_each_reader_is_told_once_a_working_morning_in_numbers_alone(
    clock, submitted, lead, bob, alice, charlie, mailoutbox, committing, office_a
):
    submitted()
    submitted(case=CaseFactory(office=office_a, opened=True, urgency="urgent", person__email="rush@mail.example"))
    ClearanceRuleFactory(office=office_a, proof_reading=True)
    submitted(case=CaseFactory(office=office_a, opened=True, person__email="new@mail.example"))
    mailoutbox.clear()
    clock.move_to("2026-03-03T08:00:00-05:00")  # Tuesday: one is late, one is wanted at ten, one waits to be read
    with committing():
        assert jobs.tell_what_waits() == 2
    with committing():
        assert jobs.tell_what_waits() == 0  # a sweep may run twice
    told = {mail.to[0]: mail for mail in mailoutbox}
    assert set(told) == {bob.email, lead.email}
    mail = told[bob.email]
    said = f"{mail.subject}\n{mail.body}"
    assert mail.subject == "3 letters wait for you"
    assert "2 letters wait for the word of your units" in said
    assert "1 letter waits for a second reader" in said
    assert ("Late: 1" in said, "Wanted today: 2" in said) == (True, True)
    assert reverse("letters:to_clear") in said
    assert not {"Testa", "Alice", "Thank"} & set(said.split())


@pytest.mark.parametrize(
    "when", ["2026-03-03T06:30:00-05:00", "2026-03-03T12:00:00-05:00", "2026-03-07T08:00:00-05:00"]
)
def test_nobody_is_told_before_dawn_in_the_afternoon_or_on_a_saturday(clock, submitted, when):
    submitted()
    clock.move_to(when)
    assert jobs.tell_what_waits() == 0


def test_nobody_is_told_when_nothing_waits_or_who_does_not_want_it(clock, submitted, lead, bob, mailoutbox, committing):
    clock.move_to("2026-03-03T08:00:00-05:00")
    assert jobs.tell_what_waits() == 0
    for person in (lead, bob):
        profile = UserProfile.get_for_user(person)
        profile.submitted_notifications = person == lead
        profile.save()
    clock.move_to("2026-03-03T09:00:00-05:00")
    with committing():
        submitted()
    mailoutbox.clear()
    clock.move_to("2026-03-04T08:00:00-05:00")
    with committing():
        assert jobs.tell_what_waits() == 1
    assert [mail.to for mail in mailoutbox] == [[lead.email]]
