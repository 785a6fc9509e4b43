"""Writing a bundle: a ZIP whose bytes depend on nothing but its contents, and the manifest that covers all of them."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO, Any, Final, Protocol

from ledger.canonical import canonical

MANIFEST_PREFIX: Final = b"interesant:evidence:v1\0"
FORMAT: Final = "interesant-evidence/3"
FIRST_MOMENT: Final = (1980, 1, 1, 0, 0, 0)
"""The oldest moment a ZIP can name: the same in every bundle."""
READABLE: Final = 0o644 << 16
UNIX: Final = 3


class Signer(Protocol):
    """Whoever signs: the key of the seals (ledger.keys.SealKey)."""

    @property
    def public(self) -> bytes:
        """The raw public key."""

    @property
    def fingerprint(self) -> str:
        """By what people compare it."""

    def sign(self, message: bytes) -> bytes:
        """The signature of a message."""


@dataclass
class Archive:
    """A bundle being written. Files come one after the other, the manifest last."""

    zip: zipfile.ZipFile
    files: list[dict[str, Any]] = field(default_factory=list)

    def add(self, path: str, content: bytes) -> None:
        """Write a file as a whole."""
        self.stream(path, [content])

    def text(self, path: str, content: str) -> None:
        """Write a text."""
        self.add(path, content.encode())

    def value(self, path: str, value: Any) -> None:
        """Write one JSON value, for people to read too."""
        self.text(path, json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n")

    def lines(self, path: str, values: Iterable[Any]) -> int:
        """Write JSON values, a line each; how many there were."""
        count = 0

        def encoded() -> Iterable[bytes]:
            nonlocal count
            for value in values:
                count += 1
                yield canonical(value).encode() + b"\n"

        self.stream(path, encoded())
        return count

    def stream(self, path: str, chunks: Iterable[bytes]) -> None:
        """Write a file bit by bit."""
        digest, size = hashlib.sha256(), 0
        with self.zip.open(_info(path), "w", force_zip64=True) as file:
            for chunk in chunks:
                file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.files.append({"path": path, "sha256": digest.hexdigest(), "size": size})

    def close(self, facts: dict[str, Any], signer: Signer | None) -> str:
        """Write the manifest, and its signature where there is a key; the manifest's hash."""
        manifest = {
            "format": FORMAT,
            **facts,
            "key": signer.fingerprint if signer else None,
            "public_key": signer.public.hex() if signer else None,
            "files": sorted(self.files, key=lambda one: str(one["path"])),
        }
        content = (json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
        self._raw("manifest.json", content)
        if signer is not None:
            self._raw("manifest.sig", f"{signer.sign(MANIFEST_PREFIX + content).hex()}\n".encode())
        return hashlib.sha256(content).hexdigest()

    def _raw(self, path: str, content: bytes) -> None:
        self.zip.writestr(_info(path), content)


def opened(target: IO[bytes]) -> Archive:
    """An archive on a file that is open for writing."""
    return Archive(zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6))


def _info(path: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, FIRST_MOMENT)
    info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, UNIX, READABLE
    return info
