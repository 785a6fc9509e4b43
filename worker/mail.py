"""Mail: a message from a template, and the ways to hand it over."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Message:
    """A plain-text mail to one person. ``row_id`` becomes its Message-ID, so that a mail sent twice is known as one."""

    to: str
    subject: str
    text: str
    row_id: uuid.UUID


def compose(template: str, lang: str, *, to: str, row_id: uuid.UUID, **facts: Any) -> Message:
    """The message of ``templates/emails/<template>.txt`` in a language; the first line is the subject."""
    raise NotImplementedError


def send(message: Message) -> None:
    """Hand a message over to the mail server of the settings, or to a folder. Raises OSError or SMTPException."""
    raise NotImplementedError
