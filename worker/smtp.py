"""Handing a message to a mail server: encrypted, its certificate checked, every refusal told apart."""

from __future__ import annotations

import base64
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Final

from web.mail_settings import MailServer
from worker.effects import Hopeless, Later

PATIENCE_SECONDS: Final = 60
"""Ours: a server that stays silent so long is not there. RFC 5321, 4.5.3.2 grants it up to five minutes for a command,
which is meant for servers that relay for hours; our attempt comes back."""

PERMANENT: Final = range(500, 600)
"""Source: RFC 5321, 4.2.1: the command will fail again the same way."""

SIGNED_IN: Final = 235
"""Source: RFC 4954, 6."""

_OURS: Final = (
    (smtplib.SMTPSenderRefused, "mail_sender"),
    (smtplib.SMTPAuthenticationError, "mail_sign_in"),
    (smtplib.SMTPNotSupportedError, "mail_no_tls"),
    (ssl.SSLCertVerificationError, "mail_certificate"),
)
"""Refusals that stem from our own settings: once the administrator has mended them the letters go out by themselves."""


def hand_over(server: MailServer, letter: EmailMessage) -> None:
    """Give a letter to the server. Raises Hopeless when it refuses this letter for good, Later for everything else."""
    try:
        with _connected(server) as client:
            client.send_message(letter)
    except (OSError, smtplib.SMTPException) as error:
        raise _told_apart(error) from None


def reach(server: MailServer, patience_seconds: float) -> None:
    """Connect, encrypt and sign in as for a letter, and leave without one. Raises Later with what stands in the way."""
    try:
        with _connected(server, patience_seconds) as client:
            client.ehlo_or_helo_if_needed()
    except (OSError, smtplib.SMTPException) as error:
        raise _told_apart(error) from None


def _told_apart(error: Exception) -> Later | Hopeless:
    code = _code(error)
    for kind, word in _OURS:
        if isinstance(error, kind):
            return Later(f"{word} {code}".strip())
    if isinstance(error, (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)) and int(code or 0) in PERMANENT:
        return Hopeless(f"mail_refused {code}")
    return Later(f"mail_later {code}" if code else "mail_unreachable")


def _code(error: Exception) -> str:
    """The number a server answered with; empty when it did not answer."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return str(next((code for code, _words in error.recipients.values()), ""))
    code = getattr(error, "smtp_code", -1)
    return str(code) if isinstance(code, int) and code > 0 else ""


def _connected(server: MailServer, patience_seconds: float | None = None) -> smtplib.SMTP:
    """A connection that is ready for a letter: encrypted unless the server is this very machine, signed in.

    ``patience_seconds``: less than ours, for whoever only wants to know whether the server is there.
    """
    patience = patience_seconds or PATIENCE_SECONDS  # read now, so that a test need not wait a minute
    name = server.greeting
    if server.is_implicit_tls:
        client: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, name, timeout=patience, context=_trust(server)
        )
    else:
        client = smtplib.SMTP(server.host, server.port, name, timeout=patience)
    try:
        if not server.is_implicit_tls and not server.is_this_machine:
            client.starttls(context=_trust(server))
        if server.user:
            _sign_in(client, server.user, _password(server))
    except BaseException:
        client.close()
        raise
    return client


def _sign_in(client: smtplib.SMTP, user: str, password: str) -> None:
    """Sign in. The library knows ASCII only; with other letters we say AUTH PLAIN ourselves, in UTF-8 (RFC 4616)."""
    if (user + password).isascii():
        client.login(user, password)
        return
    client.ehlo_or_helo_if_needed()
    secret = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
    code, words = client.docmd("AUTH", f"PLAIN {secret}")
    if code != SIGNED_IN:
        raise smtplib.SMTPAuthenticationError(code, words)


def _trust(server: MailServer) -> ssl.SSLContext:
    """The authorities of this machine, and the town's own where it has one."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if server.ca_file:
        try:
            context.load_verify_locations(server.ca_file)
        except (OSError, ssl.SSLError):
            raise Later("mail_ca_file") from None
    return context


def _password(server: MailServer) -> str:
    """The password of the address, or what its file holds now: it may have been changed since the start."""
    if not server.password_file:
        return server.password
    try:
        return Path(server.password_file).read_text(encoding="utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise Later("mail_password_file") from None
