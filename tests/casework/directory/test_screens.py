"""The screens of the directory in a browser: what Wagtail starts by a script in the page, we start from a file."""

import pytest
from django.urls import reverse

from tests.factories.directory import UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.looks]


def test_a_day_can_be_chosen_though_no_script_may_stand_in_the_page(open_page, signed_in):
    page = open_page()
    session = signed_in(UserFactory(roles=["administrator"])).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}])
    page.goto(reverse("memberships:add"))

    page.get_by_label("First day").click()
    page.locator(
        ".xdsoft_datetimepicker:visible .xdsoft_date.xdsoft_current, .xdsoft_datetimepicker:visible .xdsoft_today"
    ).first.click()

    assert page.get_by_label("First day").input_value() != ""
    assert page.evaluate("document.querySelectorAll('template[data-chooser]').length") == 0
