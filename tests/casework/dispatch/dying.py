"""A worker that is killed where it is told to be, as often as one likes.

Started once, since Django takes two seconds to start; then each order (a line on its input) is carried out by a fork
of it, a process of its own with connections of its own: one pass of ``manage.py run_jobs --once``, or one sweep of
the exit. Before and after every query and every commit the fork counts one step; at the step it was told, it kills
itself with SIGKILL, which no code can catch, tidy up after, or delay.

Orders: ``<what> <step>``, where what is ``pass`` or ``sweep``, and step 0 means: live. Answers: the number of the
fork's process, and when it has ended ``<signal> <steps>``.
"""

import os
import signal
import struct
import sys
from collections.abc import Callable
from typing import Any

import django
from django.core.management import call_command
from django.db import connection


class Steps:
    """Counts, tells the count through a pipe as it goes, and dies at the last one."""

    def __init__(self, last: int, pipe: int) -> None:
        self.count = 0
        self.last = last
        self.pipe = pipe

    def step(self) -> None:
        """One more."""
        self.count += 1
        if self.count == self.last:
            os.kill(os.getpid(), signal.SIGKILL)
        os.write(self.pipe, struct.pack("I", self.count))

    def around(self, do: Callable[..., Any]) -> Callable[..., Any]:
        """The same, with a step before and a step after."""

        def stepped(*args: Any, **kwargs: Any) -> Any:
            self.step()
            done = do(*args, **kwargs)
            self.step()
            return done

        return stepped


def carry_out(what: str, last: int, pipe: int) -> None:
    """In the fork: do it, stepping at every query and every commit."""
    from casework.dispatch import jobs  # tests only: Django has to be set up first

    steps = Steps(last, pipe)
    connection.ensure_connection()
    connection._commit = steps.around(connection._commit)

    def query(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        # The seals of the history come after everything has committed; their crashes are tried in core.
        is_a_seal = "core_historyseal" in sql or "pg_advisory" in sql
        return (execute if is_a_seal else steps.around(execute))(sql, params, many, context)

    with connection.execute_wrapper(query):
        if what == "pass":
            call_command("run_jobs", "--once", stdout=open(os.devnull, "w"))  # noqa: SIM115  (the process ends here)
        else:
            jobs.send_due()


def fork(what: str, last: int) -> str:
    """Carry out one order in a fork; how it ended, and how many steps it took."""
    here, there = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(here)
            carry_out(what, last, there)
            code = 0
        finally:
            os._exit(code)
    print(child, flush=True)  # noqa: T201  (this is how the test hears)
    os.close(there)
    with os.fdopen(here, "rb") as told:
        steps = told.read()
    status = os.waitpid(child, 0)[1]
    count = struct.unpack("I", steps[-4:])[0] if steps else 0
    return f"{os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.WEXITSTATUS(status)} {count}"


def main() -> None:
    """Carry out orders until the input ends."""
    django.setup()
    from casework.core import jobs  # tests only: Django has to be set up first

    jobs.registry()  # every fork finds it loaded
    print("ready", flush=True)  # noqa: T201  (this is how the test hears)
    for order in sys.stdin:
        what, last = order.split()
        print(fork(what, int(last)), flush=True)  # noqa: T201  (the same)


if __name__ == "__main__":
    main()
