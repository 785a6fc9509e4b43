"""The file itself: a ZIP whose members are written and read as streams, each with its SHA-256 on the way."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from kernel.zip_files import UNREADABLE, open_zip
from operations.backup.manifest import MANIFEST, MEMBER, Manifest, Member, read, written
from operations.backup.trouble import Damaged

CHUNK: Final = 1 << 18
LARGEST_MANIFEST: Final = 1 << 24
"""Bytes; a manifest of a hundred thousand attachments has some 12 million. More would only be there to fill memory."""
LEVEL: Final = 6
"""The usual level of deflate: level 9 takes three times as long for a hundredth less."""


class Writer:
    """Writes members one after the other, and the manifest last: a file without it is no backup."""

    def __init__(self, path: Path) -> None:
        self.members: dict[str, Member] = {}
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(descriptor, "w+b")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED, allowZip64=True, compresslevel=LEVEL)

    def add(self, name: str, chunks: Iterable[bytes], *, packed: bool = True) -> Member:
        """Write one member; ``packed`` False for what is compressed already."""
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        digest, size = hashlib.sha256(), 0
        with self._zip.open(info, "w", force_zip64=True) as member:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                member.write(chunk)
        self.members[name] = Member(size, digest.hexdigest())
        return self.members[name]

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest and bring everything to the disk."""
        self._zip.writestr(MANIFEST, written(manifest))
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def abandon(self) -> None:
        """Let go of the file, finished or not; what is not finished is thrown away."""
        for close in (self._zip.close, self._file.close):
            with suppress(OSError, ValueError):  # closing writes, and what stopped the writing may stop that too
                close()


class Reader:
    """Reads a backup and trusts nothing in it. Every method raises Damaged for what is not as the manifest says."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._zip = archive
        self.manifest = read(self._manifest())
        self._check_names()

    def chunks(self, name: str) -> Iterator[bytes]:
        """A member piece by piece; at its end its size and its hash are right, or Damaged is raised."""
        expected = self.manifest.members[name]
        digest, left = hashlib.sha256(), expected.size
        with self._opened(name) as member:
            while True:
                with _as_damage(name):
                    chunk = member.read(CHUNK)
                if not chunk:
                    break
                left -= len(chunk)
                if left < 0:
                    raise Damaged(f"{name} is longer than the manifest says")
                digest.update(chunk)
                yield chunk
        if left or digest.hexdigest() != expected.sha256:
            raise Damaged(f"{name} is not what was saved: its checksum differs")

    def verify(self) -> None:
        """Read everything once and compare sizes and checksums."""
        for name in self.manifest.members:
            for _chunk in self.chunks(name):
                pass

    def _manifest(self) -> bytes:
        if MANIFEST not in self._zip.namelist():
            raise Damaged("it has no manifest, so it was not made by this program")
        if self._zip.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
            raise Damaged("its manifest is impossibly large")
        with self._opened(MANIFEST) as member, _as_damage(MANIFEST):
            return member.read(LARGEST_MANIFEST)

    def _check_names(self) -> None:
        names = self._zip.namelist()
        for name in names:
            if name != MANIFEST and not MEMBER.fullmatch(name):
                raise Damaged(f"it holds {name[:80]!r}, which no backup does")
        if len(set(names)) != len(names):
            raise Damaged("it holds the same name twice")
        expected = {MANIFEST, *self.manifest.members}
        if missing := sorted(expected - set(names)):
            raise Damaged(f"{missing[0]} is missing")
        if surplus := sorted(set(names) - expected):
            raise Damaged(f"it holds {surplus[0]}, which its manifest does not name")

    @contextmanager
    def _opened(self, name: str) -> Iterator[io.BufferedIOBase]:
        with _as_damage(name):
            member = self._zip.open(name)
        with member:
            yield member  # type: ignore[misc]


@contextmanager
def opened(path: Path) -> Iterator[Reader]:
    """A backup for reading. Raises Damaged for what is none, OSError for what cannot be read."""
    with path.open("rb") as file:
        with _as_damage("the file"):
            archive = open_zip(file)
        with archive:
            yield Reader(archive)


@contextmanager
def _as_damage(what: str) -> Iterator[None]:
    try:
        yield
    except UNREADABLE as error:
        raise Damaged(f"{what} cannot be unpacked ({error})") from None
