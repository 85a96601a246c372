"""What leaves the office on purpose: the person's yes, a case offered to another office, one read there for a time."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.contacts.models import ContactPoint
from casework.core import clock
from casework.core.models import known_together
from casework.directory.models import Issue, Membership, Office

from ..consenting import HOWS, TOLD_BEFORE, Covers, How, SaidBy
from ..levels import KEPT
from .case import Case, OfACase, OfACaseQuerySet
from .secrecy import Conflict

USER = settings.AUTH_USER_MODEL


class ConsentQuerySet(OfACaseQuerySet):
    """Ways to ask for what people agreed to."""

    def in_force(self):
        """Those that are neither over nor taken back."""
        return self.filter(end=None, good_until__gte=clock.today())


class Consent(OfACase):
    """The person said yes to something being shared: to what, with whom, how, when, to which words."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="consents")
    covers = models.CharField(_("to what"), max_length=12, choices=Covers.choices)
    with_office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+", verbose_name=_("with whom"))
    #: The agency by its name and its program by its short name, as they were on that day.
    with_agency = models.CharField(_("with which agency"), max_length=160, blank=True)
    program = models.SlugField(_("about which program"), max_length=40, blank=True)
    how = models.CharField(_("how they said so"), max_length=10, choices=HOWS)
    said_by = models.CharField(_("who said it"), max_length=14, choices=SaidBy.choices)
    authority = models.TextField(_("why they may speak for the person"), blank=True)
    words = models.TextField(_("the words they heard or read"))
    said_on = models.DateField(_("when they said so"))
    good_until = models.DateField(_("good until"))
    noted_at = models.DateTimeField(default=timezone.now)
    noted_by = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+", help_text=_("Empty: taken over from our pages by the house.")
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["noted_at", "id"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        indexes = [
            models.Index(fields=["case", "noted_at", "id"], name="consent_case_order"),
            models.Index(fields=["good_until", "id"], name="consent_good_until"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(covers__in=[Covers.ASK, Covers.AGENCY], with_office__isnull=True)
                | (~Q(covers__in=[Covers.ASK, Covers.AGENCY]) & Q(with_office__isnull=False)),
                name="consent_names_an_office",
            ),
            models.CheckConstraint(
                condition=(Q(covers=Covers.AGENCY) & ~Q(with_agency=""))
                | (~Q(covers=Covers.AGENCY) & Q(with_agency="")),
                name="consent_names_an_agency",
            ),
            models.CheckConstraint(
                condition=Q(said_by=SaidBy.PERSON) | ~Q(authority=""), name="consent_says_by_what_authority"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} · consent {self.pk}"

    @property
    def with_whom(self) -> str:
        """The office or the agency it names; empty where it names none."""
        return self.with_agency or str(self.with_office or "")

    @property
    def is_in_force(self) -> bool:
        """Whether it is neither over nor taken back."""
        return self.good_until >= clock.today() and not hasattr(self, "end")

    @property
    def lapses_in(self) -> int | None:
        """How many days it still lasts, where that is so few that the person should be asked again."""
        left = self.good_until - clock.today()
        return left.days if self.is_in_force and left <= TOLD_BEFORE else None


class ConsentReminder(OfACase):
    """The owner of the case was told that a consent will soon be over, once."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    consent = models.OneToOneField(Consent, models.PROTECT, related_name="reminder")
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["told_at", "id"]
        verbose_name = _("reminder of a consent")
        verbose_name_plural = _("reminders of consents")

    def __str__(self) -> str:
        return f"{self.case} · consent {self.consent_id} soon over"


class ConsentEnd(OfACase):
    """The person took it back; from that moment it covers nothing."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    consent = models.OneToOneField(Consent, models.PROTECT, related_name="end")
    how = models.CharField(_("how they said so"), max_length=10, choices=How.choices)
    ended_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["ended_at", "id"]
        verbose_name = _("end of a consent")
        verbose_name_plural = _("ends of consents")

    def __str__(self) -> str:
        return f"{self.case} · consent {self.consent_id} ended"


class Outcome(models.TextChoices):
    """What became of an offer."""

    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class TransferQuerySet(models.QuerySet["Transfer"]):
    """Ways to ask for what was offered from office to office."""

    def for_user(self, user):
        """Those of the cases in sight, and those offered to this person's offices; none that a level, or a conflict,
        keeps from them in either office.
        """
        closed = Case.objects.closed_to(user)
        rows = self.filter(Q(case__office_id__in=user.office_ids) | Q(to_office_id__in=user.office_ids))
        return rows.exclude(Exists(closed.filter(pk=OuterRef("case_id")))).exclude(
            Exists(closed.filter(pk=OuterRef("received_as_id")))
        )

    def standing(self):
        """Those that wait for an answer and may have one: not over, their consent neither over nor taken back."""
        return self.filter(
            outcome="",
            expires_at__gt=clock.now(),
            consent__end=None,
            consent__good_until__gte=clock.today(),
        )


class Transfer(models.Model):
    """A case is offered to another office. Until it accepts, it reads the issue and the reason, and nothing more."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="transfers")
    to_office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("to"))
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="+")
    issue = models.ForeignKey(Issue, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("issue"))
    reason = models.TextField(_("why"))
    summary = models.TextField(_("what they need to know once they have accepted"), blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(_("stands until"))
    outcome = models.CharField(_("what became of it"), max_length=10, choices=Outcome.choices, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(_("why so"), blank=True)
    # Each office erases its own people when it has to: this row of the one never keeps a case of the other in place.
    received_as = models.OneToOneField(
        Case, models.SET_NULL, null=True, blank=True, related_name="came_by", db_constraint=False
    )
    passed_sha256 = models.CharField(
        max_length=64, blank=True, help_text=_("Over the very words that were passed on; they lie on the other case.")
    )

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        indexes = [
            models.Index(fields=["to_office", "-asked_at", "-id"], name="transfer_to_newest"),
            models.Index(fields=["case", "-asked_at", "-id"], name="transfer_case_newest"),
        ]
        constraints = [
            known_together("decided_at", "decided_by", name="transfer_decided_at_and_by"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at__isnull=True) | (~Q(outcome="") & Q(decided_at__isnull=False)),
                name="transfer_decided_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.ACCEPTED) | Q(received_as__isnull=True),
                name="transfer_opens_a_case_once_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"T-{self.pk}"

    @property
    def office_id(self) -> int:
        """The office in whose history its lines stand: the one that is asked. The other has its case's."""
        return self.to_office_id

    @property
    def stands(self) -> bool:
        """Whether it waits for an answer."""
        return self.outcome == "" and self.expires_at > clock.now() and self.consent.is_in_force

    @property
    def has_the_words(self) -> bool:
        """Whether what was said goes with it."""
        return self.consent.covers == Covers.CONVERSATION


class ShareQuerySet(models.QuerySet["Share"]):
    """Ways to ask who of another office reads a case."""

    def for_user(self, user):
        """Those of the cases in this person's sight, and those by which they read one now."""
        kept = Case.objects.closed_to(user).filter(pk=OuterRef("case_id"))
        ours = Q(case__office_id__in=user.office_ids) & ~Q(Exists(kept))
        return self.filter(ours | Q(pk__in=self.model.objects.read_by(user).values("pk")))

    def in_force(self):
        """Those that show a case now; whether they do is asked each time, and nothing has to end them."""
        works_there = Membership.objects.current().filter(
            user_id=OuterRef("reader_id"), office_id=OuterRef("consent__with_office_id"), user__is_active=True
        )
        return self.filter(
            Exists(works_there),
            ended_at=None,
            ends_on__gte=clock.today(),
            consent__end=None,
            consent__good_until__gte=clock.today(),
        ).exclude(case__sensitivity__in=KEPT)

    def read_by(self, user):
        """Those by which this person reads a case now: never one that they have a conflict with, in either office."""
        mine = Conflict.objects.filter(staff_id=user.pk, ended_at=None)
        about = Q(case_id=OuterRef("case_id")) | Q(person_id=OuterRef("case__person_id"))
        about |= Q(organisation__affiliations__person_id=OuterRef("case__person_id"))
        theirs = mine.filter(person__contact_points__kind=OuterRef("kind"), person__contact_points__key=OuterRef("key"))
        known = ContactPoint.objects.filter(Exists(theirs), person_id=OuterRef("case__person_id"))
        rows = self.in_force().filter(reader_id=user.pk)
        return rows.exclude(Exists(mine.filter(about))).exclude(Exists(known))


class Share(models.Model):
    """One colleague of another office reads one case, until a day, for a reason; nothing but read."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="shares")
    reader = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("who"))
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="+")
    reason = models.TextField(_("why"))
    ends_on = models.DateField(_("last day"))
    shared_at = models.DateTimeField(_("shared"), default=timezone.now)
    shared_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering = ["-shared_at", "-id"]
        verbose_name = _("shared case")
        verbose_name_plural = _("shared cases")
        indexes = [
            models.Index(fields=["reader", "ends_on"], name="share_reader", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["case", "-shared_at", "-id"], name="share_case_newest"),
        ]
        constraints = [
            known_together("ended_at", "ended_by", name="share_ended_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"{self.case} · share {self.pk}"

    @property
    def office_id(self) -> int:
        """The office whose case it is."""
        return self.case.office_id

    @property
    def may_stand(self) -> bool:
        """Whether nobody has ended it and no day is over, as its own office sees it."""
        return self.ended_at is None and self.ends_on >= clock.today() and self.consent.is_in_force


class KnownQuestion(OfACase):
    """Somebody asked whether another office knows the person of a case: yes or no, and nothing else."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="known_questions")
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="+")
    is_known = models.BooleanField(_("known"))
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["asked_at", "id"]
        verbose_name = _("question whether somebody is known")
        verbose_name_plural = _("questions whether somebody is known")
        indexes = [models.Index(fields=["case", "asked_at", "id"], name="known_case_order")]

    def __str__(self) -> str:
        return f"{self.case} · question {self.pk}"
