"""The shelf: the folder where files lie under their hash, never half-written, readable by the program alone."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from attachments.rules import FILES_PER_FORM, MEGABYTE, FileRefused

CHUNK: Final = 256 * 1024
"""Ours: bytes read at once; a file never lies in memory as a whole."""

SPARE_BYTES: Final = 200 * MEGABYTE
"""Ours: room that is left on the disk for the database itself, which must go on when files no longer can."""

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True)
class Shelf:
    """Where files lie (``folder``: the data folder), how large each may be, and whether a scanner looks at them."""

    folder: Path
    megabytes: int = 10
    scanner: str = ""

    @property
    def root(self) -> Path:
        """The folder of all files."""
        return self.folder / "attachments"

    @property
    def incoming(self) -> Path:
        """The folder of drafts."""
        return self.root / "incoming"

    @property
    def form_bytes(self) -> int:
        """What the files of one form may weigh together."""
        return FILES_PER_FORM * self.megabytes * MEGABYTE

    def path_of(self, digest: str) -> Path:
        """Where the file with this hash lies: ``attachments/ab/cdef...``."""
        return self.root / digest[:2] / digest[2:]

    def files(self) -> Iterator[tuple[str, Path]]:
        """Every file that lies here, by its hash, in order."""
        for path in sorted(self.root.glob("??/*")):
            yield path.parent.name + path.name, path

    def take(self, content: bytes | IO[bytes], *, megabytes: int | None = None) -> Path:
        """Copy what was sent into a draft. Raises FileRefused when it is empty, too large, or there is no room."""
        limit = megabytes or self.megabytes
        source = io.BytesIO(content) if isinstance(content, bytes) else content
        path = self.new_draft()
        with undone_on_error(path), path.open("r+b") as draft:
            size = 0
            while chunk := source.read(CHUNK):
                size += len(chunk)
                if size > limit * MEGABYTE:
                    raise FileRefused(code="file_too_large", limit=limit)
                draft.write(chunk)
            if not size:
                raise FileRefused(code="file_empty")
        return path

    def new_draft(self) -> Path:
        """An empty draft, readable by its owner alone. Raises FileRefused when there is no room."""
        with refusing_when_full():
            self.incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
            if shutil.disk_usage(self.incoming).free < SPARE_BYTES:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            path = self.incoming / secrets.token_hex(16)
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        return path

    def place(self, draft: Path, digest: str) -> None:
        """Give a draft its place: on the disk as a whole before anybody can find it. What lay there is replaced, so
        that a damaged file is healed by sending it again."""
        target = self.path_of(digest)
        with refusing_when_full():
            sync(draft)
            target.parent.mkdir(mode=0o700, exist_ok=True)
            draft.replace(target)
            sync(target.parent)


@contextmanager
def refusing_when_full() -> Iterator[None]:
    """A full disk is a clear refusal and no error of the program."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise FileRefused(code="no_room") from error
        raise


@contextmanager
def undone_on_error(draft: Path) -> Iterator[None]:
    """Nothing half-written stays: an error inside takes the draft away."""
    try:
        with refusing_when_full():
            yield
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def digest_of(path: Path) -> str:
    """SHA-256 (hex) of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Wait until a file, or what a folder holds, is on the disk."""
    if os.name == "nt" and path.is_dir():
        return  # Windows writes folders through by itself and opens none
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
