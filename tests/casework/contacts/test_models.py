"""Rows of people: what the database itself refuses, and what their labels give away."""

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from casework.contacts.models import AccessNeed, Affiliation, ContactPoint, Organisation, Person
from tests.factories.contacts import (
    AccessNeedFactory,
    AffiliationFactory,
    ContactPointFactory,
    OrganisationFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


def refused(do):
    """Whether the database refuses, whatever the ORM thinks."""
    try:
        with transaction.atomic():
            do()
            connection.check_constraints()
    except (IntegrityError, DataError):
        return True
    return False


def test_a_person_has_the_same_contact_point_once():
    point = ContactPointFactory()
    again = ContactPoint(person=point.person, kind=point.kind, value="written otherwise", key=point.key)

    assert refused(lambda: ContactPoint.objects.bulk_create([again]))


def test_two_people_may_share_a_contact_point():
    point = ContactPointFactory()
    other = PersonFactory(office=point.person.office)

    ContactPointFactory(person=other, kind=point.kind, value=point.value)

    assert ContactPoint.objects.filter(key=point.key).count() == 2


def test_a_person_belongs_to_an_organisation_once():
    affiliation = AffiliationFactory()
    again = Affiliation(person=affiliation.person, organisation=affiliation.organisation, role="chair")

    assert refused(lambda: Affiliation.objects.bulk_create([again]))


def test_one_need_is_asked_for_once_under_one_reference():
    need = AccessNeedFactory()

    assert refused(lambda: AccessNeed.objects.bulk_create([AccessNeed(**as_asked(need))]))
    assert not refused(lambda: AccessNeed.objects.bulk_create([AccessNeed(**as_asked(need, reference="OTHER"))]))


def test_under_one_reference_more_than_one_need_stands_in_own_words():
    need = AccessNeedFactory(code="", words="Call after five")
    other = AccessNeed(person=need.person, code="", words="Large envelopes", reference=need.reference)

    assert not refused(lambda: AccessNeed.objects.bulk_create([other]))


def test_a_need_says_something():
    person = PersonFactory()

    assert refused(lambda: AccessNeed.objects.bulk_create([AccessNeed(person=person, reference="R")]))


def test_an_office_with_people_cannot_be_deleted():
    person = PersonFactory()

    with pytest.raises(IntegrityError):
        person.office.delete()


def test_no_label_names_a_person():
    person = PersonFactory(name="Zelda Marker", email="zelda@example.org")
    organisation = OrganisationFactory(office=person.office, name="Marker Society")
    affiliation = AffiliationFactory(person=person, organisation=organisation, role="chair")
    need = AccessNeedFactory(person=person, words="Zelda Marker asks")

    labels = " ".join(map(str, [person, organisation, affiliation, need, person.contact_points.get()]))

    assert "zelda" not in labels.lower()
    assert "marker" not in labels.lower()


def test_a_need_is_read_in_words():
    assert AccessNeedFactory(code="large_print").title() == "Large print"
    assert AccessNeedFactory(code="", words="Call after five").title() == "Call after five"


def test_rows_are_those_of_one_s_offices(alice, charlie, root, office_a):
    person, organisation = PersonFactory(office=office_a), OrganisationFactory(office=office_a)

    seen = {
        user.username: [*Person.objects.for_user(user), *Organisation.objects.for_user(user)]
        for user in (alice, charlie, root)
    }

    assert seen == {"alice": [person, organisation], "charlie": [], "root": []}


def as_asked(need, **others):
    """The fields of a need, to write it again."""
    return {"person": need.person, "code": need.code, "words": "", "reference": need.reference, **others}
