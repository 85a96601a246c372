"""A place for letters to arrive, and somebody who hears that they left."""

import pytest

from casework.dispatch.signals import dispatched
from tests import smtp


@pytest.fixture
def server(settings):
    """A real mail server, and the settings that lead there."""
    with smtp.running() as running:
        for name, value in running.settings.items():
            setattr(settings, name, value)
        yield running


@pytest.fixture
def mailbox(settings, tmp_path):
    """A folder in place of a mail server."""
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    return settings.MAILBOX_DIR


@pytest.fixture
def heard():
    """The references that were told to the rooms above, in order; a stranger to every other receiver."""
    references = []

    def listen(dispatch, **_news):
        references.append(dispatch.reference)

    others, dispatched.receivers = dispatched.receivers, []
    dispatched.sender_receivers_cache.clear()
    dispatched.connect(listen)
    yield references
    dispatched.receivers = others
    dispatched.sender_receivers_cache.clear()
