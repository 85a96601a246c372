"""A unit of one office that clears letters of another: offered by the one, accepted by the other, for some time."""

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.core.clock import today

from ..sharing import OPEN, SharedStanding, standing
from .us import Office, Unit, together

USER = settings.AUTH_USER_MODEL


class SharedUnitQuerySet(models.QuerySet["SharedUnit"]):
    """Ways to ask which unit is shared with whom."""

    def for_user(self, user):
        """Those of both sides: of the office whose unit it is, and of the office whose letters it clears."""
        return self.filter(Q(unit__office_id__in=user.office_ids) | Q(to_office_id__in=user.office_ids))

    def in_force(self):
        """Those of today that both offices said yes to and nobody ended; each ends by itself."""
        return self.filter(accepted_at__isnull=False, ended_at=None, starts_on__lte=today(), ends_on__gte=today())

    def of(self, unit, office):
        """For a query of something with a unit and an office: the sharing of this unit with this office."""
        return self.in_force().filter(unit_id=OuterRef(unit), to_office_id=OuterRef(office))


class SharedUnit(models.Model):
    """This unit clears letters of that office as well, from one day to another, once that office has said yes.

    Its people become no members there. They read the one letter that waits for them, and what it answers.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="shared", verbose_name=_("unit"))
    to_office = models.ForeignKey(
        Office, models.PROTECT, related_name="+", verbose_name=_("office whose letters it clears")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    offered_at = models.DateTimeField(default=timezone.now)
    offered_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SharedUnitQuerySet.as_manager()

    class Meta:
        ordering = ["-offered_at", "-id"]
        verbose_name = _("shared unit")
        verbose_name_plural = _("shared units")
        indexes = [
            models.Index(fields=["to_office", "-offered_at", "-id"], name="shared_unit_newest"),
            models.Index(
                fields=["unit", "to_office", "starts_on", "ends_on"],
                name="shared_unit_in_force",
                condition=Q(accepted_at__isnull=False, ended_at__isnull=True),
            ),
        ]
        constraints = [
            together("accepted", "shared_unit_accepted"),
            together("ended", "shared_unit_ended"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="shared_unit_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(accepted_by=None) | ~Q(accepted_by=F("offered_by")), name="shared_unit_takes_two"
            ),
        ]

    def __str__(self) -> str:
        return f"U-{self.pk}"

    @property
    def office_id(self) -> int:
        """The office whose letters are read: its history has the line."""
        return self.to_office_id

    @property
    def standing(self) -> SharedStanding:
        """Where it stands today."""
        said = {"accepted_at": self.accepted_at, "ended_at": self.ended_at}
        return standing(**said, starts_on=self.starts_on, ends_on=self.ends_on, today=today())

    @property
    def is_open(self) -> bool:
        """Whether something comes of it, or may come."""
        return self.standing in OPEN
