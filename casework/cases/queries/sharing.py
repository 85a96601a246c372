"""Reads over what leaves the office on purpose: consents, offers between offices, cases read elsewhere."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.permissions import policy_registry

from casework.contacts.known import marks_of
from casework.contacts.models import Person
from casework.contacts.queries import known_elsewhere, matches
from casework.core import clock
from casework.core.permissions import may
from casework.directory.models import Office
from casework.directory.queries import colleagues, other_offices

from ..consenting import PASSES_ON, TOLD_BEFORE, Covers
from ..levels import KEPT
from ..models import Case, Conflict, Consent, Message, Share, Transfer
from ..models.sharing import ConsentQuerySet, TransferQuerySet
from ..states import ACTIVE
from . import is_keeper

#: Of one case, so many offers, and so many who read it elsewhere, stand on its page; the lists have them all.
SHOWN = 20


def shares_outside(user: Any) -> bool:
    """Whether this person works with other offices: decides about what is offered, notes what people agreed to."""
    return bool(user.office_ids) and user.has_perm("cases.change_transfer")


def may_send(case: Case, user: Any) -> bool:
    """Whether this person may let the case be seen outside its office: its owner or the Director."""
    return shares_outside(user) and may(user, "change", case) and is_keeper(case, user)


def offices_beside(case: Case) -> QuerySet[Office]:
    """Every other office, by name."""
    return other_offices(case.office_id)


def consents_on(case: Case) -> ConsentQuerySet:
    """What the person agreed to, the first on top, with when it was taken back."""
    return Consent.objects.filter(case=case).select_related("with_office", "noted_by", "end").order_by("noted_at", "id")


def not_agreed_to(consents: list[Consent]) -> frozenset[str]:
    """The verbs that wait for the person's yes."""
    covered = {consent.covers for consent in consents if consent.is_in_force}
    by_verb = {"transfer": set(PASSES_ON), "share": {Covers.SIGHT}, "known": {Covers.ASK}}
    return frozenset(verb for verb, covers in by_verb.items() if not covered & covers)


def consents_soon_over() -> ConsentQuerySet:
    """The consents on cases that somebody works on, of whose end in some days their owner was not told.

    None that the person renewed meanwhile.
    """
    same = Consent.objects.in_force().filter(
        case_id=OuterRef("case_id"), covers=OuterRef("covers"), good_until__gt=OuterRef("good_until")
    )
    newer = same.filter(Q(with_office_id=OuterRef("with_office_id")) | Q(covers=Covers.ASK))
    rows = Consent.objects.in_force().filter(
        ~Exists(newer),
        good_until__lte=clock.today() + TOLD_BEFORE,
        reminder=None,
        case__status__in=ACTIVE,
        case__owner__isnull=False,
    )
    return rows.select_related("case").order_by("good_until", "id")


def consents_to_pass_on(case: Case) -> QuerySet[Consent]:
    """The consents in force to pass the case on to another office."""
    return consents_on(case).in_force().filter(covers__in=PASSES_ON)


def consents_to_show(case: Case) -> QuerySet[Consent]:
    """The consents in force to let somebody of another office read the case."""
    return consents_on(case).in_force().filter(covers=Covers.SIGHT)


def consents_to_take_back(case: Case) -> QuerySet[Consent]:
    """The consents that were not taken back yet, over or not."""
    return consents_on(case).filter(end=None)


def transfers_for(user: Any) -> TransferQuerySet:
    """The offers to and from this person's offices, the newest on top."""
    rows = Transfer.objects.for_user(user).order_by("-asked_at", "-id")
    return rows.select_related(
        "case__office", "to_office", "issue", "consent__end", "received_as", "asked_by", "decided_by"
    )


def offered_to(user: Any) -> QuerySet[Transfer]:
    """The offers that wait for an answer from this person's offices, the first to be over on top."""
    if not shares_outside(user):
        return Transfer.objects.none()
    return transfers_for(user).standing().filter(to_office_id__in=user.office_ids).order_by("expires_at", "id")


