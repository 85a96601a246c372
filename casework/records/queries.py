"""Reads over what is held about somebody."""

import json
from base64 import b64encode
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.translation import override

from casework.cases.models import Case, Outcome, Share, Transfer
from casework.contacts.models import Person
from casework.contacts.queries import person_for
from casework.core import chain, clock
from casework.core.files import vault
from casework.core.permissions import may
from casework.core.personal import Fact, HeldFile, Holding, blocks, holdings, is_kept_from

from .models import AccessExport, CorrectionRequest, Disagreement, Erasure, LegalHold
from .states import GIVEN_WITHIN, CorrectionStatus, ErasureStatus

#: What is known of a person and of a case that ordinary verbs change.
OF_A_PERSON: Final = ("name", "salutation", "language", "riding", "postal_code")
OF_A_CASE: Final = ("subject", "issue_id", "wants", "urgency", "language", "reply_by", "reply_to")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that is held: what it is called, and how many there are."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of thing in a file for a person: every entry of it, told."""

    anchor: str
    name: str
    entries: list["Told"]


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of it: what is said, and a file that goes with it, as an address that holds the bytes themselves."""

    facts: list[Fact]
    file_name: str = ""
    file: str = ""


def person_to_answer(user: Any, pk: int) -> Person | None:
    """A person in sight whose request for access this user may answer."""
    person = person_for(user, pk)
    return person if person is not None and may_answer(user, person) else None


def may_answer(user: Any, person: Person) -> bool:
    """Whether this user may take out everything held about a person."""
    return may(user, "add", AccessExport(office_id=person.office_id))


def kinds_held(person: Person) -> list[Kind]:
    """What is held about a person, counted by kind; one question for each kind, however much there is."""
    counted = [Kind(each.name, each.rows(person).count()) for each in _shown()]
    return [kind for kind in counted if kind.count]


def kinds_going(person: Person) -> list[Kind]:
    """What would be gone if a person were erased, counted by kind; copies apart."""
    counted = [Kind(each.name, each.rows(person).count()) for each in _shown() if not each.stays]
    return [kind for kind in counted if kind.count]


def exports_of(user: Any, person: Person) -> QuerySet[AccessExport]:
    """The files taken out about a person, the newest first."""
    return AccessExport.objects.for_user(user).filter(person=person).select_related("made_by")


def is_whole_for(user: Any, person: Person) -> bool:
    """Whether everything that is held about a person is in this user's sight."""
    return not is_kept_from(user, person)


def in_the_way(person: Person) -> list[str]:
    """What has to be done before a person can be erased, in words."""
    return blocks(person)


def erasures_for(user: Any) -> QuerySet[Erasure]:
    """The erasures of this user's offices, the newest on top; none about somebody kept from them."""
    return Erasure.objects.for_user(user).select_related("office", "person", "asked_by", "decided_by")


def erasures_waiting(user: Any) -> QuerySet[Erasure]:
    """Those that wait for a second person."""
    return erasures_for(user).filter(status=ErasureStatus.ASKED)


def erasure_for(user: Any, pk: int) -> Erasure | None:
    """One of them."""
    return erasures_for(user).filter(pk=pk).first()


def asked_about(user: Any, person: Person) -> Erasure | None:
    """The erasure of a person that waits for a second person now."""
    return erasures_waiting(user).filter(person=person).first()


def holds_on(user: Any, person: Person) -> list[LegalHold]:
    """The legal holds on a person that last."""
    rows = LegalHold.objects.for_user(user).filter(person=person, ended_at=None).select_related("placed_by")
    return [hold for hold in rows if hold.lasts]


def corrections_for(user: Any) -> QuerySet[CorrectionRequest]:
    """The requests to correct of this user's offices, the newest on top; none about what is kept from them."""
    rows = CorrectionRequest.objects.for_user(user).order_by("-noted_at", "-id")
    return rows.select_related("office", "person", "case", "noted_by", "decided_by", "disagreement")


def corrections_waiting(user: Any) -> QuerySet[CorrectionRequest]:
    """Those nobody has decided, the one to be answered first on top."""
    return corrections_for(user).filter(status=CorrectionStatus.ASKED).order_by("due_on", "id")


def correction_for(user: Any, pk: int) -> CorrectionRequest | None:
    """One of them."""
    return corrections_for(user).filter(pk=pk).first()


def corrections_of(user: Any, person: Person) -> list[CorrectionRequest]:
    """What somebody asked to have corrected and nobody has decided."""
    return list(corrections_waiting(user).filter(person=person))


def statements_of(user: Any, person: Person) -> list[Disagreement]:
    """What somebody says about facts that were not corrected, as far as they are in this user's sight."""
    return list(Disagreement.objects.for_user(user).filter(person=person).select_related("case", "request"))


def statements_beside(case: Case) -> list[Disagreement]:
    """The same, about one case or about its person, for everybody who may read the case, in another office as well."""
    about = Q(case=case) | Q(case=None, person_id=case.person_id)
    return list(Disagreement.objects.filter(about, office_id=case.office_id).order_by("attached_at", "id"))


def cases_to_correct(user: Any, person: Person) -> QuerySet[Case]:
    """The cases of a person in this user's sight that a request to correct may be about."""
    return Case.objects.for_user(user).filter(person=person).order_by("-opened_at", "-id")


