"""Sweeps run in their rhythm, one holder at a time."""

import logging
from datetime import timedelta

import pytest

from casework.core import clock as core_clock, jobs
from casework.core.jobs import job, registry, run_due
from casework.core.models import JobRun

HOUR = timedelta(hours=1)


@pytest.fixture
def only(monkeypatch):
    """A registry of this test's own: the jobs of the rooms stay out of it."""
    registry()
    monkeypatch.setattr(jobs, "_jobs", {})


@pytest.fixture
def ran(only):
    """Two jobs, and the list of what they did."""
    done = []

    @job(every=HOUR, name="test.hourly")
    def hourly():
        done.append("hourly")
        return 2

    @job(every=24 * HOUR, name="test.daily")
    def daily():
        done.append("daily")

    return done


def test_the_registry_finds_the_sweeps_of_the_tools():
    assert registry()["core.delete_ended_counts"].every == HOUR


def test_a_job_is_called_by_its_room_and_function(only):
    def send_due():
        """As if it stood in dispatch."""

    send_due.__module__, send_due.__qualname__ = "casework.dispatch.jobs", "send_due"
    assert job(every=HOUR)(send_due) is send_due
    assert list(registry()) == ["dispatch.send_due"]


def test_two_jobs_of_one_name_are_refused_and_the_same_one_is_not(only):
    def one():
        """A job."""

    def other():
        """Another."""

    job(every=HOUR, name="test.same")(one)
    job(every=HOUR, name="test.same")(one)
    with pytest.raises(ValueError, match=r"Two jobs are called test\.same"):
        job(every=HOUR, name="test.same")(other)


def test_the_registry_cannot_be_written_to(only):
    with pytest.raises(TypeError):
        registry()["x"] = None


@pytest.mark.django_db
def test_every_job_runs_at_first_and_then_in_its_rhythm(ran, clock):
    assert run_due() == ["test.daily", "test.hourly"]
    assert run_due() == []
    clock.shift(HOUR - timedelta(seconds=1))
    assert run_due() == []
    clock.shift(timedelta(seconds=1))
    assert run_due() == ["test.hourly"]
    assert ran == ["daily", "hourly", "hourly"]


@pytest.mark.django_db
def test_run_due_judges_by_the_moment_it_is_given(ran, clock):
    run_due()
    later = core_clock.now() + 24 * HOUR
    assert run_due(by_now=later) == ["test.hourly", "test.daily"]
    assert JobRun.objects.get(name="test.daily").due_at == later + 24 * HOUR


@pytest.mark.django_db
def test_a_job_that_is_not_due_costs_one_query_for_all(ran, clock, django_assert_num_queries):
    run_due()
    with django_assert_num_queries(1):
        run_due()


@pytest.mark.django_db
def test_a_pass_stops_before_the_next_job_when_told(ran, clock):
    assert run_due(stopping=lambda: bool(ran)) == ["test.daily"]
    assert run_due() == ["test.hourly"]


@pytest.mark.django_db
def test_what_ran_is_written_down(ran, clock):
    run_due()
    row = JobRun.objects.get(name="test.hourly")
    assert (row.started_at, row.finished_at, row.lease_until, row.last_error, row.due_at) == (
        core_clock.now(),
        core_clock.now(),
        None,
        "",
        core_clock.now() + HOUR,
    )


@pytest.mark.django_db
def test_a_failing_job_says_its_class_and_no_word_more_and_is_due_again_in_its_rhythm(only, clock, caplog):
    @job(every=HOUR, name="test.fails")
    def fails():
        if JobRun.objects.get(name="test.fails").last_error:
            return
        raise LookupError("Zebulon Quartermain is not there")

    @job(every=HOUR, name="test.next")
    def after():
        """Runs although the one before failed."""

    with caplog.at_level(logging.DEBUG):
        assert run_due() == ["test.fails", "test.next"]
    [line] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert (line.message, line.job, line.error_class, line.exc_info) == (
        "job failed",
        "test.fails",
        "LookupError",
        None,
    )
    assert "Zebulon" not in caplog.text
    row = JobRun.objects.get(name="test.fails")
    assert (row.last_error, row.lease_until, row.due_at) == ("LookupError", None, core_clock.now() + HOUR)
    clock.shift(HOUR)
    run_due()
    assert JobRun.objects.get(name="test.fails").last_error == ""


@pytest.mark.django_db
def test_a_job_says_in_the_log_how_much_it_did(ran, clock, caplog):
    with caplog.at_level(logging.INFO):
        run_due()
    assert [(record.job, record.count) for record in caplog.records] == [("test.hourly", 2)]


@pytest.mark.django_db
def test_a_job_that_somebody_holds_is_left_to_them_until_the_lease_runs_out(ran, clock):
    now = core_clock.now()
    JobRun.objects.create(name="test.hourly", due_at=now, lease_until=now + timedelta(minutes=5))
    assert run_due() == ["test.daily"]
    clock.shift(timedelta(minutes=5))
    assert run_due() == ["test.hourly"]


@pytest.mark.django_db
def test_a_job_taken_between_looking_and_claiming_is_not_run(ran, clock, monkeypatch):
    look = jobs._due

    def look_and_lose(now):
        names = look(now)
        JobRun.objects.filter(name="test.hourly").update(lease_until=now + HOUR)  # the other process is quicker
        return names

    monkeypatch.setattr(jobs, "_due", look_and_lose)
    assert run_due() == ["test.daily"]


@pytest.mark.django_db
def test_a_holder_that_outlived_its_lease_does_not_take_back_what_another_claimed(only, clock):
    theirs = {}

    @job(every=HOUR, name="test.slow", lease=timedelta(minutes=5))
    def slow():
        clock.shift(timedelta(minutes=6))
        theirs["lease_until"] = core_clock.now() + timedelta(minutes=5)
        JobRun.objects.filter(name="test.slow").update(started_at=core_clock.now(), **theirs)

    assert run_due() == ["test.slow"]
    row = JobRun.objects.get(name="test.slow")
    assert (row.lease_until, row.finished_at) == (theirs["lease_until"], None)
