"""Who may sign in a member's name, who did, and what was unlocked again."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.cases.levels import RANKS, Level
from casework.core import clock
from casework.core.models import WrittenOnce, WrittenOnceQuerySet
from casework.directory.models import Member, Office

from ..authority import SigningMethod
from ..states import LetterChannel
from ..tiers import LABELS, Tier
from .letter import Approval, OfALetter

USER = settings.AUTH_USER_MODEL


class AuthorityQuerySet(WrittenOnceQuerySet):
    """Ways to ask for authorities to sign."""

    def told(self):
        """Each with ``ended_at``, which ``authority.lack`` asks for."""
        return self.annotate(ended_at=F("end__ended_at"))

    def running(self, on):
        """Those that hold at the moment ``on``, as ``authority.lack`` says for one."""
        today = timezone.localdate(on, timezone.get_default_timezone())
        return self.filter(
            Q(end=None) | Q(end__ended_at__gt=on), Q(last_day=None) | Q(last_day__gte=today), starts__lte=today
        )


class SigningAuthority(WrittenOnce):
    """Somebody may sign a member's letters: which, and from when until when. To change one, end it and give another."""

    #: Told by the queries (``told``): it stands in a row beside this one, which never changes.
    ended_at: datetime | None

    office = models.ForeignKey(Office, models.PROTECT, related_name="signing_authorities", verbose_name=_("office"))
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name=_("signs for"))
    holder = models.ForeignKey(USER, models.PROTECT, related_name="signing_authorities", verbose_name=_("who signs"))
    in_person = models.BooleanField(
        _("this is the member’s own account"),
        default=False,
        help_text=_("A member may sign a letter they wrote themselves. Nobody else may."),
    )
    most_tier = models.PositiveSmallIntegerField(_("letters up to"), choices=list(LABELS.items()), default=Tier.KEY)
    most_level = models.PositiveSmallIntegerField(
        _("on cases up to"),
        choices=[(RANKS[level], level.label) for level in Level],
        default=RANKS[Level.CONFIDENTIAL],
        help_text=_("How closed a case may be within the office for its letters to be signed by this authority."),
    )
    channel = models.CharField(
        _("only letters that leave"),
        max_length=5,
        choices=LetterChannel.choices,
        blank=True,
        help_text=_("Empty: whichever way they leave."),
    )
    starts = models.DateField(_("first day"), default=clock.today)
    last_day = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty: until it is ended."))
    given_at = models.DateTimeField(_("given"), default=timezone.now, editable=False)
    given_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)

    objects = AuthorityQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-id"]
        verbose_name = _("signing authority")
        verbose_name_plural = _("signing authorities")
        indexes = [
            models.Index(fields=["office", "-given_at", "-id"], name="signing_authority_order"),
            models.Index(fields=["holder", "member"], name="signing_authority_holder"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("starts")), name="signing_authority_dates"
            ),
            models.CheckConstraint(condition=~Q(given_by=F("holder")), name="signing_authority_by_two"),
        ]

    def __str__(self) -> str:
        return f"S-{self.pk}"


class AuthorityEndQuerySet(WrittenOnceQuerySet):
    """What was taken back."""

    office_path = "authority__office_id"


class AuthorityEnd(WrittenOnce):
    """An authority to sign that was ended before its time, by whom and why."""

    authority = models.OneToOneField(SigningAuthority, models.PROTECT, related_name="end")
    reason = models.TextField(_("reason"))
    ended_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    objects = AuthorityEndQuerySet.as_manager()

    class Meta:
        ordering = ["ended_at", "id"]
        verbose_name = _("end of a signing authority")
        verbose_name_plural = _("ends of signing authorities")

    def __str__(self) -> str:
        return f"{self.authority} · ended"


class SignOff(OfALetter):
    """A letter signed in the member's name: by whom, by which authority, and exactly which words."""

    letter = models.ForeignKey("letters.Letter", models.PROTECT, related_name="sign_offs")
    approval = models.ForeignKey(Approval, models.PROTECT, related_name="sign_offs")
    authority = models.ForeignKey(SigningAuthority, models.PROTECT, related_name="+")
    method = models.CharField(_("how"), max_length=8, choices=SigningMethod.choices)
    sha256 = models.CharField(max_length=64)
    #: How closed the case was then, as ``levels.RANKS`` counts; empty: signed before that was asked.
    level = models.PositiveSmallIntegerField(null=True, editable=False)
    signed_at = models.DateTimeField(default=timezone.now)
    signed_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["signed_at", "id"]
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [
            models.UniqueConstraint(fields=["approval"], name="signed_once_an_approval"),
            models.CheckConstraint(condition=~Q(sha256=""), name="signature_has_a_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} · signature {self.pk}"


class Unlocking(OfALetter):
    """A signed letter that was opened again before it left: its signature is void, and why."""

    letter = models.ForeignKey("letters.Letter", models.PROTECT, related_name="unlockings")
    sign_off = models.OneToOneField(SignOff, models.PROTECT, related_name="unlocking")
    reason = models.TextField(_("reason"))
    unlocked_at = models.DateTimeField(default=timezone.now)
    unlocked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["unlocked_at", "id"]
        verbose_name = _("unlocking")
        verbose_name_plural = _("unlockings")

    def __str__(self) -> str:
        return f"{self.letter} · unlocking {self.pk}"
