"""What the tests of a unit elsewhere share: the words that were said, and who reads what."""

from django.urls import reverse

from casework.core.permissions import may
from casework.letters import queries
from casework.letters.models import Letter
from tests.factories.letters import again

ASKED = "Why did my rent go up twice?"
OTHER = "Something else entirely, about my neighbour."


def fresh(user):
    """The same person on their next request."""
    return type(user).objects.get(pk=user.pk)


def sha(letter):
    return queries.reading(again(letter)).sha256


def turn_of(letter, unit):
    return next(each for each in queries.clearances_of(again(letter)) if each.unit_id == unit.pk)


def review(letter):
    return reverse("letters:review", args=[letter.pk])


def read_by(user, letter):
    """Whether the letter is read by somebody, and waits on their list."""
    user = fresh(user)
    read = Letter.objects.read_by(user).filter(pk=letter.pk).exists()
    assert read == may(user, "read", letter)
    assert not may(user, "view", letter)
    return read
