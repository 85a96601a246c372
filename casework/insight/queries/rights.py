"""Who may what, and why: asked of the policies that decide, so that what is told here is what happens.

Every verb that a role of the house names is put to the policy of its model, and every question about one row to
``may``. What is said beside the answers, a role, an office, a level, is read from where the policies read it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from wagtail.permissions import policy_registry

from casework.cases.levels import RULES, Level, Source, opened_by
from casework.cases.models import Conflict
from casework.cases.models.case import holds
from casework.cases.queries import oversees
from casework.core import sight
from casework.core.clock import today
from casework.core.dates import in_words
from casework.core.permissions import in_place_of, may
from casework.core.references import normalise
from casework.directory.models import Membership, Office, SharedUnit, Unit
from casework.directory.permissions import OfficePolicy
from casework.directory.queries import accounts
from casework.directory.roles import ROLES
from casework.letters.models import Letter
from casework.letters.queries import is_writer, why_read

KEEPS: Final = "directory.change_membership"

#: The verbs, in words; with the kind of thing they are about beside them.
VERBS: Final[dict[str, Promise]] = {
    "view": gettext_lazy("See"),
    "add": gettext_lazy("Add"),
    "change": gettext_lazy("Change and work on"),
    "delete": gettext_lazy("Remove"),
    "approve": gettext_lazy("Approve or return"),
    "read": gettext_lazy("Read it and clear it, for a unit"),
    "decide": gettext_lazy("Decide"),
    "arrange": gettext_lazy("Enter and end for others"),
    "waive": gettext_lazy("Waive a clearance"),
    "oversee": gettext_lazy("Answer for who sees it"),
    "view_confidential": gettext_lazy("See confidential ones"),
    "view_sensitive": gettext_lazy("See sensitive ones"),
    "view_leaders": gettext_lazy("See those for the Leader only"),
}


@dataclass(frozen=True, slots=True)
class Right:
    """One verb on one kind of thing: whether it is theirs, over which offices, by what, and what takes it away."""

    model: type[Model]
    verb: str
    is_theirs: bool
    offices: tuple[Office, ...] = ()
    by: tuple[str, ...] = ()
    but: tuple[str, ...] = ()

    @property
    def thing(self) -> str:
        """What kind of thing it is, in words."""
        return str(self.model._meta.verbose_name_plural)

    @property
    def words(self) -> str:
        """What the verb is called."""
        return str(VERBS[self.verb])


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether somebody may do one verb to one row, and why."""

    verb: str
    is_yes: bool
    why: str

    @property
    def words(self) -> str:
        """What the verb is called."""
        return str(VERBS[self.verb])


def people_to_ask_about(user: Any) -> QuerySet[Any]:
    """Oneself; for who keeps the directory, all.

    For a director whoever works, worked or will work in their offices, or clears letters of theirs from another office.
    """
    rows = get_user_model().objects.all()
    theirs = Q(pk=user.pk)
    if oversees(user):
        theirs |= Q(pk__in=Membership.objects.filter(office_id__in=user.office_ids).values("user_id"))
        units = SharedUnit.objects.in_force().filter(to_office_id__in=user.office_ids).values("unit_id")
        theirs |= Q(pk__in=Unit.staff.through.objects.filter(unit_id__in=units).values("user_id"))
        theirs |= Q(pk__in=Unit.objects.filter(pk__in=units, lead__isnull=False).values("lead_id"))
    if user.has_perm(KEEPS):
        theirs |= Q(pk__in=accounts(user).values("pk"))
    return rows.filter(theirs).order_by("first_name", "last_name", "username")


def places_of(person: Any, asker: Any) -> list[Membership]:
    """Where this person works, worked or will work, as far as it is the asker's to know."""
    rows = Membership.objects.filter(user_id=person.pk).select_related("office").order_by("office__name")
    if person.pk != asker.pk and not asker.has_perm(KEEPS):
        rows = rows.filter(office_id__in=asker.office_ids)
    return list(rows)


