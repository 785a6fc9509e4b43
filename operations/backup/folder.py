"""Where attachments lie: each once, under the SHA-256 of its content."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from operations.backup.archive import CHUNK

_HASH: Final = re.compile(r"[0-9a-f]{64}")


def attachments_in(folder: Path) -> dict[str, Path]:
    """Every file whose name is a SHA-256, by that name; whatever else lies there is none of ours."""
    found = sorted(path for path in folder.rglob("*") if _HASH.fullmatch(path.name) and path.is_file())
    return {path.name: path for path in found}


def place_of(folder: Path, name: str) -> Path:
    """Where a file with this hash belongs: in a folder named after its first two digits."""
    return folder / name[:2] / name


def chunks_of(path: Path) -> Iterator[bytes]:
    """A file piece by piece."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def is_whole(path: Path) -> bool:
    """Whether a file holds what its name says."""
    digest = hashlib.sha256()
    for chunk in chunks_of(path):
        digest.update(chunk)
    return digest.hexdigest() == path.name


def put(folder: Path, name: str, chunks: Iterable[bytes]) -> bool:
    """Write a file under its hash, whole or not at all; False when it is there already."""
    target = place_of(folder, name)
    if target.exists() and is_whole(target):
        return False
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return True
