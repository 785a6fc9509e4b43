"""The town's mail server, on this machine: keeps what it is given."""

from __future__ import annotations

import email
import email.policy
import queue
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

PATIENCE_SECONDS = 60


class Box:
    """All mail that came, in its order."""

    def __init__(self) -> None:
        self._came: queue.Queue[EmailMessage] = queue.Queue()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        """Take a letter."""
        letter = email.message_from_bytes(envelope.original_content or b"", policy=email.policy.default)
        self._came.put(letter)
        return "250 kept"

    def next_to(self, address: str) -> EmailMessage:
        """The next letter to an address; others before it are passed over. Raises queue.Empty when none comes."""
        while True:
            letter = self._came.get(timeout=PATIENCE_SECONDS)
            if address in str(letter["To"]):
                return letter


@contextmanager
def office_open(port: int) -> Iterator[Box]:
    """A mail server that listens while the block lasts."""
    box = Box()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield box
    finally:
        server.stop()
