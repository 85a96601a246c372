"""Which language the words are in, and how hard they are to read. Pure.

English: Flesch-Kincaid grade level (J. P. Kincaid et al., Derivation of New Readability Formulas, U.S. Navy Research
Branch Report 8-75, 1975). French: Flesch's ease as fitted to French by L. Kandel and A. Moles, "Application de l'indice
de Flesch à la langue française", Cahiers Études de Radio-Télévision 19, 1958: 207 - 1.015 words a sentence - 73.6
syllables a word. Syllables are counted by groups of vowels, which is near enough to compare letters.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from .sheet import Finding, Sheet, clip, listed, said

#: Words of one of the two languages and not of the other, spelled as they are.
_STOP: Final = {
    "en": listed(
        "the and of to is are was were have has had with for that this these your you our we from will not be been by "
        "which they their it would can could about who what when how there my his her do did if so an in"
    ),
    "fr": listed(
        "le la les des du une et est sont était avec vous votre vos nous notre nos dans qui que ce cette ces aux au ne "
        "pas il elle ont être avez avons pour par sur je j qu c’est c d l s mon ma mes son sa ses leur leurs où mais "
        "plus très bien fait en un de"
    ),
}
#: Fewer such words say nothing; so many times the other's are clear.
FEWEST, CLEARLY = 8, 4
_WORD: Final = re.compile(r"[^\W\d_]+")
_VOWELS: Final = {"en": re.compile(r"[aeiouy]+"), "fr": re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+")}
_SILENT: Final = {
    "en": re.compile(r"(?<![aeiouyl])e$|(?<=[aeiouy])le?d$"),
    "fr": re.compile(r"(?<=[^aeiouyàâéèêëîïôùû])(?:e|es|ent)$"),
}
#: A grade at the end of secondary school; on Kandel's and Moles's scale, "difficult" begins below 50.
HARDEST_GRADE, LEAST_EASE = 12.0, 45.0
#: With these asked for, plainer: about the eighth grade, and "fairly easy".
PLAIN_GRADE, PLAIN_EASE = 8.0, 60.0
#: Of fewer words nobody can tell.
SHORTEST = 50


def other_language(sheet: Sheet) -> Iterator[Finding]:
    """The words of the body against the language the letter says it is in; only when they are clear."""
    language = sheet.content.language
    if language not in _STOP:
        return
    other = "fr" if language == "en" else "en"
    counted = Counter(word.lower() for word in _WORD.findall(sheet.body))
    hits = {tongue: sum(counted[word] for word in stop) for tongue, stop in _STOP.items()}
    if hits[other] >= FEWEST and hits[other] >= CLEARLY * hits[language]:
        sentence = (
            _("The text is in French and the letter is set to English. Change the one or the other.")
            if other == "fr"
            else _("The text is in English and the letter is set to French. Change the one or the other.")
        )
        yield Finding("blocker", "language", clip(_first_line(sheet.body)), sentence)


def hard_to_read(sheet: Sheet) -> Iterator[Finding]:
    """A text above what somebody reads with ease; stricter where plain language was asked for."""
    language = sheet.content.language
    sentences = [_spoken(sentence) for sentence in sheet.sentences]
    if language not in _VOWELS or sum(len(_WORD.findall(sentence)) for sentence in sentences) < SHORTEST:
        return
    plain = any(need.kind == "plain_language" for need in sheet.known.needs)
    longest = clip(max(sheet.sentences, key=len))
    if language == "en" and (found := grade(sentences)) > (PLAIN_GRADE if plain else HARDEST_GRADE):
        words = _("Reading grade %(grade)s. Shorter sentences and plainer words make it easier; begin with this one.")
        yield Finding("warning", "reading", longest, said(words, {"grade": round(found)}))
    if language == "fr" and (found := ease(sentences)) < (PLAIN_EASE if plain else LEAST_EASE):
        words = _("Reading ease %(ease)s of 100. Shorter sentences and plainer words help; begin with this one.")
        yield Finding("warning", "reading", longest, said(words, {"ease": max(0, round(found))}))


def grade(sentences: list[str]) -> float:
    """The Flesch-Kincaid grade of English sentences."""
    words, syllables = _measure(sentences, "en")
    return 0.39 * words / max(1, len(sentences)) + 11.8 * syllables / max(1, words) - 15.59


def ease(sentences: list[str]) -> float:
    """The reading ease of French sentences by Kandel and Moles, 100 for the easiest."""
    words, syllables = _measure(sentences, "fr")
    return 207 - 1.015 * words / max(1, len(sentences)) - 73.6 * syllables / max(1, words)


def _measure(sentences: list[str], language: str) -> tuple[int, int]:
    words = Counter(word.lower() for sentence in sentences for word in _WORD.findall(sentence))
    vowels, silent = _VOWELS[language], _SILENT[language]
    return words.total(), sum(
        max(1, len(vowels.findall(silent.sub("", word)))) * times for word, times in words.items()
    )


def _spoken(sentence: str) -> str:
    """The words of a sentence that are read aloud as words: no addresses."""
    return " ".join(word for word in sentence.split() if "@" not in word and "://" not in word)


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")
