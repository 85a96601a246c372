"""Settings read from the environment, with errors that say what to do."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The variable as text, or the default when it is missing or empty."""
    return os.environ.get(name, "").strip() or default


def required(name: str, why: str) -> str:
    """The variable as text; raises ImproperlyConfigured with the reason when it is missing."""
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"Set {name} in the environment: {why} Every variable stands in .env.example.")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """True for 1, true, yes, on; False for 0, false, no, off; anything else is an error."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}: write 1 or 0.")


def number(name: str, default: int) -> int:
    """The variable as a whole number."""
    value = text(name)
    try:
        return int(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}: write a whole number.") from None


def listed(name: str, default: str = "") -> list[str]:
    """The variable split at commas, blanks dropped."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def mail(url: str, *, base: Path) -> dict[str, object]:
    """How mail leaves, from one address: ``smtp://user:pass@host:587?tls=starttls`` or ``mailbox:var/mailbox``.

    Returns Django's EMAIL_* settings and MAILBOX_DIR (None with a real server).
    """
    parts = urlsplit(url)
    if parts.scheme == "mailbox":
        folder = Path(parts.path or parts.netloc or "var/mailbox")
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(base / folder / "staff"),
            "MAILBOX_DIR": base / folder,
        }
    if parts.scheme != "smtp" or not parts.hostname:
        raise ImproperlyConfigured(
            f"MAIL_URL is {url!r}: write smtp://user:password@host:port?tls=starttls (or tls=on, tls=off), "
            "or mailbox:var/mailbox to keep mail on this machine."
        )
    tls = parse_qs(parts.query).get("tls", ["off"])[0]
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if tls == "on" else 587 if tls == "starttls" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": tls == "starttls",
        "EMAIL_USE_SSL": tls == "on",
        "EMAIL_TIMEOUT": 30,
        "MAILBOX_DIR": None,
    }
