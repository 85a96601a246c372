"""A process of its own that runs ``run_jobs`` with the sweeps of ``test_run_jobs``; what they did stands in rows."""

import os
import sys
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

import django

django.setup()

from django.core.management import call_command  # noqa: E402  (Django comes first)

from casework.core import jobs  # noqa: E402  (the same)
from casework.core.models import JobRun, RateCount  # noqa: E402  (the same)


def note(what, at):
    """Leave a row that says what happened in this process."""
    number = RateCount.objects.filter(key__startswith=f"{what} {os.getpid()} ").count()
    RateCount.objects.create(key=f"{what} {os.getpid()} {number}", count=1, ends_at=at)


def started(name):
    """When the run of the job that is going on was claimed."""
    return JobRun.objects.values_list("started_at", flat=True).get(name=name)


def tick():
    """Often, and at once for whoever is first."""
    note("tick", started("tick"))


def hold():
    """The first to run it never comes back; whoever runs it next does."""
    first = not RateCount.objects.filter(key__startswith="hold").exists()
    note("hold", started("hold"))
    while first:
        time.sleep(1)


def slow():
    """Takes longer than the patience of whoever stops the process."""
    note("begun", started("slow"))
    time.sleep(1)
    note("ended", started("slow"))


SWEEPS = {
    "tick": jobs.Job("tick", timedelta(seconds=0.1), timedelta(minutes=5), tick),
    "hold": jobs.Job("hold", timedelta(hours=1), timedelta(seconds=3), hold),
    "slow": jobs.Job("slow", timedelta(hours=1), timedelta(minutes=5), slow),
}

if __name__ == "__main__":
    jobs.registry()  # the rooms have declared theirs: from here on there are only ours
    jobs._jobs = {name: SWEEPS[name] for name in sys.argv[1].split(",")}
    call_command("run_jobs", *sys.argv[2:])
