"""``manage.py verify_letter REFERENCE``: whether an approved letter can be proved from what is on file."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casework.core.erasing import stones_of, was
from casework.core.models import Tombstone
from casework.core.references import normalise
from casework.letters.queries import as_written, letter_by_reference, proof_of


class Command(BaseCommand):
    """Compute a letter's certificate of clearance anew from the stored evidence alone."""

    help = (
        "Computes anew, from what is stored alone, who decided what on which words of a letter, and names what does "
        "not match. People are told by their number. Ends with an error when something does not match."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Which letter."""
        parser.add_argument("reference", help="the reference of the letter, as in 2K7H-9QXD/1")
        parser.add_argument(
            "--sha256", default="", help="for a letter that was erased: the hash of what somebody brings"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the facts; fail with what does not match."""
        letter = letter_by_reference(options["reference"])
        written = as_written(options["reference"]) or normalise(options["reference"]) or ""
        if letter is None and (stones := stones_of(written)):
            self._say_erased(stones, options["sha256"].strip().lower())
            return
        if letter is None:
            raise CommandError("There is no letter with this reference. It looks like 2K7H-9QXD/1.")
        proof = proof_of(letter)
        for fact in proof.facts:
            who = f"person {fact.by}" + (f" for person {fact.acting_for}" if fact.acting_for else "")
            said = f"  {fact.at.isoformat(timespec='seconds')}  {who}  {fact.what}"
            self.stdout.write(f"{said}  {fact.sha256}".rstrip())
        if not proof.holds:
            raise CommandError(f"{proof.letter} is not proved:\n  " + "\n  ".join(proof.wrong))
        self.stdout.write(f"{proof.letter} is proved: everything on file matches.")

    def _say_erased(self, stones: list[Tombstone], sha256: str) -> None:
        """Nothing is on file any more: when it went, under which decision, and whether it was what somebody brings."""
        for stone in stones:
            on = f"{stone.erased_at:%Y-%m-%d}"
            self.stdout.write(f"{stone.reference} ({stone.kind}) was erased on {on} under {stone.under}.")
        if sha256:
            known = any(was(stone, sha256) for stone in stones)
            self.stdout.write("What you bring is what was on file." if known else "It was not what you bring.")
