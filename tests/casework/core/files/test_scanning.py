"""The scanner is asked and believed; when it does not answer, nobody knows, and that is said."""

import tempfile
from pathlib import Path

import pytest

from casework.core.files import scanning
from casework.core.files.scanning import CannotScan, Finding, NoScanner, is_place, scan
from tests.samples import EICAR, pdf, word
from tests.scanner import Odd, clamd_in


@pytest.fixture(scope="module")
def clamd():
    """A real clamd, which knows one virus."""
    with tempfile.TemporaryDirectory(prefix="clamd-") as folder:
        scanner = clamd_in(Path(folder))
        yield scanner
        scanner.stop()


@pytest.fixture
def odd():
    """``odd(b"…")`` speaks the protocol and answers that."""
    opened = []

    def open_one(answer):
        opened.append(Odd(answer))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


# ------------------------------------------------------------------ a real clamd
def test_a_clean_file_is_clean_and_a_virus_is_found_by_its_name(clamd):
    assert scan(pdf(), place=clamd.place) == Finding()
    assert scan(b"", place=clamd.place).is_clean

    found = scan(EICAR.encode(), place=clamd.place)

    assert (found.is_clean, found.virus) == (False, "Eicar-Test.UNOFFICIAL")


def test_a_virus_inside_a_word_file_is_found(clamd):
    assert not scan(word({"word/more.xml": EICAR}), place=clamd.place).is_clean


def test_a_file_of_many_pieces_is_looked_at_whole(clamd):
    long = bytes(700_000)

    assert scan(long, place=clamd.place).is_clean
    assert not scan(long + EICAR.encode(), place=clamd.place).is_clean


def test_a_file_larger_than_the_scanner_takes_is_not_called_clean(clamd):
    with pytest.raises(CannotScan):
        scan(bytes(3_000_000), place=clamd.place)


def test_a_scanner_that_has_gone_is_no_scanner_and_one_that_comes_back_is(clamd):
    clamd.stop()
    with pytest.raises(NoScanner):
        scan(pdf(), place=clamd.place)

    clamd.start()

    assert scan(pdf(), place=clamd.place).is_clean


# ------------------------------------------------------------------ one that misbehaves
def test_the_bytes_arrive_as_they_are_by_the_port_as_well(odd):
    scanner, content = odd(b"stream: OK\0"), bytes(range(256)) * 1_000

    assert scan(content, place=scanner.place).is_clean
    assert scanner.heard == content


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\0",
        b"stream: OK",
        b"stream: OKAY\0",
        b"OK\0",
        b"stream:  FOUND\0",
        b"\xff\xfe\0",
        b"x" * 9_000,
        b"PONG\0",
    ],
)
def test_an_answer_that_nobody_understands_is_not_taken_for_clean(odd, answer):
    with pytest.raises(CannotScan):
        scan(b"x", place=odd(answer).place)


def test_a_scanner_that_says_it_cannot_is_believed(odd):
    with pytest.raises(CannotScan):
        scan(b"x", place=odd(b"stream: Heuristics.Limits.Exceeded ERROR\0").place)


def test_a_scanner_that_never_answers_is_not_waited_for_without_end(odd):
    with pytest.raises(CannotScan):
        scan(b"x", place=odd(None).place, patience=0.2)


@pytest.mark.parametrize("place", ["/nowhere/at/all.sock", "127.0.0.1:1"])
def test_where_nobody_listens_there_is_no_scanner(place):
    with pytest.raises(NoScanner):
        scan(b"x", place=place)


@pytest.mark.parametrize(
    "place", ["198.51.100.7:3310", "example.org:3310", "localhost:3310", "clamd", "127.0.0.1:x", ""]
)
def test_no_file_crosses_a_network_to_be_looked_at(place):
    assert not is_place(place)
    with pytest.raises(NoScanner):
        scan(b"x", place=place)


def test_the_scanner_is_named_by_a_path_or_a_port_of_this_machine():
    assert all(is_place(place) for place in ("/run/clamav/clamd.ctl", "127.0.0.1:3310", "[::1]:3310"))
    assert scanning.PATIENCE < 120
