"""Mail: a message from a template, and handing it over."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any, Final, cast

from flask import Flask, current_app, g, render_template
from werkzeug.local import LocalProxy

from kernel.clock import WARSAW, Clock
from web import database
from web.mail_settings import ADDRESS
from web.settings import Settings
from web.typography import JOINER, NO_BREAK
from worker import folder, smtp
from worker.effects import Hopeless

LONGEST_SUBJECT: Final = 200
"""Characters; a longer subject is cut, every mail program cuts it sooner."""

POLICY: Final = SMTP.clone(max_line_length=78)
"""CRLF between lines, headers folded at 78 characters (RFC 5322, 2.1.1)."""


@dataclass(frozen=True)
class Attached:
    """A file that goes with a mail, under a name in plain ASCII: a PDF, or another kind of ``application``."""

    name: str
    content: bytes
    kind: str = "pdf"


@dataclass(frozen=True)
class Message:
    """A plain-text mail to one person. ``row_id`` becomes its Message-ID, so that a mail sent twice is known as one."""

    to: str
    subject: str
    text: str
    row_id: uuid.UUID
    lang: str = "pl"
    files: tuple[Attached, ...] = ()


def compose(template: str, lang: str, *, to: str, row_id: uuid.UUID, **facts: Any) -> Message:
    """The message of ``templates/emails/<template>.txt`` in a language; the first line is the subject.

    Addresses of pages in it are made by ``url_for(..., _external=True)`` and lead to the public address of the office.
    No-break spaces of the pages become plain ones: in plain text they help nobody.
    """
    home = _settings().public_url or "http://127.0.0.1:8000"
    app = cast(LocalProxy[Flask], current_app)._get_current_object()
    # A context of one's own: whoever composes in the middle of a page, or twice, keeps the language they had.
    with app.app_context(), app.test_request_context(f"/{lang}/", base_url=home):
        g.lang = lang
        written = render_template(f"emails/{template}.txt", to=to, **facts)
    plain = written.replace(NO_BREAK, " ").replace(JOINER, "")
    subject, _line, text = plain.strip().partition("\n")
    return Message(to, " ".join(subject.split())[:LONGEST_SUBJECT], f"{text.strip()}\n", row_id, lang)


def send(message: Message, *, into_folder: bool = False) -> str:
    """Hand a message over to the mail server of the settings, or put it into the folder of the data; where it went.

    ``into_folder``: even when there is a mail server, because nobody real is behind the address.
    Raises Hopeless when this message can never be delivered (no such address), Later or OSError when it may be.
    """
    settings = _settings()
    letter = letter_of(message, settings, database.clock())
    if into_folder or settings.mail_server is None:
        return str(folder.put(Path(settings.data_folder) / "mail", str(message.row_id), letter))
    smtp.hand_over(settings.mail_server, letter)
    return settings.mail_server.host


def letter_of(message: Message, settings: Settings, clock: Clock) -> EmailMessage:
    """The message as RFC 5322 wants it. Raises Hopeless for an address no mail can go to."""
    sender = settings.mail_sender
    letter = EmailMessage(policy=POLICY)
    letter["From"] = sender
    letter["To"] = _address(message.to)
    letter["Subject"] = " ".join(message.subject.split())
    letter["Date"] = clock.now().astimezone(WARSAW)
    letter["Message-ID"] = f"<{message.row_id}@{sender.domain}>"
    letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office reply comes back
    letter.set_content(message.text, charset="utf-8", cte="quoted-printable")
    letter["Content-Language"] = message.lang
    for file in message.files:
        letter.add_attachment(file.content, maintype="application", subtype=file.kind, filename=file.name)
    return letter


def _address(text: str) -> Address:
    """One address and nothing besides: no second recipient, no header of its own."""
    local, _at, domain = text.strip().rpartition("@")
    try:
        spec = f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        raise Hopeless("bad_address") from None
    if not ADDRESS.fullmatch(spec):
        raise Hopeless("bad_address")
    return Address(addr_spec=spec)


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found
