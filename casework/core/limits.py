"""How often something happened lately, counted in the database so that every process sees the same number."""

from datetime import timedelta
from typing import Final

from django.db import connection
from django.utils.crypto import salted_hmac

from . import clock

# A window that has ended starts again at one, in the same statement: no reader, no second writer comes between.
_COUNT_UP: Final = """
    INSERT INTO core_ratecount (key, count, ends_at) VALUES (%s, 1, %s)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN core_ratecount.ends_at <= %s THEN 1 ELSE core_ratecount.count + 1 END,
        ends_at = CASE WHEN core_ratecount.ends_at <= %s THEN excluded.ends_at ELSE core_ratecount.ends_at END
    RETURNING count
"""
_COUNT_DOWN: Final = "UPDATE core_ratecount SET count = count - 1 WHERE key = %s AND ends_at > %s AND count > 0"


def count_up(key: str, *, window: timedelta) -> int:
    """Count one more of ``key`` and say how many there were in the window that is open now, this one included.

    A window opens with the first one and stays as it is until it ends. Call it outside a transaction: inside one
    the count is undone with everything else, and others who count the same key wait for its end.
    """
    now = clock.now()
    at = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_UP, [_hashed(key, window), at(now + window), at(now), at(now)])
        [(count,)] = cursor.fetchall()  # to the last row: SQLite commits when the statement has been read out
    return int(count)


def take_back(key: str, *, window: timedelta) -> None:
    """Count one less: what was counted turned out to be none of what is limited."""
    now = connection.ops.adapt_datetimefield_value(clock.now())
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_DOWN, [_hashed(key, window), now])


def _hashed(key: str, window: timedelta) -> str:
    """What is stored instead of the key; with the site's secret, since all addresses can be hashed in a day."""
    return salted_hmac("casework.core.limits", f"{window.total_seconds()} {key}", algorithm="sha256").hexdigest()
