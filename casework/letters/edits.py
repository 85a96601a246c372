"""How much an edit means: nothing, a slip of the pen, or something that whoever cleared the words must see. Pure.

There is no dictionary here. An edit counts as a typo only where every change in it is of a few kinds that hardly turn a
word into another, and touches nothing that is guarded; everything else has a meaning.
"""

import re
from collections import Counter
from dataclasses import dataclass, fields
from enum import IntEnum, StrEnum
from itertools import pairwise
from typing import Final

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from casework.core.text import fold

from . import guarded
from .content import Content
from .wording import EXACT, LIGHT, Wording, read, same

#: What a decision can be about; an edit makes stale only the decisions whose scope it touched.
SCOPES: Final = ("words", "signatory", "language", "addressee")
#: More than this, in the whole letter, is no slip of the pen.
MOST_CHARACTERS: Final = 10
MOST_WORDS: Final = 3
#: So many of the words that came or went are looked at for a reason; there is one in any case.
MOST_TOLD: Final = 2_000

Why = str | Promise


class Weight(StrEnum):
    """How much an edit means."""

    NONE = "none"
    TYPO = "typo"
    MEANING = "meaning"


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit weighs, whom it concerns, and why it is more than a typo (empty when it is not).

    The reason may name a word of our own lists, never a word of the letter's: it may be kept where names may not.
    """

    weight: Weight
    scopes: frozenset[str]
    because: Why


_WORDS, _ADDRESSEE, _SIGNATORY = frozenset({"words"}), frozenset({"addressee"}), frozenset({"signatory"})
#: Whom a change of a field concerns. A field that is not here is new: it concerns whoever cleared the words.
_SCOPE: Final = {
    "reference": frozenset(SCOPES),
    "language": frozenset({"language"}),
    **dict.fromkeys(("subject", "body", "closing"), _WORDS),
    **dict.fromkeys(("channel", "to_name", "to_address", "from_address", "salutation"), _ADDRESSEE),
    **dict.fromkeys(("from_name", "signatory", "signatory_title"), _SIGNATORY),
}
#: Fields of running words; in the others every letter counts.
_PROSE: Final = frozenset({"subject", "salutation", "body", "closing"})
_FIELD_CHANGED: Final[dict[str, Why]] = {
    "reference": _("These are two letters, not two versions of one."),
    "language": _("The language is another."),
    "channel": _("The way it leaves is another."),
    "to_name": _("The addressee is another."),
    "to_address": _("The address is another."),
    "from_name": _("The sender is another."),
    "from_address": _("The sender’s address is another."),
    "signatory": _("The signatory is another."),
    "signatory_title": _("The signatory’s title is another."),
}


def weigh(before: Content, after: Content) -> Edit:
    """What an edit means, over the whole letter: small slips add up, and one that means something decides."""
    touched: set[str] = set()
    found = _Found()
    for each in fields(after):
        old, new = getattr(before, each.name), getattr(after, each.name)
        if old == new:
            continue
        touched |= _SCOPE.get(each.name, _WORDS)
        if each.name not in _PROSE:
            if not isinstance(new, str) or not isinstance(old, str) or old.split() != new.split():
                found.means(_FIELD_CHANGED.get(each.name, _("Something beside the words is another.")))
            continue
        if each.name == "salutation" and (_says_more(old) or _says_more(new)):
            touched |= _WORDS
        html = each.name == "body"
        _compare(read(old, html=html), read(new, html=html), after.language, found)
    return Edit(found.weight if touched else Weight.NONE, frozenset(touched), found.because)


def weigh_text(before: str, after: str, *, language: str, html: bool = False) -> tuple[Weight, Why]:
    """What an edit of one text means, and why it is no typo. Without ``html`` tags are words like any other."""
    if before == after:
        return Weight.NONE, ""
    found = _Found()
    _compare(read(before, html=html), read(after, html=html), language, found)
    return found.weight, found.because


@dataclass(slots=True)
class _Found:
    """What has been found so far: how much was changed, and the first reason why it is no typo."""

    characters: int = 0
    words: int = 0
    first: Why = ""

    def means(self, because: Why) -> None:
        self.first = self.first or because

    @property
    def because(self) -> Why:
        if not self.first and (self.characters > MOST_CHARACTERS or self.words > MOST_WORDS):
            return _("Too much was changed for a slip of the pen.")
        return self.first

    @property
    def weight(self) -> Weight:
        return Weight.MEANING if self.because else Weight.TYPO


# ---------------------------------------------------------------- comparing
class _Rank(IntEnum):
    """What guards a word, the weightiest first."""

    DIGIT = 0
    NEGATION = 1
    NUMBER = 2
    LIMIT = 3
    DATE = 4
    PROMISE = 5
    VERB = 6
    ADDRESS = 7


#: The lists that guard a word, and how to say so.
_GUARDS: Final[tuple[tuple[_Rank, frozenset[str], Why], ...]] = (
    (_Rank.NEGATION, guarded.NEGATIONS, _("A negation was changed: “{word}”.")),
    (_Rank.NUMBER, guarded.NUMBERS, _("A number word was changed: “{word}”.")),
    (_Rank.LIMIT, guarded.LIMITS, _("A word that says how much or how many was changed: “{word}”.")),
    (_Rank.DATE, guarded.DATES, _("A word for a date or a time was changed: “{word}”.")),
    (_Rank.PROMISE, guarded.PROMISES, _("A word that promises, permits or obliges was changed: “{word}”.")),
)
#: In a salutation "all", "three" or "afternoon" says only who is addressed, and when.
_MORE_THAN_A_SALUTATION: Final = frozenset({_Rank.DIGIT, _Rank.NEGATION, _Rank.PROMISE, _Rank.VERB, _Rank.ADDRESS})
_NAME: Final = _("A word with a capital letter was changed: it may be a name.")
_PARTS: Final = re.compile(r"([-'])")


def _compare(old: Wording, new: Wording, language: str, found: _Found) -> None:
    """Add what is different between two texts to what was found; both ways round it finds the same weight.

    A typo neither adds nor removes a word, so the words stand in pairs and no search for the best fit is needed.
    """
    if len(old.words) != len(new.words):
        found.means(_why_other_words(old, new))
        return
    for i, (was, now) in enumerate(zip(old.words, new.words, strict=True)):
        if found.first:
            return
        if old.repeats[i] != new.repeats[i]:
            found.words += 1
            found.characters += len(was)
        if was != now:
            _compare_words((was, _begins(old, i)), (now, _begins(new, i)), language, found)
    for i, (before, after) in enumerate(zip(old.gaps, new.gaps, strict=True)):
        if before != after:
            _compare_marks(before, after, old.words[max(i - 1, 0) : i + 1], found)


def _why_other_words(old: Wording, new: Wording) -> Why:
    """Why words that came or went are no slip: the weightiest thing among them."""
    were, are = Counter(old.words), Counter(new.words)
    changed = sorted({*(were - are), *(are - were)})[:MOST_TOLD]
    guards = [guard for guard in map(_guard, changed) if guard]
    if guards:
        return min(guards, key=lambda guard: guard[0])[1]
    if any(word != word.lower() for word in changed):
        return _("Words came or went, one with a capital letter among them: it may be a name.")
    return _("Words came or went.")


def _guard(word: str) -> tuple[_Rank, Why] | None:
    """What guards a word, and how to say so."""
    if any(map(str.isnumeric, word)):
        return _Rank.DIGIT, _("A number was changed.")
    folded = fold(word)
    parts = [folded, *map(fold, _PARTS.split(word)[::2])]
    for rank, words, why in _GUARDS:
        if hit := next((part for part in parts if part in words), ""):
            return rank, format_lazy(why, word=hit)  # type: ignore[arg-type]  # the stub asks for its own private class
    if any(map(guarded.is_promise, parts)):
        return _Rank.VERB, _("A verb that promises, permits or obliges was changed.")
    if EXACT.search(word):
        return _Rank.ADDRESS, _("A web or e-mail address, or an abbreviation, was changed.")
    return None


def _begins(text: Wording, i: int) -> bool:
    """Whether a word begins a sentence, so that its capital letter says nothing."""
    if i == 0:
        return True
    gap = text.gaps[i]
    if "." in gap:
        before = fold(text.words[i - 1])
        return len(before) > 1 and before not in guarded.ABBREVIATIONS
    return any(mark in {"?", "!", "…", "\n"} or _parts_blocks(mark) for mark in gap)


def _parts_blocks(mark: str) -> bool:
    return mark.startswith("<") and mark[1:3].lower() not in {"a>", "a ", "/a"} and len(mark) > 1


def _compare_words(old: tuple[str, bool], new: tuple[str, bool], language: str, found: _Found) -> None:
    """One word that became another."""
    was, now = old[0], new[0]
    if guards := [guard for guard in (_guard(was), _guard(now)) if guard]:
        found.means(min(guards, key=lambda guard: guard[0])[1])
        return
    capitals = [word != word.lower() for word in (was, now)]
    inside = any(capital and not begins for capital, (_word, begins) in zip(capitals, (old, new), strict=True))
    if inside or not all(word in (word.lower(), word.capitalize()) for word in (was, now)):
        found.means(_NAME)
        return
    found.words += 1
    found.characters += sum(a != b for a, b in zip(was, now, strict=False)) if same(was, now) else 2
    if same(was, now) or _is_slip(was, now, language):
        return
    if any(capitals):
        found.means(_NAME)
    elif not _alike(was, now, language):
        found.means(_("A word was replaced by another."))


def _is_slip(one: str, other: str, language: str) -> bool:
    """Whether one is a well-known slip for the other, with the same first capital."""
    known = guarded.SLIPS.get(language, {})
    low = (one.lower(), other.lower())
    return one[0].isupper() == other[0].isupper() and (known.get(low[0]) == low[1] or known.get(low[1]) == low[0])


def _alike(one: str, other: str, language: str) -> bool:
    """Whether two words in small letters can only be one word, written well and badly."""
    these, those = _PARTS.split(one), _PARTS.split(other)
    if len(these) != len(those):
        return False
    return all(a == b or _one_slip(a, b, language) for a, b in zip(these, those, strict=True))


def _one_slip(one: str, other: str, language: str) -> bool:
    """An accent, two letters in the wrong order or a letter doubled: inside a long word, and never in its ending."""
    plain, wanted = fold(one), fold(other)
    if not (plain.isascii() and wanted.isascii() and plain.isalpha() and wanted.isalpha()) or len(one) > 40:
        return False
    if plain == wanted:
        return language == "fr" and _is_accent(one, other) and not guarded.ACCENTED.match(plain)
    if min(len(one), len(other)) < 9 or one[0] != other[0] or one[-5:] != other[-5:] or _TENSE.search(plain):
        return False
    if guarded.LOOK_ALIKE.match(plain) or guarded.LOOK_ALIKE.match(wanted):
        return False
    return _is_swapped(one, other) or _is_doubled(one, other) or _is_doubled(other, one)


#: Endings before which one letter more or less is another tense.
_TENSE: Final = re.compile(r"(?:asse|ame|ate|ere)(?:s|nt)?$|ss(?:iez|ions)$")
#: Letters that French doubles for another tense or another word: "remerciions", "visions", "réémission".
_DOUBLED_ON_PURPOSE: Final = frozenset("isxeé")


def _is_accent(one: str, other: str) -> bool:
    """Accents alone, in a word long enough, away from the ending that tells the tense; "è" for "e" may come close."""
    if len(one) != len(other):
        return len(one) >= 5 and "œ" in one + other and one[-3:] == other[-3:]
    wrong = [i - len(one) for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(one) < 6 or max(wrong) >= -2 or (one.endswith("ent") and max(wrong) >= -5):
        return False
    return max(wrong) < -4 or {one[max(wrong)], other[max(wrong)]} == {"e", "è"}


def _is_swapped(one: str, other: str) -> bool:
    """Two letters side by side change places."""
    if len(one) != len(other):
        return False
    wrong = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and one[wrong[0]] + one[wrong[1]] == other[wrong[1]] + other[wrong[0]]
    )


def _is_doubled(short: str, long: str) -> bool:
    """One letter stands twice in the longer."""
    return len(long) == len(short) + 1 and any(
        a == b and a not in _DOUBLED_ON_PURPOSE and long[:i] + long[i + 1 :] == short
        for i, (a, b) in enumerate(pairwise(long))
    )


def _compare_marks(before: list[str], after: list[str], beside: list[str], found: _Found) -> None:
    """The marks between two words; ``beside`` is those words."""
    weighty = [[mark for mark in marks if mark not in LIGHT and mark != "\n"] for marks in (before, after)]
    if weighty[0] != weighty[1]:
        found.means(_why_mark({*weighty[0], *weighty[1]}))
        return
    were, are = (Counter(mark for mark in marks if mark in LIGHT) for marks in (before, after))
    light = (were - are).total() + (are - were).total()
    found.characters += light
    if light and any(guard and guard[0] <= _Rank.DATE for guard in map(_guard, beside)):
        found.means(_("A mark beside a number, a date, a negation or a limit was changed."))


def _why_mark(marks: set[str]) -> Why:
    """Why a mark that came, went or moved is no slip."""
    if any(mark.startswith(("<a", "</a")) for mark in marks):
        return _("A link was changed.")
    if any(len(mark) > 1 for mark in marks):
        return _("A list or a heading was changed.")
    if marks <= set("?!\"'()[]"):
        return _("A question or exclamation mark, quotation marks or brackets were changed.")
    return _("A sign was changed: money, percent or another that stands for a word.")


def _says_more(salutation: str) -> bool:
    """Whether a salutation says more than who is addressed: then it concerns whoever cleared the words, too."""
    words = read(salutation, html=False).words
    small = [_guard(word) for word in words if word == word.lower()]
    return len(words) > 12 or any(guard and guard[0] in _MORE_THAN_A_SALUTATION for guard in small)
