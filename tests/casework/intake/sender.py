"""A process of its own that hands in the same forms as its siblings, as soon as it is told to on its input."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

import django

django.setup()

from casework.directory.models import Office  # noqa: E402  (Django comes first)
from casework.intake.actions import receive  # noqa: E402  (the same)
from casework.intake.incoming import Incoming  # noqa: E402  (the same)

if __name__ == "__main__":
    office, forms = Office.objects.get(pk=int(sys.argv[1])), int(sys.argv[2])
    print("ready", flush=True)  # noqa: T201  (the test waits for it)
    sys.stdin.readline()
    given = [receive(Incoming(body=f"Message {n}."), office=office, key=f"form-{n}").reference for n in range(forms)]
    print(" ".join(given), flush=True)  # noqa: T201  (what the test reads)
