"""The screens that Wagtail makes of a letter: which there are, whose they are, what they cost."""

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from casework.letters.models import Letter
from tests.factories.directory import UserFactory
from tests.factories.letters import LetterFactory, TemplateFactory

pytestmark = pytest.mark.django_db


def names(namespace):
    """Every view below a namespace of the admin: its name and what its address takes."""
    return {pattern.name: pattern.pattern for pattern in below(get_resolver(), namespace).url_patterns}


def below(resolver, namespace):
    """The part of the addresses with that namespace."""
    for pattern in resolver.url_patterns:
        if getattr(pattern, "namespace", None) == namespace:
            return pattern
        if hasattr(pattern, "url_patterns") and (found := below(pattern, namespace)):
            return found
    return None


def addresses(namespace, row, **given):
    """An address of every view below a namespace that is about one row."""
    for name, pattern in names(namespace).items():
        wanted = pattern.regex.groupindex
        if "pk" in wanted:
            values = {"pk": row.pk, **{key: value for key, value in given.items() if key in wanted}}
            yield name, reverse(f"{namespace}:{name}", kwargs=values)


# ---------------------------------------------------------------- what there is
@pytest.mark.parametrize(
    "name",
    [
        "add",
        "confirm_workflow_cancellation",
        "copy",
        "delete",
        "publish",
        "unpublish",
        "lock",
        "unlock",
        "usage",
        "preview_on_add",
        "revisions_unschedule",
    ],
)
def test_a_letter_has_no_such_screen(name):
    for arguments in ([], [1], [1, 1]):
        with pytest.raises(NoReverseMatch):
            reverse(f"letters:{name}", args=arguments)


@pytest.mark.parametrize("name", ["delete", "copy", "usage"])
def test_a_template_is_not_deleted_or_copied(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"letter_templates:{name}", args=[1])


def test_letters_are_chosen_from_nowhere():
    with pytest.raises(NoReverseMatch):
        reverse("wagtailsnippetchoosers_letters_letter:choose")


def test_letters_are_not_among_the_snippets(signed_in, draft, director):
    assert b"letters/" not in signed_in(director).get("/admin/snippets/").content


# ---------------------------------------------------------------- whose they are
@pytest.fixture
def every_address(in_review, approved):
    """Every address about a letter of office A."""
    state = in_review.current_workflow_state
    given = {
        "revision_id": in_review.latest_revision_id,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "action_name": "approve",
        "task_state_id": state.current_task_state_id,
        "task_id": state.current_task_state.task_id,
        "workflow_state_id": state.pk,
    }
    found = dict(addresses("letters", in_review, **given))
    found["reply"] = reverse("letters:reply", args=[in_review.case_id])
    return found


def test_there_are_as_many_addresses_as_we_know_of(every_address):
    assert set(every_address) == {
        "inspect", "history", "history_results", "review", "withdraw", "recall", "void", "edit", "preview_on_edit",
        "revisions_view", "revisions_revert", "revisions_compare", "workflow_action", "collect_workflow_action_data",
        "workflow_history", "workflow_history_detail", "workflow_preview", "reply", "ask_unit", "waive", "ratify",
        "sign", "certificate", "correct", "object", "claim", "release", "raise", "comment", "resolve",
    }  # fmt: skip


