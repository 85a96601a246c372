"""The verbs: meeting people, reaching them, noting what they need."""

from collections.abc import Iterable
from dataclasses import asdict

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casework.core import audit, clock, search
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.permissions import Actor, may, require
from casework.core.text import one_line, plain
from casework.directory.models import Language, Office

from .access import CODES, KEEPING
from .keys import key_for, on_envelope
from .known import mark_of
from .models import AccessNeed, ContactPoint, Person
from .queries import document_of, matches
from .signals import person_reached, person_renamed


@transaction.atomic
def add_person(
    *,
    by: Actor,
    office: Office,
    name: str,
    language: str = Language.ENGLISH,
    postal_code: str = "",
    email: str = "",
    phone: str = "",
    post: str = "",
) -> Person:
    """Write down somebody this office has not met, and how to reach them as they gave it."""
    if language not in Language.values:
        raise CaseworkError(_("Choose English or French."))
    person = Person(
        office=office,
        name=one_line(name)[:200] or _("(no name given)"),
        language=language,
        postal_code=one_line(postal_code)[:12],
    )
    require(by, "add", person)
    person.save()
    _add_points(person, email=email, phone=phone, post=on_envelope(post, postal_code))
    record(person, "contacts.add", by=by)
    index(person)
    return person


@transaction.atomic
def find_or_add(
    *,
    by: Actor,
    office: Office,
    name: str,
    language: str = Language.ENGLISH,
    postal_code: str = "",
    email: str = "",
    phone: str = "",
    post: str = "",
) -> Person:
    """The person this office already knows by the same address *and* the same name, else a new one.

    An address alone never makes one of two people: a family shares a telephone. Of several who agree in both, it is
    the one known longest, so that a doubled person does not double again with each message.
    """
    known = matches(office_id=office.pk, name=name, email=email, phone=phone)
    # Who is kept from whoever asks is somebody new to them: the office joins the two when it may.
    strong = [match.person for match in known if match.is_strong and may(by, "change", match.person)]
    if not strong:
        return add_person(
            by=by,
            office=office,
            name=name,
            language=language,
            postal_code=postal_code,
            email=email,
            phone=phone,
            post=post,
        )
    person = min(strong, key=lambda match: match.pk)
    add_contact_points(person, by=by, email=email, phone=phone, post=on_envelope(post, postal_code))
    return person


@transaction.atomic
def add_contact_points(person: Person, *, by: Actor, email: str = "", phone: str = "", post: str = "") -> None:
    """Add ways to reach somebody; one that is known already stays as it is, and leaves no line."""
    require(by, "change", person)
    _locked(person)
    added = _add_points(person, email=email, phone=phone, post=post)
    if added:
        record(person, "contacts.change", by=by, what=added)
        index(person)
        person_reached.send(sender=Person, person=person)


@transaction.atomic
def save_person(person: Person, *, by: Actor, what: Iterable[str]) -> Person:
    """Save the fields of a person that a form changed; ``what`` names them, and only they are written.

    Raises NotPermitted when the office is among what changed: people do not move between offices.
    """
    require(by, "change", person)
    was = _locked(person)
    if was.office_id != person.office_id:
        raise NotPermitted(_("%(person)s belongs to another office.") % {"person": person})
    changed = sorted(set(what))
    columns = {field.name for field in Person._meta.concrete_fields}
    written = [name for name in changed if name in columns]
    person.save(update_fields=written)
    record(person, "contacts.change", by=by, what=changed, changes=_changes(was, person, written))
    index(person)
    if "name" in changed and was.name != person.name:
        _mark(person.contact_points.select_related("person"))
        person_renamed.send(sender=Person, person=person)
    return person


def _changes(was: Person, person: Person, names: Iterable[str]) -> dict[str, list[str]]:
    """Before and after, as keyed hashes: the history holds nobody's name."""
    return audit.changed({name: getattr(was, name) for name in names}, {name: getattr(person, name) for name in names})


@transaction.atomic
def set_do_not_use(point: ContactPoint, *, by: Actor, do_not_use: bool) -> None:
    """Say that nothing may leave to this address, or that it may again; saying what is so already leaves no line."""
    require(by, "change", point.person)
    _locked(point.person)
    point = ContactPoint.objects.select_related("person").get(pk=point.pk)
    if point.do_not_use == do_not_use:
        return
    point.do_not_use = do_not_use
    point.save(update_fields=["do_not_use"])
    record(point.person, "contacts.do_not_use" if do_not_use else "contacts.use_again", by=by, kind=point.kind)