def standing_of(place: Membership) -> str:
    """Whether a membership is in force today, in words."""
    if place.starts_on and place.starts_on > today():
        return _("Begins on %(day)s; nothing is seen before.") % {"day": in_words(place.starts_on)}
    if place.ends_on and place.ends_on < today():
        return _("Ended on %(day)s; nothing is seen since.") % {"day": in_words(place.ends_on)}
    return _("In force.") if place.ends_on is None else _("In force until %(day)s.") % {"day": in_words(place.ends_on)}


def units_of(person: Any, places: list[Membership]) -> list[Unit]:
    """The units this person speaks for, in these places."""
    speaks = Q(staff=person.pk) | Q(lead_id=person.pk)
    here = Unit.objects.filter(speaks, office_id__in=[place.office_id for place in places])
    return list(here.select_related("office").distinct().order_by("office__name", "name"))


def clears_for(person: Any, asker: Any) -> list[str]:
    """For which other offices a unit of this person's clears letters today, as far as it is the asker's to know."""
    units = Unit.objects.filter(Q(staff=person.pk) | Q(lead_id=person.pk), office_id__in=person.office_ids)
    rows = SharedUnit.objects.in_force().filter(unit__in=units.values("pk"))
    if person.pk != asker.pk and not asker.has_perm(KEEPS):
        rows = rows.for_user(asker)
    rows = rows.select_related("unit__office", "to_office").order_by("to_office__name", "unit__name", "pk")
    return [_because(one) for one in rows]


def _because(shared: SharedUnit) -> str:
    said = {"unit": shared.unit, "office": shared.to_office, "day": in_words(shared.ends_on)}
    return _("The unit %(unit)s clears letters of %(office)s until %(day)s.") % said


def roles_of(person: Any) -> list[tuple[str, str]]:
    """The roles of this person, each with its sentence."""
    sentences = {role.name: str(role.sentence) for role in ROLES}
    names = person.groups.order_by("name").values_list("name", flat=True)
    return [(_(name), sentences.get(name, "")) for name in names]


def verbs_of_the_house() -> list[tuple[type[Model], str]]:
    """Each kind of thing of our rooms with each verb that some role names, room by room."""
    named = dict.fromkeys(name for role in ROLES for name in role.permissions)
    found = []
    for room in [config for config in apps.get_app_configs() if config.name.startswith("casework.")]:
        for model in room.get_models():
            begins, ends = f"{room.label}.", f"_{model._meta.model_name}"
            found += [
                (model, name.removeprefix(begins).removesuffix(ends))
                for name in named
                if name.startswith(begins) and name.endswith(ends)
            ]
    return found


def rights_of(person: Any, places: list[Membership]) -> list[Right]:
    """Every verb of the house, put to the policy of its model; over the offices among these places."""
    teller = _Teller(person, places)
    return [teller.right(model, verb) for model, verb in verbs_of_the_house()]


def may_ask_about_rows(asker: Any, person: Any) -> bool:
    """Whether somebody may ask about one row: for oneself, and whoever answers for who sees the cases of an office."""
    return asker.pk == person.pk or oversees(asker)


def rows_called(asker: Any, text: str) -> list[Any]:
    """The rows with this number that the asker sees; a number that is out of sight is no number."""
    number, slash, rest = text.strip().upper().partition("/")
    wanted = {text.strip().upper(), f"{normalise(number) or ''}{slash}{rest}"} - {""}
    found: list[Any] = []
    for model in dict.fromkeys(model for model, _verb in verbs_of_the_house()):
        policy = policy_registry.get_by_type(model, fallback=False)
        is_called = any(field.name == "reference" for field in model._meta.concrete_fields)
        if is_called and isinstance(policy, OfficePolicy):
            rows = policy.instances_user_has_permission_for(asker, "view")
            found += rows.filter(reference__in=wanted).order_by("pk")[:3]
    return found


