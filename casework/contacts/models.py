"""Them: who writes, how to reach them, what they need so that we can be read and met."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.core import sight
from casework.directory.models import Language, Office

from .access import label


class OfficeRows(models.QuerySet):
    """Rows that belong to one office."""

    def for_user(self, user):
        """The rows of the offices this person works in, without what is kept from them."""
        return sight.within(self.filter(office_id__in=user.office_ids), user)


class Person(models.Model):
    """Someone who writes to one office. Another office that hears from them keeps a row of its own."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="people", verbose_name=_("office"))
    name = models.CharField(_("name"), max_length=200)
    salutation = models.CharField(
        _("how to address them"), max_length=200, blank=True, help_text=_("As in “Dear Ms. Roy”. Empty: their name.")
    )
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.ENGLISH)
    riding = models.CharField(_("riding"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    objects = OfficeRows.as_manager()

    class Meta:
        ordering = ["-added_at", "-id"]
        indexes = [models.Index(fields=["office", "-added_at", "-id"], name="person_office_newest")]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return f"P-{self.pk}"

    def standing_needs(self) -> list["AccessNeed"]:
        """What is kept for next time, each need once, as they last asked for it; from what was fetched with them."""
        newest: dict[tuple[str, str], AccessNeed] = {}
        for need in self.access_needs.all():
            newest.setdefault((need.code, need.words), need)
        return list(newest.values())


class Organisation(models.Model):
    """A body somebody writes for."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="organisations", verbose_name=_("office"))
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=[
            ("stakeholder", _("Stakeholder group")),
            ("community", _("Community group")),
            ("union", _("Union")),
            ("municipality", _("Municipality")),
            ("ministry", _("Ministry or agency")),
            ("media", _("Media")),
            ("school", _("School")),
            ("business", _("Business")),
            ("first_nation", _("First Nation")),
            ("other", _("Other")),
        ],
        default="other",
    )
    people = models.ManyToManyField(Person, through="Affiliation", related_name="organisations")

    objects = OfficeRows.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["office", "name"], name="organisation_office_name")]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return f"O-{self.pk}"


class Affiliation(models.Model):
    """This person speaks for that organisation."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="affiliations")
    role = models.CharField(_("role"), max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "organisation"], name="affiliation_once")]
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation}"


class ContactKind(models.TextChoices):
    """A way to reach somebody."""

    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Telephone")
    POST = "post", _("Post")


class ContactPoint(models.Model):
    """One way to reach one person; ``key`` is its normal form, for finding who wrote."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="contact_points")
    kind = models.CharField(_("kind"), max_length=10, choices=ContactKind.choices)
    value = models.CharField(_("as they wrote it"), max_length=1000)
    key = models.CharField(max_length=254, editable=False)
    #: With the name of the person, as a keyed hash: ``known.mark_of``.
    mark = models.CharField(max_length=64, blank=True, editable=False)
    do_not_use = models.BooleanField(
        _("do not use"), default=False, help_text=_("Nothing leaves to this address while this is ticked.")
    )
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["kind", "-added_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["person", "kind", "key"], name="contact_point_once")]
        indexes = [
            models.Index(fields=["kind", "key"], name="contact_point_key"),
            models.Index(fields=["mark"], name="contact_point_mark", condition=~models.Q(mark="")),
        ]
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()}"


class AccessNeed(models.Model):
    """Something a person asked for so that they can read us, reach us or meet us, kept for next time by their own yes.

    What becomes of it on one case is an accommodation (``cases``). Rows of before the question was asked have no yes.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="access_needs")
    code = models.CharField(_("need"), max_length=30, blank=True)
    words = models.TextField(_("in their own words"), blank=True)
    reference = models.CharField(_("asked in"), max_length=20)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    agreed_at = models.DateTimeField(_("agreed that we keep it"), null=True, blank=True)
    agreed_version = models.CharField(_("version of the words they agreed to"), max_length=20, blank=True)

    class Meta:
        ordering = ["-asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "reference", "code"], condition=~models.Q(code=""), name="access_need_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(code="") | ~models.Q(words=""), name="access_need_says_something"
            ),
            models.CheckConstraint(
                condition=models.Q(agreed_at__isnull=True, agreed_version="")
                | models.Q(agreed_at__isnull=False) & ~models.Q(agreed_version=""),
                name="access_need_agreed_to_what",
            ),
        ]
        verbose_name = _("access need")
        verbose_name_plural = _("access needs")

    def __str__(self) -> str:
        return f"{self.reference} · {self.code or 'other'}"

    def title(self) -> str:
        """The need in words a person reads."""
        return label(self.code) if self.code else self.words
