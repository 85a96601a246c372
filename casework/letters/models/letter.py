"""An outgoing text that needs approval, by whatever channel it leaves."""

from collections.abc import Collection
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.locks import BaseLock
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from casework.cases.levels import Level
from casework.cases.models import Case
from casework.core.models import WrittenOnce, WrittenOnceQuerySet, who_for
from casework.directory.models import Language, Member, Office, Unit

from ..states import LetterChannel, LetterStatus, ReturnReason

USER = settings.AUTH_USER_MODEL


def on_closed(user) -> Q:
    """The letters on the cases of this person's offices that their level keeps from them."""
    return Q(Exists(Case.objects.closed_by_level(user).filter(pk=OuterRef("case_id"))))


def in_conflict(user) -> Q:
    """The letters on cases that a conflict of interest keeps from this person."""
    return Q(Exists(Case.objects.in_conflict_with(user).filter(pk=OuterRef("case_id"))))


def asked(user) -> Q:
    """The letters that this person is asked about whatever the level of their case.

    A unit's turn is for the people of the unit; the last word on a sensitive file's letter is for whoever approves, and
    whoever gave it goes on seeing what they said yes to.
    """
    if not user.has_perm("letters.approve_letter"):
        return Q(pk__in=[])
    this = Letter.objects.filter(pk=OuterRef("pk"))
    units = Unit.objects.filter(Q(staff=user.pk) | Q(lead_id=user.pk)).values("pk")
    # Of the letter's own office: what is open to the people of another office's unit stands in ``elsewhere``.
    turn = Q(Exists(this.filter(clearances__unit__in=units, clearances__unit__office_id=F("office_id"))))
    last_word = Q(status=LetterStatus.IN_REVIEW, case__sensitivity=Level.SENSITIVE)
    return turn | last_word | Q(Exists(this.filter(approvals__approved_by=user.pk)))


class LetterQuerySet(models.QuerySet["Letter"]):
    """Ways to ask for letters."""

    def for_user(self, user):
        """The letters on the cases in this person's sight, and those on others that they are asked about."""
        seen = (~on_closed(user) | asked(user)) & ~in_conflict(user)
        return self.filter(seen, office_id__in=user.office_ids)

    def read_by(self, user):
        """Those in this person's sight, and of other offices those that wait for a unit of theirs, shared with them.

        For reading the one letter and speaking on it; no list but that of what waits for one's units asks this.
        """
        from .elsewhere import turns_elsewhere  # leaf: it is made of these models

        seen = (~on_closed(user) | asked(user)) & ~in_conflict(user) & Q(office_id__in=user.office_ids)
        return self.filter(seen | Q(pk__in=turns_elsewhere(user).values("letter_id")))

    def masked_for(self, user):
        """The letters of which lists show this person neither name nor subject: as it is with their case.

        Whoever drafted one knows what it says.
        """
        masked = Case.objects.masked_for(user).filter(pk=OuterRef("case_id"))
        return self.filter(~Q(drafted_by=user.pk), Exists(masked))

    def kept_from(self, user):
        """The letters of this person's offices that the level of their case, or a conflict, keeps from them."""
        kept = in_conflict(user) | (on_closed(user) & ~asked(user))
        return self.filter(kept, office_id__in=user.office_ids)


class StandingLock(BaseLock):
    """A letter's words can be changed while it is a draft, and only then; nobody is exempt."""

    def for_user(self, user):
        """It holds for everybody."""
        return True

    def get_message(self, user):
        """What the editor says above the greyed-out form."""
        return {
            LetterStatus.IN_REVIEW: gettext("This letter is being reviewed. To change it, withdraw it from review."),
            LetterStatus.TO_SIGN: gettext("This letter was approved and waits to be signed. To change it, recall it."),
            LetterStatus.APPROVED: gettext("This letter was approved and is leaving. To change it, recall it."),
            LetterStatus.SENT: gettext("This letter was sent. It stays as it was sent."),
            LetterStatus.VOID: gettext("This letter is void. It stays as it was."),
        }.get(self.object.status, "")

    def get_locked_by(self, user):
        """The heading of the notice."""
        return self.object.get_status_display()


