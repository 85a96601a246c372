"""How somebody comes to work here, and gets in again: invitations, links, lost second factors."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .us import Office, together

#: How long the link of an invitation opens the door.
INVITATION_LASTS = timedelta(hours=72)


class LinkRequest(models.Model):
    """Somebody asked for a link to a new password; sent and deleted by the next sweep.

    An address that nobody here has makes a row as well, so that the answer takes as long for it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    wanted_at = models.DateTimeField(_("asked"), default=timezone.now)

    class Meta:
        ordering = ["wanted_at", "pk"]
        verbose_name = _("request for a link")
        verbose_name_plural = _("requests for a link")

    def __str__(self) -> str:
        return f"#{self.pk}"


class Invitation(models.Model):
    """Somebody is asked to work here: by e-mail, into these offices, in these roles; once, within three days."""

    email = models.EmailField(_("e-mail"), max_length=150, help_text=_("Becomes their user name."))
    offices = models.ManyToManyField(Office, related_name="+", verbose_name=_("offices"))
    roles = models.ManyToManyField("auth.Group", related_name="+", verbose_name=_("roles"))
    #: Part of the link; another one each time it is sent, so that an older link opens nothing.
    key = models.CharField(max_length=64, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    accepted_by = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("accepted by")
    )
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["-sent_at", "-id"], name="invitation_newest")]
        constraints = [
            together("accepted", "invitation_accepted"),
            together("withdrawn", "invitation_withdrawn"),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
                name="invitation_one_end",
            ),
        ]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"#{self.pk}"

    def offices_named(self) -> str:
        """Where they are to work."""
        return ", ".join(str(office) for office in self.offices.all())

    def roles_named(self) -> str:
        """As what."""
        return ", ".join(role.name for role in self.roles.all())

    @property
    def good_until(self) -> datetime:
        """When the link that was sent last opens nothing any more."""
        return self.sent_at + INVITATION_LASTS

    @property
    def is_open(self) -> bool:
        """Whether the link still opens the door."""
        return self.accepted_at is None and self.withdrawn_at is None and timezone.now() < self.good_until


class FactorReset(models.Model):
    """A colleague lost what they sign in with: one administrator asks that it be taken away, another one agrees."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="factor_resets", verbose_name=_("person")
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    is_granted = models.BooleanField(_("granted"), default=False)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            together("decided", "factor_reset_decided"),
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(decided_at__isnull=True), name="factor_reset_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("asked_by")),
                name="factor_reset_by_two",
            ),
        ]
        verbose_name = _("request to take second factors away")
        verbose_name_plural = _("requests to take second factors away")

    def __str__(self) -> str:
        return f"#{self.pk}"
