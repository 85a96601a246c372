"""Every form of staff is posted with the key of a row next door in each field that names a row: nothing takes it.

The forms are found by walking the addresses; which field names a row, and of which kind, is read off the form itself.
Then keys, references and addresses from next door are put into any fields at all, several at once, and into fields that
no form shows.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.db.models import Model
from hypothesis import given, settings, strategies as st

from casework.contacts import actions as contacts
from tests.factories.cases import CaseFactory
from tests.factories.contacts import OrganisationFactory, PersonFactory
from tests.factories.directory import MemberFactory, UnitFactory, UserFactory
from tests.factories.intake import SubmissionFactory
from tests.factories.letters import LetterFactory, template
from tests.factories.positions import PositionFactory

from .walls import guarded_models, our_screens

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def next_door(office_c):
    """By model, the key of a row in an office that nobody of ours works in."""
    writer, reader = (UserFactory(office=office_c, roles=[role]) for role in ("officer", "director"))
    person = PersonFactory(office=office_c, name="Quillwort Nextdoor")
    contacts.add_contact_points(person, by=writer, email="next-door@quillwort.example")
    case = CaseFactory(office=office_c, person=person, subject="Thistledown next door")
    rows = [
        *(writer, reader, person, case),
        OrganisationFactory(office=office_c),
        UnitFactory(office=office_c),
        MemberFactory(office=office_c),
        SubmissionFactory(office=office_c),
        LetterFactory(case=case, by=writer, approver=reader),
        template(office=office_c, by=writer, approver=reader),
        PositionFactory(office=office_c, by=writer, approver=reader, approved=True),
    ]
    return {type(row): row.pk for row in rows} | {type(office_c): office_c.pk}


def forms_on(answer: Any) -> Iterator[forms.BaseForm]:
    """Every form that the page was made with, whatever the template calls it."""
    seen = set()
    for context in answer.context or []:
        for layer in getattr(context, "dicts", []):
            for value in layer.values():
                if isinstance(value, forms.BaseForm) and id(value) not in seen:
                    seen.add(id(value))
                    yield value


def as_it_stands(form: forms.BaseForm) -> dict[str, Any]:
    """What the form would post if its button were pressed now."""
    values = {bound.html_name: bound.field.widget.format_value(bound.value()) for bound in form}
    return {name: "" if value is None else value for name, value in values.items()}


def names_a_row(form: forms.BaseForm, next_door: dict[type[Model], int]) -> Iterator[tuple[str, Any]]:
    """Each field that names a row, and what it would say to name the one next door."""
    for bound in form:
        queryset = getattr(bound.field, "queryset", None)
        if queryset is not None and queryset.model in next_door:
            key = next_door[queryset.model]
            yield bound.html_name, [key] if isinstance(bound.field, forms.ModelMultipleChoiceField) else key


def mixed(next_door_office: int) -> list[str]:
    """Rows of other offices that name a row of the office next door, or the other way round."""
    found = []
    for model in guarded_models():
        names = {field.name for field in model._meta.concrete_fields}
        if "office" not in names:
            continue
        for field in model._meta.concrete_fields:
            other = field.related_model
            if (
                other is None
                or other is model
                or not any(each.name == "office" for each in other._meta.concrete_fields)
            ):
                continue
            pairs = model._base_manager.values_list("office_id", f"{field.name}__office_id")
            found += [
                f"{model._meta.label}.{field.name}"
                for here, there in pairs
                if None not in (here, there) and (here == next_door_office) is not (there == next_door_office)
            ]
    return found


def test_no_form_takes_a_row_of_next_door(signed_in, everybody, something_of_everything, next_door, office_c):
    client, tried, crashed = signed_in(everybody), 0, []
    for path in our_screens(something_of_everything, each=1):
        answer = client.get(path)
        for form in list(forms_on(answer)):
            for name, foreign in names_a_row(form, next_door):
                tried += 1
                with transaction.atomic():
                    posted = client.post(path, {**as_it_stands(form), name: foreign})
                    crashed += [f"{path} {name}: {posted.status_code}"] if posted.status_code >= 500 else []
                    assert mixed(office_c.pk) == [], f"{path} took {name}"
                    transaction.set_rollback(True)

    assert tried > 20
    assert crashed == []


def rows_of(office: Any) -> dict[str, list[tuple[Any, ...]]]:
    """Every guarded row of an office, as it stands."""
    models = [model for model in guarded_models() if any(field.name == "office" for field in model._meta.fields)]
    rows = {model: model._base_manager.filter(office_id=office.pk).order_by("pk") for model in models}
    return {model._meta.label: list(found.values_list()) for model, found in rows.items()}


#: What a body may say besides what the form asks.
NOT_ASKED = ["id", "pk", "office", "office_id", "person", "case", "letter", "owner", "next", "to_office", "drafted_by"]


def test_nothing_that_names_a_row_of_next_door_is_taken_or_told_whatever_field_it_stands_in(
    signed_in, everybody, something_of_everything, next_door, office_c
):
    client, before = signed_in(everybody), rows_of(office_c)
    paths = our_screens(something_of_everything, each=1)
    bodies = [(path, as_it_stands(form)) for path in paths for form in forms_on(client.get(path))]
    case = CaseFactory._meta.model.objects.get(pk=next_door[CaseFactory._meta.model])
    names = [*{str(key) for key in next_door.values()}, case.reference, "next-door@quillwort.example"]
    secrets = [case.person.name, case.subject]
    assert len(bodies) > 100
    assert all(len(before[label]) > 0 for label in ("cases.Case", "contacts.Person", "letters.Letter"))

    @settings(max_examples=30, deadline=None)
    @given(st.data())
    def press(data: Any) -> None:
        path, body = data.draw(st.sampled_from(bodies))
        # What an editor's script packs, nobody types: Wagtail cannot read anything else there.
        typed = sorted(name for name, value in body.items() if not str(value).startswith("{"))
        fields = st.sampled_from([*typed, *NOT_ASKED])
        said = data.draw(st.dictionaries(fields, st.sampled_from(names), min_size=1, max_size=6))
        with transaction.atomic():
            answer = client.post(path, {**body, **said})
            assert answer.status_code < 500
            assert mixed(office_c.pk) == []
            assert rows_of(office_c) == before
            assert [secret for secret in secrets if secret in answer.content.decode(errors="replace")] == []
            transaction.set_rollback(True)

    press()


def test_the_check_finds_a_row_that_names_one_next_door(next_door, office_a):
    case = CaseFactory(office=office_a)
    type(case).objects.filter(pk=case.pk).update(
        person_id=next(k for m, k in next_door.items() if m.__name__ == "Person")
    )

    assert mixed(type(case).objects.get(pk=next_door[type(case)]).office_id) == ["cases.Case.person"]