def facts_of(person: Person, case: Case | None) -> dict[str, str]:
    """What a request to correct may be about, as it stands now: of the case, or of the person."""
    if case is not None:
        case = Case.objects.get(pk=case.pk)
        facts = {name: str(getattr(case, name) or "") for name in OF_A_CASE}
        return {**facts, "notes": str(case.notes.count())}
    person = Person.objects.get(pk=person.pk)
    ways = person.contact_points.order_by("kind", "key", "value").values_list("kind", "key", "value", "do_not_use")
    needs = person.access_needs.order_by("code", "words").values_list("code", "words").distinct()
    speaks = person.affiliations.order_by("organisation_id").values_list("organisation_id", "role")
    told = {"ways": list(ways), "needs": list(needs), "speaks_for": list(speaks)}
    facts = {name: str(getattr(person, name)) for name in OF_A_PERSON}
    return {**facts, **{name: json.dumps(said, ensure_ascii=False) for name, said in told.items()}}


def changes_since(request: CorrectionRequest) -> dict[str, list[str]]:
    """Which facts differ from what they were when it was asked: each before and after, as a keyed hash."""
    now = facts_of(request.person, request.case)
    return {
        name: [before, chain.veiled(name, now.get(name, ""))]
        for name, before in sorted(request.before.items())
        if not chain.is_veiled(name, now.get(name, ""), before)
    }


def given_to(user: Any, request: CorrectionRequest) -> list[tuple[Any, Any]]:
    """The other offices that were given the facts within a year before it was asked, or since: which, and when."""
    since = request.asked_on - GIVEN_WITHIN
    cases = Q(case_id=request.case_id) if request.case_id else Q(case__person_id=request.person_id)
    offers = Transfer.objects.for_user(user).filter(cases, outcome=Outcome.ACCEPTED, decided_at__date__gte=since)
    shares = Share.objects.for_user(user).filter(cases, shared_at__date__gte=since)
    given = [(one.to_office, one.decided_at) for one in offers.select_related("to_office")]
    given += [(one.consent.with_office, one.shared_at) for one in shares.select_related("consent__with_office")]
    return sorted(given, key=lambda one: one[1])


def as_page(person: Person, *, language: str) -> tuple[bytes, int]:
    """Everything held about a person as one page that stands alone, and how many entries it has."""
    with override(language):
        sections, none, disputed = [], [], _disputed(person)
        for number, each in enumerate(_shown()):
            entries = [_told(each, row, disputed) for row in each.about(person)]
            if entries:
                sections.append(Section(f"s{number}", each.name, entries))
            else:
                none.append(each.name)
        given = {
            "person": person,
            "office": person.office.title(language),
            "language": language,
            "made_on": clock.today(),
            "sections": sections,
            "none": none,
        }
        page = render_to_string("casework/records/held_file.html", given)
    return page.encode(), sum(len(section.entries) for section in sections)


def as_data(person: Person) -> tuple[bytes, int]:
    """The same for another system: every column of every row. What could be markup is written as numbers."""
    held = {each: [_for_machines(each, row) for row in each.about(person)] for each in _shown()}
    data = {
        "person": str(person),
        "office": str(person.office),
        "made_at": clock.now(),
        "held": [{"kind": each.label, "rows": rows} for each, rows in held.items() if rows],
    }
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    inert = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return inert.encode(), sum(map(len, held.values()))


def _told(each: Holding, row: Any, disputed: dict[int | None, list[Fact]]) -> Told:
    """One row, with what they say about it, and its file in the page itself: it stands alone."""
    facts = [*each.told(row), *_beside(row, disputed)]
    file, content = _file_of(each, row)
    if file is None or content is None:
        return Told(facts)
    return Told(facts, file.name, f"data:{file.media_type};base64,{b64encode(content).decode()}")


def _for_machines(each: Holding, row: Any) -> dict[str, Any]:
    """Every column of a row, and the bytes of its file in base64."""
    _file, content = _file_of(each, row)
    columns = each.for_machines(row)
    return columns if content is None else {**columns, "content": b64encode(content).decode()}


def _file_of(each: Holding, row: Any) -> tuple[HeldFile | None, bytes | None]:
    """The file of a row and its bytes, where there are any and they may leave."""
    file = each.file(row) if each.file else None
    return file, vault.read(file.key) if file and file.may_leave else None


def _disputed(person: Person) -> dict[int | None, list[Fact]]:
    """What somebody says about what was not corrected: by the key of the case, and of no case about themselves."""
    label, found = capfirst(str(Disagreement._meta.verbose_name)), defaultdict(list)
    for each in Disagreement.objects.filter(person=person).order_by("attached_at", "id"):
        found[each.case_id].append((label, each.words))
    return found


def _beside(row: Any, disputed: dict[int | None, list[Fact]]) -> list[Fact]:
    """What stands with a case, or with the person."""
    if not isinstance(row, Case | Person):
        return []
    return disputed.get(row.pk if isinstance(row, Case) else None, [])


def _shown() -> list[Holding]:
    """What is told to somebody who asks: everything but copies of what is told already."""
    return [each for each in holdings() if not each.copy_of]
