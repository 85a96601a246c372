"""Reads over offices, their staff and their calendar."""

from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Prefetch, Q, QuerySet
from wagtail.images import get_image_model
from wagtail.log_actions import registry as log_registry
from wagtail.permissions import policy_registry

from casework.core.models import APART, SIGNING

from .models import (
    Absence,
    Closure,
    CommunityService,
    CriticPortfolio,
    FactorReset,
    Invitation,
    Issue,
    Member,
    Membership,
    Office,
    Program,
    SharedUnit,
    Unit,
)
from .roles import ROLES


def public_offices() -> QuerySet[Office]:
    """The offices the public may write to, by name."""
    return Office.objects.public()


def offices_with_members() -> QuerySet[Office]:
    """The offices the public may write to, by name, each with the members who sit now."""
    sitting = Member.objects.filter(is_current=True)
    return Office.objects.public().prefetch_related(Prefetch("people_elected", sitting, to_attr="sitting"))


def closures_ahead(first: date, last: date) -> list[Closure]:
    """The closures from one day to another, the next one on top."""
    return list(Closure.objects.filter(on__gte=first, on__lte=last).order_by("on", "pk"))


def members_with_portfolios(portrait: str) -> QuerySet[Member]:
    """The members who sit now, by name: with their office, what they speak for now, and the portrait in that size."""
    pictures = get_image_model().objects.prefetch_renditions(portrait)
    current = Prefetch("portfolios", CriticPortfolio.objects.current(), to_attr="current_portfolios")
    rows = Member.objects.filter(is_current=True).select_related("office").order_by("name", "pk")
    return rows.prefetch_related(current, Prefetch("portrait", pictures))


def services(need: str = "") -> QuerySet[CommunityService]:
    """The community services on the public list, for one need when one is said."""
    return CommunityService.objects.listed(need)


def office_by_slug(slug: str) -> Office | None:
    """The office with this short name, whether or not the public may write to it now."""
    return Office.objects.filter(slug=slug).first()


def offices_for(user: Any) -> QuerySet[Office]:
    """The offices this person works in."""
    return Office.objects.for_user(user)


def other_offices(office_id: int) -> QuerySet[Office]:
    """Every office but one, by name: to say which, and to see nothing of it."""
    return Office.objects.exclude(pk=office_id).order_by("name")


def colleagues(*office_ids: int) -> QuerySet[Any]:
    """The people who work in an office now, or in one of several, by name."""
    users = get_user_model().objects.filter(is_active=True, pk__in=_working_in(*office_ids))
    return users.order_by("first_name", "last_name", "username")


def _working_in(*office_ids: int) -> QuerySet[Any]:
    """The keys of the people who work in one of these offices today."""
    return Membership.objects.current().filter(office_id__in=office_ids).values("user_id")


def arranges_absences(user: Any) -> bool:
    """Whether this person enters and ends the absences of others in their offices."""
    return bool(user.office_ids) and bool(user.has_perm("directory.arrange_absence"))


def absences_for(user: Any) -> QuerySet[Absence]:
    """Who is, was or will be away in this person's offices, the latest on top."""
    rows = Absence.objects.for_user(user).select_related("person", "stand_in", "unit", "office")
    return rows.order_by("-starts_on", "-id")


def led_by(people: QuerySet[Any]) -> QuerySet[Unit]:
    """The units that these people lead."""
    return Unit.objects.filter(lead__in=people).select_related("office")


def closed_days(office_id: int) -> frozenset[date]:
    """The days on which this office is closed, besides weekends and public holidays."""
    return frozenset(Closure.objects.filter(Q(office=None) | Q(office_id=office_id)).values_list("on", flat=True))


def current_members(office_id: int) -> QuerySet[Member]:
    """The members in whose name this office's letters go out."""
    return Member.objects.filter(is_current=True, office_id=office_id)


def signatories(office_id: int, *, now: int | None = None) -> QuerySet[Member]:
    """The members in whose name a letter of this office may go: those who sit, and the one it goes in ``now``."""
    return Member.objects.filter(Q(is_current=True) | Q(pk=now), office_id=office_id)


def members_of(user: Any) -> QuerySet[Member]:
    """The members of this person's offices who sit now, by name."""
    return Member.objects.filter(is_current=True, office_id__in=user.office_ids)


def active_issues() -> QuerySet[Issue]:
    """The issues staff may choose from."""
    return Issue.objects.filter(is_active=True)


def programs(*, now: int | None = None) -> QuerySet[Program]:
    """The programs people may ask for help with, in the order in which they are offered, and the one chosen ``now``."""
    return Program.objects.filter(Q(is_active=True) | Q(pk=now)).order_by("order", "name")


def program_by_code(code: str) -> Program | None:
    """The program with this short name, in use or not."""
    return Program.objects.filter(code=code).first() if code else None


def programs_by_code(codes: set[str]) -> dict[str, Program]:
    """The programs with these short names, in use or not."""
    return {program.code: program for program in Program.objects.filter(code__in=codes)} if codes else {}


def units_for(user: Any) -> QuerySet[Unit]:
    """The departments of the offices this person works in."""
    return Unit.objects.filter(office_id__in=user.office_ids).select_related("office")


def units_clearing_for(*office_ids: int) -> QuerySet[Unit]:
    """The units whose word these offices can ask for: their own, and those that other offices share with them."""
    shared = SharedUnit.objects.in_force().filter(to_office_id__in=office_ids)
    rows = Unit.objects.filter(Q(office_id__in=office_ids) | Q(pk__in=shared.values("unit_id")))
    return rows.select_related("office").order_by("office__name", "name")


