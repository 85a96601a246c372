"""One leaving: to whom, by which way, the exact bytes, and what became of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from casework.core import sight
from casework.core.errors import CaseworkError
from casework.directory.models import Language, Office

from .states import HELD, NEEDS_A_PERSON, Channel, DispatchStatus, Trouble

#: What was approved, and what was made of it: never changes once queued. Kept by save(), by update() and by a trigger.
FROZEN = frozenset(
    {
        "office",
        "office_id",
        "reference",
        "kind",
        "channel",
        "language",
        "to_name",
        "to_address",
        "from_name",
        "from_address",
        "subject",
        "text",
        "html",
        "raw",
        "sha256",
        "approved_sha256",
        "message_id",
        "in_reply_to",
        "references_header",
        "created_at",
    }
)


class FrozenError(CaseworkError):
    """Somebody tried to change what was approved."""

    def __init__(self, names: list[str]) -> None:
        words = gettext("What was approved is what is sent: %(names)s cannot change.")
        super().__init__(words % {"names": ", ".join(names)})


def both_or_neither(name: str) -> models.CheckConstraint:
    """``name_at`` and ``name_by`` are known together, or neither is."""
    known = Q(**{f"{name}_at__isnull": False, f"{name}_by__isnull": False})
    unknown = Q(**{f"{name}_at__isnull": True, f"{name}_by__isnull": True})
    return models.CheckConstraint(condition=known | unknown, name=f"dispatch_{name}_pair")


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    """Ways to ask for dispatches."""

    def for_user(self, user: Any) -> "DispatchQuerySet":
        """Those of the offices this person works in, without what is kept from them."""
        return sight.within(self.filter(office_id__in=user.office_ids), user)

    def update(self, **changes: Any) -> int:
        """As Django's, but refuses to touch what was approved."""
        if touched := sorted(FROZEN & changes.keys()):
            raise FrozenError(touched)
        return super().update(**changes)

    def due(self, at: Any) -> "DispatchQuerySet":
        """The e-mails whose time has come, oldest first."""
        waiting = self.filter(status=DispatchStatus.QUEUED, channel=Channel.EMAIL, not_before__lte=at)
        return waiting.order_by("not_before", "pk")


class Dispatch(models.Model):
    """A letter on its way out: what was approved is what is sent.

    ``x_by`` is empty, and with it ``x_at``, when the system did it and no person; ``created_at`` and ``sent_at`` are
    always known.
    """

    # What was approved
    office = models.ForeignKey(Office, models.PROTECT, related_name="dispatches", verbose_name=_("office"))
    reference = models.CharField(_("reference"), max_length=40)
    kind = models.CharField(_("kind"), max_length=20, default="letter")
    channel = models.CharField(_("way"), max_length=10, choices=Channel.choices)
    language = models.CharField(_("language"), max_length=5, choices=Language.choices)
    to_name = models.CharField(_("to"), max_length=200, blank=True)
    to_address = models.TextField(_("address"), help_text=_("An e-mail address, or the lines of a postal address."))
    from_name = models.CharField(_("from"), max_length=200, blank=True)
    from_address = models.TextField(_("from address"), blank=True)
    subject = models.CharField(_("subject"), max_length=255)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"))
    raw = models.BinaryField(_("exact bytes"))
    sha256 = models.CharField(max_length=64)
    approved_sha256 = models.CharField(max_length=64)
    message_id = models.CharField(max_length=255, blank=True)
    in_reply_to = models.CharField(max_length=255, blank=True)
    references_header = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    # Where it stands
    status = models.CharField(_("status"), max_length=10, choices=DispatchStatus.choices, default=DispatchStatus.QUEUED)
    changed_at = models.DateTimeField(_("since"), default=timezone.now)
    trouble = models.CharField(_("what went wrong"), max_length=20, choices=Trouble.choices, blank=True)
    last_error = models.CharField(max_length=100, blank=True)  # a class or an SMTP code, never an address
    not_before = models.DateTimeField(_("not before"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claim = models.UUIDField(null=True, blank=True, editable=False)  # which worker's hands it is, or was last, in
    lease_until = models.DateTimeField(null=True, blank=True)

    # Who did what
    queued_at = models.DateTimeField(_("queued at"), null=True, blank=True)
    queued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("queued by"),
    )
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)  # when every receiver of the news had taken it in
    printed_at = models.DateTimeField(_("printed at"), null=True, blank=True)
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("printed by"),
    )
    stopped_at = models.DateTimeField(_("stopped at"), null=True, blank=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("stopped by"),
    )
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("settled by"),
    )
    settled_note = models.TextField(_("how it was settled"), blank=True)

    objects = DispatchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")
        default_permissions = ("view", "change")  # made by an approval alone, and never deleted
        indexes = [
            models.Index(fields=["office", "-created_at", "-id"], name="dispatch_of_office"),
            models.Index(fields=["office", "channel", "status", "created_at", "id"], name="dispatch_print_list"),
            models.Index(
                fields=["office", "changed_at", "id"],
                condition=Q(status__in=NEEDS_A_PERSON),
                name="dispatch_needs_person",
            ),
            models.Index(fields=["office", "reference"], name="dispatch_of_reference"),
            models.Index(fields=["message_id"], name="dispatch_message_id"),
            models.Index(
                fields=["not_before", "id"], condition=Q(status="queued", channel="email"), name="dispatch_due"
            ),
            models.Index(fields=["lease_until"], condition=Q(status__in=HELD), name="dispatch_held"),
            models.Index(fields=["id"], condition=Q(status="sent", told_at=None), name="dispatch_untold"),
        ]
        constraints = [
            # One letter is on its way, or has left, once each way; a stopped one makes room for another.
            models.UniqueConstraint(
                fields=["office", "reference", "channel"], condition=~Q(status="stopped"), name="dispatch_once"
            ),
            models.CheckConstraint(condition=Q(status__in=DispatchStatus.values), name="dispatch_status_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="dispatch_channel_known"),
            models.CheckConstraint(
                condition=Q(status="sent", sent_at__isnull=False) | (~Q(status="sent") & Q(sent_at__isnull=True)),
                name="dispatch_sent_when",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=HELD) | Q(claim__isnull=False, lease_until__isnull=False),
                name="dispatch_held_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | Q(sent_at__isnull=False), name="dispatch_told_after_sent"
            ),
            models.CheckConstraint(
                condition=Q(printed_at__isnull=True) | Q(channel="post"), name="dispatch_printed_by_post"
            ),
            both_or_neither("queued"),
            both_or_neither("printed"),
            both_or_neither("stopped"),
            both_or_neither("settled"),
        ]

    def __str__(self) -> str:
        return self.reference

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As Django's, but refuses to change what was approved."""
        if not self._state.adding:
            approved = getattr(self, "_approved", {})
            if changed := sorted(name for name, was in approved.items() if self.__dict__.get(name, was) != was):
                raise FrozenError(changed)
        super().save(*args, **kwargs)
        self._remember()

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any) -> "Dispatch":
        """Remember what was approved, to notice a change of it."""
        dispatch = super().from_db(db, field_names, values)
        dispatch._remember()
        return dispatch

    def _remember(self) -> None:
        self._approved = {name: self.__dict__[name] for name in FROZEN if name in self.__dict__}

    @property
    def raw_bytes(self) -> bytes:
        """The exact bytes, whichever way the engine hands them over."""
        return bytes(self.raw)

    @property
    def needs_a_person(self) -> bool:
        """Whether somebody has to decide what happens next."""
        return self.status in NEEDS_A_PERSON
