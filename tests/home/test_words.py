"""The first words of the site are plain: a twelve-year-old can read them."""

import re
import tomllib

import pytest
from django.conf import settings

from home.site import first_words

MOST = 8.0  # the school grade a reader needs


def _grade(text):
    """The Flesch-Kincaid grade; syllables are counted by groups of vowels, as every simple counter does."""
    words = re.findall(r"[A-Za-z’]+", text)
    sentences = max(1, len(re.findall(r"[.!?:](?:\s|$)", text)))
    syllables = sum(_syllables(word.lower()) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _syllables(word):
    count = len(re.findall(r"[aeiouy]+", word))
    if word.endswith("e") and not word.endswith(("le", "ee")) and count > 1:
        count -= 1
    return max(1, count)


def _texts(page):
    for name in (
        *("danger_text", "intro", "after", "none_open", "next_steps", "privacy_notice", "thanks_text", "lead"),
        *("search_description", "how_to_apply"),
    ):
        if name in page:
            yield page[name]
    for block in page.get("body", []):
        if "html" in block:
            yield block["html"]
        for title, text in block.get("steps", []):
            yield f"{title}. {text}"


def _pages():
    words = first_words("en")
    named = ("home", "contact", "casework", "offices", "members", "news", "services", "jobs")
    examples = tomllib.loads((settings.BASE_DIR / "home" / "words" / "examples.en.toml").read_text())
    return [*(words[name] for name in named), *words["pages"], *examples["news"], *examples["jobs"]]


@pytest.mark.parametrize("page", _pages(), ids=lambda page: page["slug"])
def test_the_english_words_are_plain(page):
    text = " ".join(_texts(page))
    plain = re.sub(r"<[^>]+>", " ", re.sub(r"</(?:h2|li|p)>", ". ", text)).replace("..", ".")

    assert _grade(" ".join(plain.split())) <= MOST


@pytest.mark.parametrize("page", _pages(), ids=lambda page: page["slug"])
def test_no_sentence_is_longer_than_thirty_words(page):
    for text in _texts(page):
        for sentence in re.split(r"(?<=[.!?])\s|</(?:p|li|h2)>", text):
            words = re.findall(r"[A-Za-z’]+", re.sub(r"<[^>]+>", " ", sentence))
            assert len(words) <= 30, sentence
