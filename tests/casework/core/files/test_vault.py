"""Bytes lie whole or not at all, under names nobody can guess, where nothing is served from."""

import os
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from casework.core.files import vault


@pytest.fixture(autouse=True)
def files_dir(settings, tmp_path):
    """A disk of the test's own."""
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


def lying(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_what_is_put_is_read_and_what_is_removed_is_gone(files_dir):
    key, other = vault.put(b"one"), vault.put(b"one")

    assert key != other
    assert vault.read(key) == b"one"

    vault.remove([key, key])

    assert vault.read(key) is None
    assert [path.name for path in lying(files_dir)] == [other]


def test_nobody_else_on_the_machine_may_read_them(files_dir):
    key = vault.put(b"one")
    [place] = lying(files_dir)

    assert place.name == key
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "/etc/passwd", "a" * 47, "A" * 48, "a" * 48 + "\n", "." * 48])
def test_what_is_no_key_opens_and_removes_nothing(files_dir, key):
    outside = files_dir.parent / "outside"
    outside.write_bytes(b"x")

    vault.remove([key])
    vault.keep_young([key])

    assert vault.opened(key) is None
    assert outside.exists()


def test_a_disk_that_is_nearly_full_takes_nothing_more(monkeypatch, files_dir):
    monkeypatch.setattr(vault, "ROOM_LEFT", 2**62)

    with pytest.raises(vault.NoRoom):
        vault.put(b"one")
    assert lying(files_dir) == []


def test_old_files_are_found_and_halves_go(files_dir):
    old, young = vault.put(b"one"), vault.put(b"two")
    half = files_dir / "kept" / old[:2] / f"{old}.00.part"
    half.write_bytes(b"o")
    for place in (half, half.with_name(old)):
        os.utime(place, (0, 0))

    assert list(vault.older_than(3600)) == [old]
    assert not half.exists()
    assert vault.read(young) == b"two"


def test_what_is_waited_for_stays_young(files_dir):
    key = vault.put(b"one")
    os.utime(files_dir / "kept" / key[:2] / key, (0, 0))

    vault.keep_young([key])

    assert list(vault.older_than(3600)) == []


@pytest.mark.parametrize("at", ["os.open", "os.fdopen", "os.fsync", "pathlib.Path.replace"])
def test_a_crash_at_any_step_leaves_no_half_under_a_key(files_dir, at):
    """A process that dies in the middle: what lies under a key afterwards is whole."""
    program = textwrap.dedent(f"""
        import os, pathlib, sys
        sys.path.insert(0, {str(Path.cwd())!r})
        from django.conf import settings
        settings.configure(FILES_DIR={str(files_dir)!r})
        from casework.core.files import vault
        whole = {at}
        def dies(*given, **named):
            os._exit(9)
        pathlib.Path({str(files_dir)!r}, "kept").mkdir(parents=True)
        {at} = dies
        print(vault.put(b"content"))
    """)
    died = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert (died.returncode, died.stdout) == (9, "")
    assert [path for path in lying(files_dir) if not path.name.endswith(".part")] == []
