"""What can go wrong is told in words, and Django knows a refusal when it meets one."""

import pytest
from django.core.exceptions import PermissionDenied

from casework.core.errors import CaseworkError, IllegalMove, NotPermitted, OutOfDate


@pytest.mark.parametrize("kind", [IllegalMove, NotPermitted, OutOfDate])
def test_every_refusal_is_a_casework_error_that_says_its_words(kind):
    with pytest.raises(CaseworkError, match="Reload the page"):
        raise kind("Reload the page.")


def test_not_permitted_is_a_refusal_to_django_too_and_the_others_are_not():
    assert [issubclass(kind, PermissionDenied) for kind in (NotPermitted, IllegalMove, OutOfDate)] == [
        True,
        False,
        False,
    ]
