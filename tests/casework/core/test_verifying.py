"""Whoever has the database in their hands changes nothing of the history without being found and named."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from casework.core import chain, sealing, verifying, watching
from casework.core.audit import record
from casework.core.errors import CaseworkError
from casework.core.models import HistoryCheck, HistoryEntry, HistorySeal
from casework.core.permissions import SYSTEM
from tests.database import nothing_kept
from tests.factories.directory import OfficeFactory, UserFactory

pytestmark = pytest.mark.django_db


def tamper(model):
    """Rows of a table, to be changed as in a shell of the database."""
    return models.QuerySet(model)


@pytest.fixture
def attacker():
    """Has taken the triggers away."""
    with nothing_kept():
        yield


@pytest.fixture
def lines(office_a):
    """Five lines, sealed."""
    for _n in range(5):
        record(office_a, "directory.save", by=SYSTEM, was=1, share=0.5)
    assert sealing.seal() == 5
    return list(HistoryEntry.objects.order_by("pk").values_list("pk", flat=True))


def found():
    """What a walk along the chain names, without the times."""
    return [words.split(", sealed")[0] for words in verifying.verify().findings]


# ---------------------------------------------------------------- as it should be
def test_a_history_nobody_touched_is_right(lines):
    result = verifying.verify()

    assert (result.findings, result.lines, result.number, result.waiting) == ([], 5, 5, 0)
    assert result.digest == sealing.head().digest


def test_an_empty_history_is_right():
    assert (verifying.verify().is_right, sealing.head()) == (True, None)


def test_lines_without_a_seal_yet_are_counted_and_no_finding(lines, office_a):
    record(office_a, "directory.save", by=SYSTEM)

    result = verifying.verify()

    assert (result.findings, result.waiting) == ([], 1)
    assert (sealing.seal(), sealing.seal(), verifying.verify().number) == (1, 0, 6)


def test_sealing_asks_a_constant_number_of_queries(office_a, django_assert_num_queries):
    for count in (1, 3):
        for _n in range(count):
            record(office_a, "directory.save", by=SYSTEM)
        entries = list(sealing.unsealed().values_list("pk", flat=True))
        expected = 6 if connection.vendor == "postgresql" else 5  # with the savepoint of the test, and the lock
        with django_assert_num_queries(expected):
            assert sealing.seal(entries) == count


def test_the_walk_reads_by_portions(lines, monkeypatch):
    monkeypatch.setattr(verifying, "PORTION", 2)
    told = []

    assert verifying.verify(progress=told.append).findings == []
    assert told == [2, 4, 5]


# ---------------------------------------------------------------- the guards
@pytest.mark.parametrize("model", [HistoryEntry, HistorySeal, HistoryCheck])
def test_nothing_of_the_history_is_changed_or_removed(lines, model):
    watching.check()
    row = model.objects.first()
    plain = tamper(model).filter(pk=row.pk)
    column = {HistoryEntry: "label", HistorySeal: "digest", HistoryCheck: "first"}[model]

    for attempt in (row.save, row.delete, model.objects.all().delete, lambda: model.objects.update(**{column: "x"})):
        with pytest.raises(CaseworkError):
            attempt()
    for below in (lambda: plain.update(**{column: "x"}), lambda: plain._raw_delete("default")):
        with pytest.raises(DatabaseError, match="history: "), transaction.atomic():
            below()
    assert model.objects.filter(pk=row.pk).values().get() == plain.values().get()


def test_postgresql_does_not_empty_the_table_either(lines):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no way of its own to empty a table")
    with pytest.raises(DatabaseError, match="never removed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE core_historyentry CASCADE")


# ---------------------------------------------------------------- tampering
CHANGES = {
    "timestamp": models.F("timestamp") + timedelta(seconds=1),
    "action": "directory.add_membership",
    "label": "Another",
    "content_type_id": None,
    "object_id": "999",
    "office_id": 999,
    "user_id": 999,
    "uuid": "6f1ed002-ab5b-4b0e-8b5c-8d1f0d3f0a11",
    "revision_id": 999,
    "content_changed": True,
    "deleted": True,
    "data": {"was": 2},
    "mark": "0" * 80,
}


def test_a_change_of_any_column_is_found_and_named(lines, attacker):
    assert set(CHANGES) == {*chain.COLUMNS, "mark"}
    rows, told = tamper(HistoryEntry).filter(pk=lines[2]), {}
    before = rows.values().get()
    for column, value in CHANGES.items():
        rows.update(**{column: value})
        told[column] = found()
        rows.update(**before)

    altered = f"Number 3 (line {lines[2]}"
    assert told == {column: [altered] for column in CHANGES}
    assert found() == []


@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_removed_line_is_found_wherever_it_stood(lines, attacker, place):
    tamper(HistoryEntry).filter(pk=lines[place])._raw_delete("default")

    (words,) = verifying.verify().findings
    assert words.startswith(f"Number {place + 1} (line {lines[place]}, ")
    assert words.endswith("was removed.")


@pytest.mark.parametrize(("places", "words"), [((0,), "Number 1 was"), ((1, 2, 3), "Numbers 2 to 4 were")])
def test_lines_removed_with_their_seals_leave_a_gap(lines, attacker, places, words):
    gone = [lines[place] for place in places]
    tamper(HistoryEntry).filter(pk__in=gone)._raw_delete("default")
    tamper(HistorySeal).filter(entry_id__in=gone)._raw_delete("default")

    (told,) = verifying.verify().findings
    assert told.startswith(f"{words} removed, with ")


def test_the_numbers_cannot_be_closed_up_over_a_gap(lines, attacker):
    tamper(HistoryEntry).filter(pk=lines[1])._raw_delete("default")
    tamper(HistorySeal).filter(number=2)._raw_delete("default")
    for number in (3, 4, 5):
        tamper(HistorySeal).filter(number=number).update(number=number - 1)

    assert found()[0] == f"Number 2 (line {lines[2]}"


def test_an_inserted_line_is_found_and_never_sealed(lines, attacker, office_a):
    copied = tamper(HistoryEntry).filter(pk=lines[0]).values().get() | {"id": 10**6, "mark": "f" * 80}
    tamper(HistoryEntry).bulk_create([HistoryEntry(**copied)])

    assert sealing.seal() == 0
    assert found() == ["Line 1000000 was inserted: the site did not write it, and it has no seal."]
    record(office_a, "directory.save", by=SYSTEM)
    tamper(HistoryEntry).filter(pk=10**6).update(label="Later")
    assert found() == ["Line 1000000 was inserted: the site did not write it, and it has no seal."]


def test_an_inserted_line_with_a_seal_of_its_own_is_found(lines, attacker):
    copied = tamper(HistoryEntry).filter(pk=lines[0]).values().get() | {"id": 10**6, "mark": "f" * 80}
    tamper(HistoryEntry).bulk_create([HistoryEntry(**copied)])
    last = sealing.head()
    tamper(HistorySeal).bulk_create(
        [HistorySeal(number=6, entry_id=10**6, digest="e" * 64, sealed_at=last.sealed_at)],
    )

    (words,) = verifying.verify().findings
    assert words.startswith("Number 6 (line 1000000, ")
    assert words.endswith("was not written by the site.")


def test_two_lines_that_changed_places_are_found(lines, attacker):
    one, other = (tamper(HistoryEntry).filter(pk=lines[place]).values().get() for place in (1, 3))
    del one["id"], other["id"]
    tamper(HistoryEntry).filter(pk=lines[1]).update(**one | {"mark": "x"})
    tamper(HistoryEntry).filter(pk=lines[3]).update(**one)
    tamper(HistoryEntry).filter(pk=lines[1]).update(**other)

    assert found() == [f"Number 2 (line {lines[1]}", f"Number 4 (line {lines[3]}"]


def test_a_tail_that_was_cut_off_is_found_by_a_head_that_was_written_down(lines, attacker):
    last, third = sealing.head(), sealing.place(3)
    tamper(HistoryEntry).filter(pk__in=lines[3:])._raw_delete("default")
    tamper(HistorySeal).filter(number__gt=3)._raw_delete("default")

    assert verifying.verify().is_right
    assert verifying.compare(last.number, last.digest) == (
        "The history ends at number 3, and number 5 was written down: 2 are missing."
    )
    assert verifying.compare(3, third.digest[:16]) == ""


def test_a_tail_that_was_written_anew_with_the_key_is_found_by_the_head(lines, attacker, office_a):
    last = sealing.head()
    tamper(HistoryEntry).filter(pk=lines[4])._raw_delete("default")
    tamper(HistorySeal).filter(number=5)._raw_delete("default")
    record(office_a, "directory.save", by=SYSTEM)
    sealing.seal()

    assert verifying.verify().is_right
    assert verifying.compare(5, last.digest).startswith("Number 5 has another seal")


OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(["alter", "remove", "both", "swap", "insert", "seal"]), st.integers(0, 4), st.integers(1, 4)
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(OPERATIONS)
def test_no_tampering_at_random_goes_unfound(lines, attacker, operations):
    """Whatever is done to lines and seals: either they stand as they stood, but for an end cut off, or it is named."""
    rows = {model: list(tamper(model).order_by("pk").values()) for model in (HistoryEntry, HistorySeal)}
    with transaction.atomic():
        for what, place, by in operations:
            _do(what, lines[place], lines[(place + by) % 5])
        now = {model: list(tamper(model).order_by("pk").values()) for model in rows}
        left = len(now[HistorySeal])
        is_cut = all(now[model] == rows[model][:left] for model in rows)
        assert verifying.verify().is_right == is_cut
        transaction.set_rollback(True)


def _do(what, pk, other):
    line, seal = tamper(HistoryEntry).filter(pk=pk), tamper(HistorySeal).filter(entry_id=pk)
    if what == "alter":
        line.update(label="Another")
    if what in {"remove", "both"}:
        line._raw_delete("default")
    if what == "both":
        seal._raw_delete("default")
    if what == "swap" and tamper(HistorySeal).filter(entry_id=other).exists() and seal.exists():
        seal.update(entry_id=10**7)
        tamper(HistorySeal).filter(entry_id=other).update(entry_id=pk)
        tamper(HistorySeal).filter(entry_id=10**7).update(entry_id=other)
    if what == "insert" and not tamper(HistoryEntry).filter(pk=10**6).exists():
        like = tamper(HistoryEntry).values().first() or {}
        tamper(HistoryEntry).bulk_create([HistoryEntry(**like | {"id": 10**6, "mark": "f" * 80})] if like else [])
    if what == "seal":
        seal.update(digest="0" * 64)


# ---------------------------------------------------------------- the commands and the nightly look
def said(command, *args):
    """What a command prints."""
    out = StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue()


def test_the_commands_print_a_head_and_hold_the_chain_against_it(lines):
    head = said("history_heads").split()[0]

    assert head == f"5:{sealing.head().digest}"
    assert "The history is what was sealed." in said("verify_history", f"--head={head}")
    assert said("verify_history", "--head", head[:18]).startswith("5 lines read; 0 wait for their seal.\n")
    with pytest.raises(CommandError, match="1 found"):
        said("verify_history", "--head", f"9:{head[2:]}")
    with pytest.raises(CommandError, match="write the number"):
        said("verify_history", "--head", "nonsense")


def test_the_command_names_what_it_found_and_ends_with_an_error(lines, attacker):
    tamper(HistoryEntry).filter(pk=lines[2]).update(label="Another")
    out = StringIO()

    with pytest.raises(CommandError, match="1 found"):
        call_command("verify_history", stdout=out)
    assert f"Number 3 (line {lines[2]}, sealed " in out.getvalue()


def test_heads_of_several_days_are_one_a_day(clock, office_a):
    for _day in range(3):
        for _n in range(2):
            record(office_a, "directory.save", by=SYSTEM)
        sealing.seal()
        clock.shift(timedelta(days=1))

    assert [line.split(":")[0] for line in said("history_heads", "--days", "30").splitlines()] == ["2", "4", "6"]


def test_every_night_reads_what_is_new_and_a_part_of_what_is_old(lines, monkeypatch, office_a):
    monkeypatch.setattr(watching, "AGAIN", 2)
    looks = [watching.check() for _night in range(2)]
    record(office_a, "directory.save", by=SYSTEM)
    sealing.seal()
    looks += [watching.check() for _night in range(3)]

    assert [(look.number, look.read_through, look.lines, look.found) for look in looks] == [
        (5, 0, 5, 0),
        (5, 2, 2, 0),
        (6, 4, 3, 0),
        (6, 6, 2, 0),
        (6, 2, 2, 0),
    ]


def test_whoever_keeps_the_history_is_told_once_that_it_does_not_match(lines, attacker, mailoutbox, caplog):
    keeper = UserFactory(roles=["administrator"])
    assert watching.check().found == 0
    tamper(HistoryEntry).filter(pk=lines[0]).update(label="Another")

    looks = [watching.check() for _night in range(3)]

    assert [look.found for look in looks] == [1, 1, 1]
    assert [mail.to for mail in mailoutbox] == [[keeper.email]]
    assert "Another" not in mailoutbox[0].body
    assert [line.message for line in caplog.records if line.levelname == "ERROR"] == ["history does not match"] * 3


def test_an_end_cut_off_since_last_night_is_found(lines, attacker):
    watching.check()
    tamper(HistoryEntry).filter(pk=lines[4])._raw_delete("default")
    tamper(HistorySeal).filter(number=5)._raw_delete("default")

    assert watching.check().first == "The history ends at number 4, and number 5 was written down: 1 are missing."


def test_an_office_that_comes_and_goes_leaves_its_lines(office_a):
    other = OfficeFactory()
    record(other, "directory.save", by=SYSTEM)
    other.delete()

    assert HistoryEntry.objects.filter(label=str(other)).count() == 1
