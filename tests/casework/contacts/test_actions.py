"""The verbs of people: each does what it promises, leaves one line, and refuses whoever may not."""

import pytest

from casework.contacts import actions
from casework.contacts.access import KEEP_VERSION
from casework.contacts.models import AccessNeed, ContactPoint, Person
from casework.core import search
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.models import HistoryEntry
from casework.core.permissions import SYSTEM
from tests.at_once import at_once
from tests.factories.contacts import AccessNeedFactory, ContactPointFactory, PersonFactory
from tests.factories.directory import UserFactory
from tests.history import last_line, lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(office_a):
    """Somebody office A knows."""
    return PersonFactory(office=office_a, name="Ada Example", email="ada@example.org", phone="416 555 0123")


def hits(words, office):
    """The people a search finds in an office."""
    return [hit.object_id for hit in search.find(words, office_ids=[office.pk], kinds=["person"])]


def reach_of(person):
    """How somebody is reached, as they wrote it."""
    return dict(person.contact_points.values_list("kind", "value"))


#: They agreed to the words of today.
KEPT = {"agreed": KEEP_VERSION}


# ---------------------------------------------------------------- what every verb has in common
VERBS = {
    "add_person": lambda person, by: actions.add_person(by=by, office=person.office, name="Bo"),
    "find_or_add, new": lambda person, by: actions.find_or_add(by=by, office=person.office, name="Bo", email="b@x.org"),
    "find_or_add, known": lambda person, by: actions.find_or_add(
        by=by, office=person.office, name=person.name, email="ada@example.org", post="1 Main Street"
    ),
    "add_contact_points": lambda person, by: actions.add_contact_points(person, by=by, email="new@example.org"),
    "save_person": lambda person, by: actions.save_person(person, by=by, what=["riding"]),
    "set_do_not_use": lambda person, by: actions.set_do_not_use(person.contact_points.first(), by=by, do_not_use=True),
    "note_access_needs": lambda person, by: actions.note_access_needs(
        person, by=by, reference="C-1", **KEPT, codes=["braille"]
    ),
}
LINES = {
    "add_person": "contacts.add",
    "find_or_add, new": "contacts.add",
    "find_or_add, known": "contacts.change",
    "add_contact_points": "contacts.change",
    "save_person": "contacts.change",
    "set_do_not_use": "contacts.do_not_use",
    "note_access_needs": "contacts.access_needs",
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", ["alice", "SYSTEM"])
def test_each_verb_leaves_one_line_of_its_office_with_nobody_s_words(request, office_a, ada, verb, who):
    by = SYSTEM if who == "SYSTEM" else request.getfixturevalue(who)

    VERBS[verb](ada, by)

    line = HistoryEntry.objects.get()
    assert (line.action, line.office_id) == (LINES[verb], office_a.pk)
    assert line.user_id == by.pk
    assert not {"ada", "example.org", "main"} & set(f"{line.label} {line.data}".lower().replace("'", " ").split())


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", ["charlie", "root", "bob"])
def test_each_verb_refuses_a_stranger_a_superuser_and_a_reviewer(request, ada, verb, who):
    by = request.getfixturevalue(who)
    before = (Person.objects.count(), ContactPoint.objects.count(), AccessNeed.objects.count())

    with pytest.raises(NotPermitted):
        VERBS[verb](ada, by)

    assert (Person.objects.count(), ContactPoint.objects.count(), AccessNeed.objects.count()) == before
    assert not HistoryEntry.objects.exists()
    assert not ContactPoint.objects.filter(do_not_use=True).exists()


# ---------------------------------------------------------------- add_person
def test_add_person_writes_down_who_and_how_to_reach_them(alice, office_a):
    person = actions.add_person(
        by=alice,
        office=office_a,
        name="  Ada\n Example ",
        language="fr",
        postal_code="K1A 0B1",
        email="Ada@Example.org",
        phone="416 555 0123",
        post="12 Main St\nOttawa, Ontario",
    )

    person.refresh_from_db()
    assert (person.name, person.language, person.postal_code) == ("Ada Example", "fr", "K1A 0B1")
    assert reach_of(person) == {
        "email": "Ada@Example.org",
        "phone": "416 555 0123",
        "post": "12 Main St\nOttawa, Ontario  K1A 0B1",
    }
    assert set(person.contact_points.values_list("key", flat=True)) >= {"ada@example.org", "+14165550123"}


def test_add_person_without_a_name_has_words_in_its_place(alice, office_a):
    assert actions.add_person(by=alice, office=office_a, name=" \x00 ").name == "(no name given)"


def test_add_person_bears_what_a_keyboard_never_typed(alice, office_a):
    person = actions.add_person(by=alice, office=office_a, name="A\x00d\ud800a\u202e", post="1\x00 Main\ud800")

    person.refresh_from_db()
    assert person.name == "Ad\ufffda"
    assert reach_of(person) == {"post": "1 Main\ufffd"}


def test_add_person_refuses_a_language_we_do_not_write(alice, office_a):
    with pytest.raises(CaseworkError, match="English or French"):
        actions.add_person(by=alice, office=office_a, name="Ada", language="klingon")


def test_a_new_person_is_found_by_name_and_address(alice, office_a, office_b):
    person = actions.add_person(
        by=alice, office=office_a, name="Élise Exemple", email="e@example.org", phone="(416) 555-0123"
    )

    assert [hits(words, office_a) for words in ("elise", "e@example.org", "416-555-0123")] == [[person.pk]] * 3
    assert hits("elise", office_b) == []


# ---------------------------------------------------------------- find_or_add
def test_find_or_add_knows_somebody_by_the_same_name_and_e_mail(alice, office_a, ada):
    found = actions.find_or_add(by=alice, office=office_a, name="ada  éxample", email="ADA@example.org")

    assert found == ada
    assert lines(ada) == []  # nothing new was learnt


def test_find_or_add_knows_somebody_by_the_same_name_and_telephone(alice, office_a, ada):
    assert actions.find_or_add(by=alice, office=office_a, name="Ada Example", phone="+1 416-555-0123") == ada


def test_find_or_add_keeps_a_couple_that_shares_an_e_mail_apart(alice, office_a, ada):
    other = actions.find_or_add(by=alice, office=office_a, name="Alan Example", email="ada@example.org")

    assert other != ada
    assert ada.contact_points.filter(kind="email").count() == other.contact_points.count() == 1


def test_find_or_add_takes_two_who_gave_no_name_for_two(alice, office_a):
    first = actions.find_or_add(by=alice, office=office_a, name="", email="shelter@example.org")
    second = actions.find_or_add(by=alice, office=office_a, name="", email="shelter@example.org")

    assert first != second


@pytest.mark.parametrize("phone", ["none", "n/a", "0", ""])
def test_find_or_add_does_not_know_somebody_by_what_is_no_number(alice, office_a, phone):
    first = actions.find_or_add(by=alice, office=office_a, name="Jo Smith", phone=phone)
    second = actions.find_or_add(by=alice, office=office_a, name="Jo Smith", phone=phone)

    assert first != second


def test_find_or_add_learns_a_new_way_to_reach_somebody(alice, office_a, ada):
    actions.find_or_add(by=alice, office=office_a, name=ada.name, email="ada@example.org", phone="613 555 0199")

    assert ada.contact_points.filter(kind="phone").count() == 2
    assert last_line(ada).data == {"what": ["phone"]}
    assert hits("613-555-0199", office_a) == [ada.pk]


def test_find_or_add_never_overwrites_what_is_known(alice, office_a, ada):
    actions.find_or_add(
        by=alice, office=office_a, name="ADA EXAMPLE", email="ada@example.org", language="fr", postal_code="K1A 0B1"
    )

    ada.refresh_from_db()
    assert (ada.name, ada.language, ada.postal_code) == ("Ada Example", "en", "")


def test_find_or_add_does_not_make_a_blocked_address_usable(alice, office_a, ada):
    ada.contact_points.filter(kind="email").first()
    ContactPoint.objects.filter(person=ada, kind="email").update(do_not_use=True)

    actions.find_or_add(by=alice, office=office_a, name=ada.name, email="ada@example.org")

    assert ada.contact_points.get(kind="email").do_not_use is True


def test_find_or_add_sees_no_other_office(alice, office_a, office_b):
    theirs = PersonFactory(office=office_b, name="Ada Example", email="ada@example.org")

    assert actions.find_or_add(by=alice, office=office_a, name="Ada Example", email="ada@example.org") != theirs


def test_find_or_add_does_not_double_a_person_who_is_doubled_already(alice, office_a, ada):
    PersonFactory(office=office_a, name="Ada Example", email="ada@example.org")

    assert actions.find_or_add(by=alice, office=office_a, name="Ada Example", email="ada@example.org") == ada


def test_find_or_add_finds_one_of_very_many_who_share_a_telephone(alice, office_a, ada):
    for _ in range(30):
        PersonFactory(office=office_a, phone="416 555 0123")

    assert actions.find_or_add(by=alice, office=office_a, name="Ada Example", phone="416 555 0123") == ada


# ---------------------------------------------------------------- add_contact_points
def test_add_contact_points_twice_writes_them_once(alice, ada):
    for typed in ("new@example.org", " NEW@Example.org "):
        actions.add_contact_points(ada, by=alice, email=typed)

    assert ada.contact_points.filter(kind="email").count() == 2
    assert lines(ada) == ["contacts.change"]


def test_add_contact_points_keeps_the_whole_of_a_long_address(alice, ada):
    address = "\n".join(["x" * 200, "y" * 200, "z" * 120 + ", " + "w" * 120])

    actions.add_contact_points(ada, by=alice, post=address)

    assert ada.contact_points.get(kind="post").value == address


def test_an_address_just_added_is_found(alice, office_a, ada):
    actions.add_contact_points(ada, by=alice, post="77 Maple Avenue")

    assert hits("77 maple", office_a) == [ada.pk]


# ---------------------------------------------------------------- save_person
def test_save_person_writes_what_the_form_changed_and_nothing_else(alice, ada):
    stale = Person.objects.get(pk=ada.pk)
    Person.objects.filter(pk=ada.pk).update(riding="Ottawa Centre")
    stale.name, stale.salutation = "Ada Lovelace", "Dear Countess"

    actions.save_person(stale, by=alice, what=["name", "salutation"])

    ada.refresh_from_db()
    assert (ada.name, ada.salutation, ada.riding) == ("Ada Lovelace", "Dear Countess", "Ottawa Centre")
    told = last_line(ada).data
    assert (told["what"], list(told["changes"])) == (["name", "salutation"], ["name", "salutation"])
    assert "Lovelace" not in str(told)


def test_save_person_does_not_carry_somebody_to_another_office(alice, ada, office_b):
    alice.memberships.create(office=office_b)
    ada.office = office_b

    with pytest.raises(NotPermitted):
        actions.save_person(ada, by=type(alice).objects.get(pk=alice.pk), what=["office"])

    ada.refresh_from_db()
    assert ada.office_id != office_b.pk


def test_a_renamed_person_is_found_under_the_new_name(alice, office_a, ada):
    ada.name = "Ada Lovelace"

    actions.save_person(ada, by=alice, what=["name"])

    assert hits("lovelace", office_a) == [ada.pk]


# ---------------------------------------------------------------- set_do_not_use
def test_set_do_not_use_and_back_again(alice, ada):
    point = ada.contact_points.get(kind="email")

    for wanted in (True, True, False, False):
        actions.set_do_not_use(point, by=alice, do_not_use=wanted)

    point.refresh_from_db()
    assert point.do_not_use is False
    assert lines(ada) == ["contacts.do_not_use", "contacts.use_again"]
    assert last_line(ada).data == {"kind": "email"}


# ---------------------------------------------------------------- note_access_needs
def test_note_access_needs_writes_each_need_once(alice, ada):
    for _ in range(2):
        actions.note_access_needs(
            ada,
            by=alice,
            reference="C-1",
            agreed=KEEP_VERSION,
            codes=["braille", "audio", "braille"],
            words=" Call\x00 after five ",
        )

    assert sorted(ada.access_needs.values_list("code", "words", "reference")) == [
        ("", "Call after five", "C-1"),
        ("audio", "", "C-1"),
        ("braille", "", "C-1"),
    ]
    assert lines(ada) == ["contacts.access_needs"]
    assert last_line(ada).data == {"count": 3, "asked_in": "C-1"}


def test_note_access_needs_keeps_everything_said_under_one_reference(alice, ada):
    actions.note_access_needs(ada, by=alice, reference="C-1", **KEPT, words="Call after five")
    new = actions.note_access_needs(ada, by=alice, reference="C-1", **KEPT, codes=["asl"], words="Bring the large form")

    assert [(need.code, need.words) for need in new] == [("asl", ""), ("", "Bring the large form")]
    assert ada.access_needs.count() == 3


def test_note_access_needs_refuses_a_code_that_is_not_on_the_list(alice, ada):
    with pytest.raises(CaseworkError, match="not on the list") as refusal:
        actions.note_access_needs(ada, by=alice, reference="C-1", **KEPT, codes=["braille", "tele\x00pathy" * 50])

    assert len(str(refusal.value)) < 100
    assert not ada.access_needs.exists()


def test_note_access_needs_of_nothing_writes_nothing(alice, ada):
    assert actions.note_access_needs(ada, by=alice, reference="C-1", **KEPT, words=" \n ") == []
    assert lines(ada) == []


def test_nothing_is_kept_without_a_yes_to_the_words_of_the_house(alice, ada):
    for agreed in ("", "yes"):
        with pytest.raises(CaseworkError, match="only if they agree"):
            actions.note_access_needs(ada, by=alice, reference="C-1", agreed=agreed, codes=["asl"])

    assert not ada.access_needs.exists()


def test_what_is_forgotten_is_gone_wherever_it_was_asked(alice, bob, charlie, ada):
    for reference in ("C-1", "C-2"):
        actions.note_access_needs(ada, by=alice, reference=reference, **KEPT, codes=["asl", "braille"])
    asl = ada.access_needs.filter(code="asl").first()
    theirs = AccessNeedFactory(code="asl")

    for stranger in (bob, charlie):
        with pytest.raises(NotPermitted):
            actions.forget_access_needs(ada, by=stranger, needs=[asl])
    done = [actions.forget_access_needs(ada, by=alice, needs=[asl, theirs]) for _ in range(2)]

    assert done == [2, 0]
    assert set(ada.access_needs.values_list("code", flat=True)) == {"braille"}
    assert (AccessNeed.objects.filter(pk=theirs.pk).exists(), last_line(ada).action) == (True, "contacts.forget_needs")


# ---------------------------------------------------------------- two at once
@pytest.mark.django_db(transaction=True)
def test_the_same_address_added_by_two_at_once_is_there_once(office_a):
    alice = UserFactory(office=office_a, roles=["officer"])
    person = PersonFactory(office=office_a)

    results = at_once(*[lambda: actions.add_contact_points(person, by=alice, email="ada@example.org")] * 4)

    assert results == [None] * 4
    assert person.contact_points.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_need_noted_by_two_at_once_is_there_once(office_a):
    alice = UserFactory(office=office_a, roles=["officer"])
    person = ContactPointFactory(person__office=office_a).person

    def note():
        return actions.note_access_needs(person, by=alice, reference="C-1", **KEPT, codes=["braille"], words="Call")

    results = at_once(note, note, note)

    assert sorted(len(new) for new in results) == [0, 0, 2]
    assert lines(person) == ["contacts.access_needs"]