@transaction.atomic
def note_access_needs(
    person: Person, *, by: Actor, reference: str, agreed: str, codes: Iterable[str] = (), words: str = ""
) -> list[AccessNeed]:
    """Keep what a person asked for in one message for next time, as they agreed; what is kept already is not twice.

    ``agreed`` is the version of the words they said yes to. Returns what is new. Raises CaseworkError without a yes,
    and for a code that is not on the closed list.
    """
    require(by, "change", person)
    if agreed not in KEEPING:
        raise CaseworkError(_("What somebody asks for is kept for next time only if they agree. Ask them first."))
    asked = [(code, "") for code in require_codes(codes)]
    if said := plain(words).strip():
        asked.append(("", said))
    if not asked:
        return []
    _locked(person)
    known = set(AccessNeed.objects.filter(person=person, reference=reference).values_list("code", "words"))
    now = clock.now()
    needs = [
        AccessNeed(
            person=person,
            code=code,
            words=own,
            reference=reference,
            asked_at=now,
            agreed_at=now,
            agreed_version=agreed,
        )
        for code, own in asked
        if (code, own) not in known
    ]
    if needs:
        AccessNeed.objects.bulk_create(needs)
        record(person, "contacts.access_needs", by=by, count=len(needs), asked_in=reference)
    return needs


@transaction.atomic
def forget_access_needs(person: Person, *, by: Actor, needs: Iterable[AccessNeed]) -> int:
    """Forget what was kept for next time, as the person asks; how many it were. What stands on a case stays there."""
    require(by, "change", person)
    _locked(person)
    kept = AccessNeed.objects.filter(person=person)
    chosen = set(kept.filter(pk__in=[need.pk for need in needs]).values_list("code", "words"))
    # The same need asked for in several messages is one need to whoever wants it forgotten.
    forgotten = [need.pk for need in kept if (need.code, need.words) in chosen]
    if forgotten:
        AccessNeed.objects.filter(pk__in=forgotten).delete()
        record(person, "contacts.forget_needs", by=by, count=len(forgotten))
    return len(forgotten)


def require_codes(codes: Iterable[str]) -> list[str]:
    """The codes, each once; raises CaseworkError for one that is not on the closed list."""
    wanted = list(dict.fromkeys(codes))
    if unknown := [code for code in wanted if code not in CODES]:
        raise CaseworkError(_("“%(code)s” is not on the list of access needs.") % {"code": one_line(unknown[0])[:30]})
    return wanted


def mark_anew() -> int:
    """Hash every name and address with the key of today; how many had another. It may be stopped, and run again."""
    return _mark(ContactPoint.objects.select_related("person"))


def _mark(points: QuerySet[ContactPoint]) -> int:
    count = 0
    for point in points.order_by("pk").iterator(chunk_size=1000):
        mark = mark_of(point.kind, point.key, point.person.name)
        if mark != point.mark:
            count += ContactPoint.objects.filter(pk=point.pk).update(mark=mark)
    return count


def index(person: Person) -> None:
    """Refresh what search finds of a person."""
    search.put("person", **asdict(document_of(person)))


def _locked(person: Person) -> Person:
    """The row as it is now, held until the transaction ends; before anything of theirs, and after their case."""
    return Person.objects.select_for_update(of=("self",)).get(pk=person.pk)


def _add_points(person: Person, **reach: str) -> list[str]:
    """Write down the ways to reach somebody that are new, with the person held; returns their kinds."""
    longest = ContactPoint._meta.get_field("value").max_length
    points = [
        ContactPoint(
            person=person,
            kind=kind,
            value=value,
            key=(key := key_for(kind, value)),
            mark=mark_of(kind, key, person.name),
        )
        for kind, typed in reach.items()
        if (value := plain(typed).strip()[:longest])
    ]
    known = set(person.contact_points.values_list("kind", "key")) if points else set()
    new = [point for point in points if (point.kind, point.key) not in known]
    ContactPoint.objects.bulk_create(new)
    return sorted(point.kind for point in new)
