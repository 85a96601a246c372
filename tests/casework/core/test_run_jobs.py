"""Real processes on the real database: each sweep once, a clean stop, and nothing lost with a killed one."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import call_command

from casework.core.models import JobRun, RateCount
from tests.at_once import database_url

WORKER = Path(__file__).with_name("worker.py")


@contextmanager
def worker(*arguments):
    """A process running ``run_jobs``; whatever happens, it is gone afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", WORKER, *arguments],
        env={**os.environ, "DATABASE_URL": database_url(), "LOG_LEVEL": "ERROR"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        with process.stderr as stderr:
            print(f"run_jobs {arguments} ended with {process.returncode}: {stderr.read()}")  # noqa: T201  (shown on failure)


def noted(what):
    """What the workers say happened, in order."""
    return list(RateCount.objects.filter(key__startswith=what).order_by("ends_at"))


def wait_for(condition, seconds=180):
    """Wait for something to be true; fail when it does not become so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "It never happened."
        time.sleep(0.02)


def stop(*processes):
    """Ask politely, as a service manager does; the exit code of each."""
    for process in processes:
        process.send_signal(signal.SIGTERM)
    return [process.wait(timeout=60) for process in processes]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_processes_run_a_job_once_in_its_rhythm_and_stop_when_told():
    with worker("tick", "--pause", "0.01") as one, worker("tick", "--pause", "0.01") as other:
        wait_for(lambda: {line.key.split()[1] for line in noted("tick")} == {str(one.pid), str(other.pid)})
        before = len(noted("tick"))
        wait_for(lambda: len(noted("tick")) >= before + 20)
        assert stop(one, other) == [0, 0]
    at = [line.ends_at for line in noted("tick")]
    gaps = [later - earlier for earlier, later in pairwise(at)]
    assert min(gaps) >= timedelta(seconds=0.1)
    assert JobRun.objects.get(name="tick").lease_until is None


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_a_killed_process_held_runs_again_when_its_lease_has_run_out():
    with worker("hold", "--pause", "0.05") as one, worker("hold", "--pause", "0.05") as other:
        wait_for(lambda: noted("hold"))
        holds_it = noted("hold")[0].key.split()[1] == str(one.pid)
        killed, heir = (one, other) if holds_it else (other, one)
        killed.kill()
        wait_for(lambda: JobRun.objects.get(name="hold").finished_at)
        assert stop(heir) == [0]
    first, second = noted("hold")
    assert second.ends_at - first.ends_at >= timedelta(seconds=3)
    assert JobRun.objects.get(name="hold").due_at == second.ends_at + timedelta(hours=1)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_sweep_that_has_begun_is_finished_before_the_process_stops():
    with worker("slow,tick") as process:
        wait_for(lambda: noted("begun"))
        assert stop(process) == [0]
    assert len(noted("ended")) == 1
    assert JobRun.objects.get(name="slow").lease_until is None


@pytest.mark.django_db
def test_once_makes_one_pass_and_says_how_many_jobs_ran(clock):
    JobRun.objects.all().delete()
    said = StringIO()
    handlers = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    call_command("run_jobs", "--once", stdout=said)
    call_command("run_jobs", "--once", stdout=said)
    first, second = said.getvalue().splitlines()
    assert (first, second) == (f"{JobRun.objects.count()} jobs run.", "0 jobs run.")
    assert [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)] == handlers
