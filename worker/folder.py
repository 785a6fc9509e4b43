"""Mail for trying out: every message a file that any mail program opens; its owner's alone, there are codes in it."""

from __future__ import annotations

import os
from email.message import EmailMessage
from pathlib import Path


def put(folder: Path, name: str, message: EmailMessage) -> Path:
    """Write a message as ``<name>.eml``, whole or not at all; the same name again replaces the file. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target, draft = folder / f"{name}.eml", folder / f".{name}.{os.getpid()}"
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(message.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return target
