"""The last look."""

import pytest
from django.db import connection

from casework.contacts.actions import add_person, set_do_not_use
from casework.core.permissions import SYSTEM
from casework.dispatch.gate import objection
from casework.dispatch.models import Dispatch
from casework.dispatch.states import Trouble
from tests.factories.dispatch import DispatchFactory

pytestmark = pytest.mark.django_db


def test_an_approved_letter_may_leave():
    assert objection(DispatchFactory()) is None


def test_bytes_that_are_not_those_that_were_queued_stay():
    dispatch = DispatchFactory()
    dispatch.raw = dispatch.raw_bytes.replace(b"Thank", b"Blame")

    assert objection(dispatch) == Trouble.BYTES_CHANGED


@pytest.mark.parametrize(
    ("marked", "traits"),
    [
        ({"email": "TESTA@constituent.example"}, {}),
        ({"email": "testa@exámple.example"}, {"to_address": "testa@exámple.example"}),
        ({"post": "2 Test Street\nTORONTO ON  M5V 0A2"}, {"post": True}),
    ],
    ids=["email", "accented domain", "post"],
)
def test_nothing_leaves_to_an_address_that_must_not_be_used(office_a, office_b, marked, traits):
    person = add_person(by=SYSTEM, office=office_a, name="Testa Person", **marked)
    set_do_not_use(person.contact_points.get(), by=SYSTEM, do_not_use=True)

    assert objection(DispatchFactory(office=office_a, **traits)) == Trouble.DO_NOT_USE
    assert objection(DispatchFactory(office=office_b, **traits)) is None


def test_an_office_without_an_address_sends_nothing():
    dispatch = DispatchFactory()
    dispatch.office.email = ""

    assert objection(dispatch) == Trouble.NO_OFFICE_ADDRESS


def test_every_trouble_has_words_for_an_officer():
    assert all(trouble.label.endswith(".") for trouble in Trouble)
    assert max(map(len, Trouble.values)) <= Dispatch._meta.get_field("trouble").max_length


def test_the_last_look_is_two_queries(django_assert_max_num_queries):
    dispatch = Dispatch.objects.select_related("office").get(pk=DispatchFactory().pk)

    with django_assert_max_num_queries(2, connection=connection):
        objection(dispatch)