@pytest.mark.parametrize("who", ["charlie", "root"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_for_a_stranger_no_letter_exists_at_any_address(signed_in, every_address, in_review, who, method, request):
    client = signed_in(request.getfixturevalue(who))
    met = {name: getattr(client, method)(url).status_code for name, url in every_address.items()}
    assert set(met.values()) == {404}, met
    assert Letter.objects.get(pk=in_review.pk).status == "in_review"


def test_nobody_who_is_not_signed_in_sees_anything(client, every_address):
    for url in every_address.values():
        answer = client.get(url)
        assert (answer.status_code, answer["location"].partition("?")[0]) == (302, reverse("wagtailadmin_login"))


def test_a_site_editor_of_the_office_sees_no_letter(signed_in, every_address, office_a):
    client = signed_in(UserFactory(office=office_a, roles=["editor"]))
    for url in every_address.values():
        assert client.get(url).status_code in {302, 403, 404}


@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999"])
def test_an_address_that_names_no_letter_is_a_404(signed_in, alice, number):
    for name in ("inspect", "edit", "review", "history"):
        assert signed_in(alice).get(f"/admin/letters/{name}/{number}/").status_code == 404


def test_what_a_reviewer_may_read_opens_for_them(signed_in, every_address, bob):
    client = signed_in(bob)
    readable = ["inspect", "history", "review", "revisions_view", "revisions_compare", "workflow_history"]
    for name in [*readable, "workflow_history_detail"]:
        answer = client.get(every_address[name])
        assert (name, answer.status_code) == (name, 200)


@pytest.mark.parametrize("name", ["edit", "revisions_revert", "withdraw", "recall", "void", "preview_on_edit"])
def test_what_a_reviewer_may_not_do_sends_them_home(signed_in, every_address, bob, name):
    answer = signed_in(bob).get(every_address[name])
    assert (answer.status_code, answer["location"]) == (302, reverse("wagtailadmin_home"))


# ---------------------------------------------------------------- the lists
def listed(answer):
    return [letter.reference for letter in answer.context["object_list"]]


def test_the_list_shows_the_office_s_letters_newest_first(signed_in, draft, in_review, alice, charlie):
    url = reverse("letters:index")
    assert listed(signed_in(alice).get(url)) == [in_review.reference, draft.reference]
    assert listed(signed_in(charlie).get(url)) == []


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ("status=draft", ["draft"]),
        ("status=in_review", ["in_review"]),
        ("channel=post", []),
        ("language=en", ["in_review", "draft"]),
        ("mine=true", ["in_review", "draft"]),
        ("mine=false", []),
        ("status=nonsense", ["in_review", "draft"]),
        ("case__person__name=Testa", ["in_review", "draft"]),
        ("utm_source=x", ["in_review", "draft"]),
    ],
)
def test_the_list_is_narrowed_by_what_is_on_offer_and_by_nothing_else(
    signed_in, draft, in_review, alice, filters, expected
):
    names_of = {"draft": draft.reference, "in_review": in_review.reference}
    answer = signed_in(alice).get(f"{reverse('letters:index')}?{filters}")
    assert listed(answer) == [names_of[name] for name in expected]


@pytest.mark.parametrize("ordering", ["drafted_at", "-drafted_at", "body", "case__person__name", "office__email", "?"])
def test_only_a_column_on_offer_sorts_the_list(signed_in, draft, in_review, alice, ordering):
    answer = signed_in(alice).get(reverse("letters:index"), {"ordering": ordering})
    oldest_first = [draft.reference, in_review.reference]
    assert listed(answer) == (oldest_first if ordering == "drafted_at" else oldest_first[::-1])


def test_the_list_is_searched_by_reference_and_by_words(signed_in, draft, alice):
    for words in (draft.reference, draft.case.reference.lower()):
        assert listed(signed_in(alice).get(reverse("letters:index"), {"q": words})) == [draft.reference]
    assert listed(signed_in(alice).get(reverse("letters:index"), {"q": '" OR 1=1 --'})) == []


@pytest.mark.parametrize("url_name", ["letters:index", "letters:waiting", "letters:drafts", "letter_templates:index"])
def test_a_list_costs_the_same_for_one_row_and_three(signed_in, case, director, alice, url_name, count_queries):
    def one_more():
        LetterFactory(case=case, by=alice, submitted=True)
        LetterFactory(case=case, by=director)
        TemplateFactory(office=case.office)

    client = signed_in(director)
    one_more()
    client.get(reverse(url_name))
    one = count_queries(lambda: client.get(reverse(url_name)))
    one_more()
    one_more()
    assert count_queries(lambda: client.get(reverse(url_name))) == one
    assert one <= 14


