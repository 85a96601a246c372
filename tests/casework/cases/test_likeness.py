"""Whether two may be one: an address that agrees is certain, a name is asked about, whatever the spelling. Pure."""

import pytest
from hypothesis import given, strategies as st

from casework.cases.likeness import Found, is_certain, likeness, somebody

OLIVE = somebody("Olive Officer", ["olive@office.example"])
words = st.text(alphabet="abkzéïôçÀŒñß", min_size=1, max_size=8)
addresses = st.lists(st.sampled_from(["a@mail.example", "B@mail.example", "é@mail.example", "none", ""]), max_size=3)


@pytest.mark.parametrize(
    ("name", "emails", "found"),
    [
        ("Olive Officer", [], Found.NAME),
        ("OFFICER, Olive", [], Found.NAME),
        ("Ólïve  Officer", [], Found.NAME),
        ("O. Officer", [], None),
        ("Olive", [], None),
        ("Somebody Else", ["Olive@Office.Example "], Found.EMAIL),
        ("Olive Officer", ["other@example.org", "olive@office.example"], Found.EMAIL),
        ("Somebody Else", ["olive@office.example.org"], None),
        ("Somebody Else", ["@", ""], None),
        ("", [], None),
    ],
)
def test_what_agrees_however_it_is_typed(name, emails, found):
    assert likeness(somebody(name, emails), OLIVE) is found


def test_an_address_that_many_share_tells_nothing():
    them = somebody("Somebody Else", ["olive@office.example"])

    assert likeness(them, OLIVE, not_telling={"olive@office.example"}) is None


@pytest.mark.parametrize(("found", "certain"), [(Found.EMAIL, True), (Found.NAME, False), (None, False)])
def test_only_an_address_is_certain(found, certain):
    assert is_certain(found) is certain


@given(st.lists(words, min_size=2, max_size=4), st.randoms())
def test_nobody_differs_from_themselves_by_order_accents_or_commas(parts, lots):
    turned = [part.replace("é", "e").replace("ç", "C") for part in parts]
    lots.shuffle(turned)

    assert likeness(somebody(" ".join(parts), []), somebody(", ".join(turned), [])) is Found.NAME


@given(words, words, addresses, addresses)
def test_it_is_the_same_from_either_side(name, other, emails, others):
    one, two = somebody(f"{name} {other}", emails), somebody(f"{other} {name}", others)

    assert likeness(one, two) is likeness(two, one)
