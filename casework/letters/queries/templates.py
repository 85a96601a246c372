"""Templates: which there are, what waits for a yes, how they stand, and how often letters use them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from casework.cases.models import Case
from casework.core.changes import Change, changes
from casework.core.permissions import SYSTEM, Actor, may
from casework.directory.models import Issue

from ..models import Template, TemplateReturn, TemplateVersion, TemplateWriter
from ..models.template import WORDS, Words
from ..pair import other
from ..render import plain_words
from ..states import TemplateKind, TemplateStatus
from .text import as_it_leaves


# ---------------------------------------------------------------- the lists
def all_templates_for(user: Any) -> QuerySet[Template]:
    """The templates in use that this person may read, with what a list shows: in a constant number of queries."""
    return _shown(user).filter(is_active=True)


def paragraphs_kept_for(user: Any) -> QuerySet[Template]:
    """Of those, the standard paragraphs."""
    return all_templates_for(user).filter(kind=TemplateKind.PARAGRAPH)


def retired_templates_for(user: Any) -> QuerySet[Template]:
    """Those that were taken out of use."""
    return _shown(user).filter(is_active=False)


def templates_behind_for(user: Any) -> QuerySet[Template]:
    """Those in use of which one language is an older translation."""
    return all_templates_for(user).exclude(behind="")


def templates_waiting(user: Any) -> QuerySet[Template]:
    """What somebody else submitted and this person may decide on, the one that waits longest on top."""
    if not user.has_perm("letters.approve_template"):
        return Template.objects.none()
    rows = all_templates_for(user).filter(status=TemplateStatus.IN_REVIEW).exclude(Exists(_hands(user)))
    rows = rows if user.is_superuser else rows.exclude(office=None)
    return rows.order_by("submitted_at", "id")


def template_for(user: Any, pk: Any) -> Template | None:
    """One template, whole, if it lies within this person's sight."""
    versions = TemplateVersion.objects.select_related("written_by", "approved_by").annotate(used=Count("uses"))
    versions = versions.order_by("-number")  # counting forgets the order of the model
    rows = _shown(user).prefetch_related(Prefetch("versions", versions), "issues")
    return rows.filter(pk=pk).first()


def found_templates(user: Any, words: str, among: QuerySet[Template] | None = None) -> QuerySet[Template]:
    """Those a search finds, by their name; there are some hundreds of them at most."""
    rows = all_templates_for(user) if among is None else among
    return rows.filter(name__icontains=words.strip())


def _shown(user: Any) -> QuerySet[Template]:
    rows = Template.objects.for_user(user).select_related("office", "owner", "current", "begun_by")
    return rows.annotate(used=Count("uses")).order_by("name", "id")


def _hands(user: Any) -> QuerySet[TemplateWriter]:
    """This person's hands in the words since the version that letters start from."""
    mine = TemplateWriter.objects.filter(template=OuterRef("pk"), user_id=user.pk)
    return mine.filter(Q(number__gt=OuterRef("current__number")) | Q(template__current=None))


# ---------------------------------------------------------------- starting a letter
@dataclass(frozen=True, slots=True)
class Offer:
    """A template as it is offered for one case: what there is in the person's language, and what to know before."""

    template: Template
    languages: tuple[str, ...]
    is_approved: bool
    is_behind: bool
    is_for_issue: bool
    used_here: int


def templates_for(user: Any, *, case: Case) -> QuerySet[Template]:
    """The whole letters in use that an answer on this case may start from: those of its office, and the shared ones."""
    rows = Template.objects.for_user(user).filter(is_active=True, kind=TemplateKind.LETTER)
    rows = rows.filter(Q(office__isnull=True) | Q(office_id=case.office_id))
    return rows.select_related("current").order_by("name", "id")


def offers_for(user: Any, *, case: Case) -> list[Offer]:
    """The same in the order in which they are offered: in the person's language, for the issue, most used on it."""
    return _offers(templates_for(user, case=case), case, case.language)


