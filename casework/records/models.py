"""Who took out everything that is held about somebody; what may not be erased; who asked to erase, and who agreed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.contacts.models import Person
from casework.core import clock
from casework.core.models import WrittenOnce, known_together
from casework.directory.models import Language, Office

from .states import AccessGround, ErasureGround, ErasureStatus, FileKind

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
