"""What must be true before the site starts, each with an id and a hint (``manage.py check``)."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning as Caution, register

from casework.core.files.scanning import is_place

HERE = {"localhost", "127.0.0.1", "::1", "[::1]", "testserver"}


def is_for_real() -> bool:
    """Whether this is a real office's site: neither for trying nor for working on it."""
    return not settings.DEBUG and not settings.DEMO


def is_this_machine(host: str | None) -> bool:
    """Whether only this machine answers to the name."""
    return host in HERE or (host or "").endswith(".localhost")


@register()
def approval_is_ours(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The end of a review must reach our verb, or an approved letter would be published and never frozen."""
    if settings.WAGTAIL_FINISH_WORKFLOW_ACTION == "casework.core.workflow.finish":
        return []
    return [
        Error(
            "WAGTAIL_FINISH_WORKFLOW_ACTION is not ours: an approval would not freeze the letter it approves.",
            hint='Set WAGTAIL_FINISH_WORKFLOW_ACTION = "casework.core.workflow.finish".',
            id="portal.E001",
        )
    ]


@register()
def edits_need_approval_again(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A text changed under review must be reviewed again."""
    if settings.WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT is True:
        return []
    return [
        Error(
            "WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT is off: a yes to one text would count for another.",
            hint="Set WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True.",
            id="portal.E002",
        )
    ]


@register()
def letters_really_leave(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A real office's letters go to a mail server, not into a folder."""
    if not is_for_real() or settings.MAILBOX_DIR is None:
        return []
    return [
        Error(
            "Mail is kept in a folder on this machine: letters would count as sent and reach nobody.",
            hint="Set MAIL_URL to a mail server, smtp://user:password@host:587?tls=starttls.",
            id="portal.E003",
        )
    ]


@register()
def links_lead_here(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Links in mail must lead to the site, not to the reader's own machine."""
    if not is_for_real() or not is_this_machine(urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname):
        return []
    return [
        Error(
            "SITE_URL names this machine only: links in mail would lead nowhere.",
            hint="Set SITE_URL to the address people type, as in https://contact.example.ca.",
            id="portal.E004",
        )
    ]


@register()
def demo_stays_at_home(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Accounts with the password "demo" may be reached from this machine alone."""
    if not settings.DEMO or settings.DEBUG or all(is_this_machine(host) for host in settings.ALLOWED_HOSTS):
        return []
    return [
        Error(
            "DEMO is on and the site answers to the outside: anyone could sign in with the password “demo”.",
            hint="Set DEMO = False, or take every name but localhost out of ALLOWED_HOSTS.",
            id="portal.E005",
        )
    ]


@register()
def languages_stay_apart(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """With the page trees in step, English words would appear live under /fr/ with no one having written French."""
    if not settings.WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE:
        return []
    return [
        Error(
            "WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE is on: new English pages would appear as they are under /fr/.",
            hint="Set WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = False and translate each page on purpose.",
            id="portal.E006",
        )
    ]


@register()
def files_are_served_from_nowhere(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What people send lies outside every folder that a web server hands out."""
    files = Path(settings.FILES_DIR).resolve()
    served = [Path(settings.MEDIA_ROOT).resolve(), Path(settings.STATIC_ROOT).resolve()]
    if not any(files == one or one in files.parents or files in one.parents for one in served):
        return []
    return [
        Error(
            "FILES_DIR lies in a folder that is served, or holds one: people's files could be opened by anybody.",
            hint="Set FILES_DIR to a folder of its own, beside the media and the static files.",
            id="portal.E007",
        )
    ]


@register()
def the_scanner_is_here(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Files do not cross a network to be looked at."""
    if not settings.CLAMD or is_place(settings.CLAMD):
        return []
    return [
        Error(
            "CLAMD names no scanner of this machine: every file would be held for ever.",
            hint="Set CLAMD to the path of clamd's socket, or to 127.0.0.1:3310; leave it empty where there is none.",
            id="portal.E008",
        )
    ]


@register(Tags.security, deploy=True)
def history_has_a_key(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The key of sessions is changed when it may be known; the history needs one that stays."""
    if settings.HISTORY_KEY:
        return []
    return [
        Caution(
            "HISTORY_KEY is not set: the history is sealed with the SECRET_KEY, and lost to proof once that changes.",
            hint="Set HISTORY_KEY to fifty random characters or more, and keep a copy away from the database.",
            id="portal.W002",
        )
    ]


@register(Tags.security, deploy=True)
def links_are_secure(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A link in a mail should not send people through http first."""
    if not settings.SECURE_SSL_REDIRECT or settings.WAGTAILADMIN_BASE_URL.startswith("https://"):
        return []
    return [
        Caution(
            "SITE_URL does not start with https:// although people are sent there.",
            hint="Write SITE_URL with https://, or set SECURE_SSL_REDIRECT=0 if there is no certificate.",
            id="portal.W001",
        )
    ]
