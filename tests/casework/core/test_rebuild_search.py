"""Everything that can be found, made again while people work."""

from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from casework.core import clock as core_clock, search
from casework.core.models import IssuedReference, SearchDocument
from casework.core.search import Document

pytestmark = pytest.mark.django_db


@pytest.fixture
def sources(monkeypatch):
    """A register of this test's own: the rooms' sources stay out of it."""
    own = {}
    search.rebuild()
    monkeypatch.setattr(search, "_sources", own)
    return own


def found(words):
    """What office 1 finds."""
    return [tuple(hit) for hit in search.find(words, office_ids=[1])]


def test_every_document_is_made_again_and_counted(sources):
    @search.source("case")
    def cases():
        return [Document(number, 1, f"Housing {number}") for number in (1, 2)]

    @search.source("person")
    def people():
        yield Document(1, 1, "Housing Doe", "phone 416")

    search.put("case", 2, office_id=3, title="old words")
    said = StringIO()
    call_command("rebuild_search", stdout=said)
    assert said.getvalue() == "case: 2\nperson: 1\n"
    assert found("housing") == [("person", 1), ("case", 2), ("case", 1)]
    assert search.find("old", office_ids=[3]) == []


def test_what_no_longer_exists_is_no_longer_found(sources):
    search.put("case", 1, office_id=1, title="Housing")
    search.put("gone", 1, office_id=1, title="Housing")
    search.source("case")(lambda: [])
    assert search.rebuild() == {"case": 0}
    assert not SearchDocument.objects.exists()


def test_only_the_kinds_asked_for_are_made_again(sources):
    search.put("person", 1, office_id=1, title="Housing Doe")
    search.put("case", 1, office_id=1, title="Housing")
    search.source("case")(lambda: [])
    search.source("person")(lambda: [])
    assert search.rebuild(["case"]) == {"case": 0}
    assert found("housing") == [("person", 1)]


def test_what_people_change_meanwhile_stands(sources):
    search.put("case", 1, office_id=1, title="first")

    @search.source("case")
    def cases():
        """Read before somebody changes the case and opens another, written after."""
        yield Document(1, 1, "read too early")
        search.put("case", 1, office_id=1, title="newest")
        search.put("case", 2, office_id=1, title="newest too")

    search.rebuild()
    assert (found("newest"), found("read early")) == ([("case", 2), ("case", 1)], [])


@pytest.mark.django_db(transaction=True)
def test_other_processes_may_write_between_two_rows_that_are_read(sources, monkeypatch):
    monkeypatch.setattr(search, "_BATCH", 1)
    IssuedReference.objects.bulk_create([IssuedReference(code=f"{number:03}") for number in range(5)])

    def elsewhere(number):
        IssuedReference.objects.filter(code=number).update(issued_at=core_clock.now())
        connection.close()

    @search.source("case")
    def cases():
        """Rows read a few at a time, while somebody else changes them."""
        for row in IssuedReference.objects.order_by("code").iterator(chunk_size=1):
            with ThreadPoolExecutor(1) as threads:
                threads.submit(elsewhere, row.code).result()
            yield Document(int(row.code), 1, "Housing")

    assert search.rebuild() == {"case": 5}
    assert len(found("housing")) == 5


def test_more_documents_than_one_batch_keep_their_order(sources):
    search.source("case")(lambda: (Document(number, 1, "Housing") for number in range(1, 1202)))
    assert search.rebuild() == {"case": 1201}
    assert search.find("housing", office_ids=[1], limit=2) == [("case", 1201), ("case", 1200)]
    assert search.find("housing", office_ids=[1], limit=5, offset=1199) == [("case", 2), ("case", 1)]


def test_the_rooms_sources_are_found():
    counted = search.rebuild()
    assert counted == dict.fromkeys(search._sources, 0)
