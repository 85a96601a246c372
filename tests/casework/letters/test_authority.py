from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from casework.letters.authority import Lack, lack, nearest
from casework.letters.tiers import Tier

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)
LETTER = {"tier": Tier.KEY, "level": 2, "channel": "email", "today": TODAY, "now": NOW}


def given(**changes):
    whole = {
        "starts": TODAY - DAY,
        "last_day": None,
        "ended_at": None,
        "most_tier": Tier.KEY,
        "most_level": 2,
        "channel": "",
    }
    return SimpleNamespace(**{**whole, **changes})


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"starts": TODAY}, None),
        ({"starts": TODAY + DAY}, Lack.NOT_YET),
        ({"last_day": TODAY}, None),
        ({"last_day": TODAY - DAY}, Lack.OVER),
        ({"ended_at": NOW + DAY}, None),
        ({"ended_at": NOW}, Lack.ENDED),
        ({"most_tier": Tier.RESTRICTED}, None),
        ({"most_tier": Tier.LIGHT}, Lack.TIER),
        ({"most_level": 4}, None),
        ({"most_level": 1}, Lack.LEVEL),
        ({"most_level": 1, "most_tier": Tier.LIGHT}, Lack.LEVEL),
        ({"channel": "email"}, None),
        ({"channel": "post"}, Lack.CHANNEL),
        ({"ended_at": NOW, "last_day": TODAY - DAY, "most_tier": Tier.LIGHT, "channel": "post"}, Lack.ENDED),
    ],
)
def test_an_authority_signs_only_what_and_when_it_was_given_for(changes, expected):
    assert lack(given(**changes), **LETTER) == expected


def test_whoever_holds_several_is_told_of_the_one_that_comes_nearest():
    assert nearest([Lack.ENDED, Lack.TIER, Lack.OVER]) == Lack.TIER
    assert nearest([Lack.OVER, Lack.ENDED]) == Lack.OVER