def answers_about(person: Any, row: Any) -> list[Answer]:
    """For each verb on this row whether this person may, by the very question that the verbs ask, and why."""
    teller = _Teller(person, list(Membership.objects.filter(user_id=person.pk).select_related("office")))
    told = [teller.answer(verb, row) for model, verb in verbs_of_the_house() if model is type(row) and "_" not in verb]
    if isinstance(row, Letter) and row.office_id not in person.office_ids:
        told.append(teller.for_a_unit(row))
    return told


class _Teller:
    """What is said of one person, each fact read once."""

    def __init__(self, person: Any, places: list[Membership]) -> None:
        self.person = person
        self.places = {place.office_id: place for place in places}
        self.offices = tuple(place.office for place in places if place.office_id in person.office_ids)
        self.groups = [
            (_(group.name), {f"{each.content_type.app_label}.{each.codename}" for each in group.permissions.all()})
            for group in person.groups.prefetch_related("permissions__content_type").order_by("name")
        ]
        self.closed = [level for level in Level if level not in opened_by(holds(person))]
        declared = Conflict.objects.filter(staff_id=person.pk, ended_at=None, source=Source.DECLARED)
        self.conflicts = declared.filter(office_id__in=self.places).count()

    def right(self, model: type[Model], verb: str) -> Right:
        """Whether a verb on a kind of thing is theirs."""
        policy = policy_registry.get_by_type(model, fallback=False)
        name = _name(model, verb)
        has_verb = policy.user_has_permission(self.person, verb) if policy else self.person.has_perm(name)
        if has_verb and isinstance(policy, OfficePolicy) and not policy.is_own(self.person, verb):
            absences = [one for one in policy.absences_with(self.person, verb) if one.office in self.offices]
            if absences:
                return self._in_place(model, verb, absences)
        of_offices = isinstance(policy, OfficePolicy) or model._meta.label == "core.HistoryEntry"
        if has_verb and not self.offices and self._has_shared(model, verb):
            return Right(model, verb, True, (), tuple(self._by(name)), (_("Those that every office shares, alone."),))
        if not has_verb or (of_offices and not self.offices):
            return Right(model, verb, is_theirs=False, but=(self._why_not(has_verb=has_verb),))
        but = tuple(self._taken_away(model, verb)) if of_offices else ()
        return Right(model, verb, True, self.offices if of_offices else (), tuple(self._by(name)), but)

    def _in_place(self, model: type[Model], verb: str, absences: list[Any]) -> Right:
        """A verb that is theirs while somebody is away."""
        words = _("In the place of %(who)s, until %(day)s")
        by = tuple(words % {"who": one.person, "day": in_words(one.ends_on)} for one in absences)
        but = (*self._taken_away(model, verb), _("Nothing else than whoever is away sees and may decide themselves."))
        return Right(model, verb, True, tuple(one.office for one in absences), by, but)

    def _has_shared(self, model: type[Model], verb: str) -> bool:
        """Whether there are rows of no office that are theirs: the templates that every office shares."""
        return model._meta.label == "letters.Template" and (verb == "view" or self.person.is_superuser)

    def answer(self, verb: str, row: Any) -> Answer:
        """Whether a verb on one row is theirs."""
        if not may(self.person, verb, row):
            return Answer(verb, False, self._why_not_this(verb, row))
        if verb in {"approve", "waive"} and isinstance(row, Letter) and is_writer(row, self.person):
            return Answer(verb, False, _("They had a hand in these words: somebody else decides on them."))
        if (absent := in_place_of(self.person, verb, row)) is not None:
            return Answer(verb, True, _("In the place of %(who)s, who is away.") % {"who": absent})
        by, place = ", ".join(self._by(_name(type(row), verb))), self.places.get(row.office_id)
        where = (
            _("%(office)s: %(standing)s") % {"office": place.office, "standing": standing_of(place)} if place else ""
        )
        return Answer(verb, True, " · ".join(words for words in (by, where) if words))

    def for_a_unit(self, letter: Letter) -> Answer:
        """Whether they read a letter of another office, because it waits for a unit of theirs."""
        shared = why_read(letter, self.person) if may(self.person, "read", letter) else None
        if shared is None:
            return Answer("read", False, _("It does not wait for a unit of theirs that clears letters of this office."))
        return Answer("read", True, _because(shared))

    def _by(self, name: str) -> Iterator[str]:
        """From what the verb comes: each role that names it."""
        roles = [role for role, verbs in self.groups if name in verbs]
        yield from roles
        if self.person.is_superuser:
            yield _("Superuser")
        elif not roles:
            yield _("Given apart from any role, or as the lead of a unit")

    def _why_not(self, *, has_verb: bool) -> str:
        if not self.person.is_active:
            return _("The account is closed.")
        if not has_verb:
            return _("No role of theirs says so.")
        if self.person.is_superuser and not self.places:
            return _("A superuser who works in no office sees no file.")
        return _("No membership of theirs is in force today.")

    def _taken_away(self, model: type[Model], verb: str) -> Iterator[str]:
        """What is not among the rows of these offices, although the verb is theirs."""
        label = model._meta.label
        if sight.is_kept(label):
            if self.closed:
                levels = ", ".join(f"“{level.label}”" for level in self.closed)
                yield _("Not at the level %(levels)s, unless they own it, are named on it or are asked about it.") % {
                    "levels": levels
                }
            if self.conflicts:
                yield ngettext(
                    "Not where their conflict of interest lies (%(count)d is declared).",
                    "Not where their conflicts of interest lie (%(count)d are declared).",
                    self.conflicts,
                ) % {"count": self.conflicts}
        if label in {"cases.Conflict", "cases.Opening"} and not oversees(self.person):
            yield _("Their own alone.")
        if label == "letters.ClearanceRule" and verb != "view" and not self.person.has_perm(_name(model, "change")):
            yield _("Only the rules that name units they lead, and no other.")
        if label == "letters.Template" and verb != "view" and not self.person.is_superuser:
            yield _("Not those that every office shares.")
        if verb == "approve":
            yield _("Never what they had a hand in.")

    def _why_not_this(self, verb: str, row: Any) -> str:
        """Why a row is not theirs, the widest reason first."""
        policy = policy_registry.get(row)
        if not self.person.is_active or not policy.user_has_permission(self.person, verb):
            return self._why_not(has_verb=False)
        if row.office_id is not None and row.office_id not in self.person.office_ids:
            place = self.places.get(row.office_id)
            office = Office.objects.get(pk=row.office_id)
            words = standing_of(place) if place else _("They do not work there.")
            return _("%(office)s: %(standing)s") % {"office": office, "standing": words}
        case = _case_of(row)
        if not policy.rows(self.person).filter(pk=row.pk).exists() and case is not None:
            if Conflict.objects.with_case(case).filter(staff_id=self.person.pk).exists():
                return _("A conflict of interest keeps it from them.")
            return _("Its case is at the level “%(level)s”. %(words)s") % {
                "level": case.get_sensitivity_display(),
                "words": RULES[case.sensitivity].words,
            }
        return _("Their role allows it on others of this kind, not on this one.")


def _name(model: type[Model], verb: str) -> str:
    return f"{model._meta.app_label}.{verb}_{model._meta.model_name}"


def _case_of(row: Any) -> Any:
    """The case a row hangs on, or is."""
    if row._meta.label == "cases.Case":
        return row
    if row._meta.label == "dispatch.Dispatch":
        letter = Letter.objects.filter(approvals__dispatch=row).select_related("case").first()
        return letter and letter.case
    return getattr(row, "case", None)
