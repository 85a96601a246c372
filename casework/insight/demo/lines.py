"""The message box of the demo: a line in every state there is, brought there by the verbs."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from casework.cases import actions as cases
from casework.cases.models import Case
from casework.contacts import actions as contacts
from casework.core import clock
from casework.directory.models import Unit
from casework.letters import actions as letters
from casework.letters.models import Letter
from casework.positions import actions as positions
from casework.positions.models import Position

from . import clearing


@dataclass(frozen=True, slots=True)
class LineCard:
    """A line, and what becomes of it; ``begins`` is the day of the play on which somebody writes it."""

    begins: int
    issue: str
    title: str
    english: str
    french: str
    fate: str  # draft · submitted · returned · approved · renewed · withdrawn
    audience: str = "public"
    unit: str = "Communications"
    ends: int | None = None  # the last day, counted from the first day of the play
    embargo: int | None = None  # hours after the end of the play
    do_say: str = ""
    dont_say: str = ""
    sources: str = ""


LINES = (
    LineCard(
        2,
        "transit",
        "The number 14 bus",
        "The number 14 bus is how people get to work. We are asking for it to be kept at today’s frequency.",
        "L’autobus numéro 14 mène les gens au travail. Nous demandons le maintien de la fréquence actuelle.",
        "renewed",
        do_say="Thank people for telling their own story: it is used, without their names, in the House.",
        dont_say="No date by which a decision will be made.",
        sources="Sample Transit Commission, public timetable, spring",
    ),
    LineCard(
        3,
        "housing-rent",
        "Rent increases at the Board",
        "Nobody should lose a home over an increase they never agreed to. We want the Board to hear such cases first.",
        "Personne ne devrait perdre son logement à cause d’une hausse jamais acceptée. Nous voulons que la Commission "
        "entende d’abord ces dossiers.",
        "approved",
        ends=61,
        unit="Issues Management",
    ),
    LineCard(
        4,
        "odsp-ow",
        "Spring consultation on benefits",
        "The consultation on benefits is open to everybody, in writing or in person, until it closes.",
        "La consultation sur les prestations est ouverte à tout le monde, par écrit ou en personne, jusqu’à la fin.",
        "approved",
        ends=25,
    ),
    LineCard(
        30,
        "education-k12",
        "Class sizes",
        "Smaller classes help every child. We are asking for the limit that was promised.",
        "De plus petites classes aident chaque enfant. Nous demandons la limite qui a été promise.",
        "withdrawn",
    ),
    LineCard(
        51,
        "hospitals",
        "The emergency room in Sampleton",
        "We will say on Thursday what we ask for the emergency room in Sampleton.",
        "Nous dirons jeudi ce que nous demandons pour les urgences de Sampleton.",
        "approved",
        audience="media",
        embargo=72,
    ),
    LineCard(
        52,
        "long-term-care",
        "Inspections of homes",
        "Every home should be inspected once a year, without notice, and the report put online.",
        "Chaque foyer devrait être inspecté une fois par année, sans préavis, et le rapport mis en ligne.",
        "returned",
        audience="stakeholder",
    ),
    LineCard(
        53,
        "child-care",
        "Places in child care",
        "Families are waiting for a place. We are asking for the centres that were announced to be opened.",
        "Des familles attendent une place. Nous demandons l’ouverture des centres qui ont été annoncés.",
        "submitted",
        unit="Issues Management",
    ),
    LineCard(
        54,
        "hydro-energy",
        "When somebody calls about an outage",
        "Give the number of the utility, and offer to call back tomorrow.",
        "",
        "draft",
        audience="staff_only",
    ),
)


def programme(play: Any) -> None:
    """Put the lines on the programme; the dice of the play stay as they were."""
    for card in LINES:
        play.at(play.start + timedelta(days=card.begins), lambda card=card: _write(play, card), any_hour=True)
    play.at(play.end - timedelta(minutes=5), lambda: _say_what_was_replaced(play), any_hour=True)


def _write(play: Any, card: LineCard) -> None:
    office, by, reviewer = play.offices["leader"], play.staff["officer"], play.staff["reviewer"]
    first = play.start.date()
    position = Position(
        office=office,
        owner=Unit.objects.get(office=office, name=card.unit),
        issue=play.issues[card.issue],
        title=card.title,
        audience=card.audience,
        text_en=card.english,
        text_fr=card.french,
        effective_from=clock.today(),
        expires=None if card.ends is None else first + timedelta(days=card.ends),
        not_before=None if card.embargo is None else play.end + timedelta(hours=card.embargo),
        do_say=card.do_say,
        dont_say=card.dont_say,
        sources=card.sources,
    )
    position = positions.write(position, by=by)
    if card.fate == "draft":
        return
    positions.submit(position, by=by)
    if card.fate == "returned":
        positions.return_to_writer(position, by=reviewer, comment="Say who would put the report online.")
    elif card.fate != "submitted":
        positions.approve(position, by=reviewer)
    if card.fate == "renewed":
        play.at(play.start + timedelta(days=35), lambda: _renew(play, position), any_hour=True)
    elif card.fate == "withdrawn":
        play.at(play.start + timedelta(days=34), lambda: _say_what_will_be_stopped(play, card))
        play.at(play.start + timedelta(days=41), lambda: _stop(play, position), any_hour=True)


def _renew(play: Any, position: Position) -> None:
    words = positions.new_version(position, by=play.staff["officer"])
    words.text_en = (
        "The number 14 bus is how people get to work and to school. We are asking for a bus every ten minutes."
    )
    words.text_fr = (
        "L’autobus numéro 14 mène les gens au travail et à l’école. Nous demandons un autobus toutes les dix minutes."
    )
    positions.submit(positions.write(words, by=play.staff["officer"]), by=play.staff["officer"])
    positions.approve(words, by=play.staff["reviewer"])


def _say_what_was_replaced(play: Any) -> None:
    """Somebody begins a letter from an old one: the line in it has had another version since."""
    card = next(card for card in LINES if card.fate == "renewed")
    about = Case.objects.filter(office=play.offices["leader"], issue=play.issues[card.issue], letters=None)
    case = next((case for case in about.exclude(owner=None).order_by("-pk") if case.is_active), None)
    if case is None:
        office, by = play.offices["leader"], play.staff["officer"]
        person = contacts.add_person(by=by, office=office, name="Vera Fictional", email="vera.fictional@mail.example")
        case = cases.open_case(by=by, office=office, person=person, subject="The bus", issue=play.issues[card.issue])
        case = cases.take(case, by=by)
    words = letters.start_reply(case, by=case.owner)
    words.body = f"<p>{card.french if words.language == 'fr' else card.english}</p>"
    words.save_revision(user=case.owner, clean=False)


def _say_what_will_be_stopped(play: Any, card: LineCard) -> None:
    """A letter leaves with a line that is withdrawn some days after: somebody has to decide about a correction."""
    office, by = play.offices["leader"], play.staff["officer"]
    person = contacts.add_person(by=by, office=office, name="Cora Fictional", email="cora.fictional@mail.example")
    case = cases.open_case(by=by, office=office, person=person, subject=card.title, issue=play.issues[card.issue])
    words = letters.start_reply(cases.take(case, by=by), by=by)
    words.body = f"<p>{card.english}</p>"
    words.save_revision(user=by, clean=False)
    letter = letters.submit(Letter.objects.get(pk=words.pk), by=by)
    clearing.clear(letter)
    letters.approve(letter, by=play.staff["reviewer"], revision=letter.latest_revision)
    play.at(clock.now() + timedelta(minutes=2), play.post)


def _stop(play: Any, position: Position) -> None:
    positions.withdraw_live(
        position, by=play.staff["director"], reason="The promise was not about this year. Say nothing."
    )
