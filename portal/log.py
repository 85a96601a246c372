"""Log lines as key=value, with the fields that could name a person dropped."""

import logging

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
        parts += [f"{key}={value}" for key, value in sorted(vars(record).items()) if key not in _STANDARD and key in ALLOWED]
        line = " ".join(str(part) for part in parts)
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return line
