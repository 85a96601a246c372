"""The verbs of a template: written by one, approved by another, in two languages that may fall behind each other."""

import pytest

from casework.core.errors import CaseworkError, IllegalMove, NotPermitted, OutOfDate
from casework.core.permissions import SYSTEM
from casework.letters import actions, queries
from casework.letters.models import Template, TemplateUse
from casework.letters.states import TemplateStatus
from tests.factories.directory import IssueFactory, UnitFactory, UserFactory
from tests.factories.letters import TemplateFactory, template
from tests.history import last_line, lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(alice, bob, office_a):
    """``made("approved", …)``: a pair by alice, approved or returned by bob."""
    return lambda state="draft", **words: template(office=office_a, by=alice, approver=bob, state=state, **words)


def changed(row, *, by, **words):
    """Other words, through the verb."""
    fresh = Template.objects.get(pk=row.pk)
    for name, value in words.items():
        setattr(fresh, name, value)
    return actions.save_template(fresh, by=by)


# ---------------------------------------------------------------- writing
def test_an_officer_saves_a_template_of_the_office(alice, office_a):
    row = actions.save_template(TemplateFactory.build(office=office_a), by=alice)
    assert (Template.objects.get(), row.begun_by, row.status) == (row, alice, TemplateStatus.DRAFT)
    assert lines(row) == ["letters.template"]


def test_the_system_saves_a_shared_template_and_its_line_belongs_to_no_office():
    row = actions.save_template(TemplateFactory.build(), by=SYSTEM)
    assert (last_line(row).office_id, row.begun_by) == (None, None)


def test_an_officer_saves_no_template_for_every_office(alice):
    with pytest.raises(NotPermitted):
        actions.save_template(TemplateFactory.build(), by=alice)
    assert not Template.objects.exists()


@pytest.mark.parametrize("who", ["bob", "charlie"])
def test_others_save_no_template_of_the_office(who, office_a, request):
    with pytest.raises(NotPermitted):
        actions.save_template(TemplateFactory.build(office=office_a), by=request.getfixturevalue(who))


def test_a_template_without_a_word_or_with_a_field_nobody_could_fill_is_refused(alice, office_a):
    for body in ("<p></p>", "<p>{nam}</p>"):
        with pytest.raises(CaseworkError, match=r"English or in French|\{nam\}"):
            actions.save_template(TemplateFactory.build(office=office_a, body=body), by=alice)
    assert not Template.objects.exists()


def test_saving_what_is_there_already_leaves_no_line(made, alice):
    row = made()
    changed(row, by=alice)
    assert lines(row) == ["letters.template"]


def test_words_that_somebody_changed_meanwhile_are_not_written_over(made, alice, director):
    row, seen = made(), made().pair.sha256
    seen = row.pair.sha256
    changed(row, by=director, body_en="<p>Hers.</p>")
    row.body_en = "<p>Mine.</p>"
    with pytest.raises(OutOfDate):
        actions.save_template(row, by=alice, seen=seen)


def test_a_unit_of_another_office_keeps_no_template(made, alice, office_b):
    with pytest.raises(CaseworkError, match="unit of the office"):
        changed(made(), by=alice, owner=UnitFactory(office=office_b))


def test_the_issues_it_is_for_are_no_words_and_make_nobody_a_writer(made, director):
    row, issue = made(), IssueFactory()
    actions.save_template(Template.objects.get(pk=row.pk), by=director, issues=[issue])
    assert list(row.issues.all()) == [issue]
    assert director.pk not in queries.template_writers(row)


# ---------------------------------------------------------------- approval
def test_somebody_else_approves_exactly_these_words(made, alice, bob):
    row = made("approved")
    version = row.current
    assert (row.status, version.number, version.written_by, version.approved_by) == ("approved", 1, alice, bob)
    assert version.pair == row.pair
    assert version.sha256 == row.pair.sha256
    assert lines(row) == ["letters.template", "letters.template_submit", "letters.template_approve"]


def test_who_wrote_it_never_approves_a_superuser_included(made, office_a):
    writer = UserFactory(office=office_a, roles=["director"], is_superuser=True)
    row = template(office=office_a, by=writer, state="submitted")
    with pytest.raises(NotPermitted, match="did not write"):
        actions.approve_template(row, by=writer)
    with pytest.raises(NotPermitted, match="did not write"):
        actions.return_template(row, by=writer, comment="No.")
    assert Template.objects.get().current is None


def test_who_changed_a_word_since_is_a_writer_too(made, director):
    row = made()
    changed(row, by=director, body_en="<p>Better.</p>")
    actions.submit_template(row, by=director)
    with pytest.raises(NotPermitted, match="did not write"):
        actions.approve_template(row, by=director)


@pytest.mark.parametrize("who", ["charlie", "root"])
def test_a_stranger_does_nothing_to_it(made, who, request):
    row, stranger = made("submitted"), request.getfixturevalue(who)
    with pytest.raises(NotPermitted):
        actions.approve_template(row, by=stranger)
    with pytest.raises(NotPermitted):
        actions.withdraw_template(row, by=stranger)
    with pytest.raises(NotPermitted):
        actions.retire_template(row, by=stranger, reason="Because.")


def test_other_words_than_those_on_the_screen_are_not_approved(made, bob):
    row = made("submitted")
    with pytest.raises(OutOfDate):
        actions.approve_template(row, by=bob, sha256="0" * 64)
    Template.objects.filter(pk=row.pk).update(body_fr="<p>Autre chose.</p>")
    with pytest.raises(OutOfDate):
        actions.approve_template(row, by=bob)


