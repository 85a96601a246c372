"""An import inside a function says why it is there, with a word from a closed list: the debt can be counted."""

import ast

from .tree import parse, python, read

REASONS = (
    "leaf:",  # Wagtail or Django loads this file before the models: they come later
    "thin method",  # Wagtail calls the model, and the model calls its own room's verb
    "slow import",  # heavy, and seldom needed
    "tests only",  # needed by nobody else
)


def test_an_import_inside_a_function_says_why():
    silent = []
    for name in python("portal", "home", "casework"):
        source = read(name).splitlines()
        for function in ast.walk(parse(name)):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    written = " ".join(source[node.lineno - 1 : node.end_lineno])
                    if not any(reason in written.partition("#")[2] for reason in REASONS):
                        silent.append(f"{name}:{node.lineno} {source[node.lineno - 1].strip()}")

    assert silent == [], f"Say why beside it, with one of: {', '.join(REASONS)}"