def clears_for(unit: Unit, office_id: int) -> bool:
    """Whether this unit clears letters of this office today: as its own, or shared with it."""
    if unit.office_id == office_id:
        return True
    return SharedUnit.objects.in_force().filter(unit_id=unit.pk, to_office_id=office_id).exists()


def is_shared_from_elsewhere(unit: Unit) -> bool:
    """Whether this unit, which is about to be kept with another office, is shared: another director agreed to that."""
    if unit.pk is None or Unit.objects.filter(pk=unit.pk, office_id=unit.office_id).exists():
        return False
    return any(one.is_open for one in SharedUnit.objects.filter(unit_id=unit.pk, ended_at=None))


def colleagues_and_readers(office_id: int) -> QuerySet[Any]:
    """The people who work in an office now, and those of units that other offices share with it, by name.

    The latter are no members: they read the letters that wait for them. A matter of their own is kept from them too.
    """
    units = SharedUnit.objects.in_force().filter(to_office_id=office_id).values("unit_id")
    staff = Unit.staff.through.objects.filter(unit_id__in=units).values("user_id")
    leads = Unit.objects.filter(pk__in=units, lead__isnull=False).values("lead_id")
    who = Q(pk__in=_working_in(office_id)) | Q(pk__in=staff) | Q(pk__in=leads)
    return get_user_model().objects.filter(who, is_active=True).order_by("first_name", "last_name", "username")


def shared_units_for(user: Any) -> QuerySet[SharedUnit]:
    """Which units are, were or will be shared, from this person's offices or with them; the newest on top."""
    rows = SharedUnit.objects.for_user(user).select_related("unit__office", "to_office", "offered_by", "accepted_by")
    return rows.order_by("-offered_at", "-id")


def shared_unit_for(user: Any, pk: int) -> SharedUnit | None:
    """One of them, if this person works on either side."""
    return shared_units_for(user).filter(pk=pk).first()


def others_shared_with(user: Any) -> QuerySet[Office]:
    """The offices to which this person may offer a unit: every one but the only one they work in."""
    rows = Office.objects.order_by("name")
    return rows.exclude(pk__in=user.office_ids) if len(user.office_ids) == 1 else rows


def colleagues_of(user: Any) -> QuerySet[Any]:
    """Everybody who works in one of this person's offices, by name."""
    users = get_user_model().objects.filter(is_active=True, pk__in=_working_in(*user.office_ids))
    return users.distinct().order_by("first_name", "last_name", "username")


def staff() -> QuerySet[Any]:
    """Everybody who works here, by name."""
    return get_user_model().objects.filter(is_active=True).order_by("first_name", "last_name", "username")


def every_office(user: Any) -> QuerySet[Office]:
    """Every office, by name: the list of whoever keeps the directory. It shows no file of any of them."""
    return Office.objects.order_by("name")


def every_membership(user: Any) -> QuerySet[Membership]:
    """Who works where, office by office: the list of whoever keeps the directory."""
    return Membership.objects.select_related("user", "office").order_by("office__name", "user__username")


def every_unit(user: Any) -> QuerySet[Unit]:
    """The departments, office by office: the list of whoever keeps the directory."""
    return Unit.objects.select_related("office", "lead").order_by("office__name", "name")


def accounts(user: Any) -> QuerySet[Any]:
    """The accounts this person may keep: a superuser's is a superuser's alone."""
    rows = get_user_model().objects.all()
    return rows if user.is_superuser else rows.filter(is_superuser=False)


def has_acted(user: Any) -> bool:
    """Whether some history names this person as the one who did something."""
    nothing_done = [*SIGNING, *APART]
    models = log_registry.get_log_entry_models()
    return any(model.objects.filter(user=user.pk).exclude(action__in=nothing_done).exists() for model in models)


def factors_of(user: Any) -> QuerySet[Authenticator]:
    """What this person signs in with besides a password, oldest first; what it holds is for nobody's eyes."""
    return Authenticator.objects.filter(user=user).order_by("created_at", "pk")


def passkeys_of(user: Any) -> QuerySet[Authenticator]:
    """The passkeys of this person."""
    return factors_of(user).filter(type=Authenticator.Type.WEBAUTHN)


def open_invitations(user: Any) -> QuerySet[Invitation]:
    """Who was invited and neither came nor was told not to, the newest first."""
    rows = Invitation.objects.filter(accepted_at=None, withdrawn_at=None).select_related("invited_by")
    return rows.prefetch_related("offices", "roles").order_by("-sent_at", "-pk")


def open_reset(user: Any) -> FactorReset | None:
    """What one administrator asked for this person, while no other has agreed."""
    return FactorReset.objects.filter(user=user, decided_at=None).select_related("asked_by").first()


def roles_to_give() -> QuerySet[Group]:
    """The roles of the house, as an administrator may give them."""
    return Group.objects.filter(name__in=[role.name for role in ROLES]).order_by("name")


def account(username: str) -> Any | None:
    """The account with this user name."""
    return get_user_model().objects.filter(username=username).first()


def account_with_address(email: str) -> Any | None:
    """The one active account with this address; none where two share it."""
    found = list(get_user_model().objects.filter(email__iexact=email, is_active=True)[:2])
    return found[0] if len(found) == 1 else None


def who_shares(office_id: int) -> QuerySet[Any]:
    """The people who offer and accept units for an office, by name."""
    holders = policy_registry.get_by_type(SharedUnit).users_with_any_permission({"change"})
    return colleagues(office_id).filter(pk__in=holders.values("pk"))