def test_a_template_in_review_is_not_changed_and_can_be_taken_back(made, alice):
    row = made("submitted")
    with pytest.raises(CaseworkError, match="not a draft"):
        changed(row, by=alice, body_en="<p>Other.</p>")
    assert actions.withdraw_template(row, by=alice).status == TemplateStatus.DRAFT
    with pytest.raises(CaseworkError, match="not in review"):
        actions.withdraw_template(row, by=alice)


def test_a_return_says_what_to_change_and_keeps_it(made, bob):
    row = made("submitted")
    with pytest.raises(CaseworkError, match="what is to be changed"):
        actions.return_template(row, by=bob, comment=" ")
    row = actions.return_template(row, by=bob, comment="Shorter.")
    assert (row.status, queries.last_template_return(row).comment) == (TemplateStatus.DRAFT, "Shorter.")


def test_the_next_version_leaves_letters_with_the_approved_words(made, alice, bob, case):
    row = actions.begin_template_version(made("approved"), by=alice)
    row = changed(row, by=alice, body_en="<p>New words.</p>")
    assert actions.start_reply(case, by=alice, template=row).body != "<p>New words.</p>"
    actions.approve_template(actions.submit_template(row, by=alice), by=bob)
    letter = actions.start_reply(case, by=alice, template=row)
    assert (letter.body, TemplateUse.objects.get(letter=letter).version.number) == ("<p>New words.</p>", 2)
    with pytest.raises(IllegalMove):
        actions.submit_template(row, by=alice)


# ---------------------------------------------------------------- two languages
def test_changing_one_language_alone_leaves_the_other_behind_and_writing_it_catches_up(made, alice):
    row = changed(made(), by=alice, body_en="<p>New.</p>")
    assert (row.behind, row.matches, row.is_behind("fr"), row.is_behind("en")) == ("fr", None, True, False)
    assert changed(row, by=alice, body_fr="<p>Nouveau.</p>").behind == ""


def test_an_approved_version_stays_marked_until_somebody_else_stands_by_it(made, alice, bob, director):
    row = changed(actions.begin_template_version(made("approved"), by=alice), by=alice, body_en="<p>New.</p>")
    assert (row.behind, row.matches) == ("fr", 1)
    version = actions.approve_template(actions.submit_template(row, by=alice), by=bob)
    row = queries.template_for(alice, row.pk)
    assert (version.behind, version.matches, row.is_behind("fr")) == ("fr", 1, True)
    assert [change.label for change in queries.source_changes(row)] == ["Text in English"]
    with pytest.raises(NotPermitted, match="did not write"):
        actions.stand_by_translation(row, by=alice)
    row = actions.stand_by_translation(row, by=director)
    assert (row.behind, row.is_behind("fr"), last_line(row).user) == ("", False, director)
    with pytest.raises(CaseworkError, match="in step"):
        actions.stand_by_translation(row, by=director)


def test_nothing_about_the_languages_changes_in_review(made, alice):
    row = actions.submit_template(changed(made(), by=alice, body_en="<p>New.</p>"), by=alice)
    with pytest.raises(CaseworkError, match="in review"):
        actions.stand_by_translation(row, by=alice)


# ---------------------------------------------------------------- in and out of use
def test_a_retired_template_begins_no_letter_and_comes_back_as_a_draft(made, alice, bob, case):
    row = made("approved")
    with pytest.raises(CaseworkError, match="Say why"):
        actions.retire_template(row, by=alice, reason=" ")
    row = actions.retire_template(row, by=alice, reason="The consultation has closed.")
    with pytest.raises(CaseworkError, match="retired"):
        actions.start_reply(case, by=alice, template=row)
    with pytest.raises(CaseworkError, match="retired"):
        actions.begin_template_version(row, by=alice)
    row = actions.bring_back_template(row, by=alice)
    assert (row.is_active, row.status, row.number, row.current) == (True, TemplateStatus.DRAFT, 2, None)
    with pytest.raises(CaseworkError, match="in use"):
        actions.bring_back_template(row, by=alice)


def test_whoever_wrote_the_words_before_does_not_approve_them_when_they_come_back(office_a, alice, director):
    row = template(office=office_a, by=director, state="retired")
    row = actions.submit_template(actions.bring_back_template(row, by=alice), by=alice)
    with pytest.raises(NotPermitted, match="did not write"):
        actions.approve_template(row, by=director)


def test_a_template_in_review_is_retired_out_of_it(made, alice, bob):
    row = actions.retire_template(made("submitted"), by=alice, reason="Not now.")
    assert row.status == TemplateStatus.DRAFT
    with pytest.raises(CaseworkError, match="not in review"):
        actions.approve_template(row, by=bob)


# ---------------------------------------------------------------- letters from it
def test_a_letter_starts_in_the_person_s_language_or_in_the_one_asked_for(made, alice, case):
    row = made("approved", body="<p>English.</p>", body_fr="<p>Français.</p>")
    assert actions.start_reply(case, by=alice, template=row).body == "<p>English.</p>"
    french = actions.start_reply(case, by=alice, template=row, language="fr")
    assert (french.body, french.language) == ("<p>Français.</p>", "fr")


def test_a_language_without_words_begins_no_letter(made, alice, case):
    row = made("approved", body_fr="")
    with pytest.raises(CaseworkError, match="no words in Français"):
        actions.start_reply(case, by=alice, template=row, language="fr")


def test_a_paragraph_is_no_whole_letter(made, alice, case):
    with pytest.raises(CaseworkError, match="paragraph"):
        actions.start_reply(case, by=alice, template=made("approved", kind="paragraph"))


def test_a_letter_may_start_from_words_nobody_approved_and_the_use_says_so(made, alice, case):
    row = made()
    letter = actions.start_reply(case, by=alice, template=row)
    use = queries.began_from(letter)
    assert (use.template, use.version, use.began) == (row, None, True)
