"""What the documentation names exists: pages, pictures, places in a page, files, commands, variables, rooms, jobs."""

import re
import socket
from functools import cache

import pytest
from django.apps import apps
from django.core.management import get_commands

from casework.core import jobs
from casework.insight.demo.cast import STAFF

from .tree import ROOMS, ROOT, files, parse, python, read

LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
#: Names of folders and files of ours; what ends in `…` or holds `<` is a pattern, not a name.
PATH = re.compile(r"(?:casework|home|portal|tests|templates|static|docs|\.ci)/[\w./-]*")
OUTSIDE = ("http://", "https://", "mailto:")


def pages():
    """Every page of the documentation."""
    return [name for name in files() if name.endswith(".md") and (name.startswith("docs/") or name == "README.md")]


@cache
def places(name):
    """The headings of a page, as links name them."""
    text = FENCE.sub("", read(name))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(text)}


def rows(text, heading):
    """The first cell of each row of the tables under a heading, without the rows that name the columns."""
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    cells = [line.split("|")[1].strip() for line in section.splitlines() if line.startswith("|")]
    after_rules = [cell for cell, before in zip(cells[1:], cells, strict=False) if not set(cell) <= set("-: ")]
    return [cell.strip("`") for cell in after_rules if cell.startswith("`")]


@pytest.mark.parametrize("page", pages())
def test_every_link_leads_somewhere(page):
    broken = []
    for picture, target in LINK.findall(FENCE.sub("", read(page))):
        if target.startswith(OUTSIDE):
            continue
        path, _, place = target.partition("#")
        found = (ROOT / page).parent.joinpath(path).resolve() if path else ROOT / page
        stands = found.is_file() if picture else found.exists()
        if not stands or (place and place not in places(found.relative_to(ROOT).as_posix())):
            broken.append(target)

    assert broken == []


@pytest.mark.parametrize("page", pages())
def test_every_file_that_is_named_exists(page):
    named = {text.rstrip("/.") for text in CODE.findall(FENCE.sub("", read(page))) if PATH.fullmatch(text)}

    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_every_page_can_be_reached_from_the_index():
    reached, todo = set(), ["docs/README.md", "README.md"]
    while todo:
        page = todo.pop()
        if page in reached or not page.endswith(".md"):
            continue
        reached.add(page)
        for _, target in LINK.findall(FENCE.sub("", read(page))):
            path = target.partition("#")[0]
            if path and not target.startswith(OUTSIDE):
                todo.append((ROOT / page).parent.joinpath(path).resolve().relative_to(ROOT).as_posix())

    assert set(pages()) - reached == set()


def test_every_command_that_is_named_exists():
    text = "\n".join(read(page) for page in pages())
    named = set(re.findall(r"manage\.py +([a-z_]+)", text))
    targets = set(re.findall(r"`make ([a-z-]+)", text))

    assert named - set(get_commands()) == set()
    assert targets - set(re.findall(r"^([a-z-]+):", read("Makefile"), flags=re.MULTILINE)) == set()


def test_every_test_that_is_named_as_a_proof_exists():
    named = set(re.findall(r"`(test_\w+)`", read("docs/operations/security.md")))
    tests = python("tests")
    there = {name for file in tests for name in re.findall(r"def (test_\w+)", read(file))}

    assert named
    assert named - there == set()


def test_the_operator_is_told_every_variable_and_no_other():
    told = rows(read("docs/operations/deploy.md"), "The environment")

    assert sorted(told) == sorted(re.findall(r"^([A-Z_]+)=", read(".env.example"), flags=re.MULTILINE))


def test_the_picture_of_the_house_shows_every_room_and_no_other():
    assert rows(read("docs/architecture.md"), "The rooms") == ROOMS


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "core"])  # the tools' rows are nobody's concern
def test_the_picture_of_the_house_says_what_each_room_holds(room):
    line = next(line for line in read("docs/architecture.md").splitlines() if line.startswith(f"| `{room}` | "))
    models = {model.__name__ for model in apps.get_app_config(room).get_models() if not model._meta.auto_created}

    assert models - set(re.findall(r"\w+", line)) == set()


def test_the_glossary_puts_words_into_rooms_that_exist():
    lines = [line for line in read("docs/glossary.md").splitlines() if line.startswith("| **")]
    named = {line.rstrip("| ").rpartition("|")[2].strip(" `") for line in lines}

    assert lines
    assert named - set(ROOMS) == set()


def test_the_glossary_gives_each_thing_one_word():
    words = re.findall(r"^\| (\*\*.+?) \|", read("docs/glossary.md"), flags=re.MULTILINE)
    said = [word for row in words for word in re.findall(r"\*\*(.+?)\*\*", row)]

    assert sorted(said) == sorted(set(said))


@pytest.mark.parametrize(
    ("page", "heading"), [("docs/architecture.md", "Jobs"), ("docs/operations/jobs.md", "The jobs")]
)
def test_every_job_is_told_and_no_other(page, heading):
    running = {name.replace(socket.gethostname()[:60], "<machine>") for name in jobs.registry()}

    assert set(rows(read(page), heading)) == running


def test_every_signal_is_told():
    sent = [
        node.targets[0].id
        for name in files()
        if re.fullmatch(r"casework/\w+/signals\.py", name)
        for node in parse(name).body
        if type(node).__name__ == "Assign"
    ]
    told = re.findall(r"^\| signal `(\w+)`", read("docs/architecture.md"), flags=re.MULTILINE)

    assert sorted(told) == sorted(sent)


def test_every_hook_between_rooms_is_told():
    asked = {hook for name in files() if name.endswith(".py") and name.startswith("casework/") for hook in _hooks(name)}
    told = set(re.findall(r"^\| hook `(\w+)`", read("docs/architecture.md"), flags=re.MULTILINE))

    assert told == asked


def _hooks(name):
    return re.findall(r"get_hooks\(\"(\w+)\"", read(name))


def test_decisions_are_numbered_without_a_gap_and_carry_their_own_number():
    records = sorted(name for name in files() if name.startswith("docs/decisions/"))
    numbers = [int(name.split("/")[-1][:4]) for name in records]
    titles = [read(name).splitlines()[0][2:6] for name in records]

    assert numbers == list(range(1, len(records) + 1))
    assert titles == [f"{number:04d}" for number in numbers]


def test_a_newcomer_can_sign_in_as_everybody_the_readme_names():
    told = rows(read("README.md"), "Who you can be")

    assert sorted(told) == sorted(card.username for card in STAFF if card.signs_in)
