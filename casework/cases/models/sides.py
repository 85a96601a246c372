"""Who else is in a matter, and who of them is the other side of it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.contacts.models import Person
from casework.core.models import known_together

from .case import Case

USER = settings.AUTH_USER_MODEL


class PartyRole(models.TextChoices):
    """What somebody is to the matter."""

    OTHER_SIDE = "other_side", _("The other side")
    SPEAKS_FOR = "speaks_for", _("Speaks for the person")
    ON_BEHALF = "on_behalf", _("The person asks on their behalf")
    OFFICIAL = "official", _("Official of an agency")
    CONCERNED = "concerned", _("Concerned in another way")


class CasePartyQuerySet(models.QuerySet["CaseParty"]):
    """Ways to ask who else is in a matter."""

    def for_user(self, user):
        """Those of the cases in this person's sight."""
        kept = Case.objects.closed_to(user).filter(pk=OuterRef("case_id"))
        return self.filter(~Exists(kept), case__office_id__in=user.office_ids)

    def standing(self):
        """Those that nobody has taken out of the matter again."""
        return self.filter(ended_at=None)

    def walls(self):
        """Those by which an office works for both sides, or may: the other side is somebody it knows."""
        return self.standing().filter(role=PartyRole.OTHER_SIDE, person__isnull=False)


class CaseParty(models.Model):
    """Somebody else in a matter: of the office's register, or by name only."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="parties", verbose_name=_("case"))
    role = models.CharField(_("what they are in it"), max_length=12, choices=PartyRole.choices)
    name = models.CharField(_("name"), max_length=200)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="party_to")
    words = models.TextField(_("in a few words"), blank=True)
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    added_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.TextField(blank=True)

    objects = CasePartyQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "id"]
        verbose_name = _("somebody else in the matter")
        verbose_name_plural = _("others in the matter")
        indexes = [
            models.Index(
                fields=["person", "case"],
                name="case_party_wall",
                condition=Q(ended_at__isnull=True, role=PartyRole.OTHER_SIDE, person__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"], condition=Q(ended_at__isnull=True), name="case_party_once_at_a_time"
            ),
            known_together("ended_at", "ended_by", name="case_party_ended_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"{self.case} · with {self.pk}"

    @property
    def is_wall(self) -> bool:
        """Whether it may keep colleagues apart: the other side, and somebody the office knows."""
        return self.ended_at is None and self.role == PartyRole.OTHER_SIDE and self.person_id is not None

    @property
    def office_id(self) -> int:
        """The office whose case it is."""
        return self.case.office_id
