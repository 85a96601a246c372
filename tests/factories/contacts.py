"""The people who write to an office."""

from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from casework.contacts.access import KEEP_VERSION
from casework.contacts.keys import key_for
from casework.contacts.known import mark_of
from casework.contacts.models import AccessNeed, Affiliation, ContactKind, ContactPoint, Organisation, Person

from .directory import OfficeFactory


class PersonFactory(DjangoModelFactory):
    """Somebody an office knows; ``email=``, ``phone=`` and ``post=`` give them contact points."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    class Params:
        french = factory.Trait(language="fr")

    office = factory.SubFactory(OfficeFactory)
    name = factory.Sequence(lambda n: f"Person Number{n:04}")

    @factory.post_generation
    def email(self, create: bool, extracted: str | None, **kwargs: Any) -> None:
        """Reach them by e-mail."""
        if create and extracted:
            ContactPointFactory(person=self, kind=ContactKind.EMAIL, value=extracted)

    @factory.post_generation
    def phone(self, create: bool, extracted: str | None, **kwargs: Any) -> None:
        """Reach them by telephone."""
        if create and extracted:
            ContactPointFactory(person=self, kind=ContactKind.PHONE, value=extracted)

    @factory.post_generation
    def post(self, create: bool, extracted: str | None, **kwargs: Any) -> None:
        """Reach them by letter."""
        if create and extracted:
            ContactPointFactory(person=self, kind=ContactKind.POST, value=extracted)


class ContactPointFactory(DjangoModelFactory):
    """One way to reach one person."""

    class Meta:
        model = ContactPoint

    class Params:
        blocked = factory.Trait(do_not_use=True)

    person = factory.SubFactory(PersonFactory)
    kind = ContactKind.EMAIL
    value = factory.Sequence(lambda n: f"person{n}@example.org")
    key = factory.LazyAttribute(lambda point: key_for(point.kind, point.value))
    mark = factory.LazyAttribute(lambda point: mark_of(point.kind, point.key, point.person.name))


class AccessNeedFactory(DjangoModelFactory):
    """Something a person asked for so that they can read us, kept for next time."""

    class Meta:
        model = AccessNeed

    person = factory.SubFactory(PersonFactory)
    code = "large_print"
    reference = factory.Sequence(lambda n: f"REF-{n}")
    agreed_at = factory.LazyFunction(timezone.now)
    agreed_version = KEEP_VERSION


class OrganisationFactory(DjangoModelFactory):
    """A body somebody writes for."""

    class Meta:
        model = Organisation

    office = factory.SubFactory(OfficeFactory)
    name = factory.Sequence(lambda n: f"Organisation {n:04}")


class AffiliationFactory(DjangoModelFactory):
    """A person who speaks for an organisation of the same office."""

    class Meta:
        model = Affiliation

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory, office=factory.SelfAttribute("..person.office"))
