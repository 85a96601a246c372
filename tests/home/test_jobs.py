"""What the public site does later."""

import socket
from datetime import timedelta

import pytest
from captcha.models import CaptchaStore
from django.utils import timezone

from casework.core.jobs import registry
from home import captcha
from home.jobs import captcha_clean

pytestmark = pytest.mark.django_db


def test_the_sweeps_are_known_to_the_clock():
    names = {name: job.every for name, job in registry().items() if name.startswith("home.")}

    assert names == {
        f"home.receive_kept {socket.gethostname()[:60]}": timedelta(minutes=1),
        "home.clear_tray": timedelta(hours=1),
        "home.captcha_clean": timedelta(days=1),
    }


def test_puzzles_that_are_over_go_with_their_sounds(var_dir):
    over, open_still = CaptchaStore.generate_key(), CaptchaStore.generate_key()
    for key in (over, open_still):
        captcha.sound(key, "en")
    CaptchaStore.objects.filter(hashkey=over).update(expiration=timezone.now() - timedelta(minutes=1))

    assert captcha_clean() == 1
    assert captcha_clean() == 0
    assert [row.hashkey for row in CaptchaStore.objects.all()] == [open_still]


def test_a_puzzle_lives_for_a_day(clock, var_dir):
    key = CaptchaStore.generate_key()
    clock.shift(timedelta(hours=23))

    assert captcha.sound(key, "en")
