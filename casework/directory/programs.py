"""The programs an office starts with, and a first wording of the consent for each.

All of it is to be verified with the office that runs the program; an administrator changes it afterwards.
"""

from typing import Final

#: Code, English, French, agency in English, agency in French, the code of its issue.
Row = tuple[str, str, str, str, str, str]

_SOCIAL: Final = (
    "Ministry of Children, Community and Social Services",
    "Ministère des Services à l’enfance et des Services sociaux et communautaires",
)
_HEALTH: Final = ("Ministry of Health", "Ministère de la Santé")
_SERVICE: Final = ("ServiceOntario", "ServiceOntario")
_FEDERAL: Final = ("Service Canada", "Service Canada")
_TAXES: Final = ("Canada Revenue Agency", "Agence du revenu du Canada")
_MIGRATION: Final = (
    "Immigration, Refugees and Citizenship Canada",
    "Immigration, Réfugiés et Citoyenneté Canada",
)
_CITY: Final = ("Your city or municipality", "Votre ville ou municipalité")

PROVINCIAL: Final[tuple[Row, ...]] = (
    (
        "odsp",
        "Ontario Disability Support Program (ODSP)",
        "Programme ontarien de soutien aux personnes handicapées (POSPH)",
        *_SOCIAL,
        "odsp-ow",
    ),
    ("ontario-works", "Ontario Works (OW)", "Ontario au travail", *_SOCIAL, "odsp-ow"),
    (
        "fro",
        "Child or spousal support (Family Responsibility Office)",
        "Pension alimentaire (Bureau des obligations familiales)",
        "Family Responsibility Office",
        "Bureau des obligations familiales",
        "child-support",
    ),
    ("ohip", "Health card and OHIP", "Carte Santé et Assurance-santé", *_HEALTH, "ohip-access"),
    (
        "drug-benefit",
        "Ontario Drug Benefit and Trillium",
        "Médicaments de l’Ontario et programme Trillium",
        *_HEALTH,
        "drug-programs",
    ),
    (
        "assistive-devices",
        "Assistive Devices Program",
        "Programme d’appareils et accessoires fonctionnels",
        *_HEALTH,
        "autism-disability",
    ),
    ("home-care", "Home care", "Soins à domicile", "Ontario Health atHome", "Santé à domicile Ontario", "home-care"),
    (
        "wsib",
        "Injury at work (WSIB)",
        "Accident du travail (CSPAAT)",
        "Workplace Safety and Insurance Board",
        "Commission de la sécurité professionnelle et de l’assurance contre les accidents du travail",
        "workplace-safety",
    ),
    (
        "employment-standards",
        "Pay and hours at work (employment standards)",
        "Salaire et heures de travail (normes d’emploi)",
        "Ministry of Labour, Immigration, Training and Skills Development",
        "Ministère du Travail, de l’Immigration, de la Formation et du Développement des compétences",
        "labour-standards",
    ),
    (
        "ltb",
        "Renting (Landlord and Tenant Board)",
        "Location (Commission de la location immobilière)",
        "Landlord and Tenant Board",
        "Commission de la location immobilière",
        "housing-rent",
    ),
    ("birth-certificate", "Birth certificate", "Certificat de naissance", *_SERVICE, ""),
    ("drivers-licence", "Driver’s licence and plates", "Permis de conduire et plaques", *_SERVICE, "highways"),
    (
        "osap",
        "Student aid (OSAP)",
        "Aide aux études (RAFEO)",
        "Ministry of Colleges, Universities, Research Excellence and Security",
        "Ministère des Collèges et Universités, de l’Excellence en recherche et de la Sécurité",
        "postsecondary",
    ),
    ("autism", "Ontario Autism Program", "Programme ontarien des services en matière d’autisme", *_SOCIAL,
     "autism-disability"),
    (
        "public-guardian",
        "Public Guardian and Trustee",
        "Tuteur et curateur public",
        "Office of the Public Guardian and Trustee",
        "Bureau du Tuteur et curateur public",
        "justice",
    ),
    ("legal-aid", "Legal aid", "Aide juridique", "Legal Aid Ontario", "Aide juridique Ontario", "justice"),
    (
        "human-rights",
        "Human rights application",
        "Requête en matière de droits de la personne",
        "Human Rights Tribunal of Ontario",
        "Tribunal des droits de la personne de l’Ontario",
        "human-rights",
    ),
)  # fmt: skip

FEDERAL: Final[tuple[Row, ...]] = (
    ("employment-insurance", "Employment Insurance (EI)", "Assurance-emploi (AE)", *_FEDERAL, ""),
    (
        "cpp-oas",
        "Pensions (CPP and OAS)",
        "Pensions (RPC et SV)",
        *_FEDERAL,
        "",
    ),
    ("child-benefit", "Canada Child Benefit", "Allocation canadienne pour enfants", *_TAXES, ""),
    ("taxes", "Income tax and credits", "Impôt sur le revenu et crédits", *_TAXES, "economy"),
    ("immigration", "Immigration and citizenship", "Immigration et citoyenneté", *_MIGRATION, "immigration"),
    ("passport", "Passport", "Passeport", *_MIGRATION, ""),
)

MUNICIPAL: Final[tuple[Row, ...]] = (
    (
        "city-services",
        "City services (roads, waste, by-laws)",
        "Services de la ville (rues, déchets, règlements)",
        *_CITY,
        "municipal",
    ),
    (
        "social-housing",
        "Social housing and waiting list",
        "Logement social et liste d’attente",
        *_CITY,
        "housing-rent",
    ),
)

PROGRAMS: Final[dict[str, tuple[Row, ...]]] = {
    "provincial": PROVINCIAL,
    "federal": FEDERAL,
    "municipal": MUNICIPAL,
}

CONSENT: Final = (
    "I agree that the office I am writing to may speak with {agency} about me and my file for {program}. "
    "The office may pass on what I wrote here, ask where my file stands, and be told what is in my file about this "
    "problem. This is good for six months. I can take it back at any time."
)
CONSENT_FR: Final = (
    "J’accepte que le bureau auquel j’écris communique avec l’organisme suivant à mon sujet et au sujet de mon "
    "dossier\u00a0: {agency} ({program}). Le bureau peut lui transmettre ce que j’écris ici, demander où en est mon "
    "dossier et recevoir les renseignements de mon dossier qui concernent ce problème. Mon consentement est valable "
    "six mois. Je peux le retirer en tout temps."
)
