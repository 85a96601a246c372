"""The guard: what is odd about a form, and that an odd form loses nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory
from hypothesis import given, strategies as st

from home import guard


@pytest.fixture
def request_from():
    return lambda address, **headers: RequestFactory().post("/", REMOTE_ADDR=address, **headers)


def _seen(clock, *, after=60, honeypot="", message="Hello", signed=None):
    ticket = guard.open_ticket()
    clock.shift(after)
    read = guard.read_ticket(ticket.signed if signed is None else signed)
    return guard.look(read, honeypot=honeypot, message=message)


def test_a_person_who_takes_a_minute_is_not_odd(clock):
    assert _seen(clock) == ()


@pytest.mark.parametrize(
    ("how", "name", "asks"),
    [
        ({"honeypot": "fax"}, "honeypot", True),
        ({"after": 3}, "too_fast", True),
        ({"signed": ""}, "token_missing", False),
        ({"signed": "a:b:c"}, "token_forged", False),
        ({"message": "https://a.example " * 4}, "many_links", False),
    ],
)
def test_what_is_odd_has_a_name_and_a_weight(clock, how, name, asks):
    seen = _seen(clock, **how)

    assert (seen, guard.is_odd(seen)) == ((name,), asks)


def test_two_small_oddities_ask_the_puzzle(clock):
    seen = _seen(clock, signed="forged", message="www.a.example " * 4)

    assert (seen, guard.is_odd(seen)) == (("token_forged", "many_links"), True)


def test_three_links_are_nothing_odd(clock):
    assert _seen(clock, message="https://a.example " * 3) == ()


def test_a_form_open_for_a_week_is_still_known_by_its_nonce(clock):
    ticket = guard.open_ticket(page_id=4, privacy="v1")
    signed = ticket.signed
    clock.shift(timedelta(days=7, minutes=1))

    read = guard.read_ticket(signed)

    assert (read.problem, read.nonce, read.page_id, read.privacy) == ("token_expired", ticket.nonce, 4, "v1")


def test_a_form_left_open_for_six_days_is_as_good_as_new(clock):
    signed = guard.open_ticket().signed
    clock.shift(timedelta(days=6))

    assert guard.look(guard.read_ticket(signed), honeypot="", message="Hello") == ()


def test_what_was_asked_once_stays_asked(clock):
    asked = guard.open_ticket().renewed(challenged=True, seen=("too_fast",))
    clock.shift(3600)

    read = guard.read_ticket(asked.signed)

    assert (read.challenged, guard.look(read, honeypot="", message="Hello")) == (True, ("too_fast",))


def test_a_renewed_ticket_is_the_same_form():
    ticket = guard.open_ticket()

    assert guard.read_ticket(ticket.renewed().signed).nonce == ticket.nonce


def test_a_forged_ticket_gets_a_nonce_of_its_own():
    forged = guard.read_ticket("forged")

    assert not forged.is_ours
    assert forged.renewed().is_ours


@given(signed=st.text(max_size=200))
def test_no_ticket_can_break_the_reader(signed):
    assert guard.read_ticket(signed).problem in {"token_forged", "token_missing"}


@pytest.mark.django_db
def test_the_sixth_form_in_an_hour_is_too_many(clock, request_from):
    counted = [guard.too_many(request_from("192.0.2.7")) for _ in range(6)]
    elsewhere = guard.too_many(request_from("192.0.2.8"))
    clock.shift(timedelta(minutes=61))
    later = guard.too_many(request_from("192.0.2.7"))

    assert (counted, elsewhere, later) == ([False] * 5 + [True], False, False)


@pytest.mark.django_db
def test_one_household_has_one_ipv6_network(request_from):
    first = guard.address_hash(request_from("2001:db8:1:2::1"))

    assert guard.address_hash(request_from("2001:db8:1:2:ffff::9")) == first
    assert guard.address_hash(request_from("2001:db8:1:3::1")) != first


def test_an_address_cannot_be_read_from_its_hash_and_changes_with_the_day(clock, request_from):
    today = guard.address_hash(request_from("192.0.2.7"))
    clock.shift(timedelta(days=1))

    assert "192.0" not in today
    assert guard.address_hash(request_from("192.0.2.7")) != today


def test_behind_our_proxy_the_visitor_is_who_the_proxy_saw(settings, request_from):
    direct = guard.address_hash(request_from("192.0.2.7"))
    settings.TRUSTED_PROXIES = 1

    seen = guard.address_hash(request_from("10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9, 192.0.2.7"))

    assert seen == direct


def test_without_a_proxy_nobody_chooses_their_own_address(request_from):
    direct = guard.address_hash(request_from("192.0.2.7"))

    assert guard.address_hash(request_from("192.0.2.7", HTTP_X_FORWARDED_FOR="203.0.113.9")) == direct


def test_the_same_form_with_other_words_has_another_key(request_from):
    ticket, request = guard.open_ticket(), request_from("192.0.2.7")

    one, same, other = (guard.form_keys(ticket, request, said) for said in ("a", "a", "b"))

    assert one == same
    assert one != other


def test_without_a_ticket_the_key_lasts_over_midnight(clock, request_from):
    clock.move_to(datetime(2026, 3, 3, 4, 55, tzinfo=UTC))  # 23:55 in Toronto
    forged = guard.read_ticket("forged")
    before = guard.form_keys(forged, request_from("192.0.2.7"), "a")
    clock.shift(timedelta(minutes=9))

    after = guard.form_keys(forged, request_from("192.0.2.7"), "a")

    assert len(before) == 1
    assert after[0] == before[0]
    assert after[-1] != before[0]
