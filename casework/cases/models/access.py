"""What a person asked for so that they can read us, reach us or meet us, on one case, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from casework.contacts.access import is_about_letters, kind_of, label
from casework.core import clock
from casework.directory.models import Office

from ..accommodating import holds_back, is_late
from ..states import SETTLED, TO_DISCUSS, AccommodationStatus, Channel
from .case import Case, OfACase

USER = settings.AUTH_USER_MODEL


class AccommodationQuerySet(models.QuerySet["Accommodation"]):
    """Ways to ask for what people asked for."""

    def for_user(self, user):
        """Those of the cases in this person's sight."""
        kept = Case.objects.closed_to(user).filter(pk=OuterRef("case_id"))
        return self.filter(~Exists(kept), office_id__in=user.office_ids)

    def standing(self):
        """Those that the person did not withdraw."""
        return self.exclude(status=AccommodationStatus.WITHDRAWN)


class Accommodation(models.Model):
    """One thing a person asked for on one case: what, in whose words, when; where it stands is told by its steps."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="accommodations", verbose_name=_("case"))
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("office"))
    code = models.CharField(_("what they asked for"), max_length=30, blank=True)
    words = models.TextField(_("in their own words"), blank=True)
    how = models.CharField(_("how they asked"), max_length=10, choices=Channel.choices, blank=True)
    reference = models.CharField(_("asked in"), max_length=20)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    status = models.CharField(
        _("status"), max_length=10, choices=AccommodationStatus.choices, default=AccommodationStatus.ASKED
    )
    needed_on = models.DateField(_("needed by"), null=True, blank=True)
    due_on = models.DateField(_("next step by"), null=True, blank=True)
    #: The day for which the owner of the case was told that it is late.
    reminded_for = models.DateField(null=True, blank=True, editable=False)

    objects = AccommodationQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        verbose_name = _("accommodation")
        verbose_name_plural = _("accommodations")
        indexes = [
            models.Index(fields=["case", "asked_at", "id"], name="accommodation_case_order"),
            models.Index(fields=["office", "due_on", "id"], name="accommodation_office_due"),
            models.Index(fields=["office", "-asked_at", "-id"], name="accommodation_office_newest"),
            models.Index(
                fields=["office", "due_on", "id"],
                name="accommodation_to_discuss",
                condition=Q(status__in=sorted(TO_DISCUSS)),
            ),
            models.Index(
                fields=["due_on", "id"],
                name="accommodation_due",
                condition=Q(due_on__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(code="", words=""), name="accommodation_says_something"),
            models.CheckConstraint(
                condition=Q(status__in=sorted(SETTLED), due_on__isnull=True)
                | ~Q(status__in=sorted(SETTLED)) & Q(due_on__isnull=False),
                name="accommodation_due_until_settled",
            ),
            models.UniqueConstraint(
                fields=["case", "code"],
                condition=~Q(code="") & ~Q(status=AccommodationStatus.WITHDRAWN),
                name="accommodation_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} · accommodation {self.pk}"

    @property
    def is_late(self) -> bool:
        """Whether the day of the next step is over."""
        return is_late(self.due_on, clock.today())

    @property
    def holds_back(self) -> bool:
        """Whether a letter to them waits for somebody to talk with them."""
        return holds_back(self.status) and is_about_letters(self.code)

    @property
    def kind(self) -> str:
        """What it is about: large print, whatever its size."""
        return kind_of(self.code)

    def title(self) -> str:
        """What they asked for; of what is on no list, that it is something else. Never their own words."""
        return label(self.code) if self.code else gettext("Something else")


class AccommodationStep(OfACase):
    """One step of it: from where to where, when, by whom, and in what words; written once."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    accommodation = models.ForeignKey(Accommodation, models.PROTECT, related_name="steps")
    was = models.CharField(_("before"), max_length=10, choices=AccommodationStatus.choices, blank=True)
    now = models.CharField(_("after"), max_length=10, choices=AccommodationStatus.choices)
    happened_on = models.DateField(_("when it happened"))
    words = models.TextField(_("what was said, agreed or done"), blank=True)
    reason = models.TextField(_("why what they asked for is not possible"), blank=True)
    needed_on = models.DateField(_("needed by"), null=True, blank=True)
    cost = models.DecimalField(_("what it cost the office"), max_digits=9, decimal_places=2, null=True, blank=True)
    noted_at = models.DateTimeField(_("noted"), default=timezone.now)
    noted_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["noted_at", "id"]
        verbose_name = _("step of an accommodation")
        verbose_name_plural = _("steps of accommodations")
        indexes = [models.Index(fields=["accommodation", "noted_at", "id"], name="accommodation_step_order")]

    def __str__(self) -> str:
        return f"{self.case} · {self.was or '–'} → {self.now}"
