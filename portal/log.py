"""Log lines as key=value, with the fields that could name a person dropped."""

import logging
import traceback

_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# What a log line may say besides its own words. Anything else given as ``extra`` is left out: a closed list
# is the only one that nobody's name slips through.
ALLOWED = {"reference", "office", "job", "count", "dispatch", "seconds", "reason", "attempt", "status", "error_class"}


class KeyValueFormatter(logging.Formatter):
    """``time level logger message key=value …`` with only the allowed keys."""

    def format(self, record: logging.LogRecord) -> str:
        """One line for one record; a traceback follows on its own lines."""
        record.message = record.getMessage()
        parts = [self.formatTime(record), record.levelname, record.name, record.message]
        parts += [
            f"{key}={value}" for key, value in sorted(vars(record).items()) if key not in _STANDARD and key in ALLOWED
        ]
        line = " ".join(str(part) for part in parts)
        if record.exc_info and record.exc_info[1]:
            line += "\n" + _where(record.exc_info[1])
        return line


def _where(error: BaseException) -> str:
    """Where it happened and the class of the error, and of what led to it; never its words, which may quote a row."""
    lines = []
    cause: BaseException | None = error
    while cause is not None:
        lines += [*traceback.format_tb(cause.__traceback__), f"{type(cause).__module__}.{type(cause).__qualname__}\n"]
        cause = cause.__cause__ or cause.__context__
    return "".join(lines).rstrip()
