"""What the front door does later: ask the scanner about what came, and clear away bytes that nothing leads to."""

import logging
from datetime import timedelta
from time import monotonic
from typing import Final

from casework.core.files import scanning, vault
from casework.core.jobs import job

from . import actions, queries

logger = logging.getLogger(__name__)

#: Bytes without a row lie this long before they go: a message may still wait on a disk with them.
SETTLED_AFTER: Final = timedelta(days=2)
#: A scanner that thinks long about each file is left before the lease of the sweep is over.
LONGEST: Final = 600.0  # seconds
#: More than this at once, and most of what there is: not a crash, but the wrong database or the wrong folder.
MOST_AT_ONCE: Final = 50


@job(every=timedelta(minutes=1))
def scan_attachments() -> int:
    """What waits is looked at; when there is no scanner, all of it waits on."""
    count, until = 0, monotonic() + LONGEST
    for attachment in queries.to_scan():
        if monotonic() > until:
            break
        try:
            actions.scan(attachment)
        except scanning.NoScanner as error:
            logger.error("the virus scanner is not there", extra={"error_class": type(error).__name__})
            break
        count += 1
    return count


@job(every=timedelta(days=1))
def remove_orphans() -> int:
    """Bytes that no row leads to go: what a crash or a second post of the same form left behind."""
    keys = list(vault.older_than(SETTLED_AFTER.total_seconds()))
    orphans = queries.without_a_row(keys)
    if len(orphans) > max(MOST_AT_ONCE, len(keys) // 2):
        logger.error("too many files without a row", extra={"count": len(orphans)})
        return 0
    vault.remove(orphans)
    return len(orphans)
