"""Who is in the demo: offices, staff and forty people, none of whom exists.

Surnames say so (Example, Exemple, Specimen …), addresses are in domains nobody can own (RFC 2606) and telephone
numbers in the range kept for fiction (555-01xx).
"""

from dataclasses import dataclass

PASSWORD = "demo"  # noqa: S105  (the demo's door stands open on purpose; the command refuses anywhere else)


@dataclass(frozen=True, slots=True)
class OfficeCard:
    """An office of the demo."""

    slug: str
    name: str
    name_fr: str
    kind: str
    email: str
    phone: str
    address: str
    reply_days: int
    member: str
    member_title: str
    member_title_fr: str
    riding: str


OFFICES = (
    OfficeCard(
        "leader",
        "Office of the Leader (demo)",
        "Bureau de la chef (démo)",
        "leader",
        "leader@caucus.example",
        "416-555-0100",
        "Room 101, Example Building\n1 Sample Park\nToronto ON  M7A 0A0",
        15,
        "Robin Sample",
        "Leader of the Example Caucus",
        "Chef du caucus Exemple",
        "Sample Centre",
    ),
    OfficeCard(
        "riverside",
        "Riverside constituency office (demo)",
        "Bureau de circonscription de Riverside (démo)",
        "constituency",
        "riverside@caucus.example",
        "613-555-0110",
        "Unit 2, 20 Specimen Street\nRiverside ON  K1A 0A0",
        10,
        "Sam Specimen",
        "Member for Riverside",
        "Député de Riverside",
        "Riverside",
    ),
    OfficeCard(
        "lakeshore",
        "Lakeshore constituency office (demo)",
        "Bureau de circonscription de Lakeshore (démo)",
        "constituency",
        "lakeshore@caucus.example",
        "705-555-0120",
        "5 Placeholder Road\nLakeshore ON  P3A 0A0",
        10,
        "Alex Placeholder",
        "Member for Lakeshore",
        "Députée de Lakeshore",
        "Lakeshore",
    ),
)


@dataclass(frozen=True, slots=True)
class StaffCard:
    """Somebody who works in the demo; ``signs_in`` is whether the demo password opens the door."""

    username: str
    first_name: str
    last_name: str
    roles: tuple[str, ...]
    offices: tuple[str, ...]
    units: tuple[str, ...] = ()
    is_superuser: bool = False
    signs_in: bool = True


STAFF = (
    StaffCard("officer", "Olive", "Officer-Example", ("officer",), ("leader",)),
    StaffCard("caseworker", "Casey", "Caseworker-Example", ("caseworker",), ("riverside",)),
    StaffCard("reviewer", "Remi", "Reviewer-Example", ("reviewer",), ("leader", "riverside"), ("Communications",)),
    StaffCard("legislative", "Leslie", "Legislative-Example", ("reviewer",), ("leader",), ("Legislative Affairs",)),
    StaffCard("director", "Dana", "Director-Example", ("director",), ("leader", "riverside")),
    StaffCard("admin", "Ari", "Admin-Example", ("administrator", "editor"), (), is_superuser=True),
    StaffCard("neighbour", "Noor", "Neighbour-Example", ("caseworker",), ("lakeshore",)),
    StaffCard("riverside-manager", "Mika", "Manager-Example", ("office_manager",), ("riverside",), signs_in=False),
    StaffCard("leader-records", "Rory", "Records-Example", ("records_lead",), ("leader",), signs_in=False),
    StaffCard("lakeshore-lead", "Lane", "Lead-Example", ("director",), ("lakeshore",), signs_in=False),
)

UNITS = (
    ("leader", "Communications", "Communications", "reviewer"),
    ("leader", "Legislative Affairs", "Affaires législatives", "legislative"),
    ("leader", "Stakeholder Relations", "Relations avec les intervenants", None),
    ("leader", "Issues Management", "Gestion des enjeux", None),
    ("leader", "Leader’s Secretariat", "Secrétariat de la chef", "director"),
    ("riverside", "Casework", "Dossiers des citoyens", "caseworker"),
)


@dataclass(frozen=True, slots=True)
class PersonCard:
    """Somebody who writes."""

    name: str
    language: str
    email: str = ""
    phone: str = ""
    address: str = ""
    postal_code: str = ""
    access_needs: tuple[str, ...] = ()
    access_words: str = ""
    reply_by: str = "email"


_GIVEN_EN = (
    "Ada",
    "Benjamin",
    "Carol",
    "Devon",
    "Edith",
    "Farid",
    "Grace",
    "Hiro",
    "Imani",
    "Jonah",
    "Kiran",
    "Lena",
    "Malik",
    "Nadia",
    "Owen",
    "Priya",
    "Quinn",
    "Rosa",
    "Stefan",
    "Tamsin",
    "Uma",
    "Victor",
    "Wanda",
    "Xin",
    "Yusuf",
    "Zoe",
)
_SURNAMES_EN = ("Example", "Sample", "Specimen", "Placeholder", "Fictional")
_GIVEN_FR = (
    "Amélie",
    "Bastien",
    "Chloé",
    "Damien",
    "Éloïse",
    "François",
    "Geneviève",
    "Hélène",
    "Ismaël",
    "Joëlle",
    "Karim",
    "Léa",
    "Maëlle",
    "Noël",
)
_SURNAMES_FR = ("Exemple", "Modèle", "Fictif", "Spécimen")
_NEEDS: dict[int, tuple[tuple[str, ...], str]] = {
    2: (("large_print",), ""),
    5: (("asl", "captioning"), ""),
    9: ((), "Please telephone only in the afternoon: I rest in the morning."),
    13: (("relay_call",), ""),
    17: (("plain_language", "support_person"), ""),
    21: (("braille",), "Contracted braille on paper, please."),
    28: (("lsq",), ""),
    33: (("large_print",), "Caractères de 22 points, si possible."),
    37: (("plain_text",), ""),
}
_CODES = ("M5V 0A1", "K1A 0B1", "P3A 0C1", "K1N 0E1", "N6A 0G1", "L8P 0H1", "P7B 0J1", "K7L 0K1")


def _ascii(name: str) -> str:
    plain = name.lower().translate(str.maketrans("éèêëïîçôö", "eeeeiicoo"))
    return "".join(letter for letter in plain if letter.isalnum())


def people() -> list[PersonCard]:
    """The forty, always the same."""
    names = [(given, _SURNAMES_EN[i % 5], "en") for i, given in enumerate(_GIVEN_EN)]
    names += [(given, _SURNAMES_FR[i % 4], "fr") for i, given in enumerate(_GIVEN_FR)]
    cards = []
    for number, (given, surname, language) in enumerate(names):
        needs, words = _NEEDS.get(number, ((), ""))
        by_post, by_phone = number % 8 == 3, number % 8 == 6
        cards.append(
            PersonCard(
                name=f"{given} {surname}",
                language=language,
                email="" if by_post and number % 16 == 3 else f"{_ascii(given)}.{_ascii(surname)}@mail.example",
                phone=f"416-555-01{number + 30:02d}" if by_phone or number % 3 == 0 else "",
                address=f"{number + 1} Fiction Lane\nSampleton ON  {_CODES[number % 8]}" if by_post else "",
                postal_code=_CODES[number % 8],
                access_needs=needs,
                access_words=words,
                reply_by="post" if by_post else "phone" if by_phone else "email",
            )
        )
    return cards
