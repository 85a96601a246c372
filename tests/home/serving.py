"""The public site in a process of its own, with a database of its own, for a browser to visit."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests import database

ROOT = Path(__file__).resolve().parents[2]
_OFFICES = """
from casework.directory.models import Office
for name, name_fr, slug in (
    ("Office A", "Bureau A", "office-a"), ("Office B", "Bureau B", "office-b"), ("Office C", "Bureau C", "office-c")
):
    Office.objects.create(
        name=name, name_fr=name_fr, slug=slug, email=f"{slug}@example.org", phone="416-555-0101"
    )
"""


@contextmanager
def public_site(folder: Path) -> Iterator[str]:
    """The address of a freshly built site with three offices; it is gone afterwards."""
    file = folder / "site.sqlite3"
    if database.kept_file().exists():
        shutil.copyfile(database.kept_file(), file)
    port = _free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "DATABASE_URL": f"sqlite:///{file}",
        "VAR_DIR": str(folder),
        "PYTHONWARNINGS": "ignore",
        "TRUSTED_PROXIES": "1",  # each tab comes from an address of its own, which it says in X-Forwarded-For
    }

    def manage(*words: str) -> list[str]:
        return [sys.executable, "manage.py", *words]

    for words in (["migrate", "-v0"], ["build_site"], ["shell", "-v0", "-c", _OFFICES]):
        subprocess.run(manage(*words), cwd=ROOT, env=environment, check=True, capture_output=True)
    with (folder / "server.log").open("w") as log:
        serve = manage("runserver", "--noreload", "--insecure", f"127.0.0.1:{port}")
        server = subprocess.Popen(serve, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            yield _when_it_answers(f"http://127.0.0.1:{port}", server, folder / "server.log")
        finally:
            server.terminate()
            server.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _when_it_answers(address: str, server: subprocess.Popen, log: Path) -> str:
    for _ in range(600):
        if server.poll() is not None:
            break
        try:
            with urlopen(f"{address}/robots.txt", timeout=5):  # noqa: S310  (our own server)
                return address
        except (HTTPError, URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"The site did not start:\n{log.read_text()}")
