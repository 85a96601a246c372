"""What was asked about what is held of people."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from casework.core import clock
from casework.records.models import AccessExport, CorrectionRequest, Disagreement, Erasure, LegalHold

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


class CorrectionRequestFactory(DjangoModelFactory):
    """Somebody asked that something held about them be corrected."""

    class Meta:
        model = CorrectionRequest

    class Params:
        refused = factory.Trait(
            status="refused",
            answer="Two letters of theirs say so.",
            decided_at=factory.LazyFunction(clock.now),
            decided_by=factory.SubFactory(UserFactory),
        )

    person = factory.SubFactory(PersonFactory)
    office = factory.SelfAttribute("person.office")
    held = "The riding is Sampleton North."
    should_be = "It is Sampleton South."
    how = "phone"
    asked_on = factory.LazyFunction(clock.today)
    due_on = factory.LazyAttribute(lambda row: row.asked_on + timedelta(days=30))
    noted_by = factory.SubFactory(UserFactory)


class DisagreementFactory(DjangoModelFactory):
    """What somebody says where nothing was corrected."""

    class Meta:
        model = Disagreement

    request = factory.SubFactory(CorrectionRequestFactory, refused=True)
    office = factory.SelfAttribute("request.office")
    person = factory.SelfAttribute("request.person")
    case = factory.SelfAttribute("request.case")
    about = factory.SelfAttribute("request.held")
    words = "I moved there in May, and said so."
    attached_by = factory.SubFactory(UserFactory)
