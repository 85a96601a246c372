"""Names and addresses as keyed hashes: the same again, however they are written; nothing to be read or tried."""

import pytest
from django.core.management import call_command

from casework.contacts import actions
from casework.contacts.known import mark_of, marks_of
from casework.contacts.models import ContactPoint
from casework.contacts.queries import known_elsewhere
from tests.factories.contacts import PersonFactory


def test_the_same_name_and_address_are_the_same_however_written_and_any_other_is_not():
    mark = mark_of("email", "zoe@mail.example", "Zoé Roy")

    assert len(mark) == 64
    assert mark_of("email", "zoe@mail.example", " ZOE  ROY ") == mark
    assert mark_of("email", "zoe@mail.example", "Zoe Ray") != mark
    assert mark_of("email", "roy@mail.example", "Zoé Roy") != mark
    assert mark_of("phone", "zoe@mail.example1234567", "Zoé Roy") != mark


@pytest.mark.parametrize(
    ("kind", "key", "name"),
    [("email", "none", "Zoe"), ("phone", "123", "Zoe"), ("email", "zoe@mail.example", " "), ("post", "1 rue", "Zoe")],
)
def test_what_tells_nobody_has_no_mark(kind, key, name):
    assert mark_of(kind, key, name) == ""
    assert marks_of(kind, key, name) == []


def test_another_key_is_another_mark_and_keys_from_before_are_still_asked(settings):
    settings.KNOWN_KEY, settings.KNOWN_KEYS_BEFORE = "one", []
    before = mark_of("email", "zoe@mail.example", "Zoe")
    settings.KNOWN_KEY, settings.KNOWN_KEYS_BEFORE = "two", ["one"]

    assert mark_of("email", "zoe@mail.example", "Zoe") != before
    assert marks_of("email", "zoe@mail.example", "Zoe")[1] == before


@pytest.mark.django_db
def test_a_person_who_is_renamed_is_known_by_the_new_name_alone(alice, office_a, office_b):
    there = PersonFactory(office=office_b, name="Zoe Roy", email="zoe@mail.example")
    here = actions.add_person(by=alice, office=office_a, name="Zoe Ray", email="Zoe@mail.example")
    assert not known_elsewhere(here).exists()
    here.name = "Zoe Roy"
    actions.save_person(here, by=alice, what=["name"])

    assert list(known_elsewhere(here)) == [there]
    assert list(known_elsewhere(there)) == [here]


@pytest.mark.django_db
def test_after_a_new_key_rows_are_hashed_anew_and_the_old_key_can_go(settings, office_a, office_b, capsys):
    settings.KNOWN_KEY = "one"
    here, there = (
        PersonFactory(office=office, name="Zoe", email="zoe@mail.example") for office in (office_a, office_b)
    )
    settings.KNOWN_KEY, settings.KNOWN_KEYS_BEFORE = "two", ["one"]
    assert list(known_elsewhere(here)) == [there]
    for told in ("2", "0"):
        call_command("mark_anew")
        assert capsys.readouterr().out == f"Hashed anew: {told}.\n"
    settings.KNOWN_KEYS_BEFORE = []

    assert list(known_elsewhere(here)) == [there]
    assert ContactPoint.objects.filter(mark="").count() == 0
