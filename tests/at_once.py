"""Several people at the same moment: each in a thread with a database connection of its own, or in a process."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from urllib.parse import quote

from django.db import connection

PATIENCE = 60.0


def at_once(*doings: Callable[[], Any]) -> list[Any]:
    """Start all of them together; what each returned, or the error it raised, in the order they were given."""
    together = Barrier(len(doings))

    def one(do: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            together.wait(PATIENCE)
            return do()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(doings)) as pool:
        return [future.result(PATIENCE) for future in [pool.submit(one, do) for do in doings]]


def database_url() -> str:
    """The database of this very test, for another process."""
    here = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{here['NAME']}"
    who = quote(here["USER"] or "") + (f":{quote(here['PASSWORD'], safe='')}" if here["PASSWORD"] else "")
    port = f":{here['PORT']}" if here["PORT"] else ""
    return f"postgres://{who}@{quote(here['HOST'] or '', safe='')}{port}/{here['NAME']}"
