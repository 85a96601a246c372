"""The language of an address is asked of the pages alone."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/admin/cases/inspect/123/", "/admin/nowhere/", "/captcha/image/nothing/"])
def test_what_is_not_in_the_admin_is_not_looked_for_among_the_pages(path, alice, signed_in):
    response = signed_in(alice).get(path)

    assert (response.status_code, response.headers.get("Location")) in {(404, None), (410, None)}


def test_the_first_address_leads_to_the_reader_s_language(client):
    response = client.get("/", headers={"accept-language": "fr-CA"})

    assert (response.status_code, response.headers["Location"]) == (302, "/fr/")
