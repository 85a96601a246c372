"""Settings read from the environment say what to do when they are wrong."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings import env

BASE = Path("/srv/site")


def test_text_takes_the_default_for_a_variable_of_blanks(monkeypatch):
    monkeypatch.setenv("SITE_NAME", "   ")

    assert env.text("SITE_NAME", "Ours") == "Ours"


def test_required_names_the_variable_the_reason_and_where_to_look(monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)

    with pytest.raises(ImproperlyConfigured, match=r"Set SECRET_KEY .* signs forms\. .*\.env\.example"):
        env.required("SECRET_KEY", "it signs forms.")


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("Yes", True), ("off", False), ("0", False), ("", True)])
def test_flag_understands_the_usual_words(monkeypatch, value, expected):
    monkeypatch.setenv("BEHIND_PROXY", value)

    assert env.flag("BEHIND_PROXY", default=True) is expected


def test_flag_refuses_a_word_it_does_not_know(monkeypatch):
    monkeypatch.setenv("BEHIND_PROXY", "perhaps")

    with pytest.raises(ImproperlyConfigured, match="BEHIND_PROXY is 'perhaps': write 1 or 0"):
        env.flag("BEHIND_PROXY")


def test_number_refuses_words(monkeypatch):
    monkeypatch.setenv("SECURE_HSTS_SECONDS", "a year")

    with pytest.raises(ImproperlyConfigured, match="whole number"):
        env.number("SECURE_HSTS_SECONDS", 0)


def test_listed_drops_blanks(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", " a.example.ca, ,b.example.ca,")

    assert env.listed("ALLOWED_HOSTS") == ["a.example.ca", "b.example.ca"]


def test_mail_keeps_letters_in_a_folder_below_the_project():
    assert env.mail("mailbox:var/mailbox", base=BASE)["MAILBOX_DIR"] == BASE / "var" / "mailbox"


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example.ca", 25, False, False),
        ("smtp://mail.example.ca?tls=starttls", 587, True, False),
        ("smtp://mail.example.ca?tls=on", 465, False, True),
        ("smtp://mail.example.ca:2525?tls=off", 2525, False, False),
    ],
)
def test_mail_reads_the_port_and_the_encryption_from_the_address(url, port, tls, ssl):
    read = env.mail(url, base=BASE)

    assert (read["EMAIL_PORT"], read["EMAIL_USE_TLS"], read["EMAIL_USE_SSL"]) == (port, tls, ssl)


def test_mail_reads_a_password_with_signs_in_it():
    read = env.mail("smtp://casework:p%40ss%2Fword@mail.example.ca", base=BASE)

    assert (read["EMAIL_HOST_USER"], read["EMAIL_HOST_PASSWORD"]) == ("casework", "p@ss/word")


@pytest.mark.parametrize("url", ["mail.example.ca", "smtp://", "imap://mail.example.ca"])
def test_mail_refuses_an_address_that_is_no_mail_server(url):
    with pytest.raises(ImproperlyConfigured, match="MAIL_URL"):
        env.mail(url, base=BASE)