class Letter(PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """One letter on one case. Revisions hold its text; where it stands is not text and no revision changes it."""

    #: Where the letter stands: columns that only the verbs write, and no revision brings back.
    STANDING: ClassVar[frozenset[str]] = frozenset(
        {
            "reference",
            "case",
            "office",
            "status",
            "drafted_by",
            "drafted_at",
            "sent_at",
            "in_reply_to",
            "submitted_sha256",
        }
    )
    #: The versions of lines that the editor put in since the words were last saved, by key.
    inserted_lines: Collection[int] = ()

    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="letters", editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="letters", editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=LetterStatus.choices, default=LetterStatus.DRAFT, editable=False
    )
    drafted_by = models.ForeignKey(USER, models.PROTECT, related_name="letters_drafted", editable=False)
    drafted_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    #: What was submitted, signatory's title and office's address included: every yes is to this and nothing else.
    submitted_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    in_reply_to = models.CharField(max_length=200, blank=True, editable=False)

    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.ENGLISH)
    channel = models.CharField(_("leaves"), max_length=5, choices=LetterChannel.choices, default=LetterChannel.EMAIL)
    to_name = models.CharField(_("to"), max_length=200)
    to_address = models.TextField(_("address"), help_text=_("An e-mail address, or the lines of a postal address."))
    subject = models.CharField(_("subject"), max_length=200)
    salutation = models.CharField(_("salutation"), max_length=200)
    body = RichTextField(_("text"), features=["bold", "italic", "ol", "ul", "link"])
    closing = models.CharField(_("closing"), max_length=120, blank=True)
    signatory = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signatory")
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-drafted_at", "-id"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        permissions = [
            ("approve_letter", "Can approve letters written by others"),
            ("waive_letter", "Can waive a unit's clearance, and ratify a waiver"),
        ]
        indexes = [
            models.Index(fields=["office", "-drafted_at", "-id"], name="letter_office_newest"),
            models.Index(fields=["office", "status", "-drafted_at", "-id"], name="letter_office_status"),
            models.Index(fields=["case", "drafted_at", "id"], name="letter_case_order"),
            models.Index(fields=["office", "-sent_at", "-id"], condition=Q(status="sent"), name="letter_sent_newest"),
        ]

    def __str__(self) -> str:
        return self.reference

    def save(self, *args, **kwargs) -> None:
        """Save; a plain save of a letter that exists writes its text alone, never where it stands.

        An editor or a published revision carries the status of the moment it was read; only a verb, which names the
        columns it means, moves a letter.
        """
        if not self._state.adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = [
                column.name
                for column in self._meta.concrete_fields
                if not column.primary_key and column.name not in self.STANDING
            ]
        super().save(*args, **kwargs)

    def with_content_json(self, content):
        """The letter as a revision has it, standing where it stands now."""
        letter = super().with_content_json(content)
        for name in self.STANDING:
            column = self._meta.get_field(name).attname
            setattr(letter, column, getattr(self, column))
        return letter

    @transaction.atomic
    def save_revision(self, *args, user=None, overwrite_revision=None, **kwargs):
        """Save the words as a revision. Text that was submitted is never rewritten: it gets a new revision.

        Raises PermissionDenied unless the letter is a draft. Whoever saves has a hand in the text from then on, and
        which lines it says is noted: all is written, or nothing.
        """
        stands = Letter.objects.select_for_update().values_list("status", flat=True).get(pk=self.pk)
        if stands != LetterStatus.DRAFT:
            raise PermissionDenied(gettext("This letter is no longer a draft: its words cannot be changed."))
        if overwrite_revision is not None and (
            overwrite_revision.pk == self.live_revision_id
            or overwrite_revision.task_states.exists()
            or Approval.objects.filter(revision_id=overwrite_revision.pk).exists()
        ):
            overwrite_revision = None
        revision = super().save_revision(*args, user=user, overwrite_revision=overwrite_revision, **kwargs)
        if user is not None:
            from ..actions import note_lines  # thin method: Wagtail calls the model

            Writer.objects.get_or_create(letter=self, user=user)
            note_lines(self, by=user, inserted=self.inserted_lines)
        return revision

    def get_lock(self):
        """Why the words cannot be changed now, or None."""
        return StandingLock(self) if self.status != LetterStatus.DRAFT else super().get_lock()

    def get_preview_template(self, request, mode_name):
        """The letter as the person will read it."""
        return "casework/letters/preview.html"

    def get_preview_context(self, request, mode_name):
        """The letter's parts, rendered as they will leave."""
        from ..queries import content_of  # thin method: the rendering lives beside the other reads
        from ..render import as_html, as_text  # thin method

        content = content_of(self)
        return {
            **super().get_preview_context(request, mode_name),
            "content": content,
            "html": as_html(content),
            "text": as_text(content),
        }

    def on_workflow_finished(self, workflow_state, user=None) -> None:
        """Wagtail's last reviewer said yes: see what approval means."""
        from ..actions import settle_approval  # thin method: Wagtail calls the model

        settle_approval(self, workflow_state=workflow_state, by=user)


