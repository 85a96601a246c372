"""Lines are sealed right after their transaction, by as many writers as there are, and whatever happens in between."""

import os
import signal
import subprocess
import sys

import pytest
from django.db import connection, transaction

from casework.core import sealing, sweeps, verifying
from casework.core.audit import record
from casework.core.models import HistoryEntry, HistorySeal
from casework.core.permissions import SYSTEM
from tests.at_once import at_once, database_url
from tests.database import ROOT
from tests.factories.directory import OfficeFactory

pytestmark = pytest.mark.django_db(transaction=True)

DYING = """
import os, signal, django
django.setup()
from django.db import connection
from casework.core.audit import record
from casework.core.permissions import SYSTEM
from casework.directory.models import Office

def die_before_the_seal(execute, sql, params, many, context):
    if "core_historyseal" in sql or "pg_advisory" in sql:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)

with connection.execute_wrapper(die_before_the_seal):
    record(Office.objects.get(), "directory.save", by=SYSTEM)
"""


class Changed(Exception):
    """Somebody thought better of it."""


def save(office):
    record(office, "directory.save", by=SYSTEM)


@transaction.atomic
def save_and_think_better_of_it(office):
    save(office)
    raise Changed


def test_lines_of_one_transaction_are_sealed_together_when_it_has_committed():
    office = OfficeFactory()
    with transaction.atomic():
        save(office)
        with transaction.atomic():
            save(office)
        assert not HistorySeal.objects.exists()

    assert list(HistorySeal.objects.values_list("number", "entry_id")) == [
        (number, pk) for number, pk in enumerate(HistoryEntry.objects.order_by("pk").values_list("pk", flat=True), 1)
    ]
    assert len(set(HistorySeal.objects.values_list("sealed_at", flat=True))) == 1


def test_a_line_that_was_rolled_back_is_not_sealed_and_hinders_no_other():
    office = OfficeFactory()
    with transaction.atomic():
        save(office)
        with pytest.raises(Changed):
            save_and_think_better_of_it(office)
        save(office)
    with pytest.raises(Changed):
        save_and_think_better_of_it(office)

    result = verifying.verify()
    assert (result.lines, result.waiting, result.findings) == (2, 0, [])


def test_writers_at_the_same_moment_leave_one_unbroken_chain():
    office = OfficeFactory()

    def ten_lines():
        for _n in range(10):
            with transaction.atomic():
                save(office)

    assert at_once(ten_lines, ten_lines, ten_lines) == [None, None, None]

    result = verifying.verify()
    assert (result.lines, result.number, result.waiting, result.findings) == (30, 30, 0, [])


def test_a_process_killed_between_commit_and_seal_leaves_a_line_that_the_sweep_seals():
    OfficeFactory()
    environment = {**os.environ, "DATABASE_URL": database_url(), "LOG_LEVEL": "CRITICAL"}

    died = subprocess.run([sys.executable, "-c", DYING], cwd=ROOT, env=environment, check=False, timeout=60)

    assert died.returncode == -signal.SIGKILL
    assert (HistoryEntry.objects.count(), HistorySeal.objects.count(), sealing.unsealed().count()) == (1, 0, 1)
    assert (sweeps.seal_history(), sweeps.seal_history()) == (1, 0)
    assert (verifying.verify().findings, sealing.unsealed().count()) == ([], 0)


def test_a_seal_that_cannot_be_made_now_keeps_nobody_from_working(caplog):
    office = OfficeFactory()

    def away(execute, sql, params, many, context):
        if "core_historyseal" in sql:
            sql = "SELECT nothing FROM nowhere"
        return execute(sql, params, many, context)

    with connection.execute_wrapper(away):
        save(office)

    assert [line.message for line in caplog.records] == ["history waits for its seal"]
    assert (HistoryEntry.objects.count(), sweeps.seal_history()) == (1, 1)
