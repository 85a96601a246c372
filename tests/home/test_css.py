"""The style sheet: small, at home, and every colour far enough from what it stands on, light and dark."""

import re

import pytest
from django.conf import settings

CSS = (settings.BASE_DIR / "static" / "css" / "site.css").read_text()
TOKENS = dict(re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]+, #[0-9a-f]+)\)", CSS))


def _colour(name, scheme):
    code = TOKENS[name].split(", ")[("light", "dark").index(scheme)][1:]
    code = "".join(sign * 2 for sign in code) if len(code) == 3 else code
    return [int(code[at : at + 2], 16) / 255 for at in (0, 2, 4)]


def _luminance(colour):
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one, other, scheme):
    lighter, darker = sorted((_luminance(_colour(name, scheme)) for name in (one, other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "sheet", "tint"])
@pytest.mark.parametrize("ink", ["ink", "soft", "plum", "plum-deep"])
def test_words_can_be_read_on_every_ground(ink, ground, scheme):
    assert _contrast(ink, ground, scheme) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["plum", "plum-deep"])
def test_words_on_a_button_can_be_read(ground, scheme):
    assert _contrast("on-plum", ground, scheme) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["sheet", "tint", "wrong-tint"])
def test_errors_can_be_read(ground, scheme):
    assert _contrast("wrong", ground, scheme) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "sheet", "tint", "wrong-tint"])
@pytest.mark.parametrize("edge", ["line", "focus"])
def test_the_edges_of_controls_and_the_focus_can_be_seen(edge, ground, scheme):
    assert _contrast(edge, ground, scheme) >= 3


def test_the_style_sheet_brings_nothing_from_elsewhere_and_is_small():
    assert not re.search(r"@import|@font-face|url\(|https?:", CSS.replace('[href^="http"]', ""))
    assert len(CSS.encode()) < 18_000
