"""The exit on screen: what is to be printed, what needs a person, and the stored bytes, which can do nothing."""

import re

import pytest
from django.urls import NoReverseMatch, reverse

from casework.dispatch import viewsets
from casework.dispatch.models import Dispatch
from casework.dispatch.states import DispatchStatus
from tests.factories.directory import UserFactory, group_of
from tests.factories.dispatch import DispatchFactory

pytestmark = pytest.mark.django_db

HOSTILE = '<p>Hi</p><script>alert(1)</script><img src="https://elsewhere.example/x.gif"><form action="/">'


def url(name, row=None):
    return reverse(f"dispatch:{name}", args=[row.pk] if row else [])


@pytest.fixture
def mail(office_a):
    """An e-mail of office A waiting to go."""
    return DispatchFactory(office=office_a)


@pytest.fixture
def page(office_a):
    """A letter of office A waiting to be printed."""
    return DispatchFactory(office=office_a, post=True)


# ---------------------------------------------------------------- whose they are
ONE = ["inspect", "history", "settle", "again", "html", "page", "raw"]


@pytest.mark.parametrize("name", ONE)
@pytest.mark.parametrize("who", ["charlie", "root"])
def test_for_a_stranger_nothing_of_it_exists(signed_in, mail, name, who, request):
    client = signed_in(request.getfixturevalue(who))
    assert [client.get(url(name, mail)).status_code, client.post(url(name, mail)).status_code] in (
        [404, 404],
        [404, 405],
    )


@pytest.mark.parametrize("name", [*ONE, "index", "sheets", "attention", "all"])
def test_nobody_sees_anything_who_is_not_signed_in(client, mail, name):
    answer = client.get(url(name, mail if name in ONE else None))
    assert answer["location"].startswith(reverse("wagtailadmin_login"))


@pytest.mark.parametrize("name", [*ONE, "index", "attention", "all"])
def test_a_site_editor_of_the_office_sees_nothing(signed_in, mail, office_a, name):
    client = signed_in(UserFactory(office=office_a, roles=["editor"]))
    answer = client.get(url(name, mail if name in ONE else None))
    assert (answer.status_code, answer["location"]) == (302, reverse("wagtailadmin_home"))


def test_a_site_editor_of_the_office_prints_and_marks_nothing(signed_in, page, office_a):
    client = signed_in(UserFactory(office=office_a, roles=["editor"]))
    for name in ("sheets", "index"):
        answer = client.post(url(name), {"id": page.pk})
        assert (answer.status_code, answer["location"]) == (302, reverse("wagtailadmin_home"))
    assert Dispatch.objects.get().status == "queued"


def test_lists_show_the_office_s_own(signed_in, alice, charlie, office_a):
    failed = DispatchFactory(office=office_a, failed=True)
    for name in ("attention", "all"):
        assert list(signed_in(alice).get(url(name)).context["object_list"]) == [failed]
        assert list(signed_in(charlie).get(url(name)).context["object_list"]) == []


@pytest.mark.parametrize("name", ["add", "edit", "delete", "copy"])
def test_nothing_that_leaves_is_made_changed_or_deleted_by_hand(name):
    for arguments in ([], [1]):
        with pytest.raises(NoReverseMatch):
            reverse(f"dispatch:{name}", args=arguments)


# ---------------------------------------------------------------- the stored bytes
def inert(answer):
    policy = answer["Content-Security-Policy"]
    return (
        "default-src 'none'" in policy
        and re.search(r"(^|; )sandbox(;|$)", policy) is not None
        and "allow-" not in policy
        and answer["X-Content-Type-Options"] == "nosniff"
        and "no-store" in answer["Cache-Control"]
    )


def test_the_html_is_the_part_that_leaves_and_can_do_nothing(signed_in, alice, office_a):
    mail = DispatchFactory(office=office_a, html=HOSTILE)
    answer = signed_in(alice).get(url("html", mail))
    assert HOSTILE in answer.content.decode()
    assert inert(answer)


