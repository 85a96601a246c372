"""Whole letters to start from."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from casework.directory.models import Language, Office

from ..merge import FIELDS, unknown_fields


class TemplateQuerySet(models.QuerySet["Template"]):
    """Ways to ask for templates."""

    def for_user(self, user):
        """The templates of this person's offices, and those every office shares."""
        return self.filter(Q(office__isnull=True) | Q(office_id__in=user.office_ids))


class Template(models.Model):
    """A letter to start from, with fields from a closed list."""

    office = models.ForeignKey(
        Office,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="templates",
        verbose_name=_("office"),
        help_text=_("Empty: every office may start from it."),
    )
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.ENGLISH)
    subject = models.CharField(_("subject"), max_length=200, default="{subject}")
    salutation = models.CharField(_("salutation"), max_length=200, default="{salutation}")
    body = RichTextField(_("text"), features=["bold", "italic", "ol", "ul", "link"])
    closing = models.CharField(_("closing"), max_length=120, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name", "language"]
        verbose_name = _("letter template")
        verbose_name_plural = _("letter templates")
        indexes = [models.Index(fields=["office", "is_active", "language", "name"], name="template_choice")]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_language_display()})"

    def clean(self) -> None:
        """Refuse a field that is not on the list: nobody could fill it."""
        unknown = unknown_fields(f"{self.subject}\n{self.salutation}\n{self.body}\n{self.closing}")
        if unknown:
            raise ValidationError(
                _("There is no field %(unknown)s. The fields are: %(fields)s.")
                % {
                    "unknown": ", ".join(f"{{{name}}}" for name in unknown),
                    "fields": ", ".join(f"{{{name}}}" for name in FIELDS),
                }
            )
