"""The front door: whatever comes is written down whole, once, with a number, whoever thinks little of it."""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings

from casework.core import search
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.models import HistoryEntry, IssuedReference, SearchDocument
from casework.core.references import normalise
from casework.directory.models import Office
from casework.intake import actions, queries
from casework.intake.incoming import Incoming
from casework.intake.models import Submission
from tests.at_once import at_once, database_url
from tests.factories.directory import IssueFactory, OfficeFactory, UnitFactory
from tests.factories.intake import IncomingFactory, RoutingRuleFactory
from tests.history import last_line, lines
from tests.strategies import hostile_incomings as hostile

pytestmark = pytest.mark.django_db

SENDER = Path(__file__).with_name("sender.py")

#: Somebody who fills in every field.
WHOLE = Incoming(
    language="fr",
    subject="Mon chèque",
    body="Bonjour,\n\nmon chèque n’est pas venu.",
    name="Zoë Exemple",
    email="zoe@example.org",
    phone="(416) 555-0123",
    postal_code="K1A 0B1",
    address="1 rue Élise\nOttawa, Ontario",
    reply_by="post",
    reply_language="fr",
    access_needs=("braille", "asl"),
    access_words="Après 17 h",
    page_id=7,
    privacy_version="2026-01",
    signals=(("many_links", 1),),
)


def receive(incoming=WHOLE, *, office, key="form-1", **more):
    """Hand it in, and read back what the database has."""
    submission = actions.receive(incoming, office=office, key=key, **more)
    return Submission.objects.get(pk=submission.pk)


# ---------------------------------------------------------------- what is kept
def test_every_field_is_kept_as_it_was_typed(office_a):
    kept = receive(office=office_a)

    for name, value in WHOLE.as_data().items():
        if name != "wants_person_check":
            typed = json.loads(json.dumps(value))
            assert getattr(kept, name) == typed, name
    assert (kept.office, kept.status, kept.verdict, kept.urgency) == (office_a, "received", "human", "routine")
    assert (kept.case, kept.decided_by, kept.decided_at) == (None, None, None)


def test_the_raw_text_is_there_with_its_hash(office_a):
    kept = receive(office=office_a)

    assert kept.as_it_came() == json.loads(WHOLE.as_json())
    assert kept.sha256 == hashlib.sha256(WHOLE.as_json().encode()).hexdigest()


def test_it_has_a_number_people_can_read_out(office_a):
    kept = receive(office=office_a)

    assert normalise(kept.reference) == kept.reference
    assert IssuedReference.objects.filter(code=kept.reference).exists()


def test_it_leaves_one_line_that_says_nothing_of_anybody(office_a):
    kept = receive(office=office_a)

    line = last_line(kept)
    assert lines(kept) == ["intake.receive"]
    assert (line.label, line.user, line.office_id) == (kept.reference, None, office_a.pk)
    assert line.data == {"channel": "web_form", "verdict": "human"}


def test_it_is_found_at_once_by_every_word_of_it(alice, charlie, office_a):
    kept = receive(office=office_a)

    for words in (kept.reference, "cheque", "Zoë", "exemple", "zoe@example.org", "416 555-0123", "venu", "k1a 0b1"):
        assert [*queries.found(alice, words)] == [kept], words
        assert [*queries.found(charlie, words)] == []


# ---------------------------------------------------------------- whatever comes
@pytest.mark.parametrize(
    "incoming",
    [
        Incoming(),
        Incoming(subject="\x00", body="\x00" * 50, name="\x00", email="\x00", address="\x00"),
        Incoming(subject="\ud800", body="a\udfffb", name="\udc00", access_words="\ud83d"),
        Incoming(subject="\u202egpj.exe", name="Ada\u2066\u202e", body="\u202eabc"),
        Incoming(subject="x" * 100_000, name="y" * 100_000, phone="1" * 1000, postal_code="K" * 1000, form="f" * 500),
        Incoming(email="a" * 300 + "@example.org", privacy_version="v" * 500),
        Incoming(language="klingon", reply_language="zz", reply_by="pigeon"),
        Incoming(language="", reply_language="", reply_by="", form=""),
        Incoming(access_needs=("braille", "telepathy", "", "\x00", "x" * 10_000), access_words="\ud800"),
        Incoming(page_id=-1),
        Incoming(page_id=2**80),
        Incoming(body="'; DROP TABLE intake_submission; --", subject="{{ 7*7 }} %s %(x)s {0}", name="<script>"),
        Incoming(body="\r\n\x0b\x0c\u2028\u2029\x85", signals=(("x\x00", 2),)),
    ],
)
def test_nothing_typed_is_refused_cut_off_or_lost(office_a, incoming):
    kept = receive(incoming, office=office_a)

    assert kept.as_it_came() == json.loads(incoming.as_json())
    assert kept.status in {"received", "held"}
    kept.full_clean(exclude=["body", "form"])  # every choice is on its list


