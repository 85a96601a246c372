"""Every machine gets the same packages: all are pinned, and the site does not run on what only tests need."""

import ast
import importlib.metadata
import re

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from .tree import parse, python, read

ASKED_FOR = {
    "wagtail",
    "django",
    "wagtail-modeladmin",
    "django-simple-captcha",
    "psycopg2-binary",
    "pytest-django",
}


def pinned(name):
    """The packages a requirements file pins, with their versions."""
    rows = [line.split("#")[0].strip() for line in read(name).splitlines()]
    return dict(row.split("==") for row in rows if row and not row.startswith("-r"))


def needed_by(names):
    """Everything these packages bring with them, on this machine."""
    found, todo = set(), [(name, ()) for name in names]
    while todo:
        name, extras = todo.pop()
        if (name, extras) in found:
            continue
        found.add((name, extras))
        for line in importlib.metadata.requires(name) or []:
            needed = Requirement(line)
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras or ("",)):
                todo.append((canonicalize_name(needed.name), tuple(sorted(needed.extras))))
    return {name for name, _ in found}


def test_every_requirement_is_pinned_to_one_version():
    for name in ("requirements.txt", "tests/requirements.txt"):
        rows = [line.split("#")[0].strip() for line in read(name).splitlines()]

        assert [
            row for row in rows if row and not re.fullmatch(r"[a-z0-9-]+==[\w.]+|-r \.\./requirements\.txt", row)
        ] == []


def test_the_six_packages_asked_for_are_there():
    assert set(pinned("requirements.txt")) >= ASKED_FOR


def test_what_a_package_brings_is_pinned_too():
    site, tests = set(pinned("requirements.txt")), set(pinned("tests/requirements.txt"))

    assert needed_by(site) == site
    assert needed_by(tests) - site == tests


def test_the_machine_has_what_is_pinned():
    wanted = pinned("requirements.txt") | pinned("tests/requirements.txt")

    assert {name: importlib.metadata.version(name) for name in wanted} == wanted


def test_code_that_runs_on_the_site_needs_no_test_package():
    imported_as = importlib.metadata.packages_distributions()
    only_for_tests = set(pinned("tests/requirements.txt")) | {"pytest", "pytest-django"}
    tests_only = {m for m, names in imported_as.items() if {canonicalize_name(n) for n in names} <= only_for_tests}
    found = []
    for name in python():
        for node in ast.walk(parse(name)):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [f"{name}: {module}" for module in modules if module.split(".")[0] in tests_only]

    assert found == []
