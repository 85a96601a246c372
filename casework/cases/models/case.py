"""The file: one matter for one person, everything said, noted and decided on it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.contacts.models import Person
from casework.core import clock, sight
from casework.core.models import WrittenOnce, WrittenOnceQuerySet, known_together
from casework.directory.models import Issue, Language, Office, Program

from ..levels import LEADERS, MASKED, OWNER_SEES, Level, opened_by, unmasked_by
from ..standards import is_late
from ..states import (
    ACTIVE,
    CaseStatus,
    Channel,
    ClosureReason,
    Direction,
    ReplyBy,
    Urgency,
    WaitingOn,
    Wants,
)
from .secrecy import Conflict, NamedPerson, Opening

USER = settings.AUTH_USER_MODEL


def named_on(user) -> Q:
    """The cases on which this person is named now."""
    return Q(Exists(NamedPerson.objects.filter(case_id=OuterRef("pk"), person_id=user.pk, ended_at=None)))


def opened_by_exception(user) -> Q:
    """The cases that this person opened by exception, while that lasts."""
    now = clock.now()
    return Q(Exists(Opening.objects.filter(case_id=OuterRef("pk"), opened_by=user.pk, ends_at__gt=now)))


def in_conflict(user) -> Q:
    """The cases that this person has a conflict with: one that is theirs, of their person, of the organisation.

    Three short lists, each read once: asked of each case anew, the time would grow with every wall of somebody's.
    """
    mine = Conflict.objects.filter(staff_id=user.pk, ended_at=None).order_by()
    cases = mine.filter(case__isnull=False).values("case_id")
    people = mine.filter(person__isnull=False).values("person_id")
    # An organisation for which nobody speaks must not stand there as an empty key: nothing is outside of such a list.
    spoken_for = mine.filter(organisation__affiliations__person__isnull=False)
    spoken_for = spoken_for.values("organisation__affiliations__person_id")
    return Q(pk__in=cases) | Q(person_id__in=people) | Q(person_id__in=spoken_for)


def holds(user):
    """Whether somebody holds a verb; the Leader's own files do not follow from being a superuser."""
    return lambda verb: user.has_perm(verb) and not (user.is_superuser and verb == LEADERS)


def opened_by_level(user) -> Q:
    """The cases whose level lets this person see them: by their verbs, as the owner, named, or by exception."""
    by_role = Q(sensitivity__in=opened_by(holds(user)))
    mine = Q(owner_id=user.pk, sensitivity__in=OWNER_SEES) | named_on(user) | opened_by_exception(user)
    return by_role | mine


def opened_to(user) -> Q:
    """The cases this person sees: those their level opens to them; never against a conflict."""
    return opened_by_level(user) & ~in_conflict(user)


class CaseQuerySet(models.QuerySet["Case"]):
    """Ways to ask for cases."""

    def for_user(self, user):
        """The cases of this person's offices whose level lets them see it; none that they have a conflict with."""
        return self.filter(opened_to(user), office_id__in=user.office_ids)

    def closed_to(self, user):
        """The cases of this person's offices that their level, or a conflict, keeps from them."""
        return self.filter(~opened_to(user), office_id__in=user.office_ids)

    def closed_by_level(self, user):
        """The cases of this person's offices that their level alone keeps from them, whatever the conflicts."""
        return self.filter(~opened_by_level(user), office_id__in=user.office_ids)

    def in_conflict_with(self, user):
        """The cases of this person's offices that a conflict keeps from them, whatever they are asked about."""
        return self.filter(in_conflict(user), office_id__in=user.office_ids)

    def masked_for(self, user):
        """The cases of which lists show this person neither name nor subject."""
        levels = set(MASKED) - set(unmasked_by(holds(user)))
        mine = Q(owner_id=user.pk, sensitivity__in=OWNER_SEES) | named_on(user)
        return self.filter(~mine, sensitivity__in=levels, office_id__in=user.office_ids)

    def active(self):
        """Cases in which somebody still has something to do."""
        return self.filter(status__in=ACTIVE)


