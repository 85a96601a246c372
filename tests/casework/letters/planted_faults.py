"""Forty faults, each planted in a letter that is in order otherwise, and the words by which it is found."""

from casework.letters.checks import Asked

LONG_EN = (
    "<p>Notwithstanding the considerable administrative complexities characteristic of intergovernmental eligibility "
    "determinations, the aforementioned organizational representatives subsequently communicated documentation "
    "requirements necessitating comprehensive supplementary verification of residential circumstances, employment "
    "history, immigration documentation, educational qualifications, financial declarations, and medical assessments "
    "previously submitted electronically throughout the application period under consideration by the ministry, whose "
    "interpretation of regulatory obligations remains unfortunately inconsistent.</p>"
)
LONG_FR = (
    "<p>Nonobstant les considérations administratives particulièrement complexes caractérisant actuellement "
    "l’interprétation réglementaire des conditions d’admissibilité intergouvernementales, les représentantes "
    "organisationnelles susmentionnées ont ultérieurement communiqué des exigences documentaires supplémentaires "
    "nécessitant une vérification approfondie des circonstances résidentielles, professionnelles, financières et "
    "médicales précédemment transmises électroniquement durant la période d’évaluation considérée par l’administration "
    "provinciale, dont les responsabilités institutionnelles demeurent malheureusement insuffisamment documentées.</p>"
)

IN_FRENCH = "Nous avons bien reçu votre message et nous vous remercions de votre patience dans ce dossier."
IN_ENGLISH = "Thank you for your message. We have asked the ministry about it and we will write to you."

#: What templates say that take a side.
SIDED_EN = "We too want the new line, and we will vote for it."
SIDED_FR = "Nous aussi sommes contre la nouvelle ligne et le disons."
SIDED = {"sided": (("for", SIDED_EN), ("against", SIDED_FR))}

