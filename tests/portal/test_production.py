"""A real office's site starts with everything set, and not at all with something missing."""

import os
import subprocess
import sys

import pytest

from tests.house.tree import ROOT

COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "k7Q-2vXw9_mZ4tR8sB1nL6yH3cF5jD0gPqWuEiOaTzXcVbNmKlJhGf",
    "DATABASE_URL": "sqlite:///:memory:",
    "HISTORY_KEY": "w3Xn8KfQ1rTz5LbV0cYh7MdP2sGj9AqE4uWiOoRkNtSvHxCyBm",
    "ALLOWED_HOSTS": "contact.example.ca",
    "SITE_URL": "https://contact.example.ca",
    "MAIL_URL": "smtp://casework:secret@mail.example.ca:587?tls=starttls",
    "SERVER_EMAIL": "site@example.ca",
}


def start(tmp_path, *command, **changes):
    """Run ``manage.py`` in an environment of its own: the complete one with these changes (None takes one away)."""
    environment = {**COMPLETE, "PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **changes}
    return subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:portal", "manage.py", *command],
        cwd=ROOT,
        env={name: value for name, value in environment.items() if value is not None},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_complete_environment_passes_the_deployment_checks(tmp_path):
    result = start(tmp_path, "check", "--deploy", "--fail-level", "WARNING")

    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("System check identified no issues")


@pytest.mark.parametrize(
    "variable", ["SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "SITE_URL", "MAIL_URL", "SERVER_EMAIL"]
)
def test_a_missing_variable_stops_the_start_and_is_named(tmp_path, variable):
    result = start(tmp_path, "check", **{variable: None})

    assert result.returncode != 0
    assert f"Set {variable} in the environment" in result.stderr


@pytest.mark.parametrize(
    ("variable", "value", "complaint"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY is shorter than fifty characters"),
        ("MAIL_URL", "mailbox:var/mailbox", "letters must really leave"),
        ("SITE_URL", "http://localhost:8000", "portal.E004"),
        ("SECURE_SSL_REDIRECT", "maybe", "write 1 or 0"),
    ],
)
def test_a_variable_that_makes_no_sense_stops_the_start_and_says_why(tmp_path, variable, value, complaint):
    result = start(tmp_path, "check", **{variable: value})

    assert result.returncode != 0
    assert complaint in result.stderr


@pytest.mark.parametrize("command", ["demo"])
def test_demo_refuses_a_real_office(tmp_path, command):
    result = start(tmp_path, command)

    assert result.returncode != 0
    assert "Unknown command" not in result.stderr
    assert "Traceback" not in result.stderr
