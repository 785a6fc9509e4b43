"""A mail is a plain text to one person, and nothing that is put into it becomes more than that."""

from __future__ import annotations

import stat
import uuid
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g
from flask_babel import gettext

from tests.cast import FoundedOffice
from web.settings import BadSetting, Settings
from worker import mail
from worker.effects import Hopeless

ROW = uuid.UUID("6f1c2a52-6a0e-4a67-9d0e-1d4cf3b6a001")


@pytest.fixture(params=["sqlite"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def sent(app: Flask, message: mail.Message) -> EmailMessage:
    with app.app_context():
        mail.send(message)
    raw = (Path(app.config["SETTINGS"].data_folder) / "mail" / f"{message.row_id}.eml").read_bytes()
    found = message_from_bytes(raw, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def test_without_a_mail_server_a_mail_becomes_a_file_any_mail_program_opens(app: Flask, office: FoundedOffice):
    with app.app_context():
        message = mail.compose("test", "pl", to="jan.kowalski@example.pl", row_id=ROW)
    letter = sent(app, message)
    assert letter["To"] == "jan.kowalski@example.pl"
    assert letter["From"] == "Interesant <interesant@localhost>"
    assert letter["Subject"] == "Próba poczty z programu Interesant"
    assert letter["Message-ID"] == f"<{ROW}@localhost>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "pl"
    assert letter["Date"] == "Sat, 21 Nov 2026 10:00:00 +0100"
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content_charset() == "utf-8"
    assert "Urząd Testowy" in letter.get_content()
    assert "Próba poczty" not in letter.get_content()


def test_each_mail_speaks_its_own_language_and_the_page_around_it_keeps_its_own(app: Flask, office: FoundedOffice):
    with app.test_request_context("/uk/"):
        g.lang = "uk"
        here = gettext("Wyloguj")
        spoken = {lang: mail.compose("test", lang, to="a@b.pl", row_id=ROW).text for lang in ("pl", "en", "uk", "pl")}
        assert (g.lang, gettext("Wyloguj")) == ("uk", here)
    greetings = {text.splitlines()[0] for text in spoken.values()}
    assert "Dzień dobry," in greetings
    assert len(greetings) == 3


def test_the_same_row_sent_again_is_the_same_mail(app: Flask, office: FoundedOffice):
    with app.app_context():
        message = mail.compose("test", "pl", to="jan@example.pl", row_id=ROW)
    first, second = sent(app, message), sent(app, message)
    assert first["Message-ID"] == second["Message-ID"]
    (file,) = (Path(app.config["SETTINGS"].data_folder) / "mail").iterdir()
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (file.parent, file)]
    assert modes == [0o700, 0o600]  # there are codes in it


def test_spaces_of_pages_that_must_not_break_are_plain_in_mail(app: Flask, office: FoundedOffice):
    with app.app_context():
        text = mail.compose("test", "pl", to="jan@example.pl", row_id=ROW).text
    assert "\u00a0" not in text
    assert "\u2060" not in text


@pytest.mark.parametrize("subject", ["Sprawa\r\nBcc: ktos@example.pl", "Sprawa\nTo: x@example.pl\n\nTreść"])
def test_a_subject_never_becomes_a_header_of_its_own(app: Flask, office: FoundedOffice, subject: str):
    letter = sent(app, mail.Message("jan@example.pl", subject, "tekst\n", ROW))
    assert letter["Bcc"] is None
    assert letter.get_all("To") == ["jan@example.pl"]
    assert letter.get_content() == "tekst\r\n"


@pytest.mark.parametrize(
    "address",
    [
        "", "jan", "jan@", "@example.pl", "a@b.pl, c@d.pl", "a@b.pl\nBcc: c@d.pl", "Jan <jan@example.pl>",
        "jan@example.pl c@d.pl", "żółw@example.pl", "jan @example.pl", "a@b.pl;c@d.pl", "jan@exa mple.pl",
        f"jan@{'x' * 70}.pl", "jan@-.pl\r\n",
    ],
)  # fmt: skip
def test_an_address_that_is_not_exactly_one_is_hopeless(app: Flask, office: FoundedOffice, address: str):
    with app.app_context(), pytest.raises(Hopeless, match="bad_address"):
        mail.send(mail.Message(address, "Sprawa", "tekst\n", ROW))
    assert not (Path(app.config["SETTINGS"].data_folder) / "mail").exists()


def test_a_domain_with_polish_letters_is_written_as_the_network_knows_it(app: Flask, office: FoundedOffice):
    assert sent(app, mail.Message("jan@łódź.example", "Sprawa", "tekst\n", ROW))["To"] == "jan@xn--d-uga0v4h.example"


def test_long_lines_and_dots_survive_the_way(app: Flask, office: FoundedOffice):
    text = "żółć " * 400 + "\n.\n..początek\nFrom nas\n"
    assert sent(app, mail.Message("jan@example.pl", "Ż" * 300, text, ROW)).get_content() == text.replace("\n", "\r\n")
    raw = (Path(app.config["SETTINGS"].data_folder) / "mail" / f"{ROW}.eml").read_bytes()
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert raw.isascii()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"mail_url": "smtp://mail.example.pl"}, "MAIL_FROM is not set"),
        ({"mail_url": "http://mail.example.pl", "mail_from": "a@b.pl"}, "MAIL_URL must look like"),
        ({"mail_url": "smtp://", "mail_from": "a@b.pl"}, "MAIL_URL must look like"),
        ({"mail_url": "smtp://host:port", "mail_from": "a@b.pl"}, "MAIL_URL must look like"),
        ({"mail_url": "smtp://host:0", "mail_from": "a@b.pl"}, "MAIL_URL must look like"),
        ({"mail_url": "smtp://host/path", "mail_from": "a@b.pl"}, "MAIL_URL must look like"),
        ({"mail_url": "smtp://host?tls=no", "mail_from": "a@b.pl"}, "MAIL_URL must look like"),
        ({"mail_url": "smtp://user@host", "mail_from": "a@b.pl"}, "a user and a password together"),
        ({"mail_url": "smtp://host", "mail_from": "a@b.pl", "mail_password_file": "/x"}, "user and a password"),
        (
            {"mail_url": "smtp://user:geheim@host", "mail_from": "a@b.pl", "mail_password_file": "/x"},
            "holds a password too",
        ),
        ({"mail_from": "urząd"}, "MAIL_FROM must be an address"),
        ({"mail_from": "a@b"}, "MAIL_FROM must be an address"),
        ({"mail_from": "a@b.pl\nBcc: c@d.pl"}, "MAIL_FROM must be an address"),
        ({"mail_from": "żółw@b.pl"}, "MAIL_FROM must be an address"),
    ],
)
def test_impossible_settings_of_mail_are_refused_without_showing_the_password(given: dict[str, Any], why: str):
    with pytest.raises(BadSetting, match=why) as refused:
        Settings(**given)
    assert "INTERESANT_MAIL_" in str(refused.value)
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("smtp://mail.example.pl", ("mail.example.pl", 587, False, False)),
        ("smtp://mail.example.pl:2525", ("mail.example.pl", 2525, False, False)),
        ("smtps://mail.example.pl", ("mail.example.pl", 465, True, False)),
        ("smtp://localhost", ("localhost", 25, False, True)),
        ("smtp://127.0.0.1:1025", ("127.0.0.1", 1025, False, True)),
        ("smtp://[::1]", ("::1", 25, False, True)),
    ],
)
def test_where_the_mail_server_is(url: str, where: tuple[str, int, bool, bool]):
    server = Settings(mail_url=url, mail_from="Urząd <opinie@example.pl>").mail_server
    assert server is not None
    assert (server.host, server.port, server.is_implicit_tls, server.is_this_machine) == where
    assert server.greeting == "example.pl"


def test_user_and_password_may_hold_any_character():
    settings = Settings(mail_url="smtp://urz%40d:p%3A%2Fw%C4%85@host", mail_from="a@b.pl")
    assert settings.mail_server is not None
    assert (settings.mail_server.user, settings.mail_server.password) == ("urz@d", "p:/wą")


@pytest.mark.parametrize("url", ["", "file:"])
def test_files_are_the_way_when_there_is_no_server(url: str):
    assert Settings(mail_url=url).mail_server is None
    assert replace(Settings(), mail_from="Urząd <a@b.pl>").mail_sender.display_name == "Urząd"
