"""Who may open what: every address of the site and of the admin, and each kind of person, in one table to read.

The table is ``docs/operations/addresses.md``. An address that is added and has no row there fails, and so does a row
whose address is gone, or whose answer is another than it says.
"""

import re

import pytest
from wagtail.models import Page

from home.site import build_site
from tests.factories.directory import UserFactory

from .tree import ROOT
from .walls import PART, addresses

#: The pages that everybody may read are the same on either database, and sight is walked on both elsewhere.
pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.looks]

TABLE = ROOT / "docs" / "operations" / "addresses.md"
PEOPLE = ("anonymous", "neighbour", "volunteer", "officer", "reviewer", "director", "administrator")
ROW = re.compile(r"^\| `(?P<route>[^`]+)` \|(?P<cells>.+)\|$", re.MULTILINE)
#: What an address leaves to its view: a page is found by the whole of it, a file by its number and its name.
REST = re.compile(r"\(\?!admin/\)|\(\(\?:\[\\w-\]\+/\)\*\)|\(\\d\+\)/\(\.\*\)")
OPENS, SHUT, SIGN_IN, BUTTON, ON = "yes", "–", "sign in", "button", "on"
#: What the admin shows to whoever comes by: the way in, and what its pages are drawn with.
FOR_ALL = {"/admin/login/", "/admin/password_reset/", "/admin/password_reset/done/", "/admin/password_reset/complete/"}
FOR_ALL |= {"/admin/password_reset/confirm/<uidb64>/<token>/", "/admin/jsi18n/", "/admin/sprite/"}
#: A number that no row has.
NOBODY = 987_654_321


def declared():
    """What the table says: for each address, in the order of the people, whether it opens."""
    return {row["route"]: [cell.strip() for cell in row["cells"].split("|")] for row in ROW.finditer(TABLE.read_text())}


@pytest.fixture
def site(db):
    """The public site, as it is built the first time."""
    return build_site()


@pytest.fixture
def people(everybody_s_verbs, office_a, signed_in, client):
    """A browser for each kind of person; all but the neighbour work in office A."""
    staff = {who: UserFactory(office=office_a, roles=[who]) for who in PEOPLE[2:]}
    signed = {who: signed_in(user) for who, user in {"neighbour": everybody_s_verbs, **staff}.items()}
    for one in (client, *signed.values()):
        one.raise_request_exception = False
    return {"anonymous": client, **signed}


def path_of(address, rows):
    """The address about a row of office A; about another thing there is, where it is about no office's rows."""
    first = Page.objects.filter(depth=2, content_type__model="homepage").values_list("pk", flat=True).first()
    known = dict(rows)
    if address.model is not None and address.model not in known:
        some = address.model._default_manager.order_by("pk").values_list("pk", flat=True)
        known = {address.model: [some.first() or NOBODY]}
    elif address.model is None and not address.module.startswith("casework."):
        known = {Page: [first if "page" in address.route else NOBODY]}
    return REST.sub("", next(address.paths(known, each=1)))


def answered(response):
    """What an answer comes down to."""
    if response.status_code == 405:
        return BUTTON
    if response.status_code in {301, 302, 303}:
        if "/login/" in response["Location"]:
            return SIGN_IN
        return SHUT if response["Location"] == "/admin/" else ON
    return OPENS if response.status_code < 400 else SHUT


def called(address):
    """An address as the table writes it: its parts by their names, or by nothing where they have none."""
    named = PART.sub(lambda part: f"<{part['name'] or part['group']}>", address.route)
    return "/" + REST.sub("", named)


def line(name, cells):
    """A row of the table."""
    return f"| `{name}` | {' | '.join(cells)} |"


def test_each_address_opens_for_whom_the_table_says(people, rows, site):
    # Where a visit ends comes last.
    walked = sorted(addresses(""), key=lambda address: "logout" in address.route)
    paths = {called(address): path_of(address, rows) for address in walked}
    found = {name: [answered(people[who].get(path)) for who in PEOPLE] for name, path in paths.items()}
    said = declared()

    assert [line(name, found[name]) for name in sorted(found) if said.get(name) != found[name]] == []
    assert [name for name in said if name not in found] == [], "These rows have no address any more."


def test_whoever_has_not_signed_in_opens_the_way_in_and_nothing_else():
    """Whatever somebody writes into the table."""
    said = declared()
    inside = {name: cells for name, cells in said.items() if name.startswith("/admin/")}

    assert len(inside) > 400
    assert {name for name, cells in inside.items() if cells[0] == OPENS} == FOR_ALL
