"""The shape of the tree: what lies at the root, how long a file may be, and nothing of one machine in it."""

import ast
import re

import pytest

from .tree import ROOT, files, lines, parse, python, read

AT_THE_ROOT = {
    "manage.py",
    "portal",
    "casework",
    "home",
    "templates",
    "static",
    "requirements.txt",
    "tests",
    "README.md",
    "docs",
    "Makefile",
    "pyproject.toml",
    # out of sight
    ".ci",
    ".editorconfig",
    ".env.example",
    ".gitattributes",
    ".gitignore",
}
LONGEST_FILE = 400
LONGEST_FUNCTION = 40

#: Words that belong to somebody's machine or account. Built from parts, so that this file does not find itself.
PERSONAL = re.compile(
    "|".join(
        [
            r"/(?:home|Users)/[a-z][a-z0-9_.-]*/",
            "/" + "root/",
            "/" + "work/",
            r"[A-Z]:\\Users\\",
            r"\b(?:\d{1,3}\.){3}\d{1,3}:(?!\$)\d+.{0,20}pass" + "word=",
            "BEGIN (?:RSA |OPENSSH |EC )?PRIVATE " + "KEY",
        ]
    )
)


def test_the_root_holds_only_the_agreed_names():
    assert {name.split("/")[0] for name in files()} - AT_THE_ROOT == set()


def test_no_python_file_is_too_long_to_hold_in_the_head():
    long = {name: len(lines(name)) for name in python("portal", "home", "casework", "tests")}

    assert {name: length for name, length in long.items() if length > LONGEST_FILE} == {}, (
        "Make a package of the same name, with the same public names."
    )


@pytest.mark.parametrize("pattern", [".css", ".js", ".html"])
def test_no_page_style_or_script_is_too_long_either(pattern):
    long = {name: len(lines(name)) for name in files() if name.endswith(pattern)}

    assert {name: length for name, length in long.items() if length > 2 * LONGEST_FILE} == {}


def test_no_function_is_too_long_to_read_at_once():
    long = []
    for name in python("portal", "home", "casework"):
        for node in ast.walk(parse(name)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = node.end_lineno - node.body[0].lineno + 1
                if length > LONGEST_FUNCTION:
                    long.append(f"{name}:{node.lineno} {node.name}: {length} lines")

    assert long == []


def test_no_file_is_named_after_a_module_of_python():
    taken = {"calendar", "email", "logging", "threading", "types", "queue", "select", "string"}

    assert [name for name in python() if name.split("/")[-1].removesuffix(".py") in taken] == []


def test_nothing_names_one_machine_or_one_person_s_folder():
    found = []
    for name in files():
        if name.endswith(
            (".py", ".sh", ".toml", ".md", ".html", ".txt", ".css", ".js", ".po", ".typ", "Makefile", "/run")
        ):
            found += [f"{name}:{number} {line.strip()}" for number, line in lines(name) if PERSONAL.search(line)]

    assert found == []


def test_every_shell_script_can_be_run():
    scripts = [name for name in files() if name.endswith(".sh") or name.startswith(".ci/")]

    assert [name for name in scripts if not (ROOT / name).stat().st_mode & 0o111] == []
    assert [name for name in scripts if not read(name).startswith("#!/usr/bin/env bash\n")] == []


def test_every_public_function_and_class_says_what_it_promises():
    silent = []
    for name in python("portal", "home", "casework"):
        tree = parse(name)
        nodes = [tree, *public(tree.body)] if tree.body else []
        silent += [f"{name}: {getattr(n, 'name', 'the file itself')}" for n in nodes if not ast.get_docstring(n)]

    assert silent == []


def public(body):
    """The public functions and classes of a file, and the public methods of its classes; Meta is Django's."""
    for node in body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and node.name != "Meta":
            yield node
            yield from (inner for inner in public(node.body) if isinstance(inner, ast.FunctionDef))
