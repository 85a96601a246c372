"""Later: sweeps with a rhythm, run by any number of processes, each sweep by one of them at a time.

A room declares its sweeps in ``<room>/jobs.py`` under ``@job``. A sweep must bear running twice: when the process
that holds it is killed, its lease runs out and another process runs it again.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from types import MappingProxyType
from typing import Final, TypeVar

from django.db.models import Q
from django.utils.module_loading import autodiscover_modules

from . import clock
from .models import JobRun

logger = logging.getLogger(__name__)

#: A sweep does what is due and may say how many things it did.
Sweep = Callable[[], int | None]
SweepT = TypeVar("SweepT", bound=Sweep)

#: How long the holder of a sweep may be silent before another process takes it over.
LEASE: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Job:
    """A sweep under its name, with its rhythm."""

    name: str
    every: timedelta
    lease: timedelta
    sweep: Sweep


_jobs: dict[str, Job] = {}


def job(*, every: timedelta, name: str | None = None, lease: timedelta = LEASE) -> Callable[[SweepT], SweepT]:
    """Declare the function below as a sweep that runs once in ``every``; its name is ``room.function`` unless said."""

    def declare(sweep: SweepT) -> SweepT:
        called = name or _name_of(sweep)
        known = _jobs.get(called)
        if known is not None and _place(known.sweep) != _place(sweep):
            raise ValueError(f"Two jobs are called {called}: give one of them another name.")
        _jobs[called] = Job(called, every, lease, sweep)
        return sweep

    return declare


def registry() -> Mapping[str, Job]:
    """Every job of every room, by name."""
    autodiscover_modules("jobs", "sweeps")  # core keeps its own in sweeps.py, since this file has the name
    return MappingProxyType(_jobs)


def run_due(*, by_now: datetime | None = None, stopping: Callable[[], bool] = lambda: False) -> list[str]:
    """Run every job that is due and held by nobody; the names of those that ran, failed ones among them.

    ``by_now`` is the moment to judge by, the present unless said; ``stopping`` is asked before each job.
    """
    ran = []
    for name in _due(by_now or clock.now()):
        if stopping():
            break
        if _run(_jobs[name], by_now):
            ran.append(name)
    return ran


def _due(now: datetime) -> list[str]:
    """The names of the jobs that are due and free, the longest waiting first."""
    jobs = registry()
    rows = list(JobRun.objects.filter(name__in=jobs).order_by("due_at", "name"))
    new = sorted(set(jobs) - {row.name for row in rows})
    if new:
        # Another process may be writing the same rows: whoever is first, they are there afterwards.
        JobRun.objects.bulk_create([JobRun(name=name, due_at=now) for name in new], ignore_conflicts=True)
    free = [row.name for row in rows if row.due_at <= now and (row.lease_until is None or row.lease_until <= now)]
    return free + new


def _run(job: Job, by_now: datetime | None) -> bool:
    """Claim the job and run it; False when somebody else was first."""
    started = by_now or clock.now()
    claim = {"lease_until": started + job.lease, "started_at": started}
    free = Q(lease_until=None) | Q(lease_until__lte=started)
    # Whoever changes the row holds the job. The due time stays: if this process is killed, the job is still due.
    if not JobRun.objects.filter(free, name=job.name, due_at__lte=started).update(**claim):
        return False
    error = _sweep(job)
    # Only while it is still ours: after the lease another process may have taken over, and its claim stands.
    JobRun.objects.filter(name=job.name, **claim).update(
        due_at=started + job.every, lease_until=None, finished_at=by_now or clock.now(), last_error=error
    )
    return True


def _sweep(job: Job) -> str:
    """Run the sweep; the class of what went wrong, or nothing. What an error says may name a person: never logged."""
    began = monotonic()
    try:
        count = job.sweep()
    except Exception as error:
        kind = type(error).__name__
        logger.error("job failed", extra={"job": job.name, "error_class": kind})
        return kind[:200]
    seconds = round(monotonic() - began, 3)
    level = logging.INFO if count else logging.DEBUG
    logger.log(level, "job ran", extra={"job": job.name, "count": count, "seconds": seconds})
    return ""


def _place(sweep: Sweep) -> tuple[str, str]:
    return sweep.__module__, sweep.__qualname__


def _name_of(sweep: Sweep) -> str:
    """``dispatch.send_due`` for ``casework.dispatch.jobs.send_due``."""
    module, qualname = _place(sweep)
    room = module.rpartition(".")[0].removeprefix("casework.")
    return f"{room}.{qualname}"
