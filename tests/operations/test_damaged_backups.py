"""What is no whole backup is refused with one sentence, and leaves an empty database as empty as it was."""

from __future__ import annotations

import json
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from attachments.shelf import Shelf
from operations.backup.making import Made
from operations.backup.restoring import check, restore
from operations.backup.trouble import BackupTrouble, Damaged
from storage.session import Storage
from tests.operations.conftest import content

Change = Callable[[dict[str, bytes]], None]


@pytest.fixture
def backend() -> str:
    """The file is the same from both databases."""
    return "sqlite"


def rewritten(made: Made, target: Path, change: Change) -> Path:
    """The same ZIP with other members."""
    with zipfile.ZipFile(made.path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target


def manifest(**changed: Any) -> Change:
    """A change of the manifest."""

    def change(members: dict[str, bytes]) -> None:
        members["manifest.json"] = json.dumps({**json.loads(members["manifest.json"]), **changed}).encode()

    return change


def forged(name: str, old: bytes, new: bytes) -> Change:
    """A change of a member together with its checksum in the manifest, as somebody with the file could make it."""
    from hashlib import sha256

    def change(members: dict[str, bytes]) -> None:
        assert old in members[name]
        members[name] = members[name].replace(old, new, 1)
        told = json.loads(members["manifest.json"])
        told["members"][name] = {"size": len(members[name]), "sha256": sha256(members[name]).hexdigest()}
        members["manifest.json"] = json.dumps(told).encode()

    return change


def dropped(members: dict[str, bytes]) -> None:
    del members["tables/office.jsonl"]


def added(members: dict[str, bytes]) -> None:
    members["../../etc/passwd"] = b"root::0:0"


def unnamed(members: dict[str, bytes]) -> None:
    members["tables/other.jsonl"] = b""


def changed(members: dict[str, bytes]) -> None:
    members["tables/office.jsonl"] = members["tables/office.jsonl"].replace(b"Testowy", b"Textowy")


def longer(members: dict[str, bytes]) -> None:
    members["tables/office.jsonl"] += b"\n" * 10


def no_manifest(members: dict[str, bytes]) -> None:
    del members["manifest.json"]


def no_json(members: dict[str, bytes]) -> None:
    members["manifest.json"] = b"{"


def misnamed(members: dict[str, bytes]) -> None:
    """Another content under the hash of a file, its checksum in the manifest put right."""
    name = next(name for name in members if name.startswith("attachments/"))
    forged(name, members[name], b"something else")(members)


OFFICE, ENTRIES, GRANTS = "tables/office.jsonl", "tables/ledger_entry.jsonl", "tables/role_assignment.jsonl"

WRONG: dict[str, tuple[Change, str]] = {
    "a missing member": (dropped, r"no whole backup: tables/office\.jsonl is missing\.$"),
    "a path out of its folder": (added, r"it holds '\.\./\.\./etc/passwd', which no backup does"),
    "a member nobody named": (unnamed, r"tables/other\.jsonl, which its manifest does not name"),
    "a changed byte": (changed, r"tables/office\.jsonl is not what was saved: its checksum differs"),
    "a longer member": (longer, r"tables/office\.jsonl is longer than the manifest says"),
    "no manifest": (no_manifest, "it has no manifest, so it was not made by this program"),
    "a broken manifest": (no_json, "its manifest cannot be read"),
    "another program's": (manifest(kind="other"), "it was not made by this program"),
    "no format": (manifest(format=None), "names no format"),
    "a newer format": (manifest(format=2, program="9.1"), r"has format 2, made by a newer program \(9\.1\).*up to 1"),
    "a newer revision": (
        manifest(revision="0999", program="9.1"),
        r"database version 0999, made by program version 9\.1; .*Install program version 9\.1 or a newer one",
    ),
    "no tables": (manifest(tables={}), "its manifest is incomplete or changed"),
    "a surplus part": (manifest(colour="red"), "its manifest is incomplete or changed"),
    "another end": (manifest(leaf=3), "its record does not end where the manifest says"),
    "an earlier revision": (
        manifest(revision="0001"),
        "does not belong to its database version",
    ),
    "a forged row": (forged(OFFICE, b'"Urz', b'7,"Urz'), "line 1 of office cannot be read"),
    "a forged type": (forged(OFFICE, b"true", b"1"), "line 1 of office cannot be read"),
    "a forged attachment": (misnamed, "its manifest is incomplete or changed"),
    "half a row": (forged(OFFICE, b"]", b""), "line 1 of office cannot be read"),
    "a forged entry": (
        forged(ENTRIES, b"Komunikacji", b"Kultury"),
        r"its record is broken at entry \d+: its",
    ),
    "a repeated row": (forged(OFFICE, b"]\n", b"]\n["), "line 2 of office cannot be read"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_said_and_nothing_stays(
    what: str, backup: Made, another: Callable[..., Storage], folder: Path
):
    change, sentence = WRONG[what]
    wrong = rewritten(backup, folder / "wrong.zip", change)
    target = another("sqlite", "migrated")
    before = content(target)
    with pytest.raises(BackupTrouble, match=sentence):
        restore(target, wrong, shelf=Shelf(folder / "elsewhere"))
    assert content(target) == before
    assert not dict(Shelf(folder / "elsewhere").files())


def test_a_row_that_refers_to_nobody_is_refused_on_both_databases(
    backup: Made, another: Callable[..., Storage], folder: Path
):
    def nobody(members: dict[str, bytes]) -> None:
        first = json.loads(members["tables/person.jsonl"].splitlines()[0])[0].encode()
        old = next(line for line in members[GRANTS].splitlines() if first in line)
        forged(GRANTS, old, old.replace(first, b"00000000-0000-0000-0000-000000000000"))(members)

    wrong = rewritten(backup, folder / "wrong.zip", nobody)
    for kind, sentence in (
        ("sqlite", "a row of role_assignment refers to"),
        ("postgresql", "a reference leads nowhere"),
    ):
        target = another(kind)
        with pytest.raises(Damaged, match=sentence):
            restore(target, wrong, shelf=None)
        assert content(target) == {}


def test_a_name_twice_is_refused(backup: Made, folder: Path):
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(backup.path, "a") as archive:
        archive.writestr(OFFICE, b"")
    with pytest.raises(Damaged, match="it holds the same name twice"):
        check(backup.path)


@pytest.mark.parametrize("text", [b"", b"PK", b"just a letter", b"SQLite format 3\0" + bytes(500)])
def test_another_file_altogether_is_refused(text: bytes, tmp_path: Path):
    (tmp_path / "letter.zip").write_bytes(text)
    with pytest.raises(Damaged, match=r"letter\.zip is no whole backup: the file cannot be unpacked"):
        check(tmp_path / "letter.zip")


def test_a_file_that_is_not_there_or_a_folder_is_named(tmp_path: Path):
    with pytest.raises(BackupTrouble, match=r"none\.zip cannot be read or written: No such file"):
        check(tmp_path / "none.zip")
    with pytest.raises(BackupTrouble, match="cannot be read or written: Is a directory"):
        check(tmp_path)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 1, exclude_max=True))
@example(share=0.0)
@example(share=0.9999)
def test_a_truncated_file_is_refused_wherever_it_ends(share: float, backup: Made):
    whole = backup.path.read_bytes()
    short = backup.path.with_name("short.zip")
    short.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(Damaged):
        check(short)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
def test_a_changed_byte_is_refused_or_changes_nothing(share: float, flip: int, backup: Made):
    """A ZIP has bytes that mean nothing, such as the hour of a member; every other one is guarded."""
    content = bytearray(backup.path.read_bytes())
    content[int(len(content) * share)] ^= flip
    other = backup.path.with_name("other.zip")
    other.write_bytes(content)
    try:
        restored = check(other)
    except BackupTrouble:
        return
    assert restored.manifest == backup.manifest
