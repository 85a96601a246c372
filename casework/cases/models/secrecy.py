"""Who sees a case beside what its level says: named people, conflicts of interest, openings by exception."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.contacts.models import Organisation, Person
from casework.core import clock
from casework.core.models import known_together
from casework.directory.models import Office

from ..levels import Relation, Source
from ..likeness import Found

USER = settings.AUTH_USER_MODEL
OVERSEES = "cases.oversee_case"
#: Says whether somebody a case is for is a colleague.
ANSWERS = "cases.change_possibleconflict"


class NamedPersonQuerySet(models.QuerySet["NamedPerson"]):
    """Ways to ask for who is named."""

    def for_user(self, user):
        """Those named on the cases in this person's sight."""
        kept = self.model.case.field.related_model.objects.closed_to(user).filter(pk=OuterRef("case_id"))
        return self.filter(~Exists(kept), case__office_id__in=user.office_ids)


class NamedPerson(models.Model):
    """Somebody of the office who sees one case whatever its level, until somebody ends it."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="named_people")
    person = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("who"))
    named_at = models.DateTimeField(default=timezone.now)
    named_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    reason = models.TextField(_("why"))
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    objects = NamedPersonQuerySet.as_manager()

    class Meta:
        ordering = ["named_at", "id"]
        verbose_name = _("named person")
        verbose_name_plural = _("named people")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"], condition=Q(ended_at__isnull=True), name="named_once_at_a_time"
            ),
            known_together("ended_at", "ended_by", name="named_ended_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"{self.case} · named {self.pk}"

    @property
    def office_id(self) -> int:
        """The office whose case it is."""
        return self.case.office_id


class OverseenQuerySet(models.QuerySet):
    """Rows about a colleague, for that colleague and for the Director."""

    #: The column that names the colleague, and how a row leads to its office.
    whose, office_path = "staff_id", "office_id"

    def for_user(self, user):
        """One's own; whoever oversees the cases of an office sees those of everybody there."""
        rows = self.filter(**{f"{self.office_path}__in": user.office_ids})
        return rows if user.has_perm(OVERSEES) else rows.filter(**{self.whose: user.pk})


class ConflictQuerySet(OverseenQuerySet):
    """Ways to ask who has an interest in what."""

    def for_user(self, user):
        """As with its like; what the house found out about somebody tells them of a file, and is not for them.

        Who works for the other side is nobody's to list or to end: it follows from who works on what.
        """
        rows = super().for_user(user).exclude(source=Source.SIDES)
        return rows.exclude(~Q(source=Source.DECLARED), staff_id=user.pk)

    def with_case(self, case):
        """Those in force with a case, its person or an organisation they speak for."""
        about = Q(case=case) | Q(person=case.person_id) | Q(organisation__affiliations__person=case.person_id)
        return self.filter(about, ended_at=None)


class Conflict(models.Model):
    """A colleague has an interest in a person, an organisation or one case: those cases do not exist for them."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("office"))
    staff = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("colleague"))
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="conflicts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="conflicts")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="conflicts")
    relation = models.CharField(_("what they are to each other"), max_length=12, choices=Relation.choices)
    words = models.TextField(_("in a few words"), blank=True)
    source = models.CharField(
        _("how it came to be known"), max_length=8, choices=Source.choices, default=Source.DECLARED
    )
    found = models.CharField(_("what agrees"), max_length=8, choices=Found.choices, blank=True)
    declared_at = models.DateTimeField(default=timezone.now)
    #: Nobody, where the house found it out by itself.
    declared_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.TextField(blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        ordering = ["-declared_at", "-id"]
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        indexes = [
            models.Index(fields=["staff", "person"], name="conflict_in_force", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["office", "-declared_at", "-id"], name="conflict_office_newest"),
        ]
        constraints = [
            known_together("ended_at", "ended_by", name="conflict_ended_at_and_by"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True, case__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False, case__isnull=True)
                | Q(person__isnull=True, organisation__isnull=True, case__isnull=False),
                name="conflict_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(source=Source.DECLARED, declared_by__isnull=False, found="")
                | (Q(source=Source.DETECTED, person__isnull=False) & ~Q(found=""))
                | Q(source=Source.SIDES, case__isnull=False, declared_by__isnull=True, ended_at__isnull=True, found=""),
                name="conflict_from_one_source",
            ),
            models.UniqueConstraint(
                fields=["staff", "case"], condition=Q(source=Source.SIDES), name="conflict_of_sides_once"
            ),
            models.UniqueConstraint(
                fields=["staff", "person"], condition=Q(source=Source.DETECTED), name="conflict_detected_once"
            ),
        ]

    def __str__(self) -> str:
        return f"I-{self.pk}"

    @property
    def about(self) -> str:
        """What it is about, by its reference."""
        return str(self.case or self.person or self.organisation)


class PossibleConflictQuerySet(models.QuerySet["PossibleConflict"]):
    """Ways to ask who may have a matter of their own here."""

    def for_user(self, user):
        """One's own, of people in sight; for whoever answers them, everybody's of their offices."""
        rows = self.filter(office_id__in=user.office_ids, person__in=Person.objects.for_user(user))
        return rows if user.has_perm(ANSWERS) else rows.filter(staff_id=user.pk)

    def open(self):
        """Those that nobody has answered, where no conflict stands already."""
        settled = Conflict.objects.filter(staff_id=OuterRef("staff_id"), person_id=OuterRef("person_id"), ended_at=None)
        return self.filter(~Exists(settled), answered_at=None)


class PossibleConflict(models.Model):
    """Somebody with a case here is called as a colleague is: until that is answered nobody is shut out."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("office"))
    staff = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("colleague"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="possible_conflicts", verbose_name=_("person"))
    found = models.CharField(_("what agrees"), max_length=8, choices=Found.choices)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    is_same = models.BooleanField(_("they are the same"), null=True, blank=True)

    objects = PossibleConflictQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        verbose_name = _("possible conflict")
        verbose_name_plural = _("possible conflicts")
        indexes = [
            models.Index(
                fields=["office", "asked_at", "id"],
                name="possible_conflict_open",
                condition=Q(answered_at__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["staff", "person"], name="possible_conflict_asked_once"),
            known_together("answered_at", "answered_by", "is_same", name="possible_conflict_answered_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"Q-{self.pk}"


class OpeningQuerySet(OverseenQuerySet):
    """Openings by exception, for whoever opened and for the Director."""

    whose, office_path = "opened_by_id", "case__office_id"


class Opening(models.Model):
    """A restricted case was opened by somebody whom it is kept from, for a few hours, with a reason; to be reviewed."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="openings")
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    ends_at = models.DateTimeField()
    reason = models.TextField(_("why"))
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    was_in_order = models.BooleanField(_("in order"), null=True, blank=True)
    review = models.TextField(_("what the review says"), blank=True)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-id"]
        verbose_name = _("opening by exception")
        verbose_name_plural = _("openings by exception")
        indexes = [models.Index(fields=["case", "opened_by", "ends_at"], name="opening_lasts")]
        constraints = [
            known_together("reviewed_at", "reviewed_by", "was_in_order", name="opening_reviewed_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"{self.case} · opening {self.pk}"

    @property
    def office_id(self) -> int:
        """The office whose case it is."""
        return self.case.office_id

    @property
    def lasts(self) -> bool:
        """Whether the case still stands open by it."""
        return self.ends_at > clock.now()
