"""Is the history what it was when it was sealed?"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casework.core import verifying
from casework.core.models import Tombstone


class Command(BaseCommand):
    """``verify_history``: walk along the whole chain; ``--head`` holds it against what was written down elsewhere."""

    help = (
        "Goes through every line of the history and names what was altered, removed, inserted or moved since it was "
        "sealed. Changes nothing; people may go on working. Ends with 1 when something does not match."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """--head."""
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="NUMBER:SEAL",
            help="A head printed by history_heads: lines cut off at the end are found by it alone. May be repeated; "
            "sixteen characters of the seal are enough.",
        )

    def handle(self, *args: Any, head: list[str], **options: Any) -> None:
        """Walk, and say what was found."""
        heads = [_parsed(text) for text in head]
        result = verifying.verify(progress=self._progress)
        if sys.stderr.isatty():
            self.stderr.write("")
        for number, digest in heads:
            if words := verifying.compare(number, digest):
                result.tell(words)
        self.stdout.write(f"{result.lines} lines read; {result.waiting} wait for their seal.")
        if result.number:
            self.stdout.write(f"The last is number {result.number}, its seal {result.digest}")
        for words in result.findings:
            self.stdout.write(words)
        if result.found > len(result.findings):
            self.stdout.write(f"… and {result.found - len(result.findings)} more.")
        if not result.is_right:
            raise CommandError(
                f"The history does not match what was sealed: {result.found} found. See docs/operations."
            )
        if erased := Tombstone.objects.count():
            self.stdout.write(f"{erased} things it tells of were erased since, by two people; their lines stand.")
        self.stdout.write("The history is what was sealed." + ("" if heads else " (Cut off at the end? --head tells.)"))

    def _progress(self, lines: int) -> None:
        """For somebody who watches."""
        if sys.stderr.isatty() and lines % 20_000 == 0:
            self.stderr.write(f"\r{lines:,} lines read", ending="")


def _parsed(text: str) -> tuple[int, str]:
    number, _colon, digest = text.replace(" ", "").partition(":")
    if not number.isdecimal() or len(digest) < 16:
        raise CommandError(f"--head {text}: write the number, a colon, and at least sixteen characters of the seal.")
    return int(number), digest.lower()
