"""The programs of governments that people need help with, who runs them, and what each asks people to agree to."""

import hashlib
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from .us import Issue, in_language

_MARK: Final = 10


class Government(models.TextChoices):
    """Whose program it is."""

    PROVINCIAL = "provincial", _("Province of Ontario")
    FEDERAL = "federal", _("Government of Canada")
    MUNICIPAL = "municipal", _("City or municipality")


class Program(models.Model):
    """A program that people need help with, and the agency that runs it.

    The consent is in the words of that agency, in each language; without words nobody is asked on our pages.
    """

    code = models.SlugField(
        _("short name"), max_length=40, unique=True, help_text=_("In addresses and forms; does not change once used.")
    )
    name = models.CharField(_("name in English"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=120, blank=True)
    government = models.CharField(_("government"), max_length=10, choices=Government.choices)
    agency = models.CharField(_("agency in English"), max_length=160)
    agency_fr = models.CharField(_("agency in French"), max_length=160, blank=True)
    consent = models.TextField(
        _("consent in English"),
        blank=True,
        help_text=_("What people agree to, in the words of the agency. Empty: our pages do not ask."),
    )
    consent_fr = models.TextField(_("consent in French"), blank=True)
    issue = models.ForeignKey(
        Issue,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("issue"),
        help_text=_("What a message about it is sorted under when no rule says otherwise."),
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=50, help_text=_("Lower numbers stand first within their government.")
    )
    is_active = models.BooleanField(_("in use"), default=True)
    checked_on = models.DateField(
        _("checked with the agency on"),
        null=True,
        blank=True,
        help_text=_("Empty: the names and the consent still have to be verified with the office that runs it."),
    )

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("program")
        verbose_name_plural = _("programs")

    def __str__(self) -> str:
        return self.title()

    def title(self, language: str | None = None) -> str:
        """The program's name in a language; the reader's own when none is said."""
        return in_language(self.name, self.name_fr, language)

    def agency_title(self, language: str | None = None) -> str:
        """The agency's name in a language."""
        return in_language(self.agency, self.agency_fr, language)

    def consent_words(self, language: str | None = None) -> str:
        """What people agree to, in a language; empty where the agency gave no words."""
        return in_language(self.consent, self.consent_fr, language).strip()

    def consent_key(self, language: str) -> str:
        """Which words these are: the program, the language and a mark of the wording; empty where there are none."""
        words = self.consent_words(language)
        mark = hashlib.sha256(words.encode()).hexdigest()[:_MARK]
        return f"{self.code} {language} {mark}" if words else ""

    def words_of(self, key: str) -> str:
        """The words that go by this key, while they are still the words; empty when they are not."""
        languages = [language for language in ("en", "fr") if key and key == self.consent_key(language)]
        return self.consent_words(languages[0]) if languages else ""
