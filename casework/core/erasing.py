"""Everything held about a person goes, in one transaction; what stays is a stone for each thing with a reference.

Rows go by their keys, below signals and below what a model says about deletion: the database looks at the keys between
them when the transaction ends. A row that somebody forgot to declare, and that leads to one of these, stops the whole
erasure there: nothing is half gone.
"""

from typing import Any, Final

from django.db import connection, router, transaction
from django.db.models import SET_NULL

from . import chain, clock, personal
from .files import vault
from .models import Tombstone

#: So many rows go with one statement.
PORTION: Final = 500


@transaction.atomic
def erase(person: Any, *, under: str) -> dict[str, int]:
    """Remove every row about a person that any room declared; returns how many of each kind there were.

    ``under`` is the reference of the decision. Whether it may be done is for the caller to know.
    """
    going = [each for each in personal.holdings() if not each.stays]
    # All keys first: what leads to a row may go before it.
    keys = [list(each.rows(person).order_by("pk").values_list("pk", flat=True)) for each in going]
    stones = [stone for each in going for stone in _stones(each, person, under)]
    files = [each.file(row).key for each in going if each.file for row in each.rows(person)]
    for each, found in zip(going, keys, strict=True):
        _let_go(each.model, found)
        _remove(each.model, found)
    Tombstone.objects.bulk_create(stones)
    # The bytes after the rows: a crash between the two leaves bytes without a row, and those are swept away.
    transaction.on_commit(lambda: vault.remove(files), robust=True)
    _leave_no_word_behind()
    counts: dict[str, int] = {}
    for each, found in zip(going, keys, strict=True):
        if found:
            counts[each.label] = counts.get(each.label, 0) + len(found)
    return counts


def stones_of(reference: str) -> list[Tombstone]:
    """What is left of a thing with this reference, where it was erased."""
    return list(Tombstone.objects.filter(reference=reference).order_by("pk"))


def was(stone: Tombstone, sha256: str) -> bool:
    """Whether what was erased had this hash."""
    return bool(stone.digest) and chain.is_veiled(_what(stone.kind, stone.reference), sha256, stone.digest)


def _stones(each: personal.Holding, person: Any, under: str) -> list[Tombstone]:
    if each.stone is None:
        return []
    now, stones = clock.now(), []
    for row in each.rows(person).order_by("pk"):
        reference, sha256 = each.stone(row)
        digest = chain.veiled(_what(each.label, reference), sha256) if sha256 else ""
        given = {"kind": each.label, "reference": reference, "digest": digest, "under": under}
        stones.append(Tombstone(office_id=person.office_id, erased_at=now, **given))
    return stones


def _what(kind: str, reference: str) -> str:
    return f"stone {kind} {reference}"


def _let_go(model: Any, keys: list[Any]) -> None:
    """Rows that only point to these, and say that they stay without, point to nothing: another office's transfer."""
    for relation in model._meta.related_objects:
        if relation.on_delete is SET_NULL and keys:
            rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": keys})
            rows.update(**{relation.field.name: None})


def _remove(model: Any, keys: list[Any]) -> None:
    using = router.db_for_write(model)
    for start in range(0, len(keys), PORTION):
        model._base_manager.using(using).filter(pk__in=keys[start : start + PORTION])._raw_delete(using)


def _leave_no_word_behind() -> None:
    """SQLite’s index of words marks them as gone, and keeps them until it is merged; PostgreSQL’s vacuum sees to it.

    After the commit the journal is emptied as well, as far as nobody is reading from it.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO core_searchwords (core_searchwords) VALUES ('optimize')")
    transaction.on_commit(_empty_the_journal, robust=True)


def _empty_the_journal() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
