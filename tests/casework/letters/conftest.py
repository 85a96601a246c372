"""Letters of office A, and Wagtail's editor as a browser would fill it in."""

import json
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse

from casework.dispatch import jobs
from tests.factories.cases import CaseFactory
from tests.factories.letters import LetterFactory, again


@pytest.fixture
def case(office_a):
    """An open case of office A, for somebody with an e-mail address."""
    return CaseFactory(office=office_a, opened=True, person__name="Testa Person", person__email="testa@example.org")


@pytest.fixture
def draft(case, alice, bob):
    """A draft with words, by alice."""
    return LetterFactory(case=case, by=alice, approver=bob)


@pytest.fixture
def in_review(case, alice, bob):
    """The same, submitted."""
    return LetterFactory(case=case, by=alice, approver=bob, submitted=True)


@pytest.fixture
def approved(case, alice, bob):
    """The same, approved by bob and waiting to leave."""
    return LetterFactory(case=case, by=alice, approver=bob, approved=True)


@pytest.fixture
def sent(approved, settings, tmp_path):
    """The same, sent."""
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    jobs.send_due()
    return again(approved)


class Editor:
    """The editor of one letter in somebody's browser."""

    def __init__(self, client: Any, letter: Any) -> None:
        self.client, self.letter = client, letter
        self.url = reverse("letters:edit", args=[letter.pk])

    def form(self, **changes: Any) -> dict[str, Any]:
        """What the form holds, with these changes typed; ``body`` is plain words."""
        text = self.letter.get_latest_revision_as_object()
        words = changes.pop("body", "Thank you for writing.")
        names = ("channel", "language", "to_name", "to_address", "subject", "salutation", "closing")
        form = {name: getattr(text, name) for name in names}
        return {**form, "signatory": text.signatory_id or "", "body": rich(words), **changes}

    def save(self, **changes: Any) -> Any:
        """Press "Save draft"; or, with ``action-submit`` and the like among the changes, another button."""
        return self.client.post(self.url, self.form(**changes))

    def autosave(self, *, over: Any = None, loaded: Any = None, **changes: Any) -> Any:
        """What Wagtail's script posts by itself: over the revision it made before, if it made one."""
        if over is not None:
            changes["overwrite_revision_id"] = over.pk
        if loaded is not None:
            changes["loaded_revision_id"] = loaded.pk
            changes["loaded_revision_created_at"] = loaded.created_at.isoformat()
        return self.client.post(self.url, self.form(**changes), headers={"accept": "application/json"})


def rich(words: str) -> str:
    """Words as Wagtail's rich text box posts them."""
    block = {"key": "a", "text": words, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"entityMap": {}, "blocks": [block]})


@pytest.fixture
def editor(signed_in):
    """``editor(alice, letter)``: the editor in alice's browser."""
    return lambda user, letter: Editor(signed_in(user), letter)


@pytest.fixture
def editor_form():
    """The form of a template as a browser posts it, with these changes typed."""
    filled = {
        "name": "Thanks",
        "kind": "letter",
        "stance": "",
        "subject_en": "{subject}",
        "salutation_en": "{salutation}",
        "body_en": rich("Thank you, {name}."),
        "closing_en": "Sincerely,",
        "subject_fr": "{subject}",
        "salutation_fr": "{salutation}",
        "body_fr": "null",
        "closing_fr": "",
    }
    return lambda **changes: {**filled, **changes}


@pytest.fixture
def count_queries(django_assert_max_num_queries):
    """``count_queries(do)``: how many queries that takes."""

    def count(do: Any) -> int:
        with django_assert_max_num_queries(1000) as asked:
            do()
        return len(asked)

    return count


@pytest.fixture
def tampered():
    """``tampered(row, raw=b"x")``: somebody with the keys of the database changed a row past every trigger."""

    def tamper(row: Any, **changes: Any) -> None:
        table = row._meta.db_table
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger fires
            else:
                cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
                for (name,) in cursor.fetchall():
                    cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        QuerySet(type(row)).filter(pk=row.pk).update(**changes)

    return tamper


@pytest.fixture
def tampered_bytes(tampered):
    """``tampered_bytes(dispatch)``: the stored bytes are others."""
    return lambda left: tampered(left, raw=b"tampered")
