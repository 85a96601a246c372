"""French says everything that English says: the catalogue is complete, compiled, and fits its placeholders."""

import ast
import os
import re
import shutil
import subprocess
import sys

import polib
import pytest

from .tree import ROOT, parse, python

CATALOGUE = ROOT / "portal" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_]*\}")


@pytest.fixture(scope="module")
def catalogue():
    """The French catalogue as it stands in the repository."""
    return polib.pofile(str(CATALOGUE))


def test_everything_has_its_french(catalogue):
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []


def test_no_french_is_a_guess(catalogue):
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


def test_french_has_the_placeholders_of_the_english(catalogue):
    wrong = []
    for entry in catalogue:
        for text in entry.msgstr_plural.values() or [entry.msgstr]:
            # One thing may be said without its number: "une lettre" for "%(count)s letter".
            expected = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
            found = set(PLACEHOLDER.findall(text))
            if found != expected and not (entry.msgid_plural and found < expected):
                wrong.append(entry.msgid)

    assert wrong == []


def test_the_compiled_catalogue_is_the_written_one(catalogue):
    def said(entries):
        return {(entry.msgctxt, entry.msgid): entry.msgstr or entry.msgstr_plural for entry in entries}

    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))

    assert said(compiled) == said(catalogue.translated_entries())


def test_what_translates_goes_by_a_name_that_is_gathered():
    """makemessages knows the functions by their names: under any other, a sentence never reaches the catalogue."""
    unknown = []
    for path in python():
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
                unknown += [f"{path}: {name.asname}" for name in node.names if name.asname not in {None, "_"}]

    assert unknown == []


def test_every_string_of_the_interface_is_in_the_catalogue(catalogue, tmp_path):
    if shutil.which("xgettext") is None:
        reason = "There is no xgettext on this machine: apt-get install gettext."
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason=reason)
    for name in ("portal", "home", "casework", "templates", "static"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", tmp_path)
    environment = {**os.environ, "VAR_DIR": str(tmp_path / "var"), "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    command = [sys.executable, "manage.py", "makemessages", "--locale", "fr", "--no-obsolete", "--no-location"]

    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    fresh = polib.pofile(str(tmp_path / CATALOGUE.relative_to(ROOT)))
    assert {entry.msgid for entry in fresh} == {entry.msgid for entry in catalogue}, "Run: make messages"
