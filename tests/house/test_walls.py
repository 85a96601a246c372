"""The wall: whoever has no sight of an office walks every address of the admin, and learns and changes nothing.

A superuser of no office walks all of them. Somebody next door who holds every verb of the house is walked past our own
screens and lists by ``test_stranger_walk``; here they take what that leaves out: what Wagtail brings.
"""

import pytest

from .next_door import MARK, told
from .walls import NOT_WALKED, addresses, everything, guarded_models, lists, ours, out_of_sight, secrets

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def walked():
    """Every address that the walk takes."""
    return [address for address in addresses("admin/") if not address.route.startswith(NOT_WALKED)]


def left_out_next_door():
    """What the walk next door does not take."""
    taken, listed = set(ours()), set(lists())
    return [address for address in walked() if address not in taken and address.route not in listed]


@pytest.fixture
def browser_of(signed_in):
    """A browser of somebody's in which a crash is an answer, so that the walk goes on and tells them all."""

    def sign_in(stranger):
        client = signed_in(stranger)
        client.raise_request_exception = False
        return client

    return sign_in


def test_whoever_has_no_sight_looks_and_presses_everywhere_and_learns_and_changes_nothing(
    browser_of, root, everybody_s_verbs, rows
):
    """One walk, because what is walked takes longest to set up."""
    ways = {root: walked(), everybody_s_verbs: left_out_next_door()}
    assert len(ways[root]) > len(ways[everybody_s_verbs]) > 100
    for stranger, way in ways.items():
        look(browser_of(stranger), stranger, way)
    before = everything()
    assert [path for stranger, way in ways.items() for path in press(browser_of(stranger), stranger, way)] == []
    assert everything() == before


def look(client, stranger, way):
    """Every address of the way with rows of ours; nothing private is told and nothing crashes."""
    hidden, rows = {MARK, *secrets(stranger)}, out_of_sight(stranger)
    assert set(rows) == set(guarded_models())
    assert len(hidden) > 20
    leaks, crashes = [], []
    for path in (path for address in way for path in address.paths(rows)):
        answer = client.get(path)
        crashes += [path] if answer.status_code >= 500 else []
        text = told(answer)
        leaks += [f"{path} tells {stranger.username} {secret}" for secret in hidden if secret in text]

    assert (leaks, crashes) == ([], [])


def press(client, stranger, way):
    """Whatever could be pressed about a row of ours, by somebody who must not; the paths that crashed."""
    rows = out_of_sight(stranger)
    # A superuser may well change pages, units and accounts, and these are numbered as the rows behind the wall are:
    # what is pressed here is about those rows.
    about = {*rows, None}
    ours_alone = [one for one in way if one.model in rows or one.module.startswith("casework.")]
    pressed = [one for one in ours_alone if "<" in one.route and (one.model in about or not stranger.is_superuser)]
    return [path for one in pressed for path in one.paths(rows) if client.post(path).status_code >= 500]


def test_the_walk_finds_a_door_that_somebody_forgot_to_close(settings, browser_of, root, rows):
    settings.ROOT_URLCONF = "tests.house.leak"
    way = [one for one in walked() if one.route.startswith("admin/leak/")]

    with pytest.raises(AssertionError, match=r"admin/leak/.* tells"):
        look(browser_of(root), root, way)
