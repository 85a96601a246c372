"""The demo fills every corner, through the public verbs, and nowhere it must not."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from casework.cases.models import Case
from casework.cases.states import CaseStatus
from casework.contacts.models import Person
from casework.core import clock
from casework.core.models import HistoryEntry
from casework.directory.models import Office, User
from casework.dispatch.models import Dispatch
from casework.insight.demo.cast import STAFF, people
from casework.intake.models import Submission
from casework.intake.states import SubmissionStatus
from casework.letters.models import Clearance, ClearancePlan, Letter, Template
from casework.letters.queries import (
    letters_for,
    letters_to_correct,
    stale_letters,
    waiting_for_my_units,
    waiting_to_be_proof_read,
)
from casework.letters.states import LetterStatus, TemplateStatus
from casework.letters.tiers import Tier
from casework.positions.models import Position, PositionVersion
from casework.positions.states import PositionStatus, standing


def test_demo_refuses_where_strangers_could_sign_in(db, settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match=r"portal\.settings\.dev"):
        call_command("demo")

    assert not User.objects.exists()


def test_demo_has_forty_people_who_obviously_do_not_exist():
    cards = people()

    assert len({card.name for card in cards}) == 40
    assert {card.language for card in cards} == {"en", "fr"}
    assert all(card.email.endswith((".example", "")) for card in cards)
    assert all("555-01" in card.phone for card in cards if card.phone)


@pytest.mark.django_db
def test_demo_shows_every_state_in_both_languages_and_leaves_a_second_run_nothing_to_do(settings, tmp_path):
    settings.MAILBOX_DIR = tmp_path / "mailbox"

    call_command("demo", verbosity=0)

    assert Office.objects.count() == 3
    assert Counter(Submission.objects.values_list("form", flat=True)) == {"contact": 150, "casework": 2}
    assert set(Submission.objects.values_list("status", flat=True)) == set(SubmissionStatus.values)
    assert set(Case.objects.values_list("status", flat=True)) == set(CaseStatus.values)
    assert set(Letter.objects.values_list("status", flat=True)) == set(LetterStatus.values)
    assert set(Letter.objects.values_list("language", flat=True)) == {"en", "fr"}
    assert {page.locale.language_code for page in Page.objects.live().filter(depth=2)} == {"en", "fr"}
    assert set(Position.objects.values_list("status", flat=True)) == set(PositionStatus.values)
    stand = {str(standing(version, clock.now())) for version in PositionVersion.objects.told()}
    assert stand == {"current", "embargoed", "expired", "superseded", "withdrawn"}
    assert set(Template.objects.values_list("status", flat=True)) == set(TemplateStatus.values)
    assert set(Template.objects.values_list("is_active", "behind")) == {(True, ""), (True, "fr"), (False, "")}
    assert ClearancePlan.objects.filter(tier=Tier.PRECLEARED).exists()
    for speaker in ("reviewer", "legislative"):
        assert waiting_for_my_units(User.objects.get(username=speaker)).exists(), speaker
    assert waiting_to_be_proof_read(User.objects.get(username="reviewer")).exists()
    assert letters_to_correct(User.objects.get(username="director")).exists()
    assert stale_letters(letters_for(User.objects.get(username="officer"))).filter(status="draft").exists()
    assert set(Clearance.objects.values_list("state", flat=True)) >= {"open", "cleared"}
    assert Person.objects.count() >= 40
    assert all(User.objects.get(username=card.username).check_password("demo") for card in STAFF if card.signs_in)

    sent = Dispatch.objects.filter(channel="email", status="sent").count()
    assert sent == len(list((tmp_path / "mailbox").rglob("*.eml"))) > 20
    first, last = Submission.objects.earliest("received_at"), Submission.objects.latest("received_at")
    assert 50 <= (last.received_at - first.received_at).days <= 56

    before = _everything()
    call_command("demo", verbosity=0)
    assert _everything() == before


def _everything():
    return Counter(
        {
            model.__name__: model.objects.count()
            for model in (Submission, Case, Letter, Position, Dispatch, Person, User, Page, HistoryEntry)
        }
    )
