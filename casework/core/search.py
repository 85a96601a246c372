"""One search document for each thing that can be found, the same hits on both databases.

Words are folded and divided in Python (``text``); the database only keeps and compares them. A document is found by
the beginnings of its words, all of them required, within the offices asked for. Every change gives a document a new
number, so the newest changed has the highest and both engines walk from there.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Final, NamedTuple

from django.db import connection, transaction
from django.utils.module_loading import autodiscover_modules

from . import clock, references, text
from .models import SearchDocument

#: Of one document, so much is read, title first (a quarter of a million English words) …
MOST_CHARACTERS: Final = 1_500_000
#: … and so many bytes of different words are kept: some thirty thousand, and a quarter of what one tsvector holds.
MOST_BYTES: Final = 250_000
#: Further words of a query are not looked for.
MOST_WORDS_ASKED: Final = 16
_ANY_NUMBER: Final = 2**63 - 1
_BATCH: Final = 500

_REFERENCE: Final = re.compile(
    rf"(?<!\w)[{references.ALPHABET}]{{4}}[\s\-\u2010-\u2015]?[{references.ALPHABET}]{{4}}(?!\w)", re.IGNORECASE
)


class Hit(NamedTuple):
    """Something found: what kind of thing, and its primary key."""

    kind: str
    object_id: int


@dataclass(frozen=True, slots=True)
class Document:
    """What one thing is found by; ``title`` is kept first where a document is too long to keep whole."""

    object_id: int
    office_id: int
    title: str
    body: str = ""


Source = Callable[[], Iterable[Document]]
_sources: dict[str, Source] = {}


def put(kind: str, object_id: int, *, office_id: int, title: str, body: str = "") -> None:
    """Let one thing be found by these words from now on, as the newest changed; part of the caller's transaction."""
    _write(kind, [Document(object_id, office_id, title, body)])


def remove(kind: str, object_id: int) -> None:
    """Let one thing be found no longer; part of the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_REMOVE, [kind, object_id])


def find(
    words: str,
    *,
    office_ids: Collection[int],
    kinds: Collection[str] | None = None,
    limit: int = 20,
    offset: int = 0,
) -> list[Hit]:
    """What these offices have that holds all the words or their beginnings, newest changed first.

    A reference is found however it is spaced. Nothing the person typed reaches the engine but letters and digits.
    """
    query = _query(words)
    if not query or not office_ids or (kinds is not None and not kinds):
        return []
    asked: dict[str, Any] = {"offices": list(office_ids), "kinds": None if kinds is None else list(kinds)}
    if not _is_postgresql():
        asked = {name: some and json.dumps(some) for name, some in asked.items()}
    asked |= {"query": query, "limit": limit, "offset": offset}
    with connection.cursor() as cursor:
        cursor.execute(_FIND_POSTGRESQL if _is_postgresql() else _FIND_SQLITE, asked)
        return [Hit(kind, object_id) for kind, object_id in cursor.fetchall()]


def source(kind: str) -> Callable[[Source], Source]:
    """Declare the function below as what ``rebuild_search`` reads this kind from, the oldest changed first.

    It stands beside what puts the kind, in ``actions.py``, or in ``queries.py``, and yields ``Document``s.
    """

    def declare(documents: Source) -> Source:
        _sources[kind] = documents
        return documents

    return declare


def rebuild(kinds: Collection[str] | None = None) -> dict[str, int]:
    """Make every document again from its source; how many of each kind were read. People may go on working.

    What is put while this runs is newer than what was read, and stands.
    """
    autodiscover_modules("queries", "actions")
    counts = {}
    for kind in sorted(_sources if kinds is None else kinds):
        newest = SearchDocument.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        counts[kind] = 0
        documents = _sources[kind]()
        if not _is_postgresql():
            # SQLite lets nobody write who is still reading what others have changed since: read all of it first.
            documents = list(documents)
        for batch in _batches(documents):
            counts[kind] += len(batch)
            _write(kind, batch, not_after=newest)
        SearchDocument.objects.filter(kind=kind, pk__lte=newest).delete()
    if kinds is None:
        SearchDocument.objects.exclude(kind__in=_sources).delete()
    return counts


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    iterator = iter(documents)
    while batch := list(islice(iterator, _BATCH)):
        yield batch


def _write(kind: str, documents: list[Document], *, not_after: int = _ANY_NUMBER) -> None:
    """Write documents, each under a new number; one that has a number above ``not_after`` is left as it is."""
    now = connection.ops.adapt_datetimefield_value(clock.now())
    rows = [(document.object_id, document.office_id, _kept(document)) for document in documents]
    # Without a savepoint: inside the caller's transaction this costs nothing.
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        if _is_postgresql():
            columns = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(_PUT_POSTGRESQL, [kind, now, *columns, not_after])
            return
        for object_id, office_id, words in rows:
            cursor.execute(_PUT_SQLITE, [kind, object_id, office_id, now, not_after])
            numbers = cursor.fetchall()
            if numbers:
                cursor.execute(_PUT_WORDS_SQLITE, [numbers[0][0], words])


def _kept(document: Document) -> str:
    """The words a document is found by, each once, with spaces between: what fits, from the start of the title on."""
    said = f"{document.title}\n{document.body}"[:MOST_CHARACTERS]
    joined = (reference.group() for reference in _REFERENCE.finditer(said) if references.normalise(reference.group()))
    kept: dict[str, None] = {}
    room = MOST_BYTES
    for word in chain((_joined(reference) for reference in joined), text.index_tokens(said)):
        if word in kept:
            continue
        room -= len(word.encode()) + 1
        if room < 0:
            break
        kept[word] = None
    return " ".join(kept)


def _joined(reference: str) -> str:
    """The reference as one word: how it is found whatever its spacing."""
    return (references.normalise(reference) or "").replace("-", "").lower()


def _query(words: str) -> str:
    """What the engine is asked: beginnings of words joined by AND, or the whole as one reference; empty for nothing."""
    words = words[: text.LONGEST_WORD * MOST_WORDS_ASKED]
    asked = list(dict.fromkeys(text.tokens(words)))[:MOST_WORDS_ASKED]
    alternatives = [asked] if asked else []
    if reference := _joined(words):
        alternatives.append([reference])
    # Words are letters and digits alone (text.tokens): no quotation mark can end what stands between ours.
    pattern, also = ("'{}':*", " & ") if _is_postgresql() else ('"{}"*', " AND ")
    either = " | " if _is_postgresql() else " OR "
    return either.join("(" + also.join(pattern.format(word) for word in some) + ")" for some in alternatives)


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


_REMOVE: Final = "DELETE FROM core_searchdocument WHERE kind = %s AND object_id = %s"

# array_to_tsvector takes the words as they are: no dictionary, no positions, no limit on how often one stands there.
_PUT_POSTGRESQL: Final = """
    INSERT INTO core_searchdocument (kind, object_id, office_id, changed_at, words)
    SELECT given.kind, d.object_id, d.office_id, given.changed_at, array_to_tsvector(string_to_array(d.words, ' '))
    FROM (SELECT %s AS kind, %s::timestamptz AS changed_at) AS given,
        unnest(%s::bigint[], %s::bigint[], %s::text[]) WITH ORDINALITY AS d(object_id, office_id, words, place)
    ORDER BY d.place
    ON CONFLICT (kind, object_id) DO UPDATE SET
        id = excluded.id, office_id = excluded.office_id, changed_at = excluded.changed_at, words = excluded.words
    WHERE core_searchdocument.id <= %s
