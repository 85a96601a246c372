"""Imports go downhill, and between rooms only by the front door."""

import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

from .tree import ROOMS, ROOT, room_of

#: What a room shows to the rooms above it. Models, for foreign keys; states, signals and pure files are words.
PRIVATE = {"forms", "views", "viewsets", "panels", "jobs", "receivers", "wagtail_hooks", "apps", "permissions"}
#: Tools of the core named like a file of the shelf: they are for every room.
TOOLS = {"casework.core.views", "casework.core.viewsets", "casework.core.jobs", "casework.core.permissions"}
#: Base classes that other rooms build on, each with its reason.
SHARED = {
    "casework.directory.permissions": "OfficePolicy is the policy every room's policies are made from",
}
#: Whoever may wind another room's clock by hand, and why.
WINDS_CLOCKS = {
    "casework.insight.demo.play": "the demo plays eight weeks in a minute, sweeps included",
}


@pytest.fixture(scope="module")
def graph():
    """Who imports whom, in all of our code."""
    return grimp.build_graph("portal", "home", "casework", include_external_packages=False, cache_dir=None)


def test_every_contract_is_kept():
    program = Path(sys.executable).parent / "lint-imports"

    result = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout


def test_every_room_stands_in_the_contract():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    [downhill] = [contract for contract in contracts if contract["name"] == "Imports go downhill"]
    named = {part.strip() for layer in downhill["layers"] for part in layer.split("|")}
    rooms = {path.parent.name for path in (ROOT / "casework").glob("*/__init__.py")}

    assert named == {"portal", "home", *(f"casework.{room}" for room in rooms)}
    assert rooms == set(ROOMS)


def test_nobody_imports_what_another_room_keeps_for_itself(graph):
    trespasses = []
    for module in sorted(graph.modules):
        room, _, rest = module.removeprefix("casework.").partition(".")
        if not module.startswith("casework.") or rest.split(".")[0] not in PRIVATE or module in TOOLS | set(SHARED):
            continue
        for importer in graph.find_modules_that_directly_import(module):
            if importer in WINDS_CLOCKS and module.endswith(".jobs"):
                continue
            if room_of(importer.replace(".", "/")) not in {room, "portal"}:
                trespasses.append(f"{importer} imports {module}")

    assert trespasses == [], "Between rooms, ask a room's actions or queries."
