"""Each system check speaks up when its setting is wrong, with an id and a hint, and is quiet otherwise."""

import pytest

from portal import checks

FOR_REAL = {"DEBUG": False, "DEMO": False, "ALLOWED_HOSTS": ["contact.example.ca"]}

WRONG = [
    (checks.approval_is_ours, "portal.E001", {"WAGTAIL_FINISH_WORKFLOW_ACTION": "wagtail.workflows.publish"}),
    (checks.edits_need_approval_again, "portal.E002", {"WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT": False}),
    (checks.letters_really_leave, "portal.E003", {**FOR_REAL, "MAILBOX_DIR": "var/mailbox"}),
    (checks.links_lead_here, "portal.E004", {**FOR_REAL, "WAGTAILADMIN_BASE_URL": "http://127.0.0.1:8000"}),
    (checks.links_lead_here, "portal.E004", {**FOR_REAL, "WAGTAILADMIN_BASE_URL": "http://site.localhost"}),
    (checks.demo_stays_at_home, "portal.E005", {**FOR_REAL, "DEMO": True}),
    (checks.languages_stay_apart, "portal.E006", {"WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE": True}),
    (
        checks.links_are_secure,
        "portal.W001",
        {"SECURE_SSL_REDIRECT": True, "WAGTAILADMIN_BASE_URL": "http://contact.example.ca"},
    ),
    (checks.history_has_a_key, "portal.W002", {"HISTORY_KEY": ""}),
    (checks.files_are_served_from_nowhere, "portal.E007", {"FILES_DIR": "var/media/files", "MEDIA_ROOT": "var/media"}),
    (checks.files_are_served_from_nowhere, "portal.E007", {"FILES_DIR": "var", "MEDIA_ROOT": "var/media"}),
    (checks.the_scanner_is_here, "portal.E008", {"CLAMD": "scanner.example.ca:3310"}),
]

RIGHT = [
    (checks.approval_is_ours, {}),
    (checks.history_has_a_key, {"HISTORY_KEY": "fifty characters"}),
    (checks.edits_need_approval_again, {}),
    (checks.letters_really_leave, {"MAILBOX_DIR": "var/mailbox", "DEMO": True}),
    (checks.letters_really_leave, {**FOR_REAL, "MAILBOX_DIR": None}),
    (checks.links_lead_here, {**FOR_REAL, "WAGTAILADMIN_BASE_URL": "https://contact.example.ca"}),
    (checks.links_lead_here, {"DEBUG": True, "WAGTAILADMIN_BASE_URL": "http://127.0.0.1:8000"}),
    (checks.demo_stays_at_home, {**FOR_REAL, "DEMO": True, "ALLOWED_HOSTS": ["localhost", "127.0.0.1"]}),
    (checks.languages_stay_apart, {}),
    (
        checks.files_are_served_from_nowhere,
        {"FILES_DIR": "var/files", "MEDIA_ROOT": "var/media", "STATIC_ROOT": "var/s"},
    ),
    (checks.the_scanner_is_here, {"CLAMD": ""}),
    (checks.the_scanner_is_here, {"CLAMD": "/run/clamav/clamd.ctl"}),
    (checks.the_scanner_is_here, {"CLAMD": "127.0.0.1:3310"}),
    (
        checks.links_are_secure,
        {"SECURE_SSL_REDIRECT": True, "WAGTAILADMIN_BASE_URL": "https://contact.example.ca"},
    ),
]


@pytest.mark.parametrize(("check", "code", "values"), WRONG)
def test_a_wrong_setting_is_told_with_an_id_and_a_hint(settings, check, code, values):
    for name, value in values.items():
        setattr(settings, name, value)

    [message] = check(None)

    assert message.id == code
    assert message.hint


@pytest.mark.parametrize(("check", "values"), RIGHT)
def test_a_right_setting_is_passed_over(settings, check, values):
    for name, value in values.items():
        setattr(settings, name, value)

    assert check(None) == []
