"""What a scanner of an IT department looks at first: the headers of every answer, and what a cookie may be used for."""

import pytest
from django.http import HttpResponse

pytestmark = pytest.mark.django_db

#: As production has them; what a browser is told on every answer, errors and redirects included.
SECURE = {"SECURE_HSTS_SECONDS": 31_536_000, "SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True}
TOLD = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
}


@pytest.fixture(autouse=True)
def as_in_production(settings):
    for name, value in SECURE.items():
        setattr(settings, name, value)


def is_framed_by_nobody_else(answer: HttpResponse) -> bool:
    return (
        answer["X-Frame-Options"] in {"DENY", "SAMEORIGIN"} and "frame-ancestors" in answer["Content-Security-Policy"]
    )


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/", "/nothing-there/", "/en/nothing-there/", "/robots.txt"])
@pytest.mark.parametrize("inside", [True, False])
def test_every_answer_tells_the_browser_what_it_may_not_do(client, signed_in, alice, path, inside):
    answer = (signed_in(alice) if inside else client).get(path, secure=True)

    assert {name: answer.get(name, "").split(";")[0] for name in TOLD} == TOLD
    assert is_framed_by_nobody_else(answer)
    assert "Server" not in answer
    assert "X-Powered-By" not in answer


def test_cookies_are_for_this_site_over_a_safe_connection_and_for_no_script(client, signed_in, alice, settings):
    settings.SESSION_SAVE_EVERY_REQUEST = True

    session = signed_in(alice).get("/admin/", secure=True).cookies["sessionid"]
    token = client.get("/admin/login/", secure=True).cookies["csrftoken"]

    assert (session["httponly"], session["secure"], session["samesite"]) == (True, True, "Lax")
    assert (token["secure"], token["samesite"]) == (True, "Lax")
    assert session["domain"] == token["domain"] == ""
