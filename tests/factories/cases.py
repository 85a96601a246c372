"""Cases as they stand in the table, without the verbs that lead there; a test of a verb calls the verb."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from casework.cases.levels import Level
from casework.cases.models import (
    Assignment,
    Case,
    Conflict,
    LevelChange,
    Message,
    NamedPerson,
    Note,
    Opening,
    StatusChange,
)
from casework.cases.states import CaseStatus, Channel, ClosureReason, Direction, WaitingOn
from casework.core.references import new_reference

from .contacts import PersonFactory
from .directory import OfficeFactory, UserFactory


class CaseFactory(DjangoModelFactory):
    """A new case nobody owns. ``CaseFactory(office=a, opened=True, owner=alice)``: one that is worked on."""

    class Meta:
        model = Case

    class Params:
        opened = factory.Trait(status=CaseStatus.OPEN)
        waiting = factory.Trait(status=CaseStatus.WAITING, waiting_on=WaitingOn.PERSON)
        resolved = factory.Trait(status=CaseStatus.RESOLVED)
        closed = factory.Trait(
            status=CaseStatus.CLOSED,
            closure_reason=ClosureReason.COMPLETED,
            closed_at=factory.LazyFunction(timezone.now),
            closed_by=factory.SubFactory(UserFactory),
        )

    reference = factory.LazyFunction(new_reference)
    office = factory.SubFactory(OfficeFactory)
    person = factory.SubFactory(PersonFactory, office=factory.SelfAttribute("..office"))
    subject = factory.Sequence(lambda n: f"Matter {n:04}")


class MessageFactory(DjangoModelFactory):
    """Something a person said on a case."""

    class Meta:
        model = Message

    class Params:
        sent = factory.Trait(direction=Direction.OUT)

    case = factory.SubFactory(CaseFactory)
    direction = Direction.IN
    channel = Channel.EMAIL
    subject = factory.Sequence(lambda n: f"Subject {n}")
    body = factory.Sequence(lambda n: f"Words {n}.")


class NoteFactory(DjangoModelFactory):
    """Internal words on a case."""

    class Meta:
        model = Note

    case = factory.SubFactory(CaseFactory)
    body = factory.Sequence(lambda n: f"Note {n}.")


class StatusChangeFactory(DjangoModelFactory):
    """A case was opened."""

    class Meta:
        model = StatusChange

    case = factory.SubFactory(CaseFactory)
    now = CaseStatus.NEW
    changed_by = factory.SubFactory(UserFactory)


class AssignmentFactory(DjangoModelFactory):
    """Somebody took a case."""

    class Meta:
        model = Assignment

    case = factory.SubFactory(CaseFactory)
    now = factory.SubFactory(UserFactory)
    assigned_by = factory.SelfAttribute("now")


class LevelChangeFactory(DjangoModelFactory):
    """Who may see a case was changed."""

    class Meta:
        model = LevelChange

    case = factory.SubFactory(CaseFactory)
    was = Level.CONFIDENTIAL
    now = Level.SENSITIVE
    changed_by = factory.SubFactory(UserFactory)
    reason = "About a child's health."


class NamedPersonFactory(DjangoModelFactory):
    """Somebody who sees a case whatever its level."""

    class Meta:
        model = NamedPerson

    case = factory.SubFactory(CaseFactory)
    person = factory.SubFactory(UserFactory)
    named_by = factory.SubFactory(UserFactory)
    reason = "Knows the matter."


class ConflictFactory(DjangoModelFactory):
    """A colleague's interest in a person. ``ConflictFactory(office=a, staff=bob, person=their)``."""

    class Meta:
        model = Conflict

    office = factory.SubFactory(OfficeFactory)
    staff = factory.SubFactory(UserFactory)
    person = factory.SubFactory(PersonFactory, office=factory.SelfAttribute("..office"))
    relation = "family"
    declared_by = factory.SelfAttribute("staff")


class OpeningFactory(DjangoModelFactory):
    """A restricted case, opened by exception and not reviewed yet."""

    class Meta:
        model = Opening

    case = factory.SubFactory(CaseFactory)
    opened_by = factory.SubFactory(UserFactory)
    ends_at = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=4))
    reason = "It could not wait."
