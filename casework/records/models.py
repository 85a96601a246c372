"""Who took out everything that is held about somebody, and why."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.contacts.models import Person
from casework.core.models import WrittenOnce
from casework.directory.models import Language, Office

from .states import AccessGround, FileKind

USER = settings.AUTH_USER_MODEL


class AccessExport(WrittenOnce):
    """Everything held about a person was taken out as a file: by whom, when, on which ground. The file is not kept."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("office"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="access_exports", verbose_name=_("person"))
    ground = models.CharField(_("ground"), max_length=10, choices=AccessGround.choices)
    reason = models.TextField(_("reason"))
    kind = models.CharField(_("kind of file"), max_length=4, choices=FileKind.choices)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    rows = models.PositiveIntegerField(_("how many entries"))
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = _("file of everything held")
        verbose_name_plural = _("files of everything held")
        default_permissions = ("view", "add")
        indexes = [models.Index(fields=["person", "-made_at", "-id"], name="access_export_of_person")]

    def __str__(self) -> str:
        return f"X-{self.pk}"
