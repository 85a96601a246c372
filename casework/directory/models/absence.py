"""Who is away, and who stands in: somebody's voice for some days, never their sight and never their pen."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.core.clock import today

from .us import Office, Unit, together

USER = settings.AUTH_USER_MODEL


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Ways to ask who is away."""

    def for_user(self, user):
        """The absences in this person's offices: colleagues know who is away, and never why."""
        return self.filter(office_id__in=user.office_ids)

    def current(self):
        """Those of today that nobody ended, by the calendar of the house: an absence ends by itself."""
        return self.filter(starts_on__lte=today(), ends_on__gte=today(), ended_at=None)


class Absence(models.Model):
    """Somebody is away from one office, from one day to another, and a colleague there speaks in their place.

    With a unit, for that unit alone, whose lead is away. Nobody is asked why.
    """

    office = models.ForeignKey(Office, models.CASCADE, related_name="absences", verbose_name=_("office"))
    person = models.ForeignKey(USER, models.CASCADE, related_name="absences", verbose_name=_("who is away"))
    stand_in = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("who stands in"))
    unit = models.ForeignKey(
        Unit,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("for one unit alone"),
        help_text=_("Where a unit’s lead has a deputy there. Empty: for everything they may do in this office."),
    )
    starts_on = models.DateField(_("first day away"))
    ends_on = models.DateField(_("last day away"))
    entered_at = models.DateTimeField(default=timezone.now)
    entered_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-id"]
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        permissions = [("arrange_absence", "Can enter and end the absence of somebody else")]
        indexes = [
            models.Index(fields=["office", "-starts_on", "-id"], name="absence_office_newest"),
            models.Index(fields=["stand_in", "office", "ends_on"], name="absence_stand_in"),
        ]
        constraints = [
            together("ended", "absence_ended"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="absence_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=~models.Q(person=models.F("stand_in")), name="absence_by_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"A-{self.pk}"

    @property
    def is_current(self) -> bool:
        """Whether somebody stands in today."""
        return self.ended_at is None and self.starts_on <= today() <= self.ends_on

    @property
    def is_over(self) -> bool:
        """Whether nothing comes of it any more."""
        return self.ended_at is not None or self.ends_on < today()
