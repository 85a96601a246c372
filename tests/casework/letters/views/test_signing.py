"""The screens of the signature, in somebody's browser."""

import pytest
from django.urls import reverse

from casework.letters import queries
from casework.letters.models import AuthorityEnd, SigningAuthority
from tests.factories.directory import MemberFactory, UserFactory
from tests.factories.letters import LetterFactory, SigningAuthorityFactory, SignOffFactory, again, to_be_signed
from tests.screens import queries as queries_of, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegate(office_a):
    return UserFactory(office=office_a, roles=["reviewer"])


@pytest.fixture
def authority(office_a, delegate, director):
    return SigningAuthorityFactory(office=office_a, holder=delegate, by=director)


@pytest.fixture
def letter(authority, alice, bob):
    return to_be_signed(authority, by=alice, approver=bob)


def url(letter, name="sign"):
    return reverse(f"letters:{name}", args=[letter.pk])


def press(client, letter, decision, **typed):
    words = {"sha256": queries.reading(again(letter)).sha256, "method": "digital", "decision": decision, "comment": ""}
    return client.post(url(letter), {**words, **typed}, follow=True)


def test_the_letter_is_read_whole_and_signed_with_one_press(signed_in, delegate, letter):
    client = signed_in(delegate)
    page = said(client.get(url(letter)))
    assert "We have found the answer." in page
    assert "You sign for" in page
    assert "is signed and leaves exactly as you read it" in said(press(client, letter, "sign"))
    assert again(letter).status == "approved"
    record = said(client.get(url(letter, "inspect")))
    assert "Who signed, and by which authority" in record


def test_a_return_without_a_word_is_asked_for_one_and_nothing_happens(signed_in, delegate, letter):
    answer = press(signed_in(delegate), letter, "return")
    assert answer.status_code == 422
    assert "Say what is to be changed" in said(answer)
    assert again(letter).status == "to_sign"


def test_a_return_with_words_brings_it_back_to_its_writer(signed_in, delegate, alice, letter):
    press(signed_in(delegate), letter, "return", comment="Name the program.", code="facts")
    assert (again(letter).status, again(letter).returns.get().code) == ("draft", "facts")
    assert "Name the program." in said(signed_in(alice).get(url(letter, "inspect")))


def test_whoever_may_not_sign_reads_why_and_a_press_changes_nothing(signed_in, bob, letter):
    client = signed_in(bob)
    assert "Nobody gave you the authority to sign for this member" in said(client.get(url(letter)))
    answer = press(client, letter, "sign")
    assert answer.status_code == 422
    assert again(letter).status == "to_sign"


def test_where_nobody_may_sign_the_page_says_who_can_change_that(signed_in, alice, director, authority, letter):
    client = signed_in(alice)
    assert "Nobody may sign for this member now" not in said(client.get(url(letter)))
    signed_in(director).post(reverse("signing_authorities:end", args=[authority.pk]), {"reason": "On leave."})
    assert "Nobody may sign for this member now" in said(client.get(url(letter)))


def test_the_list_to_sign_holds_what_is_mine_to_sign(signed_in, delegate, bob, letter):
    assert str(letter) in said(signed_in(delegate).get(reverse("letters:to_sign")))
    assert str(letter) not in said(signed_in(bob).get(reverse("letters:to_sign")))


@pytest.mark.parametrize("name", ["letters:to_sign", "signing_authorities:index"])
def test_a_list_asks_the_same_however_many_rows(signed_in, delegate, director, authority, alice, bob, letter, name):
    client = signed_in(delegate)
    client.get(reverse(name))
    one = queries_of(client, reverse(name))
    for _ in range(2):
        to_be_signed(authority, by=alice, approver=bob)
        SigningAuthorityFactory(office=authority.office, by=director)
    assert queries_of(client, reverse(name)) == one


def test_a_director_gives_an_authority_and_ends_it(signed_in, director, delegate, office_a):
    client, member = signed_in(director), MemberFactory(office=office_a)
    typed = {
        "office": office_a.pk,
        "member": member.pk,
        "holder": delegate.pk,
        "most_tier": 2,
        "most_level": 1,
        "starts": "2026-03-01",
    }
    client.post(reverse("signing_authorities:add"), typed)
    given = SigningAuthority.objects.get()
    assert (given.given_by, given.holder, given.last_day) == (director, delegate, None)
    page = reverse("signing_authorities:inspect", args=[given.pk])
    assert "Holds" in said(client.get(page))
    client.post(reverse("signing_authorities:end", args=[given.pk]), {"reason": "On leave."})
    assert "On leave." in said(client.get(page))
    assert AuthorityEnd.objects.get().ended_by == director


def test_what_is_wrong_in_the_form_stands_beside_its_field(signed_in, director, delegate, office_a, office_b):
    client, member = signed_in(director), MemberFactory(office=office_a)
    typed = {"office": office_a.pk, "member": member.pk, "holder": delegate.pk, "most_tier": 2, "most_level": 1}
    answer = client.post(
        reverse("signing_authorities:add"), {**typed, "starts": "2026-03-02", "last_day": "2026-03-01"}
    )
    assert "The last day is before the first." in said(answer)
    stranger = MemberFactory(office=office_b)
    answer = client.post(reverse("signing_authorities:add"), {**typed, "member": stranger.pk, "starts": "2026-03-02"})
    assert "Select a valid choice" in said(answer)
    assert not SigningAuthority.objects.exists()


def test_an_officer_reads_the_authorities_and_gives_none(signed_in, alice, authority):
    client = signed_in(alice)
    assert str(authority) in said(client.get(reverse("signing_authorities:index")))
    assert client.get(reverse("signing_authorities:end", args=[authority.pk])).status_code in {302, 403}
    assert not AuthorityEnd.objects.exists()


def test_a_signed_letter_names_its_authority_and_what_opened_it_again(signed_in, director, office_a):
    signed = SignOffFactory(office=office_a)
    client = signed_in(director)
    client.post(url(signed.letter, "recall"), {"reason": "A wrong amount."})
    page = said(client.get(url(signed.letter, "inspect")))
    assert "A wrong amount." in page
    assert str(signed.authority) in page


# ---------------------------------------------------------------- the certificate
def test_the_certificate_tells_who_decided_what_and_that_it_matches(signed_in, alice, bob, delegate, letter):
    press(signed_in(delegate), letter, "sign")
    page = said(signed_in(alice).get(url(letter, "certificate")))
    assert "It is proved." in page
    for each in (str(bob), str(delegate), again(letter).approvals.get().sha256):
        assert each in page


def test_the_certificate_names_what_does_not_match(signed_in, alice, letter, tampered_bytes):
    tampered_bytes(letter.approvals.get().dispatch)
    page = said(signed_in(alice).get(url(letter, "certificate")))
    assert "It is not proved." in page
    assert "The bytes that left are not those whose hash was kept." in page


def test_a_letter_that_was_never_approved_has_no_certificate(signed_in, alice, office_a):
    draft = LetterFactory(office=office_a, by=alice)
    assert signed_in(alice).get(url(draft, "certificate")).status_code == 404
