"""``str(thing)`` is a reference: it stands in logs, titles, history and URLs, where nobody's name or words belong."""

import importlib
import pkgutil

import factory
import pytest
from django.apps import apps
from django.db import models
from wagtail.models import Page

import tests.factories

from .tree import ROOMS

#: What may be called by its name, and why nobody is given away by it.
NAMES_NOBODY_PRIVATE = {
    "directory.User": "colleagues know each other by name; a member of staff is not a constituent",
    "directory.Membership": "a username of staff and an office",
    "directory.Member": "elected, and named on the door",
    "directory.Office": "named on the door",
    "directory.Unit": "a department",
    "directory.Issue": "a subject, from a public list",
    "directory.Program": "a program of a government, from a public list",
    "directory.CriticPortfolio": "a subject, from a public list",
    "directory.CommunityService": "an organisation, from a public list",
    "letters.Template": "a title that staff give to a letter they start from",
    "contacts.Organisation": "organisations are not persons",
    "letters.ClearanceRule": "a title that staff give to a rule",
    "letters.FourEyesTask": "a step of a review, named by whoever sets the review up",
    "intake.RoutingRule": "a title that staff give to a rule",
}
#: Fields whose whole text is ours, not anybody's.
OUR_OWN_WORDS = {"reference", "code", "slug", "key", "sha256", "kind", "name_of_job"}
SECRET = "Zacharie Quillfeather"  # nobody's name, and found nowhere else


def ours():
    """Every model of ours that has rows of its own and is no page (a page's title is public)."""
    for room in [*ROOMS, "home"]:
        for model in apps.get_app_config(room).get_models():
            if not issubclass(model, Page) and not model._meta.auto_created and model._meta.managed:
                yield model


def factories():
    """The factory of each model, from every file of tests/factories; the first one that names a model is its own."""
    found = {}
    for module in pkgutil.iter_modules(tests.factories.__path__):
        for value in vars(importlib.import_module(f"tests.factories.{module.name}")).values():
            if isinstance(value, type) and issubclass(value, factory.django.DjangoModelFactory) and value._meta.model:
                found.setdefault(value._meta.get_model_class(), value)
    return found


def fill_with_secrets(row, depth=2):
    """Put a name into every free text of a row and of the rows it leads to; nothing is saved."""
    for field in row._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField) and not field.choices and not field.primary_key:
            if field.name not in OUR_OWN_WORDS:
                setattr(row, field.attname, SECRET)
        elif field.is_relation and depth and field.is_cached(row) and field.get_cached_value(row) is not None:
            related = field.get_cached_value(row)
            if related._meta.label not in NAMES_NOBODY_PRIVATE:
                fill_with_secrets(related, depth - 1)


def about_persons():
    """The models whose rows are about somebody, or hold what somebody wrote."""
    # The tools of the core keep no row about a person.
    return [m for m in ours() if m._meta.app_label != "core" and m._meta.label not in NAMES_NOBODY_PRIVATE]


def test_every_model_about_a_person_has_a_factory():
    assert [model._meta.label for model in about_persons() if model not in factories()] == []


@pytest.mark.django_db
@pytest.mark.parametrize("model", about_persons(), ids=lambda model: model._meta.label)
def test_a_label_shows_nobody_s_name_and_nobody_s_words(model):
    row = factories()[model]()

    fill_with_secrets(row)

    assert SECRET not in str(row)
    assert str(row)


def test_no_exception_outlives_its_model():
    assert set(NAMES_NOBODY_PRIVATE) - {model._meta.label for model in ours()} == set()
