"""What a letter began from, how much of it is free, and whether it is text that was cleared with its template."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _, gettext_lazy

from casework.core import clock
from casework.positions.queries import lines_of_the_day
from casework.positions.states import Audience

from ..checks import Finding
from ..checks.sheet import clip, said
from ..content import Content
from ..merge import fill
from ..models import Letter, Template, TemplateUse, TemplateVersion
from ..pair import Side
from ..render import plain_words
from ..share import Share, measure, says_all
from ..states import Stance, TemplateKind
from ..tiers import MOST_FREE, Step, Why
from .text import as_it_leaves, merge_values

#: So many paragraphs are offered beside an editor; one searches the templates for more.
MOST_OFFERED = 30
#: A passage with fewer words takes no side by itself.
FEWEST_OF_A_SIDE = 6


@dataclass(frozen=True, slots=True)
class Origin:
    """What a letter began from: ``free_share`` of it is free, None where nothing was cleared; ``step`` says why."""

    use: TemplateUse
    free_share: float | None
    is_precleared: bool
    why: Why

    @property
    def step(self) -> Step:
        """The same as a line of the plan's trace."""
        return Step(0, str(self.use.template), self.is_precleared, self.why)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A standard paragraph filled in for one letter, in its language; ``is_said`` when the letter says it whole."""

    template: Template
    words: str
    is_approved: bool
    is_behind: bool
    is_said: bool


def began_from(letter: Letter) -> TemplateUse | None:
    """The template a letter began from, and its version; None for an empty page."""
    rows = TemplateUse.objects.filter(letter_id=letter.pk, began=True)
    return rows.select_related("template__current", "version").first()


def uses_of(letter: Letter) -> list[TemplateUse]:
    """Every template a letter uses, what it began from first."""
    rows = TemplateUse.objects.filter(letter_id=letter.pk).select_related("template", "version")
    return sorted(rows, key=lambda use: not use.began)


def origin_of(letter: Letter, content: Content) -> Origin | None:
    """What these words of a letter began from, and whether they are pre-cleared; None for an empty page."""
    use = began_from(letter)
    if use is None:
        return None
    if why := not_cleared(use, content.language):
        return Origin(use, None, False, why)
    share = _share(letter, content, use)
    if share is None:
        return Origin(use, None, False, gettext_lazy("It is too long to be compared with its template."))
    if share.is_guarded:
        why = gettext_lazy("A number, a negation, a promise or an address is not as in the approved template.")
        return Origin(use, None, False, why)
    is_precleared = share.free_share <= MOST_FREE
    return Origin(use, share.free_share, is_precleared, _counted(share))


def not_cleared(use: TemplateUse, language: str) -> Why:
    """Why what a letter began from counts as cleared no more, or never did; empty when it does."""
    template, version = use.template, use.version
    if version is None:
        return gettext_lazy("Nobody had approved the template that it began from.")
    if not template.is_active:
        return gettext_lazy("The template that it began from is retired.")
    if template.current_id != version.pk:
        return gettext_lazy("The template that it began from has a newer approved version.")
    if version.pair.side(language) is None:
        return gettext_lazy("The template that it began from has no words in the language of the letter.")
    if template.is_behind(language):
        return gettext_lazy("In this language the template that it began from is an older translation.")
    return ""


def paragraphs_beside(letter: Letter, content: Content, text: str) -> list[Paragraph]:
    """The standard paragraphs in use with words in the letter's language, filled in; those for its issue on top."""
    offices = Q(office__isnull=True) | Q(office_id=letter.office_id)
    rows = Template.objects.filter(offices, is_active=True, kind=TemplateKind.PARAGRAPH)
    about = Template.issues.through.objects.filter(template_id=OuterRef("pk"))
    rows = rows.annotate(is_here=Exists(about.filter(issue_id=letter.case.issue_id or 0)), is_anywhere=~Exists(about))
    rows = rows.filter(Q(is_here=True) | Q(is_anywhere=True)).select_related("current")
    found, values = [], _values(letter, content)
    for template in rows.order_by("-is_here", "name", "id")[:MOST_OFFERED]:
        if side := template.in_use.pair.side(content.language):
            words = _body(side, values)
            found.append(
                Paragraph(
                    template, words, bool(template.current), template.is_behind(content.language), says_all(text, words)
                )
            )
    return found