def test_the_page_is_byte_for_byte_what_is_printed(signed_in, alice, page):
    answer = signed_in(alice).get(url("page", page))
    assert (answer.content, inert(answer)) == (page.raw_bytes, True)


@pytest.mark.parametrize(
    ("post", "kind", "ending"), [(False, "message/rfc822", "eml"), (True, "application/octet-stream", "html")]
)
def test_the_source_is_a_file_byte_for_byte_under_a_name_that_is_nobody_s(
    signed_in, alice, office_a, post, kind, ending
):
    row = DispatchFactory(office=office_a, post=post, reference='C7K4-2222/1"\r\nX: y')
    answer = signed_in(alice).get(url("raw", row))
    assert answer.content == row.raw_bytes
    assert (answer["content-type"], inert(answer)) == (kind, True)
    assert answer["content-disposition"] == f'attachment; filename="C7K4-2222-1-X-y.{ending}"'


def test_a_message_without_html_shows_nothing():
    assert viewsets.html_part(b"Subject: x\r\n\r\nOnly text.") == ""


# ---------------------------------------------------------------- to print
def test_the_print_desk_lists_what_waits_the_oldest_first(signed_in, alice, office_a, mail):
    first, second = (DispatchFactory(office=office_a, post=True) for _ in range(2))
    DispatchFactory(office=office_a, post=True, sent=True)
    assert signed_in(alice).get(url("index")).context["waiting"] == [first, second]


def test_the_chosen_letters_become_one_document_each_on_its_own_page(signed_in, alice, office_a):
    pages = [
        DispatchFactory(office=office_a, post=True, html=f"<p>Letter {n}.</p>", language=language)
        for n, language in enumerate(("en", "fr", "en"))
    ]
    answer = signed_in(alice).post(url("sheets"), {"id": [pages[0].pk, pages[1].pk]})
    said = answer.content.decode()
    assert re.findall(r'<section class="sheet" lang="(\w+)">', said) == ["en", "fr"]
    assert ("Letter 0." in said, "Letter 1." in said, "Letter 2." in said) == (True, True, False)
    assert said.count("<html") == said.count("<body") == 1
    assert inert(answer)


def test_letters_of_another_office_cannot_be_slipped_into_the_document(signed_in, charlie, page):
    answer = signed_in(charlie).post(url("sheets"), {"id": page.pk})
    assert answer["location"] == url("index")


@pytest.mark.parametrize("ids", [[], ["x"], ["-1"], ["9" * 40], ["1 OR 1=1"]])
@pytest.mark.parametrize("name", ["sheets", "index"])
def test_choosing_nothing_that_is_there_says_so(signed_in, alice, page, ids, name):
    client = signed_in(alice)
    answer = client.post(url(name), {"id": ids})
    assert answer["location"] == url("index")
    assert "Choose the letters" in client.get(url("index")).content.decode()
    page.refresh_from_db()
    assert page.status == DispatchStatus.QUEUED


def test_marking_as_printed_marks_the_chosen_ones(signed_in, alice, office_a):
    first, second = (DispatchFactory(office=office_a, post=True) for _ in range(2))
    signed_in(alice).post(url("index"), {"id": [first.pk]})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, first.printed_by, second.status) == ("sent", alice, "queued")


def test_marking_twice_changes_nothing(signed_in, alice, page):
    for _ in range(2):
        signed_in(alice).post(url("index"), {"id": [page.pk]})
    assert Dispatch.objects.get().status == "sent"


def test_a_stranger_marks_nothing(signed_in, charlie, page):
    signed_in(charlie).post(url("index"), {"id": [page.pk]})
    assert Dispatch.objects.get().status == "queued"


def test_who_only_reads_is_refused_in_words(signed_in, bob, page):
    client = signed_in(bob)
    client.post(url("index"), {"id": [page.pk]})
    assert "You may not do this" in client.get(url("index")).content.decode()
    assert Dispatch.objects.get().status == "queued"
    assert "Mark as printed" not in client.get(url("index")).content.decode()


