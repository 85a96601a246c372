"""When and who belong together: ``x_at`` and ``x_by`` are both known or neither, and the database sees to it."""

import itertools

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import CheckConstraint

from .tree import ROOMS

#: Always dated, and done by the clock or the front door when there is no person: ``by`` alone may be unknown.
THE_SYSTEM_MAY_ACT = {
    "cases.Conflict.declared": "what the house finds out by itself, nobody declared",
    "cases.AccommodationStep.noted": "what the form brings, and what stands on the next case by itself, nobody noted",
    "cases.Consent.noted": "what somebody ticked on our pages, the house takes over",
    "cases.Note.written": "a sweep notes what it did, and it is nobody",
    "cases.StatusChange.changed": "a case reopens by itself when its person writes again",
    "cases.Assignment.assigned": "routing may give a case an owner",
}

#: Fields that come with a mixin of Wagtail's, which keeps them itself.
FRAMEWORK_S = {"locked_at"}


def pairs():
    """Every ``x_at`` with an ``x_by`` beside it that is a member of staff, in every model of ours."""
    for room in [*ROOMS, "home"]:
        for model in apps.get_app_config(room).get_models():
            fields = {field.name: field for field in model._meta.get_fields() if field.concrete}
            for name, field in fields.items():
                by = fields.get(f"{name.removesuffix('_at')}_by")
                if name.endswith("_at") and by is not None and by.related_model is get_user_model():
                    yield pytest.param(model, field, by, id=f"{model._meta.label}.{name.removesuffix('_at')}")


def allowed(model, at, by):
    """Which of the four combinations of known and unknown the constraints of the model let through."""
    combinations = itertools.product([True] if not at.null else [True, False], [True] if not by.null else [True, False])
    rules = [c.condition for c in model._meta.constraints if isinstance(c, CheckConstraint)]
    through = set()
    for known_at, known_by in combinations:
        known = {at.name: known_at, by.name: known_by}
        if all(holds(rule, known) is not False for rule in rules):
            through.add((known_at, known_by))
    return through


def holds(condition, known):
    """Whether a condition holds, given which of the two is known; None when that depends on something else."""
    answers = []
    for child in condition.children:
        if not isinstance(child, tuple):
            answers.append(holds(child, known))
            continue
        name, _, lookup = child[0].partition("__")
        answers.append((not known[name]) == child[1] if name in known and lookup == "isnull" else None)
    decisive = condition.connector == "OR"
    answer = decisive if decisive in answers else None if None in answers else not decisive
    return answer if answer is None or not condition.negated else not answer


@pytest.mark.parametrize(("model", "at", "by"), list(pairs()))
def test_when_and_who_are_both_known_or_neither(model, at, by):
    label = f"{model._meta.label}.{at.name.removesuffix('_at')}"
    if at.name in FRAMEWORK_S:
        return
    if label in THE_SYSTEM_MAY_ACT:
        assert not at.null, "an exception is for rows that are always dated"
        return

    assert allowed(model, at, by) <= {(True, True), (False, False)}, "Add a CheckConstraint for the pair."


def test_no_exception_outlives_its_field():
    assert set(THE_SYSTEM_MAY_ACT) - {param.id for param in pairs()} == set()
