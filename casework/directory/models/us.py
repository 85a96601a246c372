"""Us: who works where, whom we serve, what people write about."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy as _
from wagtail.images import get_image_model_string

from casework.core.clock import today

from .. import hours as opening


class Language(models.TextChoices):
    """The two languages of the house, each in its own name."""

    ENGLISH = "en", "English"
    FRENCH = "fr", "Français"


def in_language(english: str, french: str, language: str | None = None) -> str:
    """The French wording where French is wanted and there is one, else the English."""
    wanted = (language or get_language() or "en")[:2]
    return french if wanted == "fr" and french else english


def hours_can_be_read(text: str) -> None:
    """Refuse a line of opening hours that says none."""
    try:
        opening.read(text)
    except opening.NotHours as wrong:
        raise ValidationError(
            _(
                "“%(line)s” cannot be read. Write a day or a run of days and the times, each day once, as in "
                "Mon-Thu 9:00-12:00, 13:00-16:30"
            ),
            params={"line": wrong.line[:60]},
        ) from None


def together(what: str, name: str) -> models.CheckConstraint:
    """When and by whom something was done are both known or neither."""
    known = {f"{what}_at__isnull": False, f"{what}_by__isnull": False}
    neither = models.Q(**dict.fromkeys(known, True))
    return models.CheckConstraint(condition=models.Q(**known) | neither, name=name)


#: As Django has it: whoever is signed in stays so when this house begins to count.
_SESSIONS = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"


class User(AbstractUser):
    """Someone who works in one of the offices, or runs the site."""

    sessions_ended = models.PositiveIntegerField(
        _("how often all sessions were ended"), default=0, editable=False, help_text=_("Each time, all of them end.")
    )

    @cached_property
    def office_ids(self) -> tuple[int, ...]:
        """The offices whose rows this person sees; read once per request."""
        return tuple(office for office, _stands_in in self._places)

    @cached_property
    def _places(self) -> list[tuple[int, bool]]:
        """Each office this person works in today, and whether they stand in for somebody there."""
        if not self.is_active or self.pk is None:
            return []
        from .absence import Absence  # leaf: it is made of these models

        here = Absence.objects.current().filter(
            stand_in_id=models.OuterRef("user_id"), office_id=models.OuterRef("office_id")
        )
        rows = self.memberships.current().order_by("office_id").annotate(stands_in=models.Exists(here))
        return list(rows.values_list("office_id", "stands_in"))

    @cached_property
    def standing_in(self) -> tuple[Any, ...]:
        """The absences of today in which this person stands in for a colleague who still works there.

        Asked of nobody who stands in for no one. It goes no further: whoever stands in for somebody who stands in for a
        third person has nothing of the third's.
        """
        offices = [office for office, stands_in in self._places if stands_in]
        if not offices:
            return ()
        from .absence import Absence  # leaf: it is made of these models

        rows = Absence.objects.current().filter(stand_in_id=self.pk, office_id__in=offices)
        found = rows.select_related("person", "unit", "office").order_by("ends_on", "pk")
        return tuple(one for one in found if one.office_id in one.person.office_ids)

    def __str__(self) -> str:
        return self.get_full_name() or self.get_username()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session was begun with: another password ends it, and so does ending all sessions."""
        ended = f" {self.sessions_ended}" if self.sessions_ended else ""
        return salted_hmac(_SESSIONS, f"{self.password}{ended}", secret=secret, algorithm="sha256").hexdigest()


class OfficeKind(models.TextChoices):
    """What sort of office it is."""

    LEADER = "leader", _("Leader's office")
    CAUCUS = "caucus", _("Caucus services")
    LEGISLATURE = "legislature", _("Member's office at the legislature")
    CONSTITUENCY = "constituency", _("Constituency office")


class OfficeQuerySet(models.QuerySet["Office"]):
    """Ways to ask for offices."""

    def public(self) -> "OfficeQuerySet":
        """The offices the public may write to."""
        return self.filter(is_public=True)

    def for_user(self, user) -> "OfficeQuerySet":
        """The offices this person works in."""
        return self.filter(pk__in=user.office_ids)


