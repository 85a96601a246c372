"""The proof-reader's checks: what to mend in a letter before it is submitted, and what to look at again. Pure.

``check`` reads the words that would leave against what the record knows. A blocker is certain, or would hurt
somebody; a warning is a question to the writer. Each finding quotes the exact words.
"""

from collections.abc import Callable, Iterator
from typing import Final

from ..content import Content
from .asked import language_asked, needs, waits_for_a_talk
from .dates import past_as_future, promises
from .gaps import broken_links, empty_link_words, unfilled
from .language import hard_to_read, other_language
from .names import greetings, other_people, wrong_riding
from .numbers import health_cards, social_insurance
from .sheet import Asked, Finding, Known, Sheet
from .stance import stance
from .style import terms

#: In the order in which they are told.
CHECKS: Final[tuple[Callable[[Sheet], Iterator[Finding]], ...]] = (
    unfilled,
    greetings,
    other_people,
    health_cards,
    social_insurance,
    other_language,
    stance,
    broken_links,
    language_asked,
    needs,
    wrong_riding,
    past_as_future,
    promises,
    hard_to_read,
    empty_link_words,
    terms,
)
#: Of one kind so many are told; who mends those sees the next.
MOST_OF_A_KIND: Final = 5


def check(content: Content, text: str, known: Known) -> list[Finding]:
    """Everything found in a letter, blockers first, each once; ``text`` is what ``render.as_text`` makes of it."""
    sheet = Sheet(content, text, known)
    found = [finding for one in CHECKS for finding in _first(one(sheet))]
    return sorted(found, key=lambda finding: not finding.blocks)


def _first(findings: Iterator[Finding]) -> list[Finding]:
    """The first few, each once."""
    told: dict[tuple[str, str, str], Finding] = {}
    for finding in findings:
        told.setdefault((finding.code, finding.passage, str(finding.sentence)), finding)
        if len(told) == MOST_OF_A_KIND:
            break
    return list(told.values())


__all__ = ["CHECKS", "Asked", "Finding", "Known", "Sheet", "check", "waits_for_a_talk"]
