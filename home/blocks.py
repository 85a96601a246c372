"""What editors may put on a page: pieces that cannot be made inaccessible."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.rich_text import RichText

#: In running text: no headings, no pictures, no embedded players.
PLAIN_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]
#: In the body of a page: headings begin under the title.
BODY_FEATURES = ["h2", "h3", *PLAIN_FEATURES]

_HEADING = re.compile(r"<h([23])\b[^>]*>(.*?)</h\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


class StepBlock(blocks.StructBlock):
    """One step of several that follow each other."""

    title = blocks.CharBlock(label=_("what happens"), max_length=80)
    text = blocks.TextBlock(label=_("in a sentence or two"), max_length=400)

    class Meta:
        icon = "tick"
        label = _("Step")


class NoticeBlock(blocks.StructBlock):
    """Something that must not be missed."""

    title = blocks.CharBlock(label=_("title"), max_length=80)
    text = blocks.RichTextBlock(label=_("text"), features=PLAIN_FEATURES)

    class Meta:
        icon = "warning"
        label = _("Notice")
        template = "home/blocks/notice.html"


class FigureBlock(blocks.StructBlock):
    """A picture with words for those who do not see it."""

    image = ImageBlock(label=_("picture"))
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "home/blocks/figure.html"


class ReachBlock(blocks.StructBlock):
    """How to reach us about one thing: the words are the editors', the ways are always those that work."""

    title = blocks.CharBlock(label=_("title"), max_length=80)
    text = blocks.RichTextBlock(label=_("text"), features=PLAIN_FEATURES)
    subject = blocks.CharBlock(
        label=_("subject"), required=False, max_length=120, help_text=_("Stands in the form already when it opens.")
    )

    class Meta:
        icon = "mail"
        label = _("Ways to reach us")
        template = "home/blocks/reach.html"


class Body(blocks.StreamBlock):
    """The body of a page; its headings go down one level at a time, and none is empty."""

    text = blocks.RichTextBlock(label=_("Text"), features=BODY_FEATURES)
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), icon="list-ol", template="home/blocks/steps.html")
    notice = NoticeBlock()
    figure = FigureBlock()
    reach = ReachBlock()

    def clean(self, value: Any, **kwargs: Any) -> Any:
        """Refuse an outline that a screen reader's list of headings could not make sense of."""
        cleaned = super().clean(value, **kwargs)
        if problem := outline_problem(headings(cleaned)):
            raise blocks.StreamBlockValidationError(non_block_errors=ValidationError([problem]))
        return cleaned


def headings(body: Any) -> list[tuple[int, str]]:
    """The headings of a body in order: level and words."""
    found = []
    for child in body:
        if child.block_type in {"notice", "reach"}:
            found.append((2, child.value["title"]))
        if isinstance(child.value, RichText):
            parts = _HEADING.findall(child.value.source)
            found += [(int(level), _TAG.sub("", words).strip()) for level, words in parts]
    return found


def outline_problem(found: list[tuple[int, str]]) -> str | None:
    """What is wrong with a page's outline, in words for its editor; None when it reads well."""
    before = 1
    for level, words in found:
        if not words:
            return str(_("There is an empty heading. Write something in it, or make it ordinary text."))
        if level > before + 1:
            return str(
                _("The heading “%(words)s” is a level too deep: put a larger heading (H2) before it.")
                % {"words": words}
            )
        before = level
    return None


def body_field(**kwargs: Any) -> StreamField:
    """The one body field every kind of page uses."""
    return StreamField(Body(), **kwargs)
