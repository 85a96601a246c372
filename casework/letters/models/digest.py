"""Who was told this morning what waits for them, so that nobody is told twice."""

from django.conf import settings
from django.db import models


class Digest(models.Model):
    """One person had their mail of the morning on one day, or nothing waited for them when it was due."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "on"], name="digest_once_a_day")]
        verbose_name = "digest"
        verbose_name_plural = "digests"

    def __str__(self) -> str:
        return f"digest {self.pk}"
