"""A template as one value in both languages: what its approval is bound to, and when a translation is behind. Pure."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from typing import Final

LANGUAGES: Final = ("en", "fr")
#: The editor numbers its paragraphs; the numbers are no words.
_NUMBER: Final = re.compile(r' data-block-key="[^"]*"')


@dataclass(frozen=True, slots=True)
class Side:
    """The words in one language. Of a standard paragraph only the body counts."""

    subject: str
    salutation: str
    body: str
    closing: str


@dataclass(frozen=True, slots=True)
class Pair:
    """What is approved together: what it is, where it stands on its matter, and the words in both languages."""

    kind: str
    stance: str
    en: Side | None
    fr: Side | None

    def side(self, language: str) -> Side | None:
        """The words in this language; None where there are none."""
        return {"en": self.en, "fr": self.fr}.get(language)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which there are words."""
        return tuple(language for language in LANGUAGES if self.side(language))

    def canonical(self) -> str:
        """The pair as JSON with sorted keys, the same on every machine."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @property
    def sha256(self) -> str:
        """The hash an approval names."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()


def bare(html: str) -> str:
    """The editor's HTML without its numbers; empty when it holds no word."""
    html = _NUMBER.sub("", html).strip()
    return html if re.sub(r"<[^<>]*>|&nbsp;|\s", "", html) else ""


def changed(before: Pair, after: Pair) -> frozenset[str]:
    """The languages in which the words are others."""
    return frozenset(language for language in LANGUAGES if before.side(language) != after.side(language))


def other(language: str) -> str:
    """The other language of the pair."""
    return "en" if language == "fr" else "fr"


def behind(before: Pair, after: Pair, was_behind: str) -> str:
    """Which language of ``after`` no longer says what the other says; empty when both are in step.

    A language falls behind when the other alone changes. It catches up when it is written itself; words that are new in
    a language were written beside those of the other, and are in step.
    """
    if after.en is None or after.fr is None:
        return ""
    touched = changed(before, after)
    if not touched:
        return was_behind
    if was_behind in touched or len(touched) > 1:
        return ""
    [language] = touched
    if before.side(language) is None:
        return ""
    return other(language)
