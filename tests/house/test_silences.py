"""A check that is silenced, a test that is left out, a thing left to do: each says why beside it, or goes."""

import re

import pytest

from .tree import lines, python

#: What silences a check, and what a reason looks like beside it: words in brackets, or `reason=`.
SILENCES = {
    "no" + "qa": re.compile("no" + r"qa(?!: [A-Z]+\d+(, ?[A-Z]+\d+)*\s+\(\w.+\))"),
    "type: " + "ignore": re.compile("type: " + r"ignore(?!\[[a-z-]+(, ?[a-z-]+)*\]\s+# \w)"),
    "skip": re.compile(r"pytest\.(mark\.)?(skip|skipif|xfail)\b(?!.*(reason=|\(f?\"))"),
    "no " + "cover": re.compile("pragma: no " + r"cover(?! \(\w)"),
    "left to do": re.compile(r"\b(TO" + "DO|FIX" + "ME|XX" + r"X)\b(?!X)"),
    "unfinished": re.compile("NotImplemented" + "Error"),
}


@pytest.mark.parametrize("what", SILENCES)
def test_every_silence_has_its_reason_beside_it(what):
    found = []
    for name in python("portal", "home", "casework", "tests"):
        found += [f"{name}:{number} {line.strip()}" for number, line in lines(name) if SILENCES[what].search(line)]

    assert found == []
