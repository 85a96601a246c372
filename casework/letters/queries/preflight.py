"""The proof-reader's checks on a letter: what the record knows, in a constant number of queries, and what is found."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from casework.cases.models import Accommodation
from casework.cases.queries.access import asked_on
from casework.contacts.models import ContactPoint, Person
from casework.core import clock
from casework.directory.models import Member

from ..checks import Asked, Finding, Known, check, waits_for_a_talk
from ..checks.sheet import clip
from ..content import Content
from ..models import Letter
from .lines import LineSaid, lines_said
from .precleared import sided_passages, template_findings

#: Other people at one address are asked for up to here: a shelter has one address for everybody.
MOST_AT_ONE_ADDRESS: Final = 10
#: What the cautions above the letter say already.
SAID_ALREADY: Final = frozenset({"language_asked"})


@dataclass(frozen=True, slots=True)
class Preflight:
    """What was found in the words of a letter: what keeps it from being submitted, what is worth a look, its lines."""

    language: str
    blockers: list[Finding]
    warnings: list[Finding]
    lines: list[LineSaid]


def preflight(
    letter: Letter, content: Content, text: str, *, asked: Iterable[Accommodation] | None = None
) -> Preflight:
    """Check these words against the record as it is now; ``text`` is the plain text of ``content``.

    ``asked`` is what the person asked for, from whoever has read it.
    """
    lines = lines_said(letter, text)
    found = [
        *line_findings(lines),
        *check(content, text, known_of(letter, content, asked_on(letter.case) if asked is None else asked)),
        *template_findings(letter, content),
    ]
    blockers = [finding for finding in found if finding.blocks]
    warnings = [finding for finding in found if not finding.blocks and finding.code not in SAID_ALREADY]
    return Preflight(content.language, blockers, warnings, lines)


def line_findings(lines: Iterable[LineSaid]) -> list[Finding]:
    """A blocker for each line that a letter says and may not."""
    return [Finding("blocker", "line", clip(line.passage), line.sentence) for line in lines if line.why]


def still_to_talk_about(letter: Letter, content: Content) -> list[Finding]:
    """A blocker for each thing the person asked for that nobody has talked about with them: asked at every yes."""
    return list(waits_for_a_talk(_as_asked(asked_on(letter.case)), content.channel))


def _as_asked(rows: Iterable[Accommodation]) -> tuple[Asked, ...]:
    return tuple(Asked(row.code, row.status) for row in rows)


def known_of(letter: Letter, content: Content, asked: Iterable[Accommodation]) -> Known:
    """What the record knows of the person a letter answers. At most two queries beside letter, person and needs.

    One more where the case says what they want on the issue.
    """
    case, person = letter.case, letter.case.person
    ridings = Member.objects.exclude(riding="").order_by("riding").values_list("riding", flat=True).distinct()
    return Known(
        name=person.name,
        today=clock.today(),
        salutation=person.salutation.strip(),
        language=case.language,
        needs=_as_asked(asked),
        riding=person.riding,
        ridings=tuple(ridings) if person.riding.strip() else (),
        others=_at_the_same_address(person),
        wants=case.wants,
        sided=sided_passages(letter, content) if case.wants else (),
    )


def _at_the_same_address(person: Person) -> tuple[str, ...]:
    """The names of those in the same office who share an address or a telephone: letters of theirs get mixed up."""
    theirs = ContactPoint.objects.filter(person=person).values("key")
    people = Person.objects.filter(office_id=person.office_id, contact_points__key__in=theirs).exclude(pk=person.pk)
    return tuple(people.order_by("pk").values_list("name", flat=True).distinct()[:MOST_AT_ONE_ADDRESS])
