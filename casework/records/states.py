"""The words of a request about what is held of somebody."""

from datetime import timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from casework.core.states import Moves


class AccessGround(models.TextChoices):
    """Why everything that is held about somebody is taken out."""

    ASKED = "asked", _("They asked for it")
    FOR_THEM = "for_them", _("Somebody who acts for them asked for it")
    COMPLAINT = "complaint", _("A complaint, or an order of an authority")
    BEFORE = "before", _("To read before a correction or an erasure")


class ErasureGround(models.TextChoices):
    """Why somebody is to be erased."""

    ASKED = "asked", pgettext_lazy("ground to erase", "They asked for it")
    NOT_NEEDED = "not_needed", _("It is not needed any more")
    NO_RIGHT = "no_right", _("It should never have been kept")
    ORDER = "order", _("An order of an authority")


class ErasureStatus(models.TextChoices):
    """Where a request to erase stands."""

    ASKED = "asked", pgettext_lazy("erasure", "Waits for a second person")
    DONE = "done", pgettext_lazy("erasure", "Erased")
    REFUSED = "refused", pgettext_lazy("erasure", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("erasure", "Withdrawn")


MOVES: Moves = {
    ErasureStatus.ASKED: frozenset({ErasureStatus.DONE, ErasureStatus.REFUSED, ErasureStatus.WITHDRAWN}),
}


#: Within so many days somebody who asks for a correction is told what became of it.
ANSWERED_WITHIN: Final = timedelta(days=30)
#: Whoever was given the fact since so long before they asked is told as well.
GIVEN_WITHIN: Final = timedelta(days=365)


class CorrectionStatus(models.TextChoices):
    """Where a request to correct stands."""

    ASKED = "asked", pgettext_lazy("correction", "Waits for a decision")
    CORRECTED = "corrected", pgettext_lazy("correction", "Corrected")
    REFUSED = "refused", pgettext_lazy("correction", "Refused")


CORRECTION_MOVES: Moves = {
    CorrectionStatus.ASKED: frozenset({CorrectionStatus.CORRECTED, CorrectionStatus.REFUSED}),
}


class FileKind(models.TextChoices):
    """What the file is for."""

    HTML = "html", pgettext_lazy("kind of file", "A page to read")
    JSON = "json", pgettext_lazy("kind of file", "Data for another system")
