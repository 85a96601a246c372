"""Offices and the people who work in them."""

from datetime import date, timedelta
from typing import Any

import factory
from django.conf import settings
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from casework.core.clock import now, today
from casework.directory.models import (
    Absence,
    Closure,
    CommunityService,
    CriticPortfolio,
    FactorReset,
    Invitation,
    Issue,
    LinkRequest,
    Member,
    Membership,
    Office,
    OfficeKind,
    Program,
    SharedUnit,
    Unit,
)
from casework.directory.roles import ROLES

#: What everybody's password is in the tests.
PASSWORD = "correct horse battery staple"


class OfficeFactory(DjangoModelFactory):
    """An office the public may write to."""

    class Meta:
        model = Office

    class Params:
        private = factory.Trait(is_public=False)
        french = factory.Trait(name_fr=factory.Sequence(lambda n: f"Bureau {n:04}"))

    name = factory.Sequence(lambda n: f"Office {n:04}")
    slug = factory.Sequence(lambda n: f"office-{n:04}")
    kind = OfficeKind.CONSTITUENCY
    email = factory.LazyAttribute(lambda office: f"{office.slug}@example.org")
    phone = "416-555-0100"
    address = "1 Test Street\nToronto ON  M5V 0A1"


class UserFactory(DjangoModelFactory):
    """Someone on staff. ``UserFactory(office=a, roles=["officer"])``: a member of that office with that role."""

    class Meta:
        model = settings.AUTH_USER_MODEL
        skip_postgeneration_save = True

    class Params:
        gone = factory.Trait(is_active=False)
        admin = factory.Trait(is_superuser=True, is_staff=True)

    username = factory.Sequence(lambda n: f"user{n:04}")
    first_name = "Staff"
    last_name = factory.Sequence(lambda n: f"Person{n:04}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@staff.example.org")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def office(self, create: bool, extracted: Office | None, **kwargs: Any) -> None:
        """Make the user a member of the office."""
        if create and extracted:
            self.memberships.create(office=extracted)

    @factory.post_generation
    def roles(self, create: bool, extracted: list[str] | None, **kwargs: Any) -> None:
        """Put the user into the groups of these roles, by their codes."""
        if create and extracted:
            self.groups.add(*(group_of(code) for code in extracted))


class AbsenceFactory(DjangoModelFactory):
    """``AbsenceFactory(office=a, person=bob, stand_in=alice)``: away today and for a week."""

    class Meta:
        model = Absence

    office = factory.SubFactory(OfficeFactory)
    person = factory.SubFactory(UserFactory)
    stand_in = factory.SubFactory(UserFactory)
    starts_on = factory.LazyFunction(today)
    ends_on = factory.LazyFunction(lambda: today() + timedelta(days=7))
    entered_by = factory.SelfAttribute("person")


class MembershipFactory(DjangoModelFactory):
    """One person in one office."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    office = factory.SubFactory(OfficeFactory)


class UnitFactory(DjangoModelFactory):
    """A department of an office."""

    class Meta:
        model = Unit
        skip_postgeneration_save = True

    office = factory.SubFactory(OfficeFactory)
    name = factory.Sequence(lambda n: f"Unit {n:04}")

    @factory.post_generation
    def staff(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        """The people in it."""
        self.staff.set(extracted or [])


class SharedUnitFactory(DjangoModelFactory):
    """``SharedUnitFactory(unit=press, to_office=a)``: it clears letters of that office from today, for a month.

    ``offered``: nobody has accepted it yet.
    """

    class Meta:
        model = SharedUnit

    class Params:
        offered = factory.Trait(accepted_at=None, accepted_by=None)

    unit = factory.SubFactory(UnitFactory)
    to_office = factory.SubFactory(OfficeFactory)
    starts_on = factory.LazyFunction(today)
    ends_on = factory.LazyFunction(lambda: today() + timedelta(days=30))
    offered_by = factory.LazyAttribute(lambda given: UserFactory(office=given.unit.office, roles=["director"]))
    accepted_at = factory.LazyFunction(now)
    accepted_by = factory.LazyAttribute(lambda given: UserFactory(office=given.to_office, roles=["director"]))


class MemberFactory(DjangoModelFactory):
    """An elected member who sits now."""

    class Meta:
        model = Member

    class Params:
        former = factory.Trait(is_current=False)

    name = factory.Sequence(lambda n: f"Member {n:04}")
    title_en = "Member for Test Riding"
    title_fr = "Députée de Circonscription-Test"
    riding = "Test Riding"
    office = factory.SubFactory(OfficeFactory)


class IssueFactory(DjangoModelFactory):
    """Something people write about."""

    class Meta:
        model = Issue

    class Params:
        retired = factory.Trait(is_active=False)

    code = factory.Sequence(lambda n: f"issue-{n:04}")
    name = factory.Sequence(lambda n: f"Issue {n:04}")


class ClosureFactory(DjangoModelFactory):
    """A day on which every office is closed."""

    class Meta:
        model = Closure

    on = date(2026, 3, 20)
    reason = "Snow"


class CriticPortfolioFactory(DjangoModelFactory):
    """A member speaks on a subject, with no end in sight."""

    class Meta:
        model = CriticPortfolio

    member = factory.SubFactory(MemberFactory)
    topic = factory.Sequence(lambda n: f"Subject {n:04}")
    topic_fr = factory.Sequence(lambda n: f"Sujet {n:04}")


class CommunityServiceFactory(DjangoModelFactory):
    """An organisation on the public list, that helps with food."""

    class Meta:
        model = CommunityService

    class Params:
        unlisted = factory.Trait(is_listed=False)

    name = factory.Sequence(lambda n: f"Service {n:04}")
    need = "food"
    offers = "A warm meal at noon."
    offers_fr = "Un repas chaud à midi."


class InvitationFactory(DjangoModelFactory):
    """Somebody asked to begin here."""

    class Meta:
        model = Invitation

    email = factory.Sequence(lambda n: f"new{n:04}@staff.example.org")
    key = factory.Sequence(lambda n: f"key{n:04}")
    invited_by = factory.SubFactory(UserFactory)


class FactorResetFactory(DjangoModelFactory):
    """An administrator asks that a colleague's second factors be taken away."""

    class Meta:
        model = FactorReset

    user = factory.SubFactory(UserFactory)
    asked_by = factory.SubFactory(UserFactory)


class LinkRequestFactory(DjangoModelFactory):
    """Somebody wants a link for a new password."""

    class Meta:
        model = LinkRequest

    user = factory.SubFactory(UserFactory)


def group_of(code: str) -> Group:
    """The group that a role became."""
    name = next(role.name for role in ROLES if role.code == code)
    return Group.objects.get(name=name)


class ProgramFactory(DjangoModelFactory):
    """A program of the province, whose agency has words for a consent."""

    class Meta:
        model = Program

    code = factory.Sequence(lambda n: f"program-{n:04}")
    name = factory.Sequence(lambda n: f"Program {n:04}")
    name_fr = factory.LazyAttribute(lambda row: f"Programme {row.name[-4:]}")
    government = "provincial"
    agency, agency_fr = "The ministry", "Le ministère"
    consent = factory.LazyAttribute(lambda row: f"I agree that you speak with {row.agency} about {row.name}.")
    consent_fr = factory.LazyAttribute(lambda row: f"J’accepte que vous parliez de {row.name_fr} : {row.agency_fr}.")