@given(incoming=hostile)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_comes_is_kept_whole(office_a, incoming):
    with transaction.atomic():
        kept = receive(incoming, office=office_a, key=hashlib.sha256(incoming.as_json().encode()).hexdigest())

        assert kept.as_it_came() == json.loads(incoming.as_json())
        transaction.set_rollback(True)


def test_a_megabyte_is_kept_whole_and_found(alice, office_a):
    body = "word " * 200_000 + "needle"

    kept = receive(Incoming(body=body), office=office_a)

    assert kept.body == body
    assert [*queries.found(alice, "needle")] == [kept]


def test_a_long_line_is_cut_where_it_is_listed_and_whole_where_it_is_kept(office_a):
    kept = receive(replace(WHOLE, subject="a" * 300, name="b" * 300), office=office_a)

    assert (len(kept.subject), len(kept.name)) == (200, 200)
    assert (kept.as_it_came()["subject"], kept.as_it_came()["name"]) == ("a" * 300, "b" * 300)


def test_an_e_mail_address_that_does_not_fit_is_left_out_and_never_becomes_another(office_a):
    too_long = "a@" + "example." * 40 + "org"

    kept = receive(replace(WHOLE, email=too_long), office=office_a)

    assert kept.email == ""
    assert kept.as_it_came()["email"] == too_long


# ---------------------------------------------------------------- what is refused, before the database is asked
@pytest.mark.parametrize("key", ["", "x" * 65, "a\x00b", "é", "\ud800", "a\nb"])
def test_a_key_that_is_none_is_refused(office_a, key, django_assert_num_queries):
    with django_assert_num_queries(0), pytest.raises(CaseworkError, match="a key of its own"):
        actions.receive(WHOLE, office=office_a, key=key)


@pytest.mark.parametrize("channel", ["", "pigeon", "\x00", "web_form "])
def test_a_channel_we_do_not_have_is_refused(office_a, channel, django_assert_num_queries):
    with django_assert_num_queries(0), pytest.raises(CaseworkError, match="how the message came"):
        actions.receive(replace(WHOLE, channel=channel), office=office_a, key="form-1")


@pytest.mark.parametrize("who", ["charlie", "root", "bob"])
def test_nobody_writes_into_an_office_they_do_not_work_in(request, office_a, who):
    with pytest.raises(NotPermitted):
        actions.receive(WHOLE, office=office_a, key="form-1", by=request.getfixturevalue(who))

    assert not Submission.objects.exists()


def test_an_officer_may_write_down_what_came_to_their_own_office(alice, office_a):
    kept = receive(replace(WHOLE, channel="post"), office=office_a, by=alice)

    assert (kept.channel, last_line(kept).user) == ("post", alice)


# ---------------------------------------------------------------- screening and routing
@pytest.mark.parametrize(
    ("trait", "status", "verdict"),
    [
        ({}, "received", "human"),
        ({"odd": True}, "held", "check"),
        ({"spammy": True}, "held", "spam"),
        ({"wants_person_check": True}, "held", "check"),
        ({"spammy": True, "wants_person_check": True}, "held", "check"),
        ({"signals": (("honeypot", 3), ("too_many", 2), ("challenge_passed", 0))}, "received", "human"),
    ],
)
def test_screening_holds_for_a_person_and_turns_nobody_away(office_a, trait, status, verdict):
    kept = receive(IncomingFactory(**trait), office=office_a)

    assert (kept.status, kept.verdict) == (status, verdict)


def test_the_office_s_rules_say_where_it_goes_and_why(office_a, office_b):
    issue, unit = IssueFactory(), UnitFactory(office=office_a)
    RoutingRuleFactory(office=office_b, order=1, any_words="cheque", urgency="soon")
    RoutingRuleFactory(office=office_a, order=1, any_words="cheque", urgency="soon", retired=True)
    urgent = RoutingRuleFactory(office=office_a, order=2, any_words="cheque", urgency="urgent", goes_on=True)
    last = RoutingRuleFactory(office=office_a, order=9, language="fr", issue=None)
    first = RoutingRuleFactory(office=office_a, order=3, any_words="Chèque\nchauffage", issue=issue, unit=unit)

    kept = receive(office=office_a)

    assert (kept.issue, kept.unit, kept.urgency) == (issue, unit, "urgent")
    assert [(step["rule"], step["version"]) for step in kept.trace] == [(urgent.pk, 1), (first.pk, 1)]
    assert queries.why(kept) == [f"{urgent.name} — words: cheque", f"{first.name} — words: Chèque"]
    assert last.pk not in [step["rule"] for step in kept.trace]