"""
# Words many documents hold are found among the newest two thousand, without gathering every hit to sort them; only
# when those are not enough is the index asked, which is then quick, since the words are rare. The planner would choose
# by guessing how rare the beginning of a word is, and it guesses badly: 100 ms for a reference among 200,000.
_FIND_POSTGRESQL: Final = """
    WITH near AS MATERIALIZED (
        SELECT id, kind, object_id FROM (
            SELECT id, kind, object_id, words FROM core_searchdocument
            WHERE office_id = ANY(%(offices)s) AND (%(kinds)s::text[] IS NULL OR kind = ANY(%(kinds)s::text[]))
            ORDER BY id DESC LIMIT 2000
        ) AS newest
        WHERE words @@ %(query)s::tsquery
    ), everywhere AS MATERIALIZED (
        SELECT id, kind, object_id FROM core_searchdocument
        WHERE words @@ %(query)s::tsquery
            AND office_id = ANY(%(offices)s) AND (%(kinds)s::text[] IS NULL OR kind = ANY(%(kinds)s::text[]))
            AND (SELECT count(*) FROM near) < %(limit)s + %(offset)s
    )
    SELECT kind, object_id FROM (
        SELECT * FROM near WHERE (SELECT count(*) FROM near) >= %(limit)s + %(offset)s
        UNION ALL SELECT * FROM everywhere
    ) AS found
    ORDER BY id DESC LIMIT %(limit)s OFFSET %(offset)s
"""

# The words of the number before go with it, by trigger (migration 0002).
_PUT_SQLITE: Final = """
    INSERT INTO core_searchdocument (id, kind, object_id, office_id, changed_at)
    VALUES ((SELECT coalesce(max(id), 0) + 1 FROM core_searchdocument), %s, %s, %s, %s)
    ON CONFLICT (kind, object_id) DO UPDATE SET
        id = excluded.id, office_id = excluded.office_id, changed_at = excluded.changed_at
    WHERE core_searchdocument.id <= %s
    RETURNING id
"""
_PUT_WORDS_SQLITE: Final = "INSERT INTO core_searchwords (rowid, words) VALUES (%s, %s)"
# CROSS JOIN keeps this order of the loops: the words first, from the newest number down, ending at the limit.
_FIND_SQLITE: Final = """
    SELECT d.kind, d.object_id FROM core_searchwords AS f CROSS JOIN core_searchdocument AS d ON d.id = f.rowid
    WHERE core_searchwords MATCH %(query)s
        AND d.office_id IN (SELECT value FROM json_each(%(offices)s))
        AND (%(kinds)s IS NULL OR d.kind IN (SELECT value FROM json_each(%(kinds)s)))
    ORDER BY f.rowid DESC LIMIT %(limit)s OFFSET %(offset)s
"""
