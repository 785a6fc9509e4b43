"""The manifest: what a backup says of itself."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from operations.backup.kinds import KINDS
from operations.backup.trouble import BackupTrouble, Damaged

FORMAT: Final = 1
"""The version of the file's form. A program reads this one and every older one."""

MAGIC: Final = "interesant-backup"
MANIFEST: Final = "manifest.json"
MEMBER: Final = re.compile(r"tables/[a-z][a-z0-9_]*\.jsonl|attachments/[0-9a-f]{64}")
"""What a member may be called: nothing else is ever written anywhere."""
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Member:
    """A file within the backup: its size in bytes, unpacked, and its SHA-256 (hex)."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Rows:
    """A table: how many rows, and the kind of each column in the order of the lists."""

    rows: int
    columns: dict[str, str]


@dataclass(frozen=True)
class Manifest:
    """Everything one has to know of a backup without reading the rest."""

    revision: str
    program: str
    made_at: str
    database: str
    office_id: str | None
    office_name: str | None
    leaf: int | None
    hash: str | None
    tables: dict[str, Rows]
    members: dict[str, Member]
    missing_attachments: list[str] = field(default_factory=list)

    @property
    def attachments(self) -> list[str]:
        """Hashes of the attachments in the file."""
        return [name.removeprefix("attachments/") for name in self.members if name.startswith("attachments/")]

    @property
    def rows(self) -> int:
        """Rows of all tables together."""
        return sum(table.rows for table in self.tables.values())


def member_of(table: str) -> str:
    """The member that holds a table's rows."""
    return f"tables/{table}.jsonl"


def written(manifest: Manifest) -> bytes:
    """The manifest as it stands in the file: JSON for programs and for people."""
    content = {"kind": MAGIC, "format": FORMAT, **asdict(manifest)}
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def read(content: bytes) -> Manifest:
    """The manifest of a file. Raises BackupTrouble for a newer format, Damaged for what is none."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise Damaged("its manifest cannot be read") from None
    if not isinstance(found, dict) or found.pop("kind", None) != MAGIC:
        raise Damaged("it was not made by this program")
    form = found.pop("format", None)
    if type(form) is not int or form < 1:
        raise Damaged("its manifest names no format")
    if form > FORMAT:
        raise BackupTrouble(
            f"This backup has format {form}, made by a newer program ({found.get('program')}); this program reads "
            f"formats up to {FORMAT}. Install that version or a newer one and restore with it."
        )
    try:
        return _built(found)
    except (TypeError, ValueError, KeyError, AttributeError):
        raise Damaged("its manifest is incomplete or changed") from None


def _built(found: dict[str, Any]) -> Manifest:
    tables = {name: Rows(**table) for name, table in found.pop("tables").items()}
    members = {name: Member(**member) for name, member in found.pop("members").items()}
    manifest = Manifest(tables=tables, members=members, **found)
    _check(manifest)
    return manifest


def _check(manifest: Manifest) -> None:
    for part in (manifest.revision, manifest.program, manifest.made_at, manifest.database):
        _must(isinstance(part, str))
    _must(manifest.leaf is None or type(manifest.leaf) is int)
    for name, table in manifest.tables.items():
        _must(bool(_NAME.fullmatch(name)) and type(table.rows) is int and table.rows >= 0)
        _must(member_of(name) in manifest.members)
        _must(bool(table.columns) and all(_NAME.fullmatch(column) for column in table.columns))
        _must(set(table.columns.values()) <= KINDS.keys())
    for name, member in manifest.members.items():
        _must(bool(MEMBER.fullmatch(name)) and type(member.size) is int and member.size >= 0)
        _must(isinstance(member.sha256, str))
        _must(name.startswith("tables/") or name == f"attachments/{member.sha256}")
        _must(name.startswith("attachments/") or name[7:-6] in manifest.tables)


def _must(right: bool) -> None:
    if not right:
        raise ValueError("not a manifest")
