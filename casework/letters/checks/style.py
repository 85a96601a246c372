"""Words the house does not use of people or in letters, with the better ones. Pure."""

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from .sheet import Finding, Sheet, said

#: In each language: what is better left, and what to write. Nobody is called by an illness, a need or a lack.
TERMS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "the disabled": "people with disabilities",
        "the handicapped": "people with disabilities",
        "handicapped": "disabled; accessible",
        "wheelchair-bound": "uses a wheelchair",
        "wheelchair bound": "uses a wheelchair",
        "confined to a wheelchair": "uses a wheelchair",
        "suffers from": "has",
        "suffering from": "living with",
        "afflicted with": "has",
        "victim of a stroke": "has had a stroke",
        "the mentally ill": "people living with a mental illness",
        "the homeless": "people who have no home",
        "the elderly": "older people",
        "the poor": "people with low incomes",
        "welfare recipients": "people who receive Ontario Works",
        "addicts": "people who use drugs",
        "drug abusers": "people who use drugs",
        "committed suicide": "died by suicide",
        "commit suicide": "die by suicide",
        "illegal immigrants": "people without status",
        "illegal immigrant": "a person without status",
        "special needs": "access needs",
        "hearing impaired": "deaf or hard of hearing",
        "chairman": "chair",
        "spokesman": "spokesperson",
        "manpower": "staff",
        "please be advised that": "leave it out, and say it",
        "at this point in time": "now",
        "in the event that": "if",
        "prior to": "before",
        "utilize": "use",
        "utilise": "use",
        "reach out to": "write to; call",
    },
    "fr": {
        "les handicapés": "les personnes handicapées",
        "un handicapé": "une personne handicapée",
        "cloué à un fauteuil roulant": "en fauteuil roulant",
        "clouée à un fauteuil roulant": "en fauteuil roulant",
        "confiné à un fauteuil roulant": "en fauteuil roulant",
        "confinée à un fauteuil roulant": "en fauteuil roulant",
        "souffre de": "vit avec",
        "souffrant de": "vivant avec",
        "les malades mentaux": "les personnes vivant avec une maladie mentale",
        "les sans-abri": "les personnes sans logement",
        "les itinérants": "les personnes en situation d’itinérance",
        "les vieux": "les personnes âgées",
        "les pauvres": "les personnes à faible revenu",
        "les assistés sociaux": "les personnes qui reçoivent Ontario au travail",
        "les toxicomanes": "les personnes qui consomment des drogues",
        "commettre un suicide": "mourir par suicide",
        "immigrants illégaux": "personnes sans statut",
        "immigrant illégal": "personne sans statut",
        "besoins spéciaux": "besoins d’accessibilité",
        "canceller": "annuler",
        "cancellé": "annulé",
        "email": "courriel",
        "e-mail": "courriel",
        "adresser la problématique": "régler le problème",
        "adresser une problématique": "régler un problème",
        "à l’effet que": "selon lequel; que",
        "dans l’éventualité où": "si",
        "faire du sens": "avoir du sens",
        "à ce stade-ci": "maintenant",
    },
}


def _pattern(terms: dict[str, str]) -> re.Pattern[str]:
    """Every term, the longest first, with either apostrophe."""
    typed = (re.escape(term).replace("’", "['’]") for term in sorted(terms, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(typed)})(?![\w-])", re.IGNORECASE)


_PATTERNS: Final = {language: _pattern(terms) for language, terms in TERMS.items()}


def terms(sheet: Sheet) -> Iterator[Finding]:
    """Terms of the list, in the language of the letter."""
    language = sheet.content.language
    if language not in TERMS:
        return
    for match in _PATTERNS[language].finditer(sheet.words):
        better = TERMS[language][match.group().lower().replace("'", "’")]
        yield Finding("warning", "term", match.group(), said(_("Better: %(better)s."), {"better": better}))
