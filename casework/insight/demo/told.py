"""What the public site of the demo tells: when the offices are open, who speaks on what, and who else helps.

None of it exists: telephone numbers are in the range kept for fiction, addresses on the web in a domain of RFC 2606.
"""

from datetime import timedelta
from typing import Any

from casework.core.clock import add_working_days, today
from casework.directory.models import Closure, CommunityService, CriticPortfolio, Member, Office

#: What a visitor wants to know of an office, by its short name.
OFFICES: dict[str, dict[str, str]] = {
    "leader": {
        "fax": "416-555-0101",
        "hours": "Mon-Fri 9:00-17:00",
        "languages": "English, French",
        "languages_fr": "français, anglais",
        "access": "Step-free entrance on the north side. Accessible washroom on the same floor. Hearing loop.",
        "access_fr": (
            "Entrée de plain-pied du côté nord. Toilettes accessibles au même étage. Boucle auditive au comptoir."
        ),
    },
    "riverside": {
        "hours": "Mon-Thu 9:00-12:00, 13:00-17:00\nFri 9:00-12:00\nSat 10:00-13:00",
        "languages": "English, French, Punjabi",
        "languages_fr": "français, anglais, pendjabi",
        "access": "Step-free entrance. The washroom is not wide enough for a wheelchair. Please do not wear scents.",
        "access_fr": (
            "Entrée de plain-pied. Les toilettes sont trop étroites pour un fauteuil roulant. Évitez les parfums."
        ),
    },
}

PORTFOLIOS = (
    ("Robin Sample", "Health", "Santé"),
    ("Sam Specimen", "Housing", "Logement"),
    ("Sam Specimen", "Community and social services", "Services sociaux et communautaires"),
    ("Alex Placeholder", "Francophone affairs", "Affaires francophones"),
)

_SERVICES: tuple[dict[str, Any], ...] = (
    {
        "name": "Example Community Food Centre",
        "name_fr": "Centre alimentaire communautaire Exemple",
        "need": "food",
        "offers": "Groceries twice a month, and a warm meal at noon on weekdays. You do not need an appointment.",
        "offers_fr": "De l’épicerie deux fois par mois et un repas chaud à midi en semaine. Sans rendez-vous.",
        "serves": "Anyone who lives in Riverside",
        "serves_fr": "Toute personne qui habite à Riverside",
        "area": "Riverside",
        "area_fr": "Riverside",
        "languages": "English, French, Arabic",
        "languages_fr": "français, anglais, arabe",
        "access": "Step-free entrance. Food can be brought to your door.",
        "access_fr": "Entrée de plain-pied. Livraison possible à domicile.",
        "phone": "613-555-0150",
        "website": "https://food.example",
    },
    {
        "name": "Sample Tenants’ Legal Clinic",
        "name_fr": "Clinique juridique des locataires Échantillon",
        "need": "law",
        "second_need": "housing",
        "offers": "Free legal advice for people who rent: rent that goes up, repairs, letters that tell you to leave.",
        "offers_fr": "Avis juridiques gratuits aux locataires : hausse de loyer, réparations, avis d’expulsion.",
        "serves": "People with a low income",
        "serves_fr": "Personnes à faible revenu",
        "area": "All of Ontario, by phone",
        "area_fr": "Tout l’Ontario, par téléphone",
        "languages": "English; other languages with an interpreter",
        "languages_fr": "anglais; autres langues avec interprète",
        "phone": "416-555-0151",
        "website": "https://tenants.example",
    },
    {
        "name": "Placeholder Distress Line",
        "name_fr": "Ligne de détresse Témoin",
        "need": "mind",
        "second_need": "safety",
        "offers": "Somebody to talk to, day and night, by phone or by text. You do not have to give your name.",
        "offers_fr": "Quelqu’un à qui parler, jour et nuit, par téléphone ou par texto. Sans donner votre nom.",
        "area": "All of Ontario",
        "area_fr": "Tout l’Ontario",
        "languages": "English, French",
        "languages_fr": "français, anglais",
        "access": "Relay calls are welcome.",
        "access_fr": "Appels par relais acceptés.",
        "phone": "705-555-0152",
    },
)


def build() -> None:
    """Fill the lists that the public reads; run twice, the second changes nothing."""
    for slug, facts in OFFICES.items():
        Office.objects.filter(slug=slug).update(**facts)
    for name, topic, topic_fr in PORTFOLIOS:
        member = Member.objects.get(name=name)
        CriticPortfolio.objects.get_or_create(member=member, topic=topic, defaults={"topic_fr": topic_fr})
    for facts in _SERVICES:
        CommunityService.objects.get_or_create(name=facts["name"], defaults=facts)
    riverside = Office.objects.get(slug="riverside")
    if not Closure.objects.filter(office=riverside).exists():
        day = add_working_days(today() + timedelta(days=21), 0)
        Closure.objects.create(office=riverside, on=day, reason="Staff training", reason_fr="Formation du personnel")
