"""The environment is read through one file, and .env.example tells every variable that is."""

import ast
import re

from .tree import parse, python, read

READERS = {"text", "required", "flag", "number", "listed"}


def variables_read():
    """The name of every environment variable that the code asks for."""
    found = {"DJANGO_SETTINGS_MODULE"}
    for name in python():
        calls = [node for node in ast.walk(parse(name)) if isinstance(node, ast.Call)]
        asked = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in READERS]
        found |= {call.args[0].value for call in asked if getattr(call.func.value, "id", "") == "env"}
    return found


def test_env_example_tells_exactly_the_variables_that_are_read():
    told = re.findall(r"^([A-Z_]+)=", read(".env.example"), flags=re.MULTILINE)

    assert sorted(told) == sorted(variables_read())


def test_the_environment_is_read_in_one_file():
    reading = {name for name in python() if re.search(r"os\.(environ|getenv)", read(name))}

    assert reading - {"portal/settings/env.py", "portal/wsgi.py"} == set()
