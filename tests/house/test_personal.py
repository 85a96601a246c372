"""Every model says what it holds about a person: what nobody declares is neither told to who asks, nor erased."""

from django.apps import apps
from django.db.models import ForeignKey
from django.utils.functional import Promise
from wagtail.log_actions import registry

from casework.contacts.models import Person
from casework.core.models import HistoryEntry
from casework.core.personal import LABELS, TECHNICAL, holdings, shown_fields, without

HOW = "Declare it in the room's personal.py: holds(…) with the way from a person, or nothing(…) with the reason."
#: Apps whose keys lead to revisions of pages alone, which are in one table with those of letters.
ABOUT_PAGES = {"wagtailcore", "home"}


def models():
    """Every model of the site with a table, whoever brings it."""
    return [each for each in apps.get_models(include_auto_created=True) if each._meta.managed and not each._meta.proxy]


def held():
    """The models with rows about people."""
    return {each.model for each in holdings()}


def test_every_model_says_what_it_holds_about_a_person():
    said = without()
    silent = [
        each._meta.label
        for each in models()
        if each not in held() and each._meta.label not in said and each._meta.app_label not in said
    ]

    assert silent == [], HOW


def test_no_model_that_leads_to_a_person_is_said_to_hold_nothing():
    """A key to something held, from a model that is not: its rows would stay behind, or stand in the way."""
    leads = [
        f"{each._meta.label}.{field.name}"
        for each in models()
        if each not in held()
        for field in each._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model in held()
    ]

    assert [lead for lead in leads if lead.partition(".")[0] not in ABOUT_PAGES] == [], HOW


def test_every_room_says_so_itself_and_gives_a_reason():
    ours = {each._meta.app_label for each in models() if each.__module__.startswith("casework.")}

    assert {each.label.partition(".")[0] for each in holdings()} | {
        label.partition(".")[0] for label in without()
    } >= ours
    assert [label for label, why in without().items() if len(why.split()) < 2] == []


def test_no_declaration_outlives_its_model():
    known = {each._meta.label for each in models()} | {config.label for config in apps.get_app_configs()}

    assert set(without()) - known == set()
    assert {each._meta.label for each in held()} & set(without()) == set()


def test_what_stays_when_somebody_is_erased_is_the_history_and_the_decision():
    assert [each.label for each in holdings() if each.stays] == ["records.Erasure", "core.HistoryEntry"]


def test_what_has_a_history_and_is_about_a_person_is_found_by_it():
    with_history = {each for each in models() if registry.get_log_model_for_model(each) is HistoryEntry}

    assert Person in with_history & held()


def test_each_column_that_is_read_aloud_has_a_name_for_it():
    nameless = {
        f"{each.label}.{column.name}"
        for each in holdings()
        if each.facts is None and not each.copy_of
        for column in shown_fields(each.model)
        if not each.only or column.name in each.only
        if not isinstance(column.verbose_name, Promise) and column.name not in LABELS
    }

    assert nameless == set(), "Give the column a verbose_name, or a word in casework/core/personal.py, LABELS."
    assert set(LABELS) & TECHNICAL == set()
