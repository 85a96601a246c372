"""What letters start from, in both languages: the words being written, and each version that somebody approved."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from casework.core.models import WrittenOnce, WrittenOnceQuerySet
from casework.directory.models import Issue, Office, Unit

from ..merge import FIELDS, unknown_fields
from ..pair import LANGUAGES, Pair, Side, bare
from ..states import Stance, TemplateKind, TemplateStatus
from .letter import Letter, OfALetter

USER = settings.AUTH_USER_MODEL
FEATURES = ["bold", "italic", "ol", "ul", "link"]
#: The parts of a template in one language.
PARTS = ("subject", "salutation", "body", "closing")
#: The columns that hold words, and those that say what kind of words.
WORDS = tuple(f"{part}_{language}" for language in LANGUAGES for part in PARTS)
APPROVED = ("kind", "stance", *WORDS)


class Words(models.Model):
    """What is approved together: the words in both languages, how much of a letter they are, which side they take."""

    kind = models.CharField(_("what it is"), max_length=10, choices=TemplateKind.choices, default=TemplateKind.LETTER)
    stance = models.CharField(
        _("where it stands"),
        max_length=8,
        choices=Stance.choices,
        default=Stance.NONE,
        blank=True,
        help_text=_(
            "Shown to whoever starts a letter: somebody who is against something is not answered as if for it."
        ),
    )
    subject_en = models.CharField(_("subject in English"), max_length=200, default="{subject}", blank=True)
    salutation_en = models.CharField(_("salutation in English"), max_length=200, default="{salutation}", blank=True)
    body_en = RichTextField(_("text in English"), features=FEATURES, blank=True, default="")
    closing_en = models.CharField(_("closing in English"), max_length=120, blank=True)
    subject_fr = models.CharField(_("subject in French"), max_length=200, default="{subject}", blank=True)
    salutation_fr = models.CharField(_("salutation in French"), max_length=200, default="{salutation}", blank=True)
    body_fr = RichTextField(_("text in French"), features=FEATURES, blank=True, default="")
    closing_fr = models.CharField(_("closing in French"), max_length=120, blank=True)

    class Meta:
        abstract = True

    @property
    def pair(self) -> Pair:
        """Everything that is approved, as one value."""
        return Pair(self.kind, self.stance, self._side("en"), self._side("fr"))

    def _side(self, language: str) -> Side | None:
        words = {part: getattr(self, f"{part}_{language}").strip() for part in PARTS}
        body = bare(words["body"])
        if not body:
            return None
        if self.kind == TemplateKind.PARAGRAPH:
            return Side("", "", body, "")
        return Side(**{**words, "body": body})


class TemplateQuerySet(models.QuerySet["Template"]):
    """Ways to ask for templates."""

    def for_user(self, user):
        """The templates of this person's offices, and those every office shares."""
        return self.filter(Q(office__isnull=True) | Q(office_id__in=user.office_ids))