def test_without_a_rule_it_waits_for_somebody_to_look(office_a):
    kept = receive(office=office_a)

    assert (kept.issue, kept.unit, kept.urgency, kept.trace) == (None, None, "routine", [])
    assert queries.why(kept) == ["No rule matched: it waits for somebody to look."]


# ---------------------------------------------------------------- once
def test_the_same_form_twice_is_one_submission(office_a):
    first = actions.receive(WHOLE, office=office_a, key="form-1")
    second = actions.receive(replace(WHOLE, signals=()), office=office_a, key="form-1")

    assert first == second
    assert Submission.objects.count() == HistoryEntry.objects.count() == SearchDocument.objects.count() == 1


def test_the_same_form_again_is_what_became_of_it(alice, office_a):
    first = actions.receive(WHOLE, office=office_a, key="form-1")
    actions.accept(first, by=alice)

    assert actions.receive(WHOLE, office=office_a, key="form-1").status == "accepted"


def test_the_same_words_in_another_form_are_another_message(office_a):
    assert len({actions.receive(WHOLE, office=office_a, key=f"form-{n}").reference for n in range(3)}) == 3


def test_a_duplicate_inside_a_larger_transaction_breaks_nothing(office_a):
    with transaction.atomic():
        first = actions.receive(WHOLE, office=office_a, key="form-1")
        second = actions.receive(WHOLE, office=office_a, key="form-1")
        assert Submission.objects.count() == 1

    assert first == second


def test_an_error_that_is_no_duplicate_is_not_taken_for_one(office_a):
    def into_an_office_that_has_gone():
        with transaction.atomic():
            actions.receive(WHOLE, office=Office(pk=office_a.pk + 1000), key="form-1")
            connection.check_constraints()

    with pytest.raises(IntegrityError):
        into_an_office_that_has_gone()

    assert not Submission.objects.exists()


def test_the_receipt_is_found_by_the_form_s_key_and_says_nothing_else(office_a):
    kept = receive(IncomingFactory(odd=True), office=office_a, key="form-1")

    assert queries.receipt("form-1") == queries.Receipt(kept.reference, True, office_a.pk)
    assert queries.receipt("form-2") is None


# ---------------------------------------------------------------- at the same moment
@pytest.mark.django_db(transaction=True)
def test_the_same_form_posted_by_several_threads_at_once_is_one_submission():
    office = OfficeFactory()

    results = at_once(*[lambda: actions.receive(WHOLE, office=office, key="form-1")] * 6)

    assert len({submission.reference for submission in results}) == 1
    assert Submission.objects.count() == HistoryEntry.objects.count() == SearchDocument.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_different_forms_posted_at_once_are_all_there():
    office = OfficeFactory()

    results = at_once(*[lambda n=n: actions.receive(WHOLE, office=office, key=f"form-{n}") for n in range(6)])

    assert len({submission.reference for submission in results}) == Submission.objects.count() == 6
    assert len(search.find("cheque", office_ids=[office.pk])) == 6


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_same_forms_posted_by_several_processes_at_once_are_there_once_each():
    office, forms = OfficeFactory(), 25
    environment = {**os.environ, "DATABASE_URL": database_url(), "LOG_LEVEL": "ERROR"}
    command = [sys.executable, "-W", "ignore", SENDER, str(office.pk), str(forms)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    processes = [subprocess.Popen(command, env=environment, **pipes) for _ in range(3)]

    for process in processes:
        assert process.stdout.readline() == "ready\n"
    said = [process.communicate("go\n", timeout=60)[0].split() for process in processes]

    assert said[0] == said[1] == said[2]
    assert len(set(said[0])) == forms
    assert Submission.objects.count() == HistoryEntry.objects.count() == forms


# ---------------------------------------------------------------- what it costs
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rules", [1, 20])
def test_receiving_costs_the_same_few_queries_begin_and_commit_included(rules):
    office = OfficeFactory()
    for _ in range(rules):
        RoutingRuleFactory(office=office)
    actions.receive(WHOLE, office=office, key="form-0")  # what is asked once for each process

    with CaptureQueriesContext(connection) as asked:
        actions.receive(WHOLE, office=office, key="form-1")

    # BEGIN, the rules, the number, the submission, the line, the document (two on SQLite), COMMIT
    before_the_seal = 8 if connection.vendor == "sqlite" else 7
    # BEGIN, the end of the chain (held on PostgreSQL), the line, the seal, COMMIT
    assert len(asked) == before_the_seal + (5 if connection.vendor == "sqlite" else 6)
