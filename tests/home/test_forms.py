"""The form against whatever can be typed into it: refused in words or taken, never broken."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings, strategies as st

from casework.directory.models import Office, Program
from casework.intake.choices import SPOKEN, WRITTEN
from home import doors, guard, posted
from home.casework_form import CaseworkForm
from home.forms import ContactForm, PuzzleForm

OFFICES = [Office(name="Office A", slug="office-a"), Office(name="Office B", slug="office-b")]
PROGRAMS = [Program(code="odsp", name="Disability support", government="provincial", consent="I agree.")]
#: The form of each door, as its page makes it.
DOORS = {
    "contact": lambda post: ContactForm(post, offices=OFFICES),
    "casework": lambda post: CaseworkForm(post, offices=OFFICES, programs=PROGRAMS),
}
#: Where each field's words are kept, and how many characters fit.
ROOM = {"subject": 200, "name": 200, "email": 254, "phone": 60, "postal_code": 12, "privacy_version": 40}

anything = st.text(max_size=80)
posts = st.fixed_dictionaries(
    {},
    optional={
        "office": st.sampled_from(["office-a", "office-b"]) | anything,
        "subject": anything,
        "message": anything | st.text(min_size=1).map(lambda text: text * 300),
        "name": anything,
        "postal_code": st.sampled_from(["m5v0a1", "10001"]) | anything,
        "reply_by": st.sampled_from(["email", "phone", "post", "none"]) | anything,
        "email": st.emails() | anything,
        "phone": st.sampled_from(["416 555 0134", "+33 1 70 18 99 00"]) | anything,
        "address_line1": anything,
        "city": anything,
        "reply_language": st.sampled_from(["en", "fr"]) | anything,
        "access_written": st.sampled_from([code for code, _label in WRITTEN]) | anything,
        "access_spoken": st.sampled_from([code for code, _label in SPOKEN]) | anything,
        "access_words": anything,
        "access_large_print": st.sampled_from(["large_print_22", "audio_cd"]) | anything,
        "access_keep": anything,
        "privacy": st.sampled_from(["on", ""]) | anything,
        "ticket": anything,
        "second_topic": anything,
        "step": st.sampled_from(["digits", "person", "language"]) | anything,
        "puzzle_0": anything,
        "puzzle_1": anything,
        "program": st.sampled_from(["odsp", "unsure"]) | anything,
        "wanted": anything,
        "tried": anything,
        "deadline": st.sampled_from(["2026-12-01", "1er mai"]) | anything,
        "file_number": anything,
        "for_whom": st.sampled_from(["myself", "other"]) | anything,
        "other_name": anything,
        "other_relation": anything,
        "consent": st.sampled_from(["on", ""]) | anything,
        "consent_key": st.just(PROGRAMS[0].consent_key("en")) | anything,
    },
)


def _query(post):
    query = QueryDict(mutable=True)
    query.update(post)
    return query


@pytest.mark.parametrize("door", DOORS)
@settings(deadline=None, max_examples=100)
@given(post=posts)
def test_whatever_is_typed_is_refused_in_words_or_fits_where_it_is_kept(door, post):
    form = DOORS[door](_query(post))

    if form.is_valid():
        incoming = doors.incoming_from(form, language="en", ticket=guard.open_ticket())
        for name, most in ROOM.items():
            assert len(getattr(incoming, name)) <= most
        assert len(incoming.body) <= 20_000
    else:
        assert all(problem.words and problem.anchor for problem in form.problems())


@pytest.mark.parametrize("door", DOORS)
@settings(deadline=None, max_examples=100)
@given(post=posts)
def test_whatever_is_typed_can_be_salvaged(door, post):
    incoming = doors.salvaged(
        _query(post | {"door": door}), language="fr", ticket=guard.read_ticket(post.get("ticket", ""))
    )

    for name, most in ROOM.items():
        assert len(getattr(incoming, name)) <= most
    assert incoming.reply_by in {"email", "phone", "post", "none"}
    assert incoming.reply_language in {"en", "fr"}
    assert (incoming.form, incoming.wants_person_check) == (door, True)


@settings(deadline=None, max_examples=200)
@given(body=st.binary(max_size=400))
def test_whatever_bytes_come_they_become_words(body):
    request = RequestFactory().generic("POST", "/", body, "application/x-www-form-urlencoded")

    sent = posted.read(request)

    assert all(isinstance(value, str) for _name, values in sent.data.lists() for value in values)


@pytest.mark.django_db
@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(post=posts)
def test_whatever_is_posted_the_site_answers_in_words(visitor, post):
    response = visitor.client.post("/en/contact/", post)

    assert response.status_code in {200, 303, 422}
    if response.status_code != 303:
        assert "<h1>Write to us</h1>" in response.content.decode()


def test_the_digits_a_person_typed_can_be_as_long_as_they_like():
    form = PuzzleForm({"puzzle_0": "k" * 5_000, "puzzle_1": "x" * 5_000})

    assert [problem.words for problem in form.problems()] == [
        "Type the five digits, or have a person check your message"
    ]


def test_browsers_are_told_what_each_field_is():
    form = ContactForm(offices=OFFICES)
    tokens = {name: field.widget.attrs.get("autocomplete") for name, field in form.fields.items()}

    assert {name: token for name, token in tokens.items() if token and token != "off"} == {
        "name": "name",
        "email": "email",
        "phone": "tel",
        "postal_code": "postal-code",
        "address_line1": "address-line1",
        "address_line2": "address-line2",
        "city": "address-level2",
        "province": "address-level1",
    }


def test_no_browser_puts_its_own_bubbles_over_ours():
    page = str(ContactForm(offices=OFFICES))

    assert "required" not in page


@pytest.mark.parametrize("name", ["message", "name", "second_topic", "anything"])
def test_a_file_in_any_field_is_noticed(name):
    request = RequestFactory().post("/", {name: SimpleUploadedFile("x.bin", b"\x00\xff")})

    assert posted.read(request).files == [name]