class Template(Words):
    """One template of an office. Its own words are those being written; what was approved stands in its versions."""

    office = models.ForeignKey(
        Office,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="templates",
        verbose_name=_("office"),
        help_text=_("Empty: every office may start from it."),
    )
    name = models.CharField(_("name"), max_length=120, help_text=_("For the office alone; it is never sent."))
    owner = models.ForeignKey(
        Unit,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="templates",
        verbose_name=_("kept by"),
        help_text=_("The unit that answers for it."),
    )
    issues = models.ManyToManyField(
        Issue,
        blank=True,
        related_name="+",
        verbose_name=_("for these issues"),
        help_text=_("It is offered first on these. None: it is for any matter."),
    )
    is_active = models.BooleanField(_("in use"), default=True, editable=False)
    retired_because = models.TextField(_("why it was retired"), blank=True, editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=TemplateStatus.choices, default=TemplateStatus.DRAFT, editable=False
    )
    number = models.PositiveIntegerField(_("version"), default=1, editable=False)
    begun_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    submitted_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    #: What letters start from: the version approved last.
    current = models.ForeignKey(
        "TemplateVersion", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    #: The language whose words were not changed when those of the other were; and the version that it still matches.
    behind = models.CharField(max_length=2, blank=True, editable=False)
    matches = models.PositiveIntegerField(null=True, blank=True, editable=False)
    #: The approved version whose translation somebody has looked at since, and stands by.
    checked_number = models.PositiveIntegerField(default=0, editable=False)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("letter template")
        verbose_name_plural = _("letter templates")
        permissions = [("approve_template", "Can approve a template or return it")]
        indexes = [
            models.Index(fields=["office", "is_active", "name", "id"], name="template_in_use"),
            models.Index(fields=["office", "name", "id"], name="template_office_name"),
            models.Index(fields=["office", "status", "submitted_at"], name="template_office_status"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a field that is not on the list, and a template without a word: nobody could fill or send it."""
        unknown = unknown_fields("\n".join(getattr(self, name) for name in WORDS))
        if unknown:
            raise ValidationError(
                _("There is no field %(unknown)s. The fields are: %(fields)s.")
                % {
                    "unknown": ", ".join(f"{{{name}}}" for name in unknown),
                    "fields": ", ".join(f"{{{name}}}" for name in FIELDS),
                }
            )
        if not self.pair.languages:
            raise ValidationError(_("Write the text in English or in French; the other can follow."))

    @property
    def in_use(self) -> Words:
        """The words a letter starts from: those approved last, else those being written."""
        return self.current or self

    def is_behind(self, language: str) -> bool:
        """Whether the words a letter would start from in this language are an older translation."""
        if self.current is None:
            return self.behind == language
        return self.current.behind == language and self.checked_number != self.current.number


class TemplateWriter(models.Model):
    """Somebody with a hand in the words of one version, approved or not yet. They never approve it."""

    template = models.ForeignKey(Template, models.CASCADE, related_name="writers")
    number = models.PositiveIntegerField()
    user = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["template", "number", "user"], name="template_writer_once")]
        verbose_name = _("writer of a template")
        verbose_name_plural = _("writers of templates")

    def __str__(self) -> str:
        return f"T-{self.template_id}/{self.number} · {self.user_id}"


class OfATemplateQuerySet(WrittenOnceQuerySet):
    """What was approved and decided on templates: seen where the template is."""

    def for_user(self, user):
        """Those of this person's offices, and of the templates every office shares."""
        return self.filter(Q(template__office__isnull=True) | Q(template__office_id__in=user.office_ids))


class TemplateVersion(WrittenOnce, Words):
    """The words of a template as somebody who did not write them approved them."""

    template = models.ForeignKey(Template, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    sha256 = models.CharField(max_length=64)
    #: The language that was behind when it was approved, and the version that it matched.
    behind = models.CharField(max_length=2, blank=True)
    matches = models.PositiveIntegerField(null=True, blank=True)
    #: Nobody where the words came with the system, or were there before versions were kept.
    written_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("approved"), default=timezone.now)
    approved_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    objects = OfATemplateQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("approved template")
        verbose_name_plural = _("approved templates")
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="template_version_once"),
            models.CheckConstraint(condition=~Q(sha256=""), name="template_version_has_a_hash"),
            models.CheckConstraint(condition=~Q(body_en="") | ~Q(body_fr=""), name="template_version_has_words"),
            models.CheckConstraint(
                condition=Q(written_by=None) | ~Q(approved_by=F("written_by")), name="template_version_by_two"
            ),
        ]

    def __str__(self) -> str:
        return f"T-{self.template_id}/{self.number}"

    def is_behind(self, language: str) -> bool:
        """Whether its words in this language are an older translation, and nobody has stood by them since."""
        return self.behind == language and self.template.checked_number != self.number


class TemplateReturn(WrittenOnce):
    """A template sent back to its writer: which version, what is to be changed, who says so."""

    template = models.ForeignKey(Template, models.PROTECT, related_name="returns")
    number = models.PositiveIntegerField(_("version"))
    comment = models.TextField(_("what is to be changed"))
    returned_at = models.DateTimeField(default=timezone.now)
    returned_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    objects = OfATemplateQuerySet.as_manager()

    class Meta:
        ordering = ["returned_at", "id"]
        verbose_name = _("return of a template")
        verbose_name_plural = _("returns of templates")

    def __str__(self) -> str:
        return f"T-{self.template_id}/{self.number} · return {self.pk}"


class TemplateUse(OfALetter):
    """A letter that began from a template, or says a paragraph; which version, when there was an approved one."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="templates_used")
    template = models.ForeignKey(Template, models.PROTECT, related_name="uses")
    version = models.ForeignKey(TemplateVersion, models.PROTECT, null=True, blank=True, related_name="uses")
    began = models.BooleanField(help_text=_("The letter began from it; otherwise it says a paragraph of it."))
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["used_at", "id"]
        verbose_name = _("use of a template")
        verbose_name_plural = _("uses of templates")
        constraints = [
            models.UniqueConstraint(fields=["letter"], condition=Q(began=True), name="letter_began_once"),
            models.UniqueConstraint(fields=["letter", "version"], name="template_used_once_a_letter"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} · template {self.template_id}"
