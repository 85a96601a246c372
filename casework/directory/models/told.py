"""What the public site tells of us besides the offices: who speaks for what, and who else can help."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.core.clock import today

from .us import Member, in_language


class CriticPortfolioQuerySet(models.QuerySet["CriticPortfolio"]):
    """Ways to ask who speaks for what."""

    def current(self) -> "CriticPortfolioQuerySet":
        """Those whose first day has come and whose last day is not over."""
        begun = models.Q(starts_on=None) | models.Q(starts_on__lte=today())
        return self.filter(begun, models.Q(ends_on=None) | models.Q(ends_on__gte=today()))


class CriticPortfolio(models.Model):
    """A subject on which a member speaks for the caucus, from one day to another."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="portfolios", verbose_name=_("member"))
    topic = models.CharField(_("subject in English"), max_length=120)
    topic_fr = models.CharField(_("subject in French"), max_length=120)
    starts_on = models.DateField(_("first day"), null=True, blank=True, help_text=_("Empty: at once."))
    ends_on = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty: no end."))

    objects = CriticPortfolioQuerySet.as_manager()

    class Meta:
        ordering = ["topic", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="portfolio_ends_after_it_starts",
                violation_error_message=_("The last day is before the first. Change one of them."),
            ),
        ]
        verbose_name = _("critic portfolio")
        verbose_name_plural = _("critic portfolios")

    def __str__(self) -> str:
        return self.title()

    def title(self, language: str | None = None) -> str:
        """The subject in a language; the reader's own when none is said."""
        return in_language(self.topic, self.topic_fr, language)


class Need(models.TextChoices):
    """What somebody may be looking for; the public list is filtered by it."""

    FOOD = "food", _("Food")
    HOUSING = "housing", _("A place to live")
    MONEY = "money", _("Money and benefits")
    HEALTH = "health", _("Health")
    MIND = "mind", _("Mental health and crisis")
    DISABILITY = "disability", _("Disability")
    FAMILY = "family", _("Children and families")
    OLDER = "older", _("Older people")
    NEWCOMERS = "newcomers", _("Newcomers")
    LAW = "law", _("Legal help")
    WORK = "work", _("Work and training")
    SAFETY = "safety", _("Violence and safety")


class CommunityServiceQuerySet(models.QuerySet["CommunityService"]):
    """Ways to ask who else can help."""

    def listed(self, need: str = "") -> "CommunityServiceQuerySet":
        """Those on the public list, by name; for one need when one is said."""
        rows = self.filter(is_listed=True)
        if need:
            rows = rows.filter(models.Q(need=need) | models.Q(second_need=need))
        return rows.order_by("name", "pk")


class CommunityService(models.Model):
    """An organisation outside the house to which anybody may turn. Nothing about whoever was sent there."""

    name = models.CharField(_("name in English"), max_length=160, unique=True)
    name_fr = models.CharField(_("name in French"), max_length=160, blank=True)
    need = models.CharField(_("helps with"), max_length=12, choices=Need.choices)
    second_need = models.CharField(_("and with"), max_length=12, choices=Need.choices, blank=True)
    offers = models.TextField(_("what it offers, in English"), max_length=600)
    offers_fr = models.TextField(_("what it offers, in French"), max_length=600)
    serves = models.CharField(_("for whom, in English"), max_length=200, blank=True)
    serves_fr = models.CharField(_("for whom, in French"), max_length=200, blank=True)
    area = models.CharField(_("where, in English"), max_length=120, blank=True)
    area_fr = models.CharField(_("where, in French"), max_length=120, blank=True)
    languages = models.CharField(_("languages, in English"), max_length=200, blank=True)
    languages_fr = models.CharField(_("languages, in French"), max_length=200, blank=True)
    access = models.TextField(_("getting in, in English"), max_length=600, blank=True)
    access_fr = models.TextField(_("getting in, in French"), max_length=600, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True)
    is_listed = models.BooleanField(_("on the public list"), default=True)

    objects = CommunityServiceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["is_listed", "name", "id"], name="community_service_list")]
        verbose_name = _("community service")
        verbose_name_plural = _("community services")

    def __str__(self) -> str:
        return self.title()

    def title(self, language: str | None = None) -> str:
        """The name in a language; the reader's own when none is said."""
        return in_language(self.name, self.name_fr, language)

    @property
    def what(self) -> str:
        """What it offers, in the reader's language."""
        return in_language(self.offers, self.offers_fr)

    @property
    def whom(self) -> str:
        """For whom it is, in the reader's language."""
        return in_language(self.serves, self.serves_fr)

    @property
    def where(self) -> str:
        """Which area it serves, in the reader's language."""
        return in_language(self.area, self.area_fr)

    @property
    def spoken(self) -> str:
        """The languages of its staff, in the reader's language."""
        return in_language(self.languages, self.languages_fr)

    @property
    def way_in(self) -> str:
        """How to get in, in the reader's language."""
        return in_language(self.access, self.access_fr)
