"""Mail over a real SMTP server: encryption, certificates, sign-in, refusals for good and for now, a server away."""

from __future__ import annotations

import socket
import ssl
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from flask import Flask

from kernel.clock import FixedClock
from storage.session import Storage
from tests.cast import NOW, FoundedOffice
from web.settings import Settings
from worker import actions, mail, smtp
from worker.effects import Hopeless, Later, Work
from worker.loop import Worker
from worker.models import OutboxRow
from worker.queries import counts_by_state
from worker.rules import State

pytestmark = [
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd"),
]
USER, PASSWORD = "opinie", "pół kilo: @/%"


@pytest.fixture(params=["sqlite"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


class Box:
    """Takes letters, or answers as a test wants it to."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answers: dict[str, str] = {}

    async def handle_MAIL(self, server, session, envelope, address, options) -> str:  # noqa: N802
        if "MAIL" not in self.answers:
            envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802
        if "RCPT" not in self.answers:
            envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        if "DATA" not in self.answers:
            letter = message_from_bytes(envelope.content, policy=default)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
        return self.answers.get("DATA", "250 OK")


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> str:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return str(path)


def certificate(authority: trustme.CA, name: str = "localhost") -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    return context


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(box: Box, port: int | None = None, **how: Any) -> Iterator[int]:
    """An SMTP server on this machine; the port it listens on."""
    server = Controller(box, hostname="127.0.0.1", port=port or free_port(), **how)
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


def only_me(_server, _session, _envelope, _mechanism, data) -> AuthResult:
    return AuthResult(success=(data.login.decode(), data.password.decode()) == (USER, PASSWORD), handled=False)


def send(url: str, **more: Any) -> None:
    settings = Settings(mail_url=url, mail_from="Urząd Próbny <opinie@proba.example>", **more)
    assert settings.mail_server is not None
    message = mail.Message("jan@example.pl", "Zażółć", "gęślą\n.\njaźń\n", uuid.uuid4())
    clock = FixedClock(NOW)
    smtp.hand_over(settings.mail_server, mail.letter_of(message, settings, clock))


@pytest.fixture
def as_if_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server of these tests is on this machine; treat it as one that is not, and so has to encrypt."""
    monkeypatch.setattr("web.mail_settings.MailServer.is_this_machine", property(lambda _self: False))


def test_on_this_machine_a_letter_arrives_as_it_was_written():
    box = Box()
    with serving(box) as port:
        send(f"smtp://localhost:{port}")
    (letter,) = box.letters
    assert letter["Subject"] == "Zażółć"
    assert letter["From"] == "Urząd Próbny <opinie@proba.example>"
    assert letter.get_content() == "gęślą\r\n.\r\njaźń\r\n"


@pytest.mark.usefixtures("as_if_elsewhere")
def test_with_starttls_and_a_certificate_of_the_towns_own_authority(authority: trustme.CA, ca_file: str):
    box = Box()
    with serving(box, tls_context=certificate(authority), require_starttls=True) as port:
        send(f"smtp://localhost:{port}", mail_ca_file=ca_file)
    assert len(box.letters) == 1


def test_with_tls_from_the_first_byte(authority: trustme.CA, ca_file: str):
    box = Box()
    with serving(box, ssl_context=certificate(authority), server_hostname="localhost") as port:
        send(f"smtps://localhost:{port}", mail_ca_file=ca_file)
    assert len(box.letters) == 1


@pytest.mark.usefixtures("as_if_elsewhere")
def test_nothing_is_said_to_a_server_that_does_not_encrypt():
    box = Box()
    with serving(box) as port, pytest.raises(Later, match=r"^mail_no_tls$"):
        send(f"smtp://{USER}:secret@localhost:{port}")
    assert box.letters == []


@pytest.mark.usefixtures("as_if_elsewhere")
@pytest.mark.parametrize("name", ["localhost", "mail.example.org"])
def test_a_certificate_nobody_vouches_for_or_of_another_name_is_refused(authority: trustme.CA, ca_file: str, name: str):
    box = Box()
    trusted = "" if name == "localhost" else ca_file
    with (
        serving(box, tls_context=certificate(authority, name), require_starttls=True) as port,
        pytest.raises(Later, match=r"^mail_certificate$"),
    ):
        send(f"smtp://localhost:{port}", mail_ca_file=trusted)
    assert box.letters == []


def test_signing_in_with_a_password_from_the_address_or_from_a_file(
    authority: trustme.CA, ca_file: str, tmp_path: Path
):
    box, secret = Box(), tmp_path / "password"
    secret.write_text(PASSWORD + "\n", encoding="utf-8")
    how: dict[str, Any] = {"authenticator": only_me, "auth_required": True, "auth_require_tls": False}
    with serving(box, **how) as port:
        send(f"smtp://{USER}:p%C3%B3%C5%82%20kilo%3A%20%40%2F%25@localhost:{port}")
        send(f"smtp://{USER}@localhost:{port}", mail_password_file=str(secret))
        with pytest.raises(Later, match=r"^mail_sign_in 535$"):
            send(f"smtp://{USER}:wrong@localhost:{port}")
        secret.unlink()
        with pytest.raises(Later, match=r"^mail_password_file$"):
            send(f"smtp://{USER}@localhost:{port}", mail_password_file=str(secret))
    assert len(box.letters) == 2


def test_a_file_of_certificates_that_is_none_is_said_so(authority: trustme.CA, tmp_path: Path):
    with serving(Box(), ssl_context=certificate(authority), server_hostname="localhost") as port:
        for name in ("absent.pem", "empty.pem"):
            if name.startswith("empty"):
                (tmp_path / name).write_text("nothing")
            with pytest.raises(Later, match=r"^mail_ca_file$"):
                send(f"smtps://localhost:{port}", mail_ca_file=str(tmp_path / name))


@pytest.mark.parametrize(
    ("step", "answer", "kind", "reason"),
    [
        ("RCPT", "550 5.1.1 <jan@example.pl>: no such user", Hopeless, "mail_refused 550"),
        ("RCPT", "450 4.2.1 greylisted, jan@example.pl", Later, "mail_later 450"),
        ("DATA", "554 5.7.1 looks like spam", Hopeless, "mail_refused 554"),
        ("DATA", "452 4.3.1 disk full", Later, "mail_later 452"),
        ("MAIL", "550 5.7.1 who are you", Later, "mail_sender 550"),
        ("MAIL", "451 4.3.0 later", Later, "mail_sender 451"),
    ],
)
def test_a_refusal_for_good_is_told_from_one_for_now(step: str, answer: str, kind: type[Exception], reason: str):
    box = Box()
    box.answers[step] = answer
    with serving(box) as port, pytest.raises(kind, match=rf"^{reason}$") as refused:
        send(f"smtp://localhost:{port}")
    assert "jan" not in str(refused.value)


def test_a_server_that_is_not_there_is_for_now():
    with pytest.raises(Later, match=r"^mail_unreachable$"):
        send(f"smtp://localhost:{free_port()}")


def test_a_server_that_says_nothing_is_for_now(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(smtp, "PATIENCE_SECONDS", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(Later, match=r"^mail_unreachable$"):
            send(f"smtp://localhost:{silent.getsockname()[1]}")


@pytest.mark.parametrize("greeting", [b"554 go away\r\n", b"421 too busy\r\n", b"hello\r\n"])
def test_a_server_that_greets_strangely_is_for_now(greeting: bytes, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(smtp, "PATIENCE_SECONDS", 5)
    with socket.socket() as strange:
        strange.bind(("127.0.0.1", 0))
        strange.listen()

        def greet() -> None:
            connection, _who = strange.accept()
            connection.sendall(greeting)
            connection.close()

        thread = threading.Thread(target=greet)
        thread.start()
        with pytest.raises(Later, match=r"^mail_(later|unreachable)"):
            send(f"smtp://localhost:{strange.getsockname()[1]}")
        thread.join()


@pytest.fixture
def posting(app: Flask, office: FoundedOffice) -> Callable[[int], None]:
    """Let the app post to a port of this machine; its one effect sends a mail."""

    def effect(work: Work) -> None:
        mail.send(mail.compose("test", "pl", to="jan@example.pl", row_id=work.row_id))

    app.extensions.update(effects={"mail": effect}, jobs=())

    def point(port: int) -> None:
        url = f"smtp://localhost:{port}"
        app.config["SETTINGS"] = Settings(mail_url=url, mail_from="opinie@proba.example", testing=True)

    return point


def test_while_the_mail_server_is_down_rows_wait_and_nothing_is_lost(
    app: Flask, storage: Storage, clock: FixedClock, posting: Callable[[int], None]
):
    port, box = free_port(), Box()
    posting(port)
    with storage.writing() as session:
        for _ in range(3):
            actions.enqueue(session, clock, "mail", {})
    worker = Worker(app, chance=lambda: 0.5)
    assert worker.drain() == 3
    assert worker.drain() == 0, "no busy loop: they wait"
    with storage.reading() as session:
        assert {row.last_error for row in session.query(OutboxRow)} == {"mail_unreachable"}
        assert counts_by_state(session)[State.WAITING] == 3
    clock.advance(seconds=30)
    assert worker.drain() == 3, "still down"
    clock.advance(seconds=30)
    assert worker.drain() == 0, "the second wait is longer"
    clock.advance(seconds=30)
    with serving(box, port):
        assert worker.drain() == 3
    assert len({letter["Message-ID"] for letter in box.letters}) == 3
    with storage.reading() as session:
        assert counts_by_state(session)[State.DONE] == 3


def test_a_mail_sent_twice_carries_the_same_message_id(
    app: Flask, storage: Storage, clock: FixedClock, posting: Callable[[int], None]
):
    """A worker that was killed between sending and saying so: the other side can tell."""
    box = Box()
    with storage.writing() as session:
        row_id = actions.enqueue(session, clock, "mail", {})
    with serving(box) as port, app.app_context():
        posting(port)
        for _ in range(2):
            app.extensions["effects"]["mail"](Work(row_id, {}, storage, clock))
    assert {letter["Message-ID"] for letter in box.letters} == {f"<{row_id}@proba.example>"}


def test_the_command_sends_a_test_mail_or_says_why_not(app: Flask, posting: Callable[[int], None]):
    box, cli = Box(), app.test_cli_runner()
    with serving(box) as port:
        posting(port)
        said = cli.invoke(args=["worker", "test-mail", "it@proba.example"])
        assert (said.exit_code, said.output) == (0, "sent to it@proba.example: localhost\n")
        said = cli.invoke(args=["worker", "test-mail", "nobody"])
        assert said.output.startswith("Error: The mail was not sent: bad_address.")
    said = cli.invoke(args=["worker", "test-mail", "it@proba.example"])
    assert (said.exit_code, said.output.split(". ")[0]) == (1, "Error: The mail was not sent: mail_unreachable")
    assert [letter["To"] for letter in box.letters] == ["it@proba.example"]
