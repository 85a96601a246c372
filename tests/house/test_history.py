"""Every history line that a verb writes is declared by its room, so that Wagtail takes it and people can read it."""

import ast
import itertools
import re

import pytest
from wagtail.log_actions import registry

from .tree import ROOMS, parse, python, room_of, shelf_of

LINE = re.compile(rf"({'|'.join(ROOMS)})\.[a-z][a-z_]*")

#: Verbs that set something going which ends in another verb, and that one writes the line.
ANOTHER_VERB_TELLS = {
    "letters.freeze_lines": "settle_approval: which lines were approved is part of it",
    "letters.make_plan": "submit: the plan is part of it",
    "letters.return_to_writer": "settle_return: Wagtail calls it, whichever screen the review ended on",
}


def lines_written():
    """Every action that some verb hands to ``record``: written out, chosen by an if, or put together."""
    for name in python("casework", "home"):
        if name.endswith("wagtail_hooks.py"):
            continue
        for node in ast.walk(parse(name)):
            if not isinstance(node, ast.Call):
                continue
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            arguments = [word.value for word in node.keywords if word.arg == "action"]
            if called == "record" and len(node.args) > 1:
                arguments.append(node.args[1])
            for argument in arguments:
                for text in words(argument):
                    if LINE.fullmatch(text):
                        yield text, f"{name}:{node.lineno}"


def words(node):
    """Every text that an expression may come to, as far as it is written in the code."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.IfExp):
        return [*words(node.body), *words(node.orelse)]
    if isinstance(node, ast.FormattedValue):
        return words(node.value)
    if isinstance(node, ast.JoinedStr):
        return ["".join(parts) for parts in itertools.product(*map(words, node.values))]
    return []


def test_every_line_written_is_declared():
    undeclared = {text: place for text, place in lines_written() if not registry.action_exists(text)}

    assert undeclared == {}, "Declare it with register_log_actions in the room's wagtail_hooks.py."


def test_every_line_declared_is_written_somewhere():
    declared = {action for action, _ in registry.get_choices() if LINE.fullmatch(action)}
    # A verb may pass its line on through a helper: then the words stand in the room's code all the same.
    written = {text for text, _ in lines_written()}
    written |= {
        node.value
        for name in python("casework", "home")
        if not name.endswith("wagtail_hooks.py")
        for node in ast.walk(parse(name))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    assert declared - written == set()


def test_a_room_declares_its_own_lines_only():
    strays = []
    for name in python("casework"):
        if name.endswith("wagtail_hooks.py"):
            texts = [n.args[0] for n in ast.walk(parse(name)) if _declares(n)]
            strays += [t.value for t in texts if not str(t.value).startswith(f"{room_of(name)}.")]

    assert strays == []


def _declares(node):
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "register_action" and node.args


@pytest.mark.parametrize("room", ROOMS)
def test_every_verb_leaves_a_line(room):
    """A public function of ``actions`` that changes something calls ``record``, itself or through a helper."""
    files = [name for name in python(f"casework/{room}") if shelf_of(name) == "actions"]
    written = [node for name in files for node in parse(name).body if isinstance(node, ast.FunctionDef)]
    functions = {node.name: node for node in written}
    # What the verbs of a package share is no verb; the caller writes the line.
    public = [name for name in files if not name.endswith("/actions/shared.py")]
    verbs = [node for name in public for node in functions.values() if node in parse(name).body]
    verbs = [node for node in verbs if not node.name.startswith("_") and "by" in _arguments(node)]
    silent = [f"{room}.{node.name}" for node in verbs if not _records(node, functions, set())]

    assert [verb for verb in silent if verb not in ANOTHER_VERB_TELLS] == []


def _arguments(node):
    return {argument.arg for argument in [*node.args.args, *node.args.kwonlyargs]}


def _records(node, functions, seen):
    called = {getattr(n.func, "id", getattr(n.func, "attr", "")) for n in ast.walk(node) if isinstance(n, ast.Call)}
    if "record" in called:
        return True
    return any(_records(functions[name], functions, {*seen, name}) for name in called & set(functions) - seen)
