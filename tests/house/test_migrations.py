"""Migrations: one line in each room, every one named for its idea, none missing."""

import re
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from .tree import ROOT, python, read

OURS = [
    config.label
    for config in apps.get_app_configs()
    if config.path.startswith(str(ROOT)) and ".venv" not in config.path
]
DANGEROUS = re.compile(r"migrations\.(RemoveField|DeleteModel|RenameField|RenameModel|RunSQL)\(")


@pytest.fixture(scope="module")
def loader():
    """The migrations on disk, without a database."""
    return MigrationLoader(None)


@pytest.mark.parametrize("label", OURS)
def test_a_room_s_migrations_end_in_one_leaf(loader, label):
    assert len(loader.graph.leaf_nodes(label)) <= 1


def test_no_migration_is_named_by_the_clock(loader):
    names = [name for label, name in loader.disk_migrations if label in OURS]

    assert [name for name in names if "_auto_" in name or not re.fullmatch(r"\d{4}_[a-z0-9_]+", name)] == []


@pytest.mark.django_db
def test_every_model_has_its_migration():
    out = StringIO()

    call_command("makemigrations", "--check", "--dry-run", stdout=out)

    assert out.getvalue() == "No changes detected\n"


def test_a_step_that_could_lose_rows_says_why_it_may():
    """In a first migration there are no rows yet; later, the line above the step starts with ``# safe:``."""
    silent = []
    for name in python("home", "casework", migrations=True):
        if "/migrations/" not in name or "/0001_" in name:
            continue
        before = ""
        for number, line in enumerate(read(name).splitlines(), start=1):
            if DANGEROUS.search(line) and not before.lstrip().startswith("# safe: "):
                silent.append(f"{name}:{number} {line.strip()}")
            before = line

    assert silent == []


@pytest.mark.parametrize("label", OURS)
def test_every_step_can_be_taken_back(loader, label):
    stuck = []
    for (room, name), migration in loader.disk_migrations.items():
        if room == label:
            stuck += [f"{name}: {step}" for step in migration.operations if not step.reversible]

    assert stuck == []
