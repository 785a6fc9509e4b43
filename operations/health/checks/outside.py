"""Checks that talk to other programs: the mail server, the virus scanner, our own address from outside."""

from __future__ import annotations

import contextlib
import datetime as dt
import socket
import ssl
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from kernel.clock import Clock
from operations.health.finding import Finding, Look, Signal, fine, late, neutral, soon
from worker import smtp
from worker.effects import Hopeless, Later

PATIENCE_SECONDS: Final = 5
"""Ours: a person waits for the answer; whoever needs longer on the town's own network is in trouble."""

CERTIFICATE_DAYS: Final = 21
"""Ours: three weeks to make or order a new certificate; those renewed by themselves are renewed 30 days before."""

LONGEST_ANSWER: Final = 4096
"""Bytes; the answers we wait for are a line."""


MAIL: Final = {
    "mail_unreachable": "mail.away",
    "mail_no_tls": "mail.no_tls",
    "mail_certificate": "mail.certificate",
    "mail_ca_file": "mail.certificate",
    "mail_sign_in": "mail.sign_in",
    "mail_password_file": "mail.sign_in",
}
"""What stood in the way of reaching the mail server, by the word the worker has for it."""


def mail(look: Look) -> Finding:
    """The mail server lets us in as it would for a letter; none is sent."""
    server = look.settings.mail_server
    if server is None:
        return soon("mail.files")
    where = f"{server.host}:{server.port}"
    try:
        smtp.reach(server, PATIENCE_SECONDS)
    except (Later, Hopeless) as stopped:
        word = str(stopped).partition(" ")[0]
        return Finding(MAIL.get(word, "mail.refused"), Signal.LATE, {"where": where, "error": str(stopped)})
    return fine("mail.fine", where=where)


def scanner(look: Look) -> Finding:
    """The virus scanner answers, where there is one."""
    where = look.settings.clamd
    if not where:
        return neutral("scanner.none")
    try:
        with _scanner(where) as connection:
            connection.sendall(b"zPING\0")
            answer = connection.recv(LONGEST_ANSWER)
    except (OSError, ValueError) as error:
        return late("scanner.away", where=where, error=type(error).__name__)
    return fine("scanner.fine") if answer.startswith(b"PONG") else late("scanner.away", where=where, error="no PONG")


def https(look: Look) -> Finding:
    """The public address leads here, over HTTPS, with a certificate that browsers believe and that lasts."""
    parts = urlsplit(look.settings.public_url)
    if parts.scheme != "https" or not parts.hostname:
        return neutral("https.none")
    url, port = look.settings.public_url, parts.port or 443
    try:
        with _encrypted(parts.hostname, port) as connection:
            ends = _end_of(connection)
            connection.sendall(_asking(parts.hostname))
            answer = connection.recv(LONGEST_ANSWER)
    except ssl.SSLCertVerificationError as error:
        return late("https.untrusted", url=url, error=error.verify_message)
    except OSError as error:
        return late("https.away", url=url, error=type(error).__name__)
    if b" 200 " not in answer.partition(b"\r\n")[0]:
        return late("https.other", url=url)
    return _lasting(look.clock, ends, url)


def _lasting(clock: Clock, ends: dt.datetime, url: str) -> Finding:
    days = (ends - clock.now()).days
    return soon("https.ends", url=url, days=days) if days < CERTIFICATE_DAYS else fine("https.fine", url=url, days=days)


@contextlib.contextmanager
def _encrypted(host: str, port: int) -> Iterator[ssl.SSLSocket]:
    context = ssl.create_default_context()
    plain = socket.create_connection((host, port), PATIENCE_SECONDS)
    with plain, context.wrap_socket(plain, server_hostname=host) as connection:
        yield connection


def _end_of(connection: ssl.SSLSocket) -> dt.datetime:
    certificate = connection.getpeercert() or {}
    return dt.datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), dt.UTC)


def _asking(host: str) -> bytes:
    return f"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()


def _scanner(where: str) -> socket.socket:
    """A connection to ``unix:/path`` or ``tcp:host:port``."""
    kind, _colon, rest = where.partition(":")
    if kind == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.settimeout(PATIENCE_SECONDS)
            connection.connect(rest)
        except OSError:
            connection.close()
            raise
        return connection
    host, _colon, port = rest.rpartition(":")
    return socket.create_connection((host, int(port)), PATIENCE_SECONDS)
