"""Reads over people and how to reach them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from casework.core.text import fold

from .keys import email_key, phone_key, post_key
from .models import ContactKind, ContactPoint, Organisation, Person


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody the office knows who may be the one who wrote, and why we think so."""

    person: Person
    reason: str
    is_strong: bool


def people_for(user: Any) -> QuerySet[Person]:
    """The people of this user's offices, with what their screens show, in a constant number of queries."""
    return Person.objects.for_user(user).select_related("office").prefetch_related("contact_points", "access_needs")


def organisations_for(user: Any) -> QuerySet[Organisation]:
    """The organisations of this user's offices."""
    return Organisation.objects.for_user(user).select_related("office")


def matches(*, office_id: int, name: str = "", email: str = "", phone: str = "", limit: int = 5) -> list[Match]:
    """Who of this office may have written: same e-mail and same name first, then either. A human confirms.

    Only an address and a name that both agree make a strong match: couples and families share addresses.
    """
    wanted = Q()
    if email:
        wanted |= Q(kind=ContactKind.EMAIL, key=email_key(email))
    if phone:
        wanted |= Q(kind=ContactKind.PHONE, key=phone_key(phone))
    if not wanted:
        return []
    found: dict[int, Match] = {}
    points = ContactPoint.objects.filter(wanted, person__office_id=office_id).select_related("person")
    for point in points.order_by("-person__added_at", "person_id", "kind")[: 4 * limit]:
        same_name = fold(point.person.name) == fold(name)
        how = _("same e-mail address") if point.kind == ContactKind.EMAIL else _("same telephone number")
        match = Match(point.person, _("%(how)s, same name") % {"how": how} if same_name else how, same_name)
        if point.person_id not in found or (match.is_strong and not found[point.person_id].is_strong):
            found[point.person_id] = match
    return sorted(found.values(), key=lambda match: not match.is_strong)[:limit]


def may_write_to(*, office_id: int, address: str) -> bool:
    """False when somebody of this office said that nothing may be sent to this e-mail or postal address."""
    keys = Q(kind=ContactKind.EMAIL, key=email_key(address)) | Q(kind=ContactKind.POST, key=post_key(address))
    return not ContactPoint.objects.filter(keys, person__office_id=office_id, do_not_use=True).exists()
