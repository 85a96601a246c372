"""What every test may ask for: people of two offices, a clock that stands still, and no way out to the network."""

import gc
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import hypothesis
import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import translation
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.plugin import blocking_manager_key
from xdist.scheduler import LoadFileScheduling

from . import browser as browsers, database, network
from .factories.directory import OfficeFactory, UserFactory

TORONTO = ZoneInfo("America/Toronto")


# On the way to a landing the same inputs each time; at a desk, and with HYPOTHESIS=explore, new ones on every run.
hypothesis.settings.register_profile("same", derandomize=True)
if os.environ.get("CI") == "true" and os.environ.get("HYPOTHESIS") != "explore":
    hypothesis.settings.load_profile("same")

# Wagtail's own index work tells of every step: a failing test would be hard to find between the lines.
logging.getLogger("django_tasks").setLevel(logging.WARNING)


# ---------------------------------------------------------------- the network: this machine only
@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    network.close(monkeypatch)


# ---------------------------------------------------------------- people's files: on a disk of the tests' own
@pytest.fixture(scope="session", autouse=True)
def _files_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings.FILES_DIR = tmp_path_factory.mktemp("files")


# ---------------------------------------------------------------- time
def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays: the collector need not walk over it again and again (a tenth of the whole time)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


# ---------------------------------------------------------------- several workers
def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """A test is not named after a file's bytes: they may tell the time, and all workers must know it by one name."""
    return argname if isinstance(val, bytes) else None


class _ByFile(LoadFileScheduling):
    """A worker takes a whole file; a long walk that was cut in parts is given out part by part."""

    #: What takes longest, first: a worker that began one of these last would keep the others waiting.
    LONG = (
        "test_accessible_screens",
        "test_stranger_walk",
        "test_walls",
        "test_who_may_open",
        "test_demo",
        "test_french_screens",
    )

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if "test_accessible_screens.py" in nodeid else super()._split_scope(nodeid)

    def _assign_work_unit(self, node: Any) -> None:
        longest = next((scope for name in self.LONG for scope in self.workqueue if name in scope), None)
        if longest is not None:
            self.workqueue.move_to_end(longest, last=False)
        super()._assign_work_unit(node)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling | None:
    """Who does what, when ``--dist loadfile`` is asked for."""
    return _ByFile(config, log) if config.getvalue("dist") == "loadfile" else None


# ---------------------------------------------------------------- the database
@pytest.hookimpl(tryfirst=True)  # before pytest-django sorts, and before -m selects
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that commits gets the rows of the migrations back afterwards: the root page, the languages, the roles.

    A test that asks for a browser is marked so, and one that asks for no database.
    """
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if _commits(item):
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)
        if "browser" in fixtures:
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("django_db") is None and not fixtures & {"db", "django_db_setup"}:
            item.add_marker(pytest.mark.pure)


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    asked_for = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(asked_for or (marker and marker.kwargs.get("transaction")))


#: The rows of the migrations. Django keeps them on the connection; beside a browser, whose driver runs an event loop
#: in this thread, Django hands out another connection, which has never heard of them.
_BORN_WITH = pytest.StashKey[str]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test that commits leaves an empty database: a worker that goes on to tests that roll back needs the rows now.

    Django restores them only before the next test that commits. pytest-django puts those last, but a worker of xdist
    is given one file after the other.
    """
    yield
    if _commits(item) and nextitem is not None and not _commits(nextitem):
        with item.session.config.stash[blocking_manager_key].unblock():
            connection.creation.deserialize_db_from_string(item.config.stash[_BORN_WITH])