def test_a_title_leads_to_where_one_goes_on(signed_in, draft, in_review, approved, alice, bob):
    page = signed_in(alice).get(reverse("letters:index")).content.decode()
    for url in (
        reverse("letters:edit", args=[draft.pk]),
        reverse("letters:review", args=[in_review.pk]),
        reverse("letters:inspect", args=[approved.pk]),
    ):
        assert f'href="{url}"' in page
    assert f'href="{reverse("letters:edit", args=[draft.pk])}"' not in (
        signed_in(bob).get(reverse("letters:index")).content.decode()
    )


def test_what_waits_is_listed_for_who_may_decide(signed_in, in_review, draft, bob, alice):
    url = reverse("letters:waiting")
    assert listed(signed_in(bob).get(url)) == [in_review.reference]
    assert listed(signed_in(alice).get(url)) == []


def test_an_empty_list_says_what_to_do(signed_in, alice):
    assert "A letter begins on a case" in signed_in(alice).get(reverse("letters:index")).content.decode()


def test_no_list_can_be_exported(signed_in, draft, alice):
    answer = signed_in(alice).get(reverse("letters:index"), {"export": "csv"})
    assert answer["content-type"].startswith("text/html")


# ---------------------------------------------------------------- the menu and the case
def menu(client):
    return client.get("/admin/").content.decode()


def test_the_menu_offers_each_what_they_can_use(signed_in, alice, bob, root):
    assert [reverse(name) in menu(signed_in(alice)) for name in ("letters:index", "dispatch:index")] == [True, True]
    assert [reverse(name) in menu(signed_in(bob)) for name in ("letters:waiting", "letters:drafts")] == [True, False]
    assert reverse("letters:index") not in menu(signed_in(root))


def test_a_case_offers_a_reply_to_who_may_write_one(signed_in, case, alice, bob):
    url, page = reverse("letters:reply", args=[case.pk]), reverse("cases:inspect", args=[case.pk])
    assert url in signed_in(alice).get(page).content.decode()
    assert url not in signed_in(bob).get(page).content.decode()


def test_a_closed_case_offers_no_reply(signed_in, case, alice):
    from casework.cases import actions as cases

    cases.close(case, by=alice, closure_reason="completed")
    page = signed_in(alice).get(reverse("cases:inspect", args=[case.pk])).content.decode()
    assert reverse("letters:reply", args=[case.pk]) not in page


def test_a_case_tells_of_its_letters(signed_in, in_review, bob):
    page = signed_in(bob).get(reverse("cases:inspect", args=[in_review.case_id])).content.decode()
    assert f"{in_review} · Letter submitted for review" in page


# ---------------------------------------------------------------- history and other roads
def test_the_history_names_nobody_who_wrote_to_us(signed_in, sent, alice):
    page = signed_in(alice).get(reverse("letters:history", args=[sent.pk])).content.decode()
    assert "Letter approved" in page
    assert "Testa" not in page


def test_a_bulk_action_deletes_nothing_and_names_no_letter_of_another_office(signed_in, draft, charlie, director):
    for user in (charlie, director):
        answer = signed_in(user).get(f"/admin/bulk/letters/letter/delete/?id={draft.pk}")
        assert draft.reference not in answer.content.decode()
        signed_in(user).post(f"/admin/bulk/letters/letter/delete/?id={draft.pk}")
    assert Letter.objects.filter(pk=draft.pk).exists()


def test_the_dashboard_shows_a_stranger_nothing(signed_in, in_review, charlie, root):
    for user in (charlie, root):
        assert in_review.reference not in signed_in(user).get("/admin/").content.decode()


def test_the_dashboard_leads_a_reviewer_to_the_review(signed_in, in_review, bob):
    assert in_review.reference in signed_in(bob).get("/admin/").content.decode()


def test_an_editing_session_is_refused_to_a_stranger(signed_in, draft, charlie):
    assert signed_in(charlie).post(f"/admin/editing-sessions/ping/letters/letter/{draft.pk}/1/").status_code in {
        403,
        404,
    }