class Writer(models.Model):
    """Somebody with a hand in the text: the drafter and whoever saved a revision. They never approve it.

    Kept apart from the revisions, which Wagtail may purge.
    """

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="writers")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "user"], name="letter_writer_once")]
        verbose_name = _("writer")
        verbose_name_plural = _("writers")

    def __str__(self) -> str:
        return f"{self.letter} · {self.user_id}"


def of_kept(user) -> Q:
    """What hangs on letters that are kept from this person."""
    return Q(Exists(Letter.objects.kept_from(user).filter(pk=OuterRef("letter_id"))))


class OfALetterQuerySet(WrittenOnceQuerySet):
    """What was decided on letters."""

    office_path = "letter__office_id"

    def for_user(self, user):
        """What hangs on the letters in this person's sight."""
        return super().for_user(user).filter(~of_kept(user))


class OfALetter(WrittenOnce):
    """What somebody decided on a letter: written once, seen where the letter is."""

    objects = OfALetterQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def office_id(self) -> int:
        """The office whose letter it is."""
        return self.letter.office_id


class Approval(OfALetter):
    """The final yes, by somebody who did not write it, to exactly these words."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="approvals")
    revision = models.ForeignKey("wagtailcore.Revision", models.PROTECT, related_name="+")
    workflow_state = models.ForeignKey("wagtailcore.WorkflowState", models.PROTECT, related_name="+")
    content = models.TextField(_("the approved content"))
    sha256 = models.CharField(max_length=64)
    approved_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    #: The colleague who was away, in whose place it was said.
    acting_for = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    dispatch = models.OneToOneField("dispatch.Dispatch", models.PROTECT, related_name="approval")

    class Meta:
        ordering = ["approved_at", "id"]
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        constraints = [
            models.UniqueConstraint(fields=["workflow_state"], name="approval_once_a_review"),
            models.CheckConstraint(condition=~Q(sha256=""), name="approval_has_a_hash"),
            models.CheckConstraint(condition=~Q(acting_for=F("approved_by")), name="approval_for_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} · approval {self.pk}"

    @property
    def by_whom(self) -> str:
        """Who said it; of what was said in the place of a colleague who was away, “X for Y”."""
        return who_for(self.approved_by, self.acting_for)


class Return(OfALetter):
    """A letter sent back to its writer: which words, what is to be changed, who says so.

    It holds on to the revision, which Wagtail would otherwise purge with the comment.
    """

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="returns")
    revision = models.ForeignKey("wagtailcore.Revision", models.PROTECT, related_name="+")
    comment = models.TextField(_("what is to be changed"), blank=True)
    #: Empty: not said.
    code = models.CharField(_("reason"), max_length=12, choices=ReturnReason.choices, blank=True)
    returned_at = models.DateTimeField(default=timezone.now)
    returned_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    #: The colleague who was away, in whose place it was said.
    acting_for = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["returned_at", "id"]
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        constraints = [
            models.CheckConstraint(condition=~Q(acting_for=F("returned_by")), name="return_for_somebody_else")
        ]

    def __str__(self) -> str:
        return f"{self.letter} · return {self.pk}"

    @property
    def by_whom(self) -> str:
        """Who said it; of what was said in the place of a colleague who was away, “X for Y”."""
        return who_for(self.returned_by, self.acting_for)


class StopReason(OfALetter):
    """Why a letter was recalled or made void, in somebody's words.

    A row of its own: the history, which keeps every line for ever, holds its number alone.
    """

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="stop_reasons")
    words = models.TextField(_("why"))

    class Meta:
        ordering = ["id"]
        verbose_name = _("reason for stopping a letter")
        verbose_name_plural = _("reasons for stopping a letter")

    def __str__(self) -> str:
        return f"{self.letter} · reason {self.pk}"
