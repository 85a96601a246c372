"""What people may ask about what is held of them: to be told all of it, to have it corrected, to have it erased."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.cases.consenting import How
from casework.cases.models import Case
from casework.contacts.models import Person
from casework.core import clock
from casework.core.models import WrittenOnce, WrittenOnceQuerySet, known_together
from casework.directory.models import Language, Office

from .states import AccessGround, CorrectionStatus, ErasureGround, ErasureStatus, FileKind

USER = settings.AUTH_USER_MODEL


class AccessExport(WrittenOnce):
    """Everything held about a person was taken out as a file: by whom, when, on which ground. The file is not kept."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("office"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="access_exports", verbose_name=_("person"))
    ground = models.CharField(_("ground"), max_length=10, choices=AccessGround.choices)
    reason = models.TextField(_("reason"))
    kind = models.CharField(_("kind of file"), max_length=4, choices=FileKind.choices)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    rows = models.PositiveIntegerField(_("how many entries"))
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = _("file of everything held")
        verbose_name_plural = _("files of everything held")
        default_permissions = ("view", "add")
        indexes = [models.Index(fields=["person", "-made_at", "-id"], name="access_export_of_person")]

    def __str__(self) -> str:
        return f"X-{self.pk}"


class AboutSomebody(models.QuerySet):
    """Rows about people."""

    def for_user(self, user):
        """Those of this person's offices about people in their sight, or about nobody any more."""
        seen = Q(person=None) | Q(person__in=Person.objects.for_user(user))
        return self.filter(seen, office_id__in=user.office_ids)


class LegalHold(models.Model):
    """Nothing about a person may be erased while it lasts: why, by whom, until when."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("office"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="legal_holds", verbose_name=_("person"))
    reason = models.TextField(_("reason"))
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("Empty: until somebody ends it."))
    placed_at = models.DateTimeField(_("placed"), default=timezone.now)
    placed_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AboutSomebody.as_manager()

    class Meta:
        ordering = ["-placed_at", "-id"]
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        default_permissions = ("view", "add", "change")
        indexes = [models.Index(fields=["person", "-placed_at", "-id"], name="legal_hold_of_person")]
        constraints = [known_together("ended_at", "ended_by", name="legal_hold_ended_at_and_by")]

    def __str__(self) -> str:
        return f"H-{self.pk}"

    @property
    def lasts(self) -> bool:
        """Whether it still holds."""
        return self.ended_at is None and (self.until is None or self.until >= clock.today())


class Erasure(models.Model):
    """Somebody asked that a person be erased, and somebody else decides. When it is done, no word of it is left."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("office"))
    #: Nobody once it is done; the number stays, by which the history knew them.
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="erasures", verbose_name=_("person")
    )
    number = models.PositiveBigIntegerField(_("number of the person"))
    ground = models.CharField(_("ground"), max_length=10, choices=ErasureGround.choices)
    reason = models.TextField(_("reason"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=ErasureStatus.choices, default=ErasureStatus.ASKED)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    refusal = models.TextField(_("why it was refused"), blank=True)
    rows = models.PositiveIntegerField(_("how many entries"), default=0)

    objects = AboutSomebody.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        default_permissions = ("view", "add")
        permissions = [("approve_erasure", "Can approve an erasure that somebody else asked for, or refuse it")]
        indexes = [
            models.Index(fields=["office", "-asked_at", "-id"], name="erasure_office_newest"),
            models.Index(fields=["office", "status", "-asked_at", "-id"], name="erasure_office_status"),
        ]
        constraints = [
            known_together("decided_at", "decided_by", name="erasure_decided_at_and_by"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(status=ErasureStatus.ASKED), name="erasure_asked_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(status=ErasureStatus.DONE) | Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by")),
                name="erasure_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(status=ErasureStatus.DONE) | Q(person=None, reason="", refusal=""),
                name="erasure_leaves_no_word",
            ),
        ]

    def __str__(self) -> str:
        return f"E-{self.pk}"

    @property
    def about(self) -> str:
        """The reference of the person, who may be gone."""
        return f"P-{self.number}"


