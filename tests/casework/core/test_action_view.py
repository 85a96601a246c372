"""One verb, one screen: who gets there, what is kept when the verb refuses, and where it leads afterwards."""

import pytest
from django.test import Client

from casework.cases.models import Case
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db

HERE = "/admin/cases/?page=2"


@pytest.fixture
def case(office_a):
    """A case of office A."""
    return CaseFactory(office=office_a, opened=True)


def screen(case, verb="reopen"):
    """The address of a verb's screen."""
    return f"/admin/cases/{case.pk}/{verb}/"


def test_a_row_out_of_sight_and_one_that_never_was_are_the_same(signed_in, alice, charlie, root, case):
    missing = screen(Case(pk=case.pk + 1000))
    far_away = screen(Case(pk=10**30))

    for user, address in ((charlie, screen(case)), (root, screen(case)), (alice, missing), (alice, far_away)):
        for ask in (signed_in(user).get, signed_in(user).post):
            assert ask(address).status_code == 404


def test_somebody_without_the_verb_does_not_get_to_its_screen(signed_in, bob, case):
    response = signed_in(bob).get(screen(case))

    assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_a_visitor_is_asked_to_sign_in(case):
    assert Client().get(screen(case))["Location"].startswith("/admin/login/")


def test_a_refusal_is_said_on_the_form_with_everything_typed_and_the_way_back(signed_in, alice, case):
    response = signed_in(alice).post(screen(case), {"reason": "New <facts>", "next": HERE})

    page = response.content.decode()
    assert response.status_code == 422
    assert f"{case.reference} is open already." in page
    assert "New &lt;facts&gt;" in page
    assert 'name="next" value="/admin/cases/?page=2"' in page


@pytest.mark.parametrize(
    ("wanted", "secure", "goes_there"),
    [
        (HERE, False, True),
        (HERE, True, True),
        ("https://elsewhere.example/", False, False),
        ("//elsewhere.example/", False, False),
        ("javascript:alert(1)", False, False),
        ("http://testserver/admin/", True, False),
        ("\x00", False, False),
        ("11", False, False),
        ("cases:index", False, False),
        ("", False, False),
    ],
)
def test_the_officer_goes_back_to_where_they_came_from_and_never_elsewhere(
    signed_in, alice, case, wanted, secure, goes_there
):
    response = signed_in(alice).post(screen(case, "note"), {"body": "Call back", "next": wanted}, secure=secure)

    assert response.status_code == 302
    assert (response["Location"] == wanted) is goes_there
    assert goes_there or response["Location"] == f"/admin/cases/inspect/{case.pk}/"
