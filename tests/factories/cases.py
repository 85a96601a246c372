"""Cases as they stand in the table, without the verbs that lead there; a test of a verb calls the verb."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from casework.cases.levels import Level
from casework.cases.models import (
    Accommodation,
    AccommodationStep,
    Assignment,
    Case,
    CaseParty,
    Conflict,
    Consent,
    ConsentEnd,
    ConsentReminder,
    KnownQuestion,
    LevelChange,
    Message,
    NamedPerson,
    Note,
    Opening,
    PossibleConflict,
    Share,
    StatusChange,
    Transfer,
)
from casework.cases.states import CaseStatus, Channel, ClosureReason, Direction, WaitingOn
from casework.core import clock
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


class AccommodationFactory(DjangoModelFactory):
    """Something a person asked for, with nothing done about it. ``AccommodationFactory(case=…, code="asl")``."""

    class Meta:
        model = Accommodation

    class Params:
        before = factory.Trait(status="before", how="")
        discussed = factory.Trait(status="discussed")
        agreed = factory.Trait(status="agreed", needed_on=factory.SelfAttribute("due_on"))
        offered = factory.Trait(status="offered")
        met = factory.Trait(status="met", due_on=None)
        withdrawn = factory.Trait(status="withdrawn", due_on=None)

    case = factory.SubFactory(CaseFactory)
    office = factory.SelfAttribute("case.office")
    code = "large_print"
    how = "phone"
    reference = factory.SelfAttribute("case.reference")
    due_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=7))


class AccommodationStepFactory(DjangoModelFactory):
    """Somebody talked with them about it."""

    class Meta:
        model = AccommodationStep

    accommodation = factory.SubFactory(AccommodationFactory, discussed=True)
    case = factory.SelfAttribute("accommodation.case")
    was = "asked"
    now = "discussed"
    happened_on = factory.LazyFunction(clock.today)
    words = "22 point is enough."
    noted_by = factory.SubFactory(UserFactory)


class CasePartyFactory(DjangoModelFactory):
    """The other side of a matter, by name only; with ``person=``, somebody the office knows."""

    class Meta:
        model = CaseParty

    case = factory.SubFactory(CaseFactory)
    role = "other_side"
    name = factory.Sequence(lambda n: f"Other Side{n:04}")
    added_by = factory.SubFactory(UserFactory)


class PossibleConflictFactory(DjangoModelFactory):
    """Somebody called as a colleague is. ``PossibleConflictFactory(office=a, staff=bob, person=their)``."""

    class Meta:
        model = PossibleConflict

    office = factory.SubFactory(OfficeFactory)
    staff = factory.SubFactory(UserFactory)
    person = factory.SubFactory(PersonFactory, office=factory.SelfAttribute("..office"))
    found = "name"


class OpeningFactory(DjangoModelFactory):
    """A restricted case, opened by exception and not reviewed yet."""

    class Meta:
        model = Opening

    case = factory.SubFactory(CaseFactory)
    opened_by = factory.SubFactory(UserFactory)
    ends_at = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=4))
    reason = "It could not wait."


class ConsentFactory(DjangoModelFactory):
    """The person agreed that their case is passed on, with what was said. ``ConsentFactory(case=…, sight=True)``."""

    class Meta:
        model = Consent

    class Params:
        sight = factory.Trait(covers="sight")
        summary = factory.Trait(covers="summary")

    case = factory.SubFactory(CaseFactory)
    covers = "conversation"
    with_office = factory.SubFactory(OfficeFactory)
    how = "phone"
    said_by = "person"
    words = "You may pass it on."
    said_on = factory.LazyFunction(clock.today)
    good_until = factory.LazyFunction(lambda: clock.today() + timedelta(days=183))
    noted_by = factory.SubFactory(UserFactory)


class ConsentEndFactory(DjangoModelFactory):
    """They took it back."""

    class Meta:
        model = ConsentEnd

    consent = factory.SubFactory(ConsentFactory)
    case = factory.SelfAttribute("consent.case")
    how = "phone"
    ended_by = factory.SubFactory(UserFactory)


class ConsentReminderFactory(DjangoModelFactory):
    """The owner was told that it is soon over."""

    class Meta:
        model = ConsentReminder

    consent = factory.SubFactory(ConsentFactory)
    case = factory.SelfAttribute("consent.case")


class TransferFactory(DjangoModelFactory):
    """A case is offered. ``TransferFactory(case=…, to_office=b, asked_by=alice)``."""

    class Meta:
        model = Transfer

    case = factory.SubFactory(CaseFactory, opened=True)
    to_office = factory.SubFactory(OfficeFactory)
    consent = factory.SubFactory(
        ConsentFactory, case=factory.SelfAttribute("..case"), with_office=factory.SelfAttribute("..to_office")
    )
    reason = "They moved to your riding."
    asked_by = factory.SubFactory(UserFactory)
    expires_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=14))


class ShareFactory(DjangoModelFactory):
    """A colleague elsewhere reads a case. ``ShareFactory(case=…, reader=charlie, consent__with_office=b)``."""

    class Meta:
        model = Share

    case = factory.SubFactory(CaseFactory, opened=True)
    reader = factory.SubFactory(UserFactory)
    consent = factory.SubFactory(ConsentFactory, case=factory.SelfAttribute("..case"), sight=True)
    reason = "Helps with the agency."
    ends_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=7))
    shared_by = factory.SubFactory(UserFactory)


class KnownQuestionFactory(DjangoModelFactory):
    """Somebody asked whether another office knows the person, and none does."""

    class Meta:
        model = KnownQuestion

    case = factory.SubFactory(CaseFactory)
    consent = factory.SubFactory(ConsentFactory, case=factory.SelfAttribute("..case"), covers="ask", with_office=None)
    is_known = False
    asked_by = factory.SubFactory(UserFactory)
