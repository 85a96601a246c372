"""The engine beside the search documents comes and goes without harm."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from casework.core import search
from casework.core.models import SearchDocument

MIGRATION = import_module("casework.core.migrations.0002_search_words")
LISTED = {
    "sqlite": "SELECT name FROM sqlite_master WHERE tbl_name = 'core_searchdocument' AND name LIKE %s",
    "postgresql": "SELECT indexname FROM pg_indexes WHERE tablename = 'core_searchdocument' AND indexname LIKE %s",
}
STANDS_ON = {
    "sqlite": {"core_searchwords_deleted", "core_searchwords_renumbered"},
    "postgresql": {"search_document_words", "search_document_newest"},
}


def stands():
    """What the database has of what search stands on."""
    with connection.cursor() as cursor:
        cursor.execute(LISTED[connection.vendor], ["%search%"])
        return STANDS_ON[connection.vendor] & {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
def test_no_later_migration_has_lost_what_search_stands_on():
    assert stands() == STANDS_ON[connection.vendor]


@pytest.mark.django_db(transaction=True)
def test_the_search_engine_can_be_taken_away_and_put_back():
    search.put("case", 1, office_id=1, title="Housing")
    with connection.schema_editor() as editor:
        MIGRATION.drop_words(apps, editor)
    try:
        assert stands() == set()
        assert SearchDocument.objects.count() == 1
    finally:
        with connection.schema_editor() as editor:
            MIGRATION.add_words(apps, editor)
    assert search.find("housing", office_ids=[1]) == []  # until rebuild_search makes the words again
    search.put("case", 1, office_id=1, title="Housing")
    assert search.find("housing", office_ids=[1]) == [("case", 1)]
