"""What was asked about what is held of people."""

import factory
from factory.django import DjangoModelFactory

from casework.records.models import AccessExport, Erasure, LegalHold

from .contacts import PersonFactory
from .directory import UserFactory


class AccessExportFactory(DjangoModelFactory):
    """Everything held about somebody, taken out once."""

    class Meta:
        model = AccessExport

    person = factory.SubFactory(PersonFactory)
    office = factory.SelfAttribute("person.office")
    ground = "asked"
    reason = "They wrote and showed a card."
    kind = "html"
    language = "en"
    rows = 3
    sha256 = "0" * 64
    made_by = factory.SubFactory(UserFactory)


class LegalHoldFactory(DjangoModelFactory):
    """Nothing about somebody may be erased."""

    class Meta:
        model = LegalHold

    person = factory.SubFactory(PersonFactory)
    office = factory.SelfAttribute("person.office")
    reason = "A complaint is open."
    placed_by = factory.SubFactory(UserFactory)


class ErasureFactory(DjangoModelFactory):
    """Somebody asked that a person be erased."""

    class Meta:
        model = Erasure

    person = factory.SubFactory(PersonFactory)
    office = factory.SelfAttribute("person.office")
    number = factory.SelfAttribute("person.pk")
    ground = "asked"
    reason = "They asked for it by letter."
    asked_by = factory.SubFactory(UserFactory)