#: Language, what is wrong, how grave, which check, the exact words.
PLANTED = [
    # what nobody filled in
    ("en", {"body": "<p>The hearing is on [date].</p>"}, "blocker", "unfilled", "[date]"),
    ("fr", {"body": "<p>L’audience aura lieu le [date à confirmer].</p>"}, "blocker", "unfilled", "[date à confirmer]"),
    ("en", {"body": "<p>Thank you, {name}.</p>"}, "blocker", "unfilled", "{name}"),
    ("en", {"body": "<p>Hello.</p>", "subject": "About [subject]"}, "blocker", "unfilled", "[subject]"),
    ("en", {"body": "<p>The clerk told us TBD.</p>"}, "warning", "mark", "TBD"),
    # whom it greets
    ("en", {"body": "<p>Hello.</p>", "salutation": "Dear Mr. Okafor,"}, "blocker", "salutation", "Dear Mr. Okafor,"),
    (
        "fr",
        {"body": "<p>Merci.</p>", "salutation": "Bonjour Jean Lavoie,"},
        "blocker",
        "salutation",
        "Bonjour Jean Lavoie,",
    ),
    ("en", {"body": "<p>Hello.</p>", "salutation": "Dear Mr. Roy,"}, "warning", "salutation", "Dear Mr. Roy,"),
    ("en", {"body": "<p>Hello.</p>", "salutation": "Dear Ms. Royce,"}, "warning", "salutation", "Dear Ms. Royce,"),
    ("en", {"body": "<p>Dear Mr. Okafor,</p><p>Thank you.</p>"}, "blocker", "other_name", "Dear Mr. Okafor"),
    (
        "fr",
        {"body": "<p>Bonjour Monsieur Lavoie,</p><p>Merci.</p>"},
        "blocker",
        "other_name",
        "Bonjour Monsieur Lavoie",
    ),
    ("fr", {"body": "<p>Madame Lavoie,</p><p>Merci.</p>"}, "blocker", "other_name", "Madame Lavoie"),
    (
        "en",
        {"body": "<p>We spoke with sam roy about it.</p>", "facts": {"others": ("Sam Roy",)}},
        "warning",
        "other_name",
        "sam roy",
    ),
    ("en", {"body": "<p>Hello.</p>", "to_name": "Ngozi Okafor"}, "warning", "addressee", "Ngozi Okafor"),
    # where they live
    ("en", {"body": "<p>As a resident of Brant River you may ask.</p>"}, "warning", "riding", "Brant River"),
    (
        "fr",
        {"body": "<p>Les gens de Lac-des-Îles-Nipissing le savent.</p>"},
        "warning",
        "riding",
        "Lac-des-Îles-Nipissing",
    ),
    ("en", {"body": "<p>All constituents of Toronto know.</p>"}, "warning", "riding", "Toronto"),
    # when
    ("en", {"body": "<p>On March 3, 2025 we will meet the ministry.</p>"}, "warning", "past_date", "March 3, 2025"),
    ("en", {"body": "<p>Please send the form by 1 October 2026.</p>"}, "warning", "past_date", "1 October 2026"),
    ("fr", {"body": "<p>L’audience aura lieu le 3 mars 2025.</p>"}, "warning", "past_date", "3 mars 2025"),
    ("fr", {"body": "<p>Nous allons vous écrire avant le 1er juin 2026.</p>"}, "warning", "past_date", "1er juin 2026"),
    ("en", {"body": "<p>The office is closed on February 30, 2027.</p>"}, "warning", "past_date", "February 30, 2027"),
    (
        "en",
        {"body": "<p>Thank you. We will call the ministry.</p>"},
        "warning",
        "promise",
        "We will call the ministry.",
    ),
    (
        "fr",
        {"body": "<p>Merci. Nous allons écrire au ministère.</p>"},
        "warning",
        "promise",
        "Nous allons écrire au ministère.",
    ),
    (
        "fr",
        {"body": "<p>Nous vous téléphonerons bientôt.</p>"},
        "warning",
        "promise",
        "Nous vous téléphonerons bientôt.",
    ),
    # languages and formats
    (
        "fr",
        {"body": "<p>Merci.</p>", "facts": {"language": "en"}},
        "warning",
        "language_asked",
        "Bonjour Colombe Tremblay,",
    ),
    (
        "en",
        {"body": f"<p>{IN_FRENCH}</p>"},
        "blocker",
        "language",
        IN_FRENCH,
    ),
    (
        "fr",
        {"body": f"<p>{IN_ENGLISH}</p>"},
        "blocker",
        "language",
        IN_ENGLISH,
    ),
    ("en", {"body": "<p>Hello.</p>", "facts": {"needs": (Asked("braille"),)}}, "blocker", "asked", ""),
    ("en", {"body": "<p>Hello.</p>", "facts": {"needs": (Asked("", "before"),)}}, "blocker", "asked", ""),
    ("en", {"body": "<p>Hello.</p>", "facts": {"needs": (Asked("phone_not_writing"),)}}, "blocker", "asked", ""),
    ("en", {"body": "<p>Hello.</p>", "facts": {"needs": (Asked("braille", "agreed"),)}}, "warning", "need", ""),
    ("en", {"body": "<p>Hello.</p>", "facts": {"needs": (Asked("epub", "met"),)}}, "warning", "need", ""),
    (
        "fr",
        {"body": "<p>Venez à notre réunion.</p>", "facts": {"needs": (Asked("lsq"),)}},
        "warning",
        "need",
        "réunion",
    ),
    # the other side
    ("en", {"body": f"<p>{SIDED_EN}</p>", "facts": {"wants": "against", **SIDED}}, "blocker", "stance", SIDED_EN),
    ("fr", {"body": f"<p>{SIDED_FR}</p>", "facts": {"wants": "for", **SIDED}}, "blocker", "stance", SIDED_FR),
    ("en", {"body": f"<p>{SIDED_EN}</p>", "facts": {"wants": "unclear", **SIDED}}, "warning", "stance", SIDED_EN),
    # numbers
    ("en", {"body": "<p>Your card is 5584-486-673-YM.</p>"}, "blocker", "health_card", "5584-486-673-YM"),
    ("en", {"body": "<p>Health card 5584486673 was refused.</p>"}, "blocker", "health_card", "5584486673"),
    ("fr", {"body": "<p>Votre carte Santé 5584 486 673 est expirée.</p>"}, "blocker", "health_card", "5584 486 673"),
    ("en", {"body": "<p>You gave us 130-692-544.</p>"}, "blocker", "social_insurance", "130-692-544"),
    ("fr", {"body": "<p>Votre NAS est le 130 692 544.</p>"}, "blocker", "social_insurance", "130 692 544"),
    # links
    (
        "en",
        {"body": '<p>See <a href="http://localhost:8000/a">our guide</a>.</p>'},
        "blocker",
        "link",
        "http://localhost:8000/a",
    ),
    ("en", {"body": '<p>See <a href="https://">the guide</a>.</p>'}, "blocker", "link", "the guide"),
    ("fr", {"body": "<p>Voyez https://exemple pour la suite.</p>"}, "blocker", "link", "https://exemple"),
    (
        "fr",
        {"body": '<p>Voir <a href="https://www.example.org/a">cliquez ici</a>.</p>'},
        "warning",
        "link_words",
        "cliquez ici",
    ),
    # how it is said
    ("en", {"body": "<p>He suffers from asthma.</p>"}, "warning", "term", "suffers from"),
    ("fr", {"body": "<p>Les handicapés y ont droit.</p>"}, "warning", "term", "Les handicapés"),
    ("en", {"body": LONG_EN * 2}, "warning", "reading", None),
    ("fr", {"body": LONG_FR * 2}, "warning", "reading", None),
]