def _offers(rows: QuerySet[Template], case: Case, language: str) -> list[Offer]:
    here = Count("uses", filter=Q(uses__letter__case__issue_id=case.issue_id, uses__letter__case__issue__isnull=False))
    rows = rows.annotate(used_here=here).prefetch_related(Prefetch("issues", Issue.objects.only("pk")))
    found = [_offer(row, case, language) for row in rows]
    return sorted(
        found, key=lambda each: (language not in each.languages, not each.is_for_issue, -each.used_here)
    )  # stable: by name among equals


def _offer(row: Any, case: Case, language: str) -> Offer:
    return Offer(
        template=row,
        languages=row.in_use.pair.languages,
        is_approved=row.current is not None,
        is_behind=row.is_behind(language),
        is_for_issue=case.issue_id is not None and case.issue_id in {issue.pk for issue in row.issues.all()},
        used_here=row.used_here,
    )


# ---------------------------------------------------------------- one template
def template_writers(template: Template) -> set[int]:
    """Who has a hand in the words since the version that letters start from; with none, whoever ever had one."""
    since = template.current.number if template.current else 0
    return set(template.writers.filter(number__gt=since).values_list("user_id", flat=True))


def may_decide_on_template(template: Template, by: Actor) -> bool:
    """Whether this person may approve these words or send them back: the verb is theirs, and they wrote none."""
    if by is SYSTEM or template.status != TemplateStatus.IN_REVIEW or not may(by, "approve", template):
        return False
    return by.pk not in template_writers(template)


def template_verbs(template: Template, user: Any) -> frozenset[str]:
    """What this person may do with the template as it stands now."""
    can = set()
    if may(user, "change", template):
        if not template.is_active:
            return frozenset({"bring_back"})
        can |= {
            TemplateStatus.DRAFT: {"edit", "submit"},
            TemplateStatus.IN_REVIEW: {"withdraw"},
            TemplateStatus.APPROVED: {"new_version"},
        }[TemplateStatus(template.status)] | {"retire"}
        if template.behind and template.status != TemplateStatus.IN_REVIEW:
            can.add("stand_by")
    if may_decide_on_template(template, user):
        can |= {"approve", "return"}
    return frozenset(can)


def last_template_return(template: Template) -> TemplateReturn | None:
    """What was to be changed when these words came back last; None when they never did."""
    rows = TemplateReturn.objects.filter(template=template, number=template.number).select_related("returned_by")
    return rows.order_by("-returned_at", "-id").first()


def compared_templates(before: Words, after: Words) -> list[Change]:
    """How the words of ``after`` came from those of ``before``, part by part; what stayed the same is left out."""
    told = []
    labels = {field.name: str(field.verbose_name) for field in after._meta.concrete_fields}
    for name in ("kind", "stance"):
        was, now = (str(getattr(words, f"get_{name}_display")()) for words in (before, after))
        if was != now:
            told.append(Change(_capital(labels[name]), changes(was, now)))
    for name in WORDS:
        was, now = _told(before, name), _told(after, name)
        if was != now:
            told.append(Change(_capital(labels[name]), changes(was, now)))
    return told


def source_changes(template: Template) -> list[Change]:
    """What changed in the one language since the other was last in step; nothing where no version tells."""
    before = next((version for version in template.versions.all() if version.number == template.matches), None)
    if not template.behind or before is None:
        return []
    source = other(template.behind)
    names = [name for name in WORDS if name.endswith(f"_{source}")]
    labels = {field.name: str(field.verbose_name) for field in template._meta.concrete_fields}
    pairs = [(labels[name], _told(before, name), _told(template, name)) for name in names]
    return [Change(_capital(label), changes(was, now)) for label, was, now in pairs if was != now]


def _told(words: Words, name: str) -> str:
    value: str = getattr(words, name)
    return plain_words(as_it_leaves(value)) if name.startswith("body") else value


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]


def issues_of(template: Template) -> QuerySet[Issue]:
    """The issues a template may be for: those in use, and those it is for already."""
    own = template.issues.values("pk") if template.pk else Issue.objects.none().values("pk")
    return Issue.objects.filter(Q(is_active=True) | Q(pk__in=own))
