"""What the people of the demo write, and what the offices answer: subjects, texts, templates, rules."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Matter:
    """Something somebody may write about; ``offices`` names those it suits, empty for all."""

    language: str
    subject: str
    body: str
    issue: str = ""
    urgent: bool = False


MATTERS = (
    Matter(
        "en",
        "My ODSP payment stopped in May",
        "My ODSP cheque stopped in May & nobody answers the telephone. My rent is due on the first and I have already "
        "borrowed from my sister.\n\nI sent the forms they asked for twice. Can you find out what is missing?",
        "odsp-ow",
        urgent=True,
    ),
    Matter(
        "en",
        "Health card renewal refused",
        "ServiceOntario says my papers are not enough to renew my health card. I have a specialist appointment in two "
        "weeks. What else can I bring them?",
        "ohip-access",
    ),
    Matter(
        "en",
        "Please vote against the transit cuts",
        "The number 14 bus is how my neighbours get to work. I ask you to speak against the cuts in the House and to "
        "tell me how you will vote.",
        "transit",
    ),
    Matter(
        "en",
        "Eviction notice and the Landlord and Tenant Board",
        "I was given an N4 notice, and my hearing date keeps moving. I do not know whether I have to leave this month.",
        "housing-rent",
        urgent=True,
    ),
    Matter(
        "en",
        "WSIB claim denied after eleven months",
        "I hurt my back at the warehouse in January. WSIB denied the claim and the letter has another worker's file "
        "number on it. How do I have the decision looked at again?",
        "workplace-safety",
    ),
    Matter(
        "en",
        "Wait for my mother's long-term care bed",
        "My mother has been in hospital for three months waiting for a bed within an hour of us. Who decides the order "
        "of the list?",
        "long-term-care",
    ),
    Matter(
        "en",
        "Cost of my medication",
        "My drug is no longer covered and costs $412 a month. Is there a program I can apply to before January?",
        "drug-programs",
    ),
    Matter(
        "en",
        "Child support arrears",
        "The Family Responsibility Office has collected nothing since spring. I call every week and reach a recording.",
        "child-support",
    ),
    Matter(
        "en",
        "School portables with no heat",
        "There are six portables at our school and two have had no heat since the clocks changed.",
        "education-k12",
    ),
    Matter(
        "en",
        "Flooded basement and the city",
        "The storm drain on our street backs up with every heavy rain. The city says it is the province's road.",
        "municipal",
    ),
    Matter(
        "en",
        "Thank you for your help",
        "I only want to say thank you. The cheque came on Tuesday and I could buy the boots for my son.",
        "",
    ),
    Matter(
        "en",
        "Where does the caucus stand on the rent bill?",
        "I read two different things in the newspaper. Does your caucus support the rent bill as it is, or only with "
        "changes? Please answer in writing.",
        "housing-rent",
    ),
    Matter(
        "en",
        "Waiting for an autism assessment",
        "We were told fourteen months ago that our daughter was next on the list. Her school asks us every term.",
        "autism-disability",
    ),
    Matter(
        "en",
        "Power bill doubled",
        "The same flat, the same two people, and the bill is twice what it was last winter. Who checks the meter?",
        "hydro-energy",
    ),
    Matter(
        "fr",
        "Mon allocation du POSPH a cessé en mai",
        "Je ne reçois plus mon allocation depuis mai et personne ne répond au téléphone. Mon loyer est dû "
        "le premier.\n\n"
        "J’ai envoyé deux fois les formulaires demandés. Pouvez-vous savoir ce qui manque?",
        "odsp-ow",
        urgent=True,
    ),
    Matter(
        "fr",
        "Services en français à l’hôpital",
        "Ma mère a attendu six heures sans que personne puisse lui expliquer l’examen en français. "
        "À qui dois-je écrire?",
        "francophone",
    ),
    Matter(
        "fr",
        "Renouvellement de la carte Santé",
        "ServiceOntario refuse mes papiers. J’ai un rendez-vous chez un spécialiste dans deux semaines.",
        "ohip-access",
    ),
    Matter(
        "fr",
        "Place en garderie francophone",
        "Nous sommes sur la liste depuis la naissance. Combien de places la province a-t-elle prévues dans le nord?",
        "child-care",
    ),
    Matter(
        "fr",
        "Votez contre les coupes au transport",
        "L’autobus 14 est le seul moyen d’aller au travail pour mes voisins. Je vous demande "
        "de parler contre ces coupes.",
        "transit",
    ),
    Matter(
        "fr",
        "Merci de votre aide",
        "Je voulais seulement vous remercier. Le chèque est arrivé mardi.",
        "",
    ),
)

SPAM = (
    (
        "Grow your web traffic",
        "We noticed your site http://a.example http://b.example http://c.example http://d.example",
    ),
    ("URGENT business offer", "Dear friend, I have a business of 4 million. http://x.example Reply now."),
)

FOLLOW_UPS = {
    "en": (
        "One more thing: they telephoned today and said the form is at another desk.",
        "I have found the letter you asked for. The date on it is the 4th.",
    ),
    "fr": (
        "Une chose encore : on m’a appelé aujourd’hui et le formulaire serait à un autre bureau.",
        "J’ai retrouvé la lettre que vous demandiez. Elle est datée du 4.",
    ),
}

NOTES = (
    "Telephoned the program's line for members' offices; they will look and call back.",
    "Left a message. Voice mail says their name, so this is the right number.",
    "Has the decision letter in hand, will bring a copy on Thursday.",
    "The local office confirms that one form is missing. Told the person which.",
)

RETURNS = (
    ("facts", "The second paragraph promises a date. We do not know the date: say that we asked."),
    ("unanswered", "Please say plainly whom they can telephone, with the number."),
    ("tone", "Warmer first sentence, please; they have waited since spring."),
)

BETTER_WORDS = {
    "en": "<p>You can also telephone our office on any working day, and we will look at it together.</p>",
    "fr": "<p>Vous pouvez aussi téléphoner à notre bureau les jours ouvrables; nous regarderons ensemble.</p>",
}

#: Order, name, words, issue, unit, urgency, whether the next rules are asked as well.
RULES = (
    (
        1,
        "Money or a home at risk",
        "evict\neviction notice\nrent is due\nloyer est dû\ncheque stopped",
        "",
        "",
        "urgent",
        True,
    ),
    (5, "Benefits", "ODSP\nPOSPH\nOntario Works\nallocation", "odsp-ow", "Casework", "", False),
    (6, "Health card", "health card\ncarte Santé\nOHIP", "ohip-access", "Casework", "", False),
    (7, "Rent and the Board", "Landlord and Tenant Board\nrent bill\nN4", "housing-rent", "", "", False),
    (8, "Transit", "transit\nautobus\nbus", "transit", "Communications", "", False),
    (9, "Injured at work", "WSIB\nCSPAAT", "workplace-safety", "Casework", "", False),
    (10, "Child support", "Family Responsibility Office\nchild support", "child-support", "Casework", "", False),
    (11, "Services in French", "en français\nfrancophone", "francophone", "", "soon", False),
)
