"""Edits as they come, through the database: only the yes whose scope was touched is asked for again."""

from random import Random

import pytest
from wagtail.api.v2.views import BaseAPIViewSet

from casework.letters import actions, queries
from tests.factories.directory import UnitFactory, UserFactory
from tests.factories.letters import ClearanceRuleFactory, LetterFactory, again, write

pytestmark = pytest.mark.django_db

#: What an edit may be, and whether it touches what units clear.
EDITS = {
    "to_name": (["Another Person", "A. Person"], False),
    "salutation": (["Dear Another Person,", "Hello,"], False),
    "subject": (["The hearing", "Your second question"], True),
    "closing": (["With thanks,", "Yours,"], True),
    "body": (["<p>We owe you 300 dollars.</p>", "<p>We do not know.</p>"], True),
}


@pytest.mark.parametrize("seed", range(4))
def test_random_edits_make_stale_only_what_they_touched(office_a, alice, seed):
    random = Random(seed)  # noqa: S311  (edits that are the same on every run, not a secret)
    speaker = UserFactory(office=office_a, roles=["reviewer"])
    unit = UnitFactory(office=office_a, staff=[speaker])
    ClearanceRuleFactory(office=office_a, units=[unit])
    letter = LetterFactory(office=office_a, by=alice, submitted=True)
    for _round in range(3):
        turn = queries.clearances_of(again(letter))[0]
        if turn.state == "open":
            words = queries.reading(again(letter)).sha256
            actions.decide(turn, by=speaker, verdict="clear", sha256=words)
        actions.withdraw(again(letter), by=alice)
        before = queries.content_of(again(letter).latest_revision.as_object())
        names = random.sample(sorted(EDITS), k=random.randint(1, 3))
        letter = write(again(letter), by=alice, **{name: random.choice(EDITS[name][0]) for name in names})
        after = queries.content_of(letter.latest_revision.as_object())
        touched = {name for name in names if EDITS[name][1] and getattr(before, name) != getattr(after, name)}
        actions.submit(letter, by=alice)
        state = queries.clearances_of(again(letter))[0].state
        assert (state == "open") is bool(touched), names


def test_no_api_knows_a_letter(signed_in, in_review, director):
    kinds, known = [BaseAPIViewSet], set()
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        known.add(getattr(kind.model, "_meta", None) and kind.model._meta.app_label)
    assert not {label for label in known if label and label.startswith(("letters", "cases", "contacts"))}
    client = signed_in(director)
    for address in ("/api/v2/letters/", "/admin/api/main/letters/", f"/admin/api/main/letters/{in_review.pk}/"):
        answers = (client.get(address, follow=True), client.post(address, follow=True))
        assert [answer.status_code for answer in answers] == [404, 404]