@pytest.fixture(scope="session")
def _test_file(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[Any]:
    file = database.prepare(settings.DATABASES)
    yield file
    if file:
        shutil.rmtree(file.parent, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(_test_file: Any) -> None:
    """Choose the database before pytest-django makes it: on PostgreSQL too, each worker has one of its own."""


@pytest.fixture(scope="session")
def django_db_keepdb(_test_file: Any) -> bool:
    """Start from the copy when there is one: only what is missing is migrated."""
    return bool(_test_file and _test_file.exists())


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: Any,
    django_db_keepdb: bool,
    _test_file: Any,
) -> None:
    """Remember the rows of the migrations; after a first migration, keep the file for the next run."""
    database.let_tests_empty_tables()
    with django_db_blocker.unblock():
        database.remember_rows()
    request.config.stash[_BORN_WITH] = getattr(connection, "_test_serialized_contents", "[]")
    if _test_file and not django_db_keepdb:
        with django_db_blocker.unblock():
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.keep(_test_file)


@pytest.fixture(autouse=True)
def _language_of_the_house() -> Iterator[None]:
    """A page in French leaves French behind in this thread: the next test must not hear of it."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    yield
    cache.clear()


# ---------------------------------------------------------------- Alice and Bob share an office; Charlie is next door
@pytest.fixture
def office_a(db: None) -> Any:
    """The office of alice and bob."""
    return OfficeFactory(name="Office A", slug="office-a")


@pytest.fixture
def office_b(db: None) -> Any:
    """The office of charlie: nothing of office A may be seen here."""
    return OfficeFactory(name="Office B", slug="office-b")


@pytest.fixture
def alice(office_a: Any) -> Any:
    """A correspondence officer in office A: works cases, writes letters."""
    return UserFactory(username="alice", first_name="Alice", last_name="Archer", office=office_a, roles=["officer"])


@pytest.fixture
def bob(office_a: Any) -> Any:
    """A reviewer in office A: approves what others wrote."""
    return UserFactory(username="bob", first_name="Bob", last_name="Baker", office=office_a, roles=["reviewer"])


@pytest.fixture
def charlie(office_b: Any) -> Any:
    """A correspondence officer in office B: the stranger of every access test."""
    return UserFactory(username="charlie", first_name="Charlie", last_name="Cook", office=office_b, roles=["officer"])


@pytest.fixture
def director(office_a: Any) -> Any:
    """The director of office A: hands out work, sets the rules, approves."""
    return UserFactory(username="dana", first_name="Dana", last_name="Dunn", office=office_a, roles=["director"])


@pytest.fixture
def root(db: None) -> Any:
    """A superuser of no office: may do everything technical, and sees no case by that alone."""
    return UserFactory(username="root", first_name="Root", last_name="Rowe", admin=True)


@pytest.fixture
def signed_in() -> Callable[[Any], Client]:
    """``signed_in(alice)`` is a browser in which that person has signed in."""

    def sign_in(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


# ---------------------------------------------------------------- time
@pytest.fixture
def clock() -> Iterator[Any]:
    """Ten on a Monday in Toronto, standing still; ``clock.shift(timedelta)`` and ``clock.move_to(…)`` turn it."""
    with time_machine.travel(datetime(2026, 3, 2, 10, 0, tzinfo=TORONTO), tick=False) as traveller:
        yield traveller


# ---------------------------------------------------------------- a browser
@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """The machine's own Chromium, started once."""
    program = browsers.chromium()
    if program is None and os.environ.get("CI") == "true":
        pytest.fail(browsers.HOW_TO_GET_ONE)
    if program is None:
        pytest.skip(reason=browsers.HOW_TO_GET_ONE)
    browsers.let_files_be_kept()
    # Playwright runs its own event loop in this thread; Django would take that for asynchronous code of ours.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        if _BORN_WITH in request.config.stash:
            connection._test_serialized_contents = request.config.stash[_BORN_WITH]
        started = playwright.chromium.launch(executable_path=program, args=browsers.FLAGS)
        yield started
        started.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """``open_page(locale="fr-CA", java_script_enabled=False)`` is a new person's browser, at the running site.

    At the end of the test: no page asked another machine for anything, and no script of ours failed.
    """
    visits: list[browsers.Visit] = []

    def open_one(**options: Any) -> Page:
        visits.append(browsers.open_visit(browser, live_server.url, **options))
        return visits[-1].page

    yield open_one
    for visit in visits:
        visit.context.close()
    assert [stray for visit in visits for stray in visit.strays] == []
    assert [error for visit in visits for error in visit.errors] == []


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """One person's browser, at the running site."""
    return open_page()


@pytest.fixture
def assert_accessible() -> Callable[..., None]:
    """``assert_accessible(page)``: the page as it stands breaks no rule of WCAG 2.2 AA that a machine can check.

    A page looks the same on either database: a journey that is made on both is looked at on SQLite.
    """

    def check(page: Page, *, within: str | None = None) -> None:
        if connection.vendor != "sqlite":
            return
        assert browsers.violations(page, within=within) == [], page.url

    return check
