"""A letter that is opened to be printed, or taken as a file, leaves a line; reading it on the screen does not."""

import pytest
from django.urls import reverse

from casework.core.errors import NotPermitted
from casework.core.models import HistoryEntry
from casework.dispatch import actions
from tests.factories.dispatch import DispatchFactory

pytestmark = pytest.mark.django_db


def taken(dispatch):
    """How it was taken out, by whom."""
    lines = HistoryEntry.objects.for_instance(dispatch).filter(action="dispatch.take_out").order_by("pk")
    return [(line.user, line.data["how"]) for line in lines]


def test_printing_and_taking_a_letter_leave_a_line(signed_in, alice, office_a):
    letter = DispatchFactory(office=office_a, post=True)
    client = signed_in(alice)

    for name in ("inspect", "page", "raw"):
        assert client.get(reverse(f"dispatch:{name}", args=[letter.pk])).status_code == 200
    assert client.post(reverse("dispatch:sheets"), {"id": [letter.pk]}).status_code == 200

    assert taken(letter) == [(alice, "page"), (alice, "file"), (alice, "sheets")]


def test_a_letter_of_another_office_is_not_taken_out(charlie, office_a):
    letter = DispatchFactory(office=office_a, post=True)

    with pytest.raises(NotPermitted):
        actions.take_out([letter], by=charlie, how="file")

    assert taken(letter) == []
