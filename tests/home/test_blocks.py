"""What editors may put on a page: nothing that shuts a reader out."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import StreamBlockValidationError
from wagtail.rich_text import RichText

from home.blocks import BODY_FEATURES, Body, outline_problem


@pytest.mark.parametrize(
    ("found", "sound"),
    [
        ([], True),
        ([(2, "A"), (3, "B"), (2, "C")], True),
        ([(2, "A"), (3, "B"), (3, "C")], True),
        ([(3, "A")], False),
        ([(2, "A"), (2, "")], False),
    ],
)
def test_headings_go_down_one_level_at_a_time_and_say_something(found, sound):
    assert (outline_problem(found) is None) is sound


def _body(*blocks):
    return Body().to_python([{"type": kind, "value": value} for kind, value in blocks])


def test_a_body_with_a_heading_out_of_place_is_refused_in_words():
    with pytest.raises(StreamBlockValidationError) as refused:
        Body().clean(_body(("text", "<h3>Too deep</h3><p>Words</p>")))

    assert "Too deep" in str(refused.value.non_block_errors)


def test_a_notice_counts_as_a_heading():
    body = _body(("notice", {"title": "Closed", "text": "<p>Today</p>"}), ("text", "<h3>Below it</h3><p>Words</p>"))

    assert Body().clean(body)[1].block_type == "text"


def test_the_largest_heading_an_editor_has_is_below_the_title():
    assert "h1" not in BODY_FEATURES
    assert not {"image", "embed"} & set(BODY_FEATURES)


def test_a_picture_without_words_for_it_is_refused():
    figure = Body().child_blocks["figure"].child_blocks["image"]

    with pytest.raises(ValidationError):
        figure.clean(figure.to_python({"image": None, "decorative": False, "alt_text": ""}))


def test_markup_in_a_step_is_only_words():
    body = _body(("steps", [{"title": "<b>", "text": "{{ x }}"}]))

    assert "&lt;b&gt;" in body.render_as_block()
    assert isinstance(_body(("text", "<p>x</p>"))[0].value, RichText)