def test_all_can_be_ticked_without_a_script(signed_in, alice, page):
    assert " checked" not in signed_in(alice).get(url("index")).content.decode()
    assert " checked" in signed_in(alice).get(url("index"), {"choose": "all"}).content.decode()


def test_the_print_desk_shows_no_more_than_one_sitting(signed_in, alice, office_a, monkeypatch):
    monkeypatch.setattr(viewsets, "AT_ONCE", 2)
    for _ in range(3):
        DispatchFactory(office=office_a, post=True)
    answer = signed_in(alice).get(url("index"))
    assert (len(answer.context["waiting"]), answer.context["there_are_more"]) == (2, True)


@pytest.mark.parametrize("name", ["index", "attention", "all"])
def test_a_list_costs_the_same_for_one_row_and_three(
    signed_in, alice, office_a, name, django_assert_num_queries, django_assert_max_num_queries
):
    client = signed_in(alice)

    def one_more():
        DispatchFactory(office=office_a, post=True)
        DispatchFactory(office=office_a, failed=True)

    one_more()
    client.get(url(name))
    with django_assert_max_num_queries(12) as one:
        client.get(url(name))
    one_more()
    one_more()
    with django_assert_num_queries(len(one)):
        client.get(url(name))


# ---------------------------------------------------------------- needs a person
def test_what_needs_a_person_offers_the_ways_out(signed_in, alice, office_a):
    unknown = DispatchFactory(office=office_a, unknown=True)
    failed = DispatchFactory(office=office_a, failed=True)
    client = signed_in(alice)
    pages = {row: client.get(url("inspect", row)).content.decode() for row in (unknown, failed)}
    assert [url("settle", row) in pages[row] for row in pages] == [True, False]
    assert [url("again", row) in pages[row] for row in pages] == [True, True]
    assert unknown.get_trouble_display() in client.get(url("inspect", unknown)).context["sent"].get_trouble_display()


def test_settling_needs_a_note_and_is_done(signed_in, alice, office_a):
    unknown = DispatchFactory(office=office_a, unknown=True)
    client = signed_in(alice)
    assert "note" in client.post(url("settle", unknown), {"note": " "}).context["form"].errors
    client.post(url("settle", unknown), {"note": "They <b>called</b>."})
    unknown.refresh_from_db()
    assert (unknown.status, unknown.settled_by, unknown.settled_note) == ("sent", alice, "They <b>called</b>.")
    assert "They &lt;b&gt;called&lt;/b&gt;." in client.get(url("inspect", unknown)).content.decode()


def test_sending_again_puts_it_back_in_line(signed_in, alice, office_a):
    failed = DispatchFactory(office=office_a, failed=True)
    signed_in(alice).post(url("again", failed), {"note": "The address was corrected on their side."})
    failed.refresh_from_db()
    assert failed.status == "queued"


def test_what_was_settled_meanwhile_is_said_with_the_note_kept(signed_in, alice, mail):
    answer = signed_in(alice).post(url("settle", mail), {"note": "Kept."})
    assert answer.status_code == 422
    assert "not unknown" in str(answer.context["form"].errors)
    assert "Kept." in answer.content.decode()


@pytest.mark.parametrize("name", ["settle", "again"])
def test_a_reviewer_settles_nothing(signed_in, bob, office_a, name):
    unknown = DispatchFactory(office=office_a, unknown=True)
    signed_in(bob).post(url(name, unknown), {"note": "x"})
    unknown.refresh_from_db()
    assert unknown.status == "unknown"


def test_changed_bytes_are_told(signed_in, alice, mail):
    assert "unchanged" in signed_in(alice).get(url("inspect", mail)).content.decode()


def test_the_menu_offers_it_to_who_can_use_it(signed_in, alice, bob, charlie):
    charlie.groups.set([group_of("editor")])
    shown = [url("attention") in signed_in(user).get("/admin/").content.decode() for user in (alice, bob, charlie)]
    assert shown == [True, False, False]
