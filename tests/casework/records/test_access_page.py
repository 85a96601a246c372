"""The file that answers somebody who asks, in their browser: alone, readable by everybody, in light and dark."""

import pytest

from casework.records import queries
from tests.factories.cases import CaseFactory, MessageFactory
from tests.factories.contacts import PersonFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.looks]


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("fr", "dark")])
def test_the_page_stands_alone_and_keeps_the_rules_of_accessibility(open_page, assert_accessible, language, scheme):
    person = PersonFactory(name="Odile Marchbanks", language=language)
    MessageFactory(case=CaseFactory(office=person.office, person=person), body="<script>alert(1)</script> " + "w" * 400)
    source, _rows = queries.as_page(person, language=language)
    window = open_page(color_scheme=scheme, viewport={"width": 320, "height": 800})
    window.route("**/held.html", lambda asked: asked.fulfill(body=source, content_type="text/html; charset=utf-8"))

    window.goto("/held.html")

    assert_accessible(window)
    assert window.get_by_text("<script>alert(1)</script>").count() == 1
    assert window.evaluate("document.documentElement.scrollWidth") <= 320