class Case(models.Model):
    """One matter for one person, under the reference they were given."""

    reference = models.CharField(_("reference"), max_length=12, unique=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="cases", verbose_name=_("office"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="cases", verbose_name=_("person"))
    subject = models.CharField(_("subject"), max_length=200)
    issue = models.ForeignKey(
        Issue, models.SET_NULL, null=True, blank=True, related_name="cases", verbose_name=_("issue")
    )
    program = models.ForeignKey(
        Program, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("program")
    )
    wants = models.CharField(
        _("what they want on it"),
        max_length=8,
        choices=Wants.choices,
        blank=True,
        help_text=_(
            "As they say it themselves in this matter. Empty where they take no side. A letter that says the words of "
            "the other side is stopped."
        ),
    )
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency.choices, default=Urgency.ROUTINE)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.ENGLISH)
    reply_by = models.CharField(_("answer"), max_length=10, choices=ReplyBy.choices, default=ReplyBy.EMAIL)
    reply_to = models.TextField(
        _("address for the answer"), blank=True, help_text=_("What they gave in this matter, and nowhere else.")
    )
    status = models.CharField(_("status"), max_length=10, choices=CaseStatus.choices, default=CaseStatus.NEW)
    waiting_on = models.CharField(_("waiting on"), max_length=12, choices=WaitingOn.choices, blank=True)
    owner = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="cases_owned", verbose_name=_("owner")
    )
    sensitivity = models.CharField(
        _("who may see it"), max_length=12, choices=Level.choices, default=Level.CONFIDENTIAL
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    last_activity_at = models.DateTimeField(_("last activity"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    closure_reason = models.CharField(_("why it was closed"), max_length=12, choices=ClosureReason.choices, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-last_activity_at", "-id"]
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        permissions = [
            ("view_confidential_case", "Can view cases that are not open to volunteers"),
            ("view_sensitive_case", "Can view sensitive cases"),
            ("view_leaders_case", "Can view cases that are for the Leader only"),
            ("oversee_case", "Can see that restricted cases exist, and answers for who may see them"),
        ]
        constraints = [
            known_together("closed_at", "closed_by", name="case_closed_at_and_by"),
            models.CheckConstraint(
                condition=(Q(status=CaseStatus.CLOSED) & Q(closed_at__isnull=False))
                | (~Q(status=CaseStatus.CLOSED) & Q(closed_at__isnull=True)),
                name="case_closed_when_closed",
            ),
            models.CheckConstraint(
                condition=Q(status=CaseStatus.WAITING) | Q(waiting_on=""), name="case_waits_only_on_hold"
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-last_activity_at", "-id"], name="case_office_active"),
            models.Index(fields=["office", "status", "-last_activity_at", "-id"], name="case_office_status"),
            models.Index(fields=["owner", "status", "due_on", "id"], name="case_owner_due"),
            models.Index(
                fields=["office", "-last_activity_at", "-id"],
                name="case_office_unassigned",
                condition=Q(owner__isnull=True),
            ),
            models.Index(fields=["office", "due_on", "id"], name="case_office_due"),
            models.Index(fields=["person", "-opened_at"], name="case_person"),
            models.Index(
                fields=["office", "sensitivity", "id"],
                name="case_office_closed",
                condition=Q(sensitivity__in=MASKED),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def shown_subject(self) -> str:
        """What a list shows of the subject."""
        return sight.shown(self, self.subject)

    @property
    def is_active(self) -> bool:
        """Whether somebody still has something to do."""
        return self.status in ACTIVE

    @property
    def is_late(self) -> bool:
        """Whether the promise to answer has been broken."""
        return is_late(self.due_on, clock.today(), active=self.is_active)


class OfACaseQuerySet(WrittenOnceQuerySet):
    """What was said and decided on cases."""

    office_path = "case__office_id"

    def for_user(self, user):
        """What hangs on the cases in this person's sight."""
        kept = Case.objects.closed_to(user).filter(pk=OuterRef("case_id"))
        return super().for_user(user).filter(~Exists(kept))


class OfACase(WrittenOnce):
    """A row of a case that is written once and never changed."""

    objects = OfACaseQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def office_id(self) -> int:
        """The office whose row it is."""
        return self.case.office_id


class Message(OfACase):
    """One thing said, in or out, by any channel."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="messages")
    direction = models.CharField(_("direction"), max_length=3, choices=Direction.choices)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("text"))
    source = models.CharField(
        max_length=20, blank=True, help_text=_("The reference of the submission or letter it was copied from.")
    )
    message_id = models.CharField(max_length=255, blank=True, help_text=_("The e-mail's own name, for threading."))
    occurred_at = models.DateTimeField(_("when"), default=timezone.now)
    logged_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["occurred_at", "id"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["direction", "source"], condition=~Q(source=""), name="message_copied_once")
        ]
        indexes = [models.Index(fields=["case", "occurred_at", "id"], name="message_case_order")]

    def __str__(self) -> str:
        return f"{self.case} · {self.get_direction_display()}"


class Note(OfACase):
    """Internal words about a case; never sent to anybody."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    body = models.TextField(_("note"))
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    written_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["written_at", "id"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        indexes = [models.Index(fields=["case", "written_at", "id"], name="note_case_order")]

    def __str__(self) -> str:
        return f"{self.case} · note {self.pk}"


class StatusChange(OfACase):
    """A row that rules read: from which status to which, when, by whom, why."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="status_changes")
    was = models.CharField(max_length=10, choices=CaseStatus.choices, blank=True)
    now = models.CharField(max_length=10, choices=CaseStatus.choices)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["changed_at", "id"]
        verbose_name = _("status change")
        verbose_name_plural = _("status changes")
        indexes = [models.Index(fields=["case", "changed_at", "id"], name="status_change_case_order")]

    def __str__(self) -> str:
        return f"{self.case} · {self.was or '–'} → {self.now}"


class Assignment(OfACase):
    """Who answered for a case before, who does now, and who said so."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    was = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    now = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now)
    assigned_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["assigned_at", "id"]
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        indexes = [models.Index(fields=["case", "assigned_at", "id"], name="assignment_case_order")]

    def __str__(self) -> str:
        return f"{self.case} · assignment {self.pk}"


class LevelChange(OfACase):
    """Who may see a case was decided anew: from which level to which, by whom, why."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="level_changes")
    was = models.CharField(max_length=12, choices=Level.choices)
    now = models.CharField(max_length=12, choices=Level.choices)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        ordering = ["changed_at", "id"]
        verbose_name = _("change of level")
        verbose_name_plural = _("changes of level")
        indexes = [models.Index(fields=["case", "changed_at", "id"], name="level_change_case_order")]

    def __str__(self) -> str:
        return f"{self.case} · {self.was} → {self.now}"
