"""The templates of the demo: a pair in every state there is, brought there by the verbs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from casework.cases.models import Case
from casework.directory.models import Issue, Office, Unit, User
from casework.letters import actions as letters
from casework.letters.models import Template
from casework.letters.states import TemplateKind


@dataclass(frozen=True, slots=True)
class PairCard:
    """A template, and what becomes of it where somebody can approve it; elsewhere it stays a draft."""

    name: str
    subject: str
    english: str
    sujet: str
    french: str
    fate: str = "approved"  # draft · submitted · returned · approved · behind · retired
    kind: str = TemplateKind.LETTER
    stance: str = ""
    issue: str = ""
    everywhere: bool = True  # else the Leader's office alone has it


PAIRS = (
    PairCard(
        "We are looking into it",
        "Your message about {subject}",
        "<p>Thank you for writing to us on {received_on}. I am sorry that you have had to wait.</p>"
        "<p>We have asked the program what happened to your file, and we will write again as soon as it answers. "
        "Please quote <b>{reference}</b> when you call {office} at {office_phone}.</p>",
        "Votre message : {subject}",
        "<p>Merci de nous avoir écrit le {received_on}. Je suis désolé que vous ayez dû attendre.</p>"
        "<p>Nous avons demandé au programme où en est votre dossier et nous vous écrirons dès sa réponse. "
        "Mentionnez <b>{reference}</b> si vous téléphonez à notre bureau ({office}) au {office_phone}.</p>",
    ),
    PairCard(
        "Thank you for your views",
        "Your message about {subject}",
        "<p>Thank you for telling me what you think. I have read your message of {received_on} and passed it to the "
        "critic for this issue.</p><p>Your reference is {reference}.</p>",
        "Votre message : {subject}",
        "<p>Merci de me faire part de votre opinion. J’ai lu votre message du {received_on} et je l’ai transmis au "
        "porte-parole responsable.</p><p>Votre numéro de référence est {reference}.</p>",
        fate="behind",
    ),
    PairCard(
        "What you can do next",
        "Next steps: {subject}",
        "<p>Thank you for your message of {received_on}.</p><p>Here is what you can do now:</p>"
        "<ul><li>ask for the decision in writing;</li><li>ask for a review within thirty days;</li>"
        "<li>call us at {office_phone} if anything is unclear.</li></ul><p>Your reference is {reference}.</p>",
        "",
        "",
        fate="submitted",
    ),
    PairCard(
        "Keep the number 14 bus",
        "The number 14 bus",
        "<p>Thank you for telling us how you use the number 14 bus. We are asking for it to be kept as it is.</p>",
        "L’autobus numéro 14",
        "<p>Merci de nous dire comment vous utilisez l’autobus numéro 14. Nous demandons qu’il soit maintenu tel "
        "quel.</p>",
        fate="returned",
        stance="for",
        issue="transit",
        everywhere=False,
    ),
    PairCard(
        "Spring consultation is open",
        "The spring consultation",
        "<p>The spring consultation is open. You can take part in writing or in person.</p>",
        "La consultation du printemps",
        "<p>La consultation du printemps est ouverte. Vous pouvez y participer par écrit ou en personne.</p>",
        fate="retired",
        everywhere=False,
    ),
    PairCard(
        "How to reach us",
        "",
        "<p>You can call {office} at {office_phone}. Please have your reference, {reference}, at hand.</p>",
        "",
        "<p>Vous pouvez téléphoner à notre bureau ({office}) au {office_phone}. Ayez votre numéro de référence, "
        "{reference}, sous la main.</p>",
        kind=TemplateKind.PARAGRAPH,
    ),
    PairCard(
        "Where to appeal a benefit decision",
        "",
        "<p>You can ask for an internal review of the decision. The letter you received says how.</p>",
        "",
        "",
        fate="draft",
        kind=TemplateKind.PARAGRAPH,
        issue="odsp-ow",
        everywhere=False,
    ),
)
#: What the second says when its English has been changed alone.
CHANGED = (
    "<p>Thank you for telling me what you think. I have read your message of {received_on} myself, and the critic for "
    "this issue has it as well.</p><p>Your reference is {reference}.</p>"
)


def programme(play: Any, keepers: Mapping[str, str]) -> None:
    """Put the templates on the programme, before anybody writes."""

    def write() -> None:
        for slug, keeper in keepers.items():
            _build(slug, keeper)
        play.templates = list(to_start_from())

    play.at(play.start, write, any_hour=True)


def _build(slug: str, keeper: str) -> None:
    """The templates of an office, each brought as far as its card says by somebody who did not write it."""
    office, by = Office.objects.get(slug=slug), User.objects.get(username=keeper)
    reviewer = User.objects.filter(username="reviewer", memberships__office=office).first()
    for card in PAIRS:
        here = card.everywhere or slug == "leader"
        if here and not Template.objects.filter(office=office, name=card.name).exists():
            _bring(_write(card, office, by), card, by=by, reviewer=reviewer)


def to_start_from() -> Iterable[Template]:
    """The whole letters that are in use, for the play."""
    rows = Template.objects.filter(is_active=True, kind=TemplateKind.LETTER, stance="", issues=None)
    return rows.select_related("current").order_by("pk")


def fitting(templates: Iterable[Template], case: Case) -> list[Template]:
    """Those of the case's office that have words in its language."""
    ours = [each for each in templates if each.office_id == case.office_id]
    return [each for each in ours if case.language in each.in_use.pair.languages]


def _write(card: PairCard, office: Office, by: User) -> Template:
    whole = card.kind == TemplateKind.LETTER
    return letters.save_template(
        Template(
            office=office,
            name=card.name,
            kind=card.kind,
            stance=card.stance,
            owner=Unit.objects.filter(office=office).order_by("name").first(),
            subject_en=card.subject,
            body_en=card.english,
            closing_en="Sincerely," if whole else "",
            subject_fr=card.sujet,
            body_fr=card.french,
            closing_fr="Cordialement," if whole and card.french else "",
        ),
        by=by,
        issues=Issue.objects.filter(code=card.issue),
    )


def _bring(template: Template, card: PairCard, *, by: User, reviewer: Any) -> None:
    if card.fate == "draft" or reviewer is None:
        return
    template = letters.submit_template(template, by=by)
    if card.fate == "returned":
        letters.return_template(template, by=reviewer, comment="Say which frequency we ask for.")
    elif card.fate != "submitted":
        letters.approve_template(template, by=reviewer)
    if card.fate == "behind":
        _change_english_alone(template, by=by, reviewer=reviewer)
    elif card.fate == "retired":
        letters.retire_template(template, by=by, reason="The consultation has closed.")


def _change_english_alone(template: Template, *, by: User, reviewer: User) -> None:
    """The English says more than before, and the French does not yet."""
    words = letters.begin_template_version(template, by=by)
    words.body_en = CHANGED
    words = letters.submit_template(letters.save_template(words, by=by), by=by)
    letters.approve_template(words, by=reviewer)