class AboutACase(AboutSomebody):
    """Rows about people, some of them about one case alone."""

    def for_user(self, user):
        """Those about people in their sight, and about no case that is kept from them."""
        return super().for_user(user).filter(Q(case=None) | Q(case__in=Case.objects.for_user(user)))


class CorrectionRequest(models.Model):
    """Somebody asked that a fact held about them be corrected. It is corrected, or refused with a reason.

    As in s. 47 of Ontario’s FIPPA and s. 36 of MFIPPA. An elected office may not be bound by either; this is built as
    if it were. What arrived and what left is evidence of what was said, and is never corrected.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("office"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="corrections", verbose_name=_("person"))
    #: Nothing where it is about the person’s own record, whatever the case.
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("case")
    )
    held = models.TextField(_("what is held"))
    should_be = models.TextField(_("what they say it should be"))
    how = models.CharField(_("how they asked"), max_length=10, choices=How.choices)
    asked_on = models.DateField(_("when they asked"))
    due_on = models.DateField(_("to be answered by"))
    #: What stood in the record when it was asked, each fact as a keyed hash.
    before = models.JSONField(default=dict, editable=False)
    noted_at = models.DateTimeField(_("noted"), default=timezone.now)
    noted_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    status = models.CharField(
        _("status"), max_length=10, choices=CorrectionStatus.choices, default=CorrectionStatus.ASKED
    )
    answer = models.TextField(_("what was done, or why not"), blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AboutACase.as_manager()

    class Meta:
        ordering = ["-noted_at", "-id"]
        verbose_name = _("request to correct")
        verbose_name_plural = _("requests to correct")
        default_permissions = ("view", "add")
        permissions = [("decide_correctionrequest", "Can say that what was asked is corrected, or refuse it")]
        indexes = [
            models.Index(fields=["office", "-noted_at", "-id"], name="correction_office_newest"),
            models.Index(fields=["office", "status", "due_on", "id"], name="correction_office_due"),
            models.Index(fields=["person", "-noted_at", "-id"], name="correction_of_person"),
        ]
        constraints = [
            known_together("decided_at", "decided_by", name="correction_decided_at_and_by"),
            models.CheckConstraint(
                condition=Q(status=CorrectionStatus.ASKED, answer="", decided_by__isnull=True)
                | (~Q(status=CorrectionStatus.ASKED) & ~Q(answer="") & Q(decided_by__isnull=False)),
                name="correction_decided_with_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"R-{self.pk}"

    @property
    def about(self) -> str:
        """The reference of what it is about: the case, or the person."""
        return self.case.reference if self.case is not None else f"P-{self.person_id}"

    @property
    def waits(self) -> bool:
        """Whether nobody has decided yet."""
        return self.status == CorrectionStatus.ASKED

    @property
    def is_late(self) -> bool:
        """Whether they should have been told by now."""
        return self.waits and self.due_on < clock.today()


class DisagreementQuerySet(WrittenOnceQuerySet, AboutACase):
    """Ways to ask for statements of disagreement."""

    def for_user(self, user):
        """Those about people and cases in their sight."""
        return AboutACase.for_user(self, user)


class Disagreement(WrittenOnce):
    """What somebody says, in their own words, about a fact that was not corrected; it stands wherever the fact does."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("office"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="disagreements", verbose_name=_("person"))
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="disagreements", verbose_name=_("case")
    )
    #: Nothing where it came along with a case of another office.
    request = models.OneToOneField(
        CorrectionRequest, models.PROTECT, null=True, blank=True, related_name="disagreement"
    )
    came_with = models.CharField(_("came with"), max_length=20, blank=True)
    about = models.TextField(_("what they disagree with"))
    words = models.TextField(_("what they say"))
    attached_at = models.DateTimeField(_("attached"), default=timezone.now)
    attached_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    objects = DisagreementQuerySet.as_manager()

    class Meta:
        ordering = ["attached_at", "id"]
        verbose_name = _("statement of disagreement")
        verbose_name_plural = _("statements of disagreement")
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["person", "attached_at", "id"], name="disagreement_of_person"),
            models.Index(fields=["case", "attached_at", "id"], name="disagreement_of_case"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(request__isnull=False) | ~Q(came_with=""), name="disagreement_asked_here_or_came"
            ),
        ]

    def __str__(self) -> str:
        return f"D-{self.pk}"
