"""The heads of the history, for paper or another machine."""

from datetime import datetime, time, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.timezone import get_current_timezone, localtime

from casework.core import clock, sealing


class Command(BaseCommand):
    """``history_heads``: the last seal; ``--days 30``: the last seal of each of these days."""

    help = (
        "Prints heads of the history, one a line: NUMBER:SEAL and when it was sealed. Keep them where whoever can "
        "change the database cannot: on paper, in another system's mail. verify_history --head checks one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """--days."""
        parser.add_argument("--days", type=int, default=0, help="The last seal of each of so many days.")

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        """Print them, the oldest first."""
        end = datetime.combine(clock.today() + timedelta(days=1), time.min, get_current_timezone())
        ends = [end - timedelta(days=back) for back in range(days)] if days > 0 else [end]
        found = {seal.number: seal for seal in map(sealing.head, ends) if seal}
        for number in sorted(found):
            seal = found[number]
            self.stdout.write(f"{number}:{seal.digest}  {localtime(seal.sealed_at):%Y-%m-%d %H:%M:%S %z}")
