"""The words of a request about what is held of somebody."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class AccessGround(models.TextChoices):
    """Why everything that is held about somebody is taken out."""

    ASKED = "asked", _("They asked for it")
    FOR_THEM = "for_them", _("Somebody who acts for them asked for it")
    COMPLAINT = "complaint", _("A complaint, or an order of an authority")
    BEFORE = "before", _("To read before a correction or an erasure")


class FileKind(models.TextChoices):
    """What the file is for."""

    HTML = "html", pgettext_lazy("kind of file", "A page to read")
    JSON = "json", pgettext_lazy("kind of file", "Data for another system")
