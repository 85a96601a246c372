"""What a browser may do with our pages: said on every answer, and strict enough that a planted script would not run."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from portal.csp import ContentPolicyMiddleware

pytestmark = pytest.mark.django_db


def policy(response):
    """The policy of an answer: each directive with what it allows."""
    directives = (part.split() for part in response["Content-Security-Policy"].split(";") if part.strip())
    return {name: allowed for name, *allowed in directives}


@pytest.mark.parametrize(
    "path", ["/en/", "/fr/", "/en/nothing-here/", "/robots.txt", "/sitemap.xml", "/captcha/refresh/"]
)
def test_the_public_is_told_to_run_nothing_inline_and_to_load_nothing_from_elsewhere(client, path):
    found = policy(client.get(path))

    assert found["default-src"] == ["'none'"]
    assert found["script-src"] == found["style-src"] == found["form-action"] == ["'self'"]
    assert found["base-uri"] == found["frame-ancestors"] == ["'none'"]
    assert "unsafe-inline" not in str(found)


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/", "/admin/nothing-here/", "/admin/cases/"])
def test_the_admin_runs_no_script_that_stands_in_the_page(signed_in, alice, path):
    found = policy(signed_in(alice).get(path))

    assert found["script-src"] == ["'self'"]
    assert found["frame-ancestors"] == ["'self'"]
    assert (found["default-src"], found["base-uri"]) == (["'none'"], ["'none'"])


def test_a_number_that_a_page_asked_for_is_let_through_once():
    request = RequestFactory().get("/admin/")
    told = []

    def answer(asked):
        told.append(str(asked.csp_nonce))
        return HttpResponse()

    response = ContentPolicyMiddleware(answer)(request)

    assert policy(response)["script-src"] == ["'self'", f"'nonce-{told[0]}'"]
    assert len(told[0]) >= 22


def test_a_stricter_policy_of_a_view_stays():
    said = "default-src 'none'; sandbox"

    response = ContentPolicyMiddleware(lambda _: HttpResponse(headers={"Content-Security-Policy": said}))(
        RequestFactory().get("/admin/")
    )

    assert response["Content-Security-Policy"] == said
