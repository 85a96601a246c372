"""Kill the worker between any two steps: the letter arrives once, or a person is told that nobody knows."""

import logging
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from queue import Queue

import pytest
from django.db import connection
from django.utils import timezone

from casework.core.models import HistoryEntry, JobRun
from casework.dispatch.models import Dispatch
from casework.dispatch.states import HELD, DispatchStatus
from tests import smtp
from tests.at_once import database_url
from tests.database import ROOT
from tests.factories.dispatch import DispatchFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

logger = logging.getLogger(__name__)

OURS = ("dispatch.release_stuck", "dispatch.send_due", "dispatch.tell_again")


def environment(server):
    """Everything another process needs to send this test's letters to this test's server."""
    return {
        **os.environ,
        "DATABASE_URL": database_url(),
        "MAIL_URL": server.url,
        "LOG_LEVEL": "CRITICAL",
    }


class Worker:
    """A process that forks a new worker for each order, and says how it ended."""

    def __init__(self, process: subprocess.Popen) -> None:
        self.process = process

    def order(self, what: str, *, dies_at: int = 0) -> int:
        """Start, and say which process it is; ``ended`` waits for it."""
        self.process.stdin.write(f"{what} {dies_at}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def ended(self) -> tuple[int, int]:
        """By which signal, and after how many steps."""
        by, steps = self.process.stdout.readline().split()
        return int(by), int(steps)

    def run(self, what: str, *, dies_at: int = 0) -> tuple[int, int]:
        """Start, and wait."""
        self.order(what, dies_at=dies_at)
        return self.ended()


@contextmanager
def worker_for(server) -> Iterator[Worker]:
    """A worker for as long as the block lasts."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.casework.dispatch.dying"],
        cwd=ROOT,
        env=environment(server),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "ready\n"
        yield Worker(process)


@pytest.fixture(scope="module")
def one_server():
    """A real mail server for all tests of this file; this process itself sends nothing."""
    with smtp.running() as running:
        yield running


@pytest.fixture(scope="module")
def workers(django_db_setup, one_server):
    """Two workers for all tests of this file: Django takes its time to start."""
    with worker_for(one_server) as one, worker_for(one_server) as other:
        yield one, other


@pytest.fixture
def server(one_server):
    """The server as if nothing had arrived yet."""
    one_server.letters.clear()
    yield one_server
    one_server.watch = lambda *_said: None


@pytest.fixture
def worker(workers):
    """One worker."""
    return workers[0]


def let_the_leases_run_out():
    """As if an hour had passed: whoever held something has been silent for too long, and every sweep is due."""
    past = timezone.now() - timedelta(hours=1)
    for name in OURS:
        JobRun.objects.update_or_create(name=name, defaults={"due_at": past, "lease_until": None})
    # The sweeps of other rooms are not what is tried here.
    JobRun.objects.exclude(name__in=OURS).update(due_at=timezone.now() + timedelta(days=1))
    Dispatch.objects.filter(status__in=HELD).update(lease_until=past)
    Dispatch.objects.update(not_before=past)


def recover(worker):
    """Three passes of healthy workers, an hour apart: long enough for everything that would send a second time."""
    for _pass in range(3):
        let_the_leases_run_out()
        assert worker.run("pass")[0] == 0


def outcome(server, dispatch):
    """How it ended, having checked that it ended well: (status, copies that arrived)."""
    row = Dispatch.objects.get(pk=dispatch.pk)
    copies = [letter.raw for letter in server.letters].count(row.raw_bytes)
    assert copies == len(server.letters), "something arrived that was not approved"
    assert row.status in (DispatchStatus.SENT, DispatchStatus.UNKNOWN)
    assert copies == 1 if row.status == DispatchStatus.SENT else copies <= 1
    assert (row.told_at is not None) == (row.status == DispatchStatus.SENT)
    said = Counter(line.action for line in HistoryEntry.objects.for_instance(row))
    assert said["dispatch.send"] == (1 if row.status == DispatchStatus.SENT else 0)
    return row.status, copies


def test_killed_at_any_query_or_commit_it_arrives_once_or_is_unknown(server, worker):
    DispatchFactory()
    let_the_leases_run_out()
    assert worker.run("pass")[0] == 0  # the rows of all jobs are there from here on
    DispatchFactory()
    let_the_leases_run_out()
    ended, steps = worker.run("pass")
    assert ended == 0
    assert steps > 40

    outcomes = Counter()
    for step in range(1, steps + 1):
        server.letters.clear()
        dispatch = DispatchFactory()
        let_the_leases_run_out()
        assert worker.run("pass", dies_at=step)[0] == signal.SIGKILL, f"step {step} of {steps} was not reached"
        recover(worker)
        outcomes[outcome(server, dispatch)] += 1

    logger.info("%s: killed at each of %d steps: %s", connection.vendor, steps, dict(outcomes))
    # Nothing in doubt but between "now I hand it over" and "it has left": and there both things happen.
    assert outcomes[DispatchStatus.UNKNOWN, 0] > 0
    assert outcomes[DispatchStatus.UNKNOWN, 1] > 0
    assert outcomes[DispatchStatus.SENT, 1] > outcomes[DispatchStatus.UNKNOWN, 0] + outcomes[DispatchStatus.UNKNOWN, 1]


#: The replies of the server in one dialogue, in order; the worker is killed in place of each, and just after each.
REPLIES = ("220", "250-sink", "250-SIZE", "250-8BITMIME", "250 HELP", "MAIL", "RCPT", "354", "END", "221")


def kill_at(server, moment, number):
    """Let the server kill whoever talks to it, in place of one reply or just after it; returns where to say whom."""
    whom = Queue()

    def kill(when, reply, _words):
        if (when, reply) == (moment, number):
            os.kill(whom.get(timeout=30), signal.SIGKILL)
            raise smtp.HangUp

    server.watch = kill
    return whom


def check_killed_at(server, dispatch, moment, reply):
    """Nobody knows what became of a text that may have flowed; everything else is known, and has arrived.

    "Just after" is a race: the worker may have come a step further before it died.
    """
    ended = outcome(server, dispatch)
    arrived, arrived_unknown, lost = (
        (DispatchStatus.SENT, 1),
        (DispatchStatus.UNKNOWN, 1),
        (DispatchStatus.UNKNOWN, 0),
    )
    possible = {
        ("after", "354"): {arrived, arrived_unknown, lost},
        ("before", "END"): {arrived_unknown},
        ("after", "END"): {arrived, arrived_unknown},
    }
    assert ended in possible.get((moment, reply), {arrived})


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("reply", REPLIES)
def test_killed_by_the_other_side_it_arrives_once_or_is_unknown(server, worker, moment, reply):
    dispatch = DispatchFactory()
    let_the_leases_run_out()
    whom = kill_at(server, moment, REPLIES.index(reply) + 1)
    whom.put(worker.order("pass"))
    ended, _steps = worker.ended()
    server.watch = lambda *_said: None
    recover(worker)

    # When it has said goodbye it may have ended before it could be killed.
    assert ended == signal.SIGKILL or reply == "221"
    check_killed_at(server, dispatch, moment, reply)


@pytest.mark.parametrize(("moment", "reply"), [("before", "RCPT"), ("after", "354"), ("before", "END")])
def test_the_command_itself_killed_it_arrives_once_or_is_unknown(server, worker, moment, reply):
    dispatch = DispatchFactory()
    let_the_leases_run_out()
    whom = kill_at(server, moment, REPLIES.index(reply) + 1)
    with subprocess.Popen(
        [sys.executable, "manage.py", "run_jobs", "--once"], cwd=ROOT, env=environment(server)
    ) as command:
        whom.put(command.pid)
    server.watch = lambda *_said: None
    recover(worker)

    assert command.returncode == -signal.SIGKILL
    check_killed_at(server, dispatch, moment, reply)


def test_two_processes_at_once_send_twenty_letters_once_each(server, workers):
    letters = [DispatchFactory() for _n in range(20)]
    for each in workers:
        each.order("sweep")

    assert [each.ended()[0] for each in workers] == [0, 0]
    assert sorted(letter.raw for letter in server.letters) == sorted(letter.raw_bytes for letter in letters)
    assert set(Dispatch.objects.values_list("status", flat=True)) == {DispatchStatus.SENT}
    assert not Dispatch.objects.filter(told_at=None).exists()


@pytest.mark.parametrize("dies_at", [9, 33, 57, 101])
def test_of_two_processes_one_is_killed_and_no_letter_goes_twice(server, workers, dies_at):
    letters = [DispatchFactory() for _n in range(20)]
    workers[0].order("sweep", dies_at=dies_at)
    workers[1].order("sweep")
    assert [each.ended()[0] for each in workers] == [signal.SIGKILL, 0]
    recover(workers[1])

    arrived = Counter(letter.raw for letter in server.letters)
    stands = {row.raw_bytes: row.status for row in Dispatch.objects.filter(pk__in=[each.pk for each in letters])}
    assert set(stands.values()) <= {DispatchStatus.SENT, DispatchStatus.UNKNOWN}
    assert Counter(stands.values())[DispatchStatus.SENT] >= 19
    assert max(arrived.values()) == 1
    assert all(arrived[raw] == 1 for raw, status in stands.items() if status == DispatchStatus.SENT)
