"""Files of a copy of what is kept on a person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class KeptFile:
    """A file of the copy: where in the archive, and the hash it lies under."""

    path: str
    digest: str