def paragraphs_said(letter: Letter, content: Content) -> list[TemplateVersion]:
    """The approved paragraphs that these words say whole."""
    text, values = plain_words(content.body), _values(letter, content)
    return [
        version
        for version, side in _approved_paragraphs(letter, content.language)
        if says_all(text, _body(side, values))
    ]


def template_findings(letter: Letter, content: Content) -> list[Finding]:
    """What to look at again because of the template the letter began from, as it is by now."""
    use = began_from(letter)
    why = not_cleared(use, content.language) if use and use.version else ""
    if not why:
        return []
    sentence = said(gettext_lazy("%(why)s See whether these words still hold."), {"why": why})
    first = next((line for line in plain_words(content.body).splitlines() if line.strip()), content.subject)
    return [Finding("warning", "template", clip(first.strip()), sentence)]


def sided_passages(letter: Letter, content: Content) -> tuple[tuple[str, str], ...]:
    """The passages of the templates in use that take a side, with the side: those that no other side says as well.

    Filled in for this letter, in its language; a few words in a row are nobody's.
    """
    offices = Q(office__isnull=True) | Q(office_id=letter.office_id)
    values, sides = _values(letter, content), dict[str, set[str]]()
    for template in Template.objects.filter(offices, is_active=True).select_related("current").order_by("pk"):
        if side := template.in_use.pair.side(content.language):
            words = (line.strip() for line in _body(side, values).splitlines())
            sides.setdefault(template.in_use.stance, set()).update(
                line for line in words if len(line.split()) >= FEWEST_OF_A_SIDE
            )
    found = []
    for stance in (Stance.FOR, Stance.AGAINST):
        elsewhere = set().union(*(said for other, said in sides.items() if other != stance))
        found += [(str(stance), line) for line in sorted(sides.get(stance, set()) - elsewhere)]
    return tuple(found)


def _share(letter: Letter, content: Content, use: TemplateUse) -> Share | None:
    """How much of the letter is free: neither the template's, nor an approved paragraph, nor a line of the day."""
    values, version = _values(letter, content), use.version
    side = version.pair.side(content.language) if version else None
    if side is None:
        return None
    began = [fill(side.subject, values), fill(side.salutation, values), _body(side, values), fill(side.closing, values)]
    written = [content.subject, content.salutation, plain_words(content.body), content.closing]
    also = [_body(words, values) for _version, words in _approved_paragraphs(letter, content.language)]
    for line in lines_of_the_day([letter.office_id], letter.case.issue, on=clock.now(), audience=Audience.PUBLIC):
        also.append(line.text_fr if content.language == "fr" else line.text_en)
    return measure("\n".join(written), "\n".join(began), also)


def _approved_paragraphs(letter: Letter, language: str) -> list[tuple[TemplateVersion, Side]]:
    """The paragraphs this letter may say as cleared text: current, approved, in step; its office's or shared."""
    rows = TemplateVersion.objects.filter(kind=TemplateKind.PARAGRAPH, template__current_id=F("pk"))
    offices = Q(template__office__isnull=True) | Q(template__office_id=letter.office_id)
    found = []
    for version in rows.filter(offices, template__is_active=True).select_related("template").order_by("pk"):
        side = version.pair.side(language)
        if side is not None and not version.is_behind(language):
            found.append((version, side))
    return found


def _values(letter: Letter, content: Content) -> Mapping[str, str]:
    """What the fields stood for on the day the letter was begun, in the name of who signs these words."""
    begun = timezone.localdate(letter.drafted_at)
    values = merge_values(letter.case, language=content.language, signatory=None, on=begun)
    return {**values, "member": content.signatory, "member_title": content.signatory_title}


def _body(side: Side, values: Mapping[str, str]) -> str:
    return plain_words(as_it_leaves(fill(side.body, values, html=True)))


def _put(share: Share) -> str:
    percent = round(100 * share.free_share, 1)
    return _("%(percent)s %% of its words are not those of the approved template; up to %(most)d %% may be.") % {
        "percent": f"{percent:g}",
        "most": round(100 * MOST_FREE),
    }


_counted = lazy(_put, str)