class Office(models.Model):
    """A place with its own staff and its own files, behind its own wall."""

    name = models.CharField(_("name in English"), max_length=120, unique=True)
    name_fr = models.CharField(_("name in French"), max_length=120, blank=True)
    slug = models.SlugField(
        _("short name"), unique=True, help_text=_("In addresses and forms; does not change once used.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=OfficeKind.choices, default=OfficeKind.CONSTITUENCY)
    email = models.EmailField(_("e-mail letters come from"))
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    fax = models.CharField(_("fax"), max_length=40, blank=True)
    address = models.TextField(_("postal address"), blank=True)
    hours = models.TextField(
        _("opening hours"),
        max_length=600,
        blank=True,
        validators=[hours_can_be_read],
        help_text=_(
            "For people who come in: a line for each day or run of days, as in Mon-Fri 9:00-12:00, 13:00-17:00. "
            "Days that are not named are closed. Empty: people are asked to call before they come."
        ),
    )
    languages = models.CharField(_("languages spoken, in English"), max_length=200, blank=True)
    languages_fr = models.CharField(_("languages spoken, in French"), max_length=200, blank=True)
    access = models.TextField(
        _("getting in, in English"),
        max_length=1_000,
        blank=True,
        help_text=_("Step-free entrance, washroom, parking, hearing loop, scents: what is there and what is not."),
    )
    access_fr = models.TextField(_("getting in, in French"), max_length=1_000, blank=True)
    reply_days = models.PositiveSmallIntegerField(
        _("working days to answer"), default=15, help_text=_("How soon people are told they will hear from the office.")
    )
    is_public = models.BooleanField(_("the public may write to it"), default=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("office")
        verbose_name_plural = _("offices")

    def __str__(self) -> str:
        return self.title()

    def title(self, language: str | None = None) -> str:
        """The office's name in a language; the reader's own when none is said."""
        return in_language(self.name, self.name_fr, language)

    @property
    def opening_hours(self) -> list[opening.Run]:
        """The days on which people may come, with the times."""
        return opening.runs(self.hours)

    @property
    def spoken(self) -> str:
        """The languages spoken there, in the reader's language."""
        return in_language(self.languages, self.languages_fr)

    @property
    def way_in(self) -> str:
        """How to get in, in the reader's language."""
        return in_language(self.access, self.access_fr)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Ways to ask who works where."""

    def current(self) -> "MembershipQuerySet":
        """Those whose first day has come and whose last day is not over, by the calendar of the house."""
        begun = models.Q(starts_on=None) | models.Q(starts_on__lte=today())
        return self.filter(begun, models.Q(ends_on=None) | models.Q(ends_on__gte=today()))


class Membership(models.Model):
    """This person works in this office from one day to another, and so sees its rows meanwhile."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    office = models.ForeignKey(Office, models.CASCADE, related_name="memberships", verbose_name=_("office"))
    starts_on = models.DateField(
        _("first day"), null=True, blank=True, help_text=_("Before it, nothing of the office is seen. Empty: at once.")
    )
    ends_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("After it, nothing of the office is seen. Empty: no end.")
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["office__name", "user__username"]
        constraints = [
            models.UniqueConstraint(fields=["user", "office"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="membership_ends_after_it_starts",
                violation_error_message=_("The last day is before the first. Change one of them."),
            ),
        ]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")

    def __str__(self) -> str:
        return f"{self.user.get_username()} · {self.office}"


class Unit(models.Model):
    """A department inside an office: Communications, Legislative Affairs and so on."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="units", verbose_name=_("office"))
    name = models.CharField(_("name in English"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=120, blank=True)
    staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="units", verbose_name=_("people in it")
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("lead")
    )
    named = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="named_by_units",
        verbose_name=_("named for restricted letters"),
        help_text=_("Only these people speak for the unit on a restricted letter; with nobody named, its lead alone."),
    )
    target_hours = models.PositiveSmallIntegerField(
        _("working hours to clear a letter"),
        default=16,
        validators=[MinValueValidator(1), MaxValueValidator(400)],
        help_text=_("Eight to a working day. After that the lead and the Director are told."),
    )
    urgent_hours = models.PositiveSmallIntegerField(
        _("working hours to clear an urgent letter"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(400)],
        help_text=_("For letters on cases whose urgency is “Urgent”."),
    )

    class Meta:
        ordering = ["office__name", "name"]
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="unit_once_an_office")]
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self) -> str:
        return in_language(self.name, self.name_fr)


class Member(models.Model):
    """An elected member; letters go out in a member's name."""

    name = models.CharField(_("name"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=160, blank=True)
    riding = models.CharField(_("riding"), max_length=120, blank=True)
    office = models.ForeignKey(
        Office, models.SET_NULL, null=True, blank=True, related_name="people_elected", verbose_name=_("office")
    )
    portrait = models.ForeignKey(
        get_image_model_string(), models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("portrait")
    )
    portrait_words = models.CharField(
        _("the portrait in words, in English"),
        max_length=200,
        blank=True,
        help_text=_("For people who do not see it: what the picture shows."),
    )
    portrait_words_fr = models.CharField(_("the portrait in words, in French"), max_length=200, blank=True)
    is_current = models.BooleanField(_("sits now"), default=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("member")
        verbose_name_plural = _("members")

    def __str__(self) -> str:
        return self.name

    def title(self, language: str | None = None) -> str:
        """What stands under the name in a letter."""
        return in_language(self.title_en, self.title_fr, language)

    def clean(self) -> None:
        """No portrait without its words in both languages."""
        if not self.portrait_id:
            return
        words = {name: getattr(self, name).strip() for name in ("portrait_words", "portrait_words_fr")}
        if missing := [name for name, said in words.items() if not said]:
            raise ValidationError(dict.fromkeys(missing, _("Say in words what the portrait shows.")))

    @property
    def portrayed(self) -> str:
        """What the portrait shows, in the reader's language."""
        return in_language(self.portrait_words, self.portrait_words_fr)


class Issue(models.Model):
    """What people write about; two levels."""

    code = models.SlugField(_("short name"), unique=True)
    name = models.CharField(_("name in English"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=120, blank=True)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("issue")
        verbose_name_plural = _("issues")

    def __str__(self) -> str:
        return in_language(self.name, self.name_fr)


class Closure(models.Model):
    """A working day on which the offices, or one of them, are closed; public holidays are known without it."""

    office = models.ForeignKey(
        Office,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="closures",
        verbose_name=_("office"),
        help_text=_("Empty: every office."),
    )
    on = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=120, blank=True)
    reason_fr = models.CharField(
        _("reason in French"), max_length=120, blank=True, help_text=_("The public reads each in its own language.")
    )

    class Meta:
        ordering = ["-on"]
        verbose_name = _("closure")
        verbose_name_plural = _("closures")

    def __str__(self) -> str:
        return self.on.isoformat()

    @property
    def why(self) -> str:
        """The reason in the reader's language; none where nobody wrote it in that language."""
        return self.reason_fr if (get_language() or "en").startswith("fr") else self.reason