def offers_of(case: Case) -> QuerySet[Transfer]:
    """To whom a case was offered, the newest first."""
    rows = case.transfers.select_related("to_office", "consent__end", "asked_by", "decided_by")
    return rows.order_by("-asked_at", "-id")[:SHOWN]


def came_by(case: Case) -> Transfer | None:
    """The offer that the case was opened for, if it came from another office."""
    return Transfer.objects.filter(received_as=case.pk).select_related("case__office", "consent").first()


def said_before(case: Case) -> list[Message]:
    """Everything that was said on a case, in order."""
    return list(case.messages.order_by("occurred_at", "id"))


def person_of(case: Case) -> Person:
    """The person of a case, with how to reach them and what they asked for."""
    return Person.objects.prefetch_related("contact_points", "access_needs").get(pk=case.person_id)


def has_conflict_with(
    user: Any, office_id: int, *, name: str, email: str = "", phone: str = "", post: str = ""
) -> bool:
    """Whether somebody declared a conflict with whom their office knows by the same name and address."""
    known = matches(office_id=office_id, name=name, email=email, phone=phone)
    people = [match.person.pk for match in known if match.is_strong]
    about = Q(person_id__in=people) | Q(organisation__affiliations__person_id__in=people)
    return Conflict.objects.filter(about, staff_id=user.pk, ended_at=None).exists()


def can_be_known(person: Person) -> bool:
    """Whether there is something by which another office would know this person again."""
    return any(marks_of(point.kind, point.key, person.name) for point in person.contact_points.all())


def is_known_elsewhere(person: Person) -> bool:
    """Whether another office knows somebody of the same name and address.

    Whoever it has nothing but restricted cases of is not known there: that there is one would be told by a yes.
    """
    theirs = Case.objects.filter(person_id=OuterRef("pk"))
    told = ~Exists(theirs.filter(sensitivity__in=KEPT)) | Exists(theirs.exclude(sensitivity__in=KEPT))
    return known_elsewhere(person).filter(told).exists()


def shares_of(case: Case) -> QuerySet[Share]:
    """Who of another office was let read a case, the newest first."""
    rows = case.shares.select_related("reader", "shared_by", "consent__with_office", "consent__end")
    return rows.order_by("-shared_at", "-id")[:SHOWN]


def shares_to_end(case: Case) -> QuerySet[Share]:
    """Those of them that show the case now."""
    rows = Share.objects.in_force().filter(case=case).select_related("reader", "consent__with_office")
    return rows.order_by("shared_at", "id")


def shared_by_us(user: Any) -> QuerySet[Share]:
    """For the Director, who elsewhere reads a case of their offices, or read one; the newest on top."""
    rows = Share.objects.for_user(user).filter(case__office_id__in=user.office_ids)
    rows = rows.select_related("case", "reader", "consent__with_office", "consent__end", "shared_by")
    return rows.order_by("-shared_at", "-id")


def shared_with(user: Any) -> QuerySet[Share]:
    """The cases of other offices that this person reads now, the first to be over on top."""
    rows = Share.objects.read_by(user).select_related("case__office", "case__person", "case__issue", "shared_by")
    return rows.order_by("ends_on", "id")


def share_for(user: Any, pk: int) -> Share | None:
    """One of them, while it lasts."""
    return shared_with(user).filter(pk=pk).first()


def readers_for(case: Case) -> QuerySet[Any]:
    """The colleagues elsewhere whom the consents in force let read the case: those who read cases there, by name."""
    places = consents_to_show(case).values("with_office_id")
    people = policy_registry.get_by_type(Case).users_with_permission("view")
    people = people.filter(pk__in=colleagues(*places.values_list("with_office_id", flat=True)).values("pk"))
    here = colleagues(case.office_id).values("pk")
    return people.exclude(pk__in=here).order_by("first_name", "last_name", "username")
