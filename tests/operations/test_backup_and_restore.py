"""A backup and its way back: the same content, on either database and from one to the other."""

from __future__ import annotations

import datetime as dt
import json
import stat
import uuid
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from attachments.shelf import Shelf
from kernel.clock import FixedClock
from kernel.permissions import SYSTEM, Role
from kernel.version import VERSION
from ledger import queries, triggers
from ledger.verify import verify
from office.actions.codes import invite
from office.models import AccountCode, Person, SignIn
from office.queries.accounts import code_owner
from office.rules.accounts import Purpose, Way
from office.sign_in import token_hash
from operations.backup.making import Made, make_backup
from operations.backup.restoring import check, restore
from operations.backup.trouble import BackupTrouble
from storage import migrate
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.operations.conftest import content

Another = Callable[..., Storage]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_is_restored_is_what_was_saved_whatever_the_databases(
    lived: Storage, backup: Made, files: list[str], another: Another, kind: str, tmp_path: Path
):
    target = another(kind)
    restored = restore(target, backup.path, shelf=Shelf(tmp_path / "elsewhere"))
    assert content(target) == content(lived)
    assert restored.rows == backup.manifest.rows == sum(len(rows) for rows in content(lived).values())
    assert migrate.current(target.engine) == migrate.newest()
    with target.reading() as session:
        assert verify(session).is_whole
        assert queries.head(session) == queries.Head(restored.leaf, restored.hash)
        assert triggers.missing(session.connection()) == []
    saved, back = dict(Shelf(tmp_path).files()), dict(Shelf(tmp_path / "elsewhere").files())
    for digest in files:
        assert back[digest].read_bytes() == saved[digest].read_bytes()
    assert sorted(back) == files
    assert restored.new_attachments == 2


def test_there_and_back_again_gives_the_same_file_member_by_member(
    backup: Made, another: Another, clock: FixedClock, backend: str, tmp_path: Path
):
    other = another("sqlite" if backend == "postgresql" else "postgresql")
    restore(other, backup.path, shelf=Shelf(tmp_path / "elsewhere"))
    again = make_backup(other, clock, tmp_path / "again.zip", shelf=Shelf(tmp_path / "elsewhere"))
    assert again.manifest.members.keys() == backup.manifest.members.keys()
    for name, table in backup.manifest.tables.items():
        assert again.manifest.tables[name] == table
    with zipfile.ZipFile(backup.path) as one, zipfile.ZipFile(again.path) as two:
        for name in backup.manifest.members:
            assert sorted(one.read(name).splitlines()) == sorted(two.read(name).splitlines())


def test_an_office_goes_on_after_a_restore(
    backup: Made, another: Another, clock: FixedClock, office: FoundedOffice, backend: str, tmp_path: Path
):
    """New numbers follow the old ones, new entries continue the chain, the locks hold."""
    from tests.cast import file_complaint, read_office

    target = another(backend)
    restored = restore(target, backup.path, shelf=None)
    with target.reading() as session:
        there = read_office(session)
    with target.writing() as session:
        file_complaint(session, clock, there)
    with target.reading() as session:
        assert verify(session).entries == restored.leaf + 2
        numbers = session.execute(text("SELECT number FROM complaint ORDER BY number")).scalars().all()
    assert numbers == [1, 2]


def test_the_manifest_says_whose_backup_it_is_and_where_the_record_ends(
    backup: Made, lived: Storage, clock: FixedClock, office: FoundedOffice, backend: str
):
    with zipfile.ZipFile(backup.path) as archive:
        told = json.loads(archive.read("manifest.json"))
        names = archive.namelist()
    with lived.reading() as session:
        head = queries.head(session)
    assert head is not None
    assert (told["kind"], told["format"], told["program"]) == ("interesant-backup", 1, VERSION)
    assert (told["office_id"], told["office_name"]) == (str(office.id), "Urząd Testowy")
    assert (told["leaf"], told["hash"], told["revision"]) == (head.leaf, head.hash, migrate.newest())
    assert (told["made_at"], told["database"]) == ("2026-11-21T09:00:00.000000Z", backend)
    assert told["tables"]["complaint"]["rows"] == 1
    assert set(names) == {"manifest.json", *told["members"]}


def test_only_its_owner_can_read_the_file_and_no_draft_is_left(backup: Made):
    assert stat.S_IMODE(backup.path.stat().st_mode) == 0o600
    assert sorted(path.name for path in backup.path.parent.iterdir()) == ["attachments", "backup.zip"]


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_file_that_is_there_stays_unless_one_says_force(lived: Storage, clock: FixedClock, tmp_path: Path):
    target = tmp_path / "backup.zip"
    target.write_text("precious")
    with pytest.raises(BackupTrouble, match=r"backup\.zip is there already; choose another name, or say --force"):
        make_backup(lived, clock, target, shelf=Shelf(tmp_path))
    assert target.read_text() == "precious"
    made = make_backup(lived, clock, target, shelf=Shelf(tmp_path), force=True)
    assert check(made.path).leaf == made.manifest.leaf


def test_no_session_and_no_one_time_code_of_a_backup_is_valid_again(
    lived: Storage, another: Another, clock: FixedClock, office: FoundedOffice, backend: str, tmp_path: Path
):
    with lived.writing() as session:
        clerk = session.get_one(Person, office.member(Role.CLERK).person_id)
        opened = SignIn(
            token_hash=token_hash("token"),
            person_id=clerk.id,
            opened_at=clock.now(),
            expires_at=clock.now() + dt.timedelta(days=1),
        )
        session.add(opened)
        made_code = invite(session, clock, SYSTEM, clerk, way=Way.SLIP, secret_key="key" * 20)
    made = make_backup(lived, clock, tmp_path / "open.zip", shelf=Shelf(tmp_path))
    target, later = another(backend), FixedClock(clock.now() + dt.timedelta(minutes=5))
    restored = restore(target, made.path, shelf=None, clock=later)
    assert (restored.sessions, restored.codes) == (1, 1)
    with target.reading() as session:
        assert session.get_one(SignIn, token_hash("token")).closed_at == later.now()
        assert session.get_one(AccountCode, made_code.id).ended_at == later.now()
        assert code_owner(session, later, Purpose.INVITATION, made_code.code) is None
        assert verify(session).entries == made.manifest.leaf
    assert content(target) == content(lived)


def test_a_restore_takes_the_place_of_empty_tables(backup: Made, another: Another, lived: Storage, backend: str):
    """``flask db upgrade`` comes before ``flask restore`` in many hands."""
    target = another(backend, "migrated")
    restore(target, backup.path, shelf=None)
    assert content(target) == content(lived)


def test_a_database_with_an_office_is_refused_and_stays_as_it_is(backup: Made, lived: Storage):
    before = content(lived)
    with pytest.raises(BackupTrouble, match="There is an office in this database already"):
        restore(lived, backup.path, shelf=None)
    assert content(lived) == before


def test_a_database_of_somebody_else_is_refused(backup: Made, another: Another, backend: str):
    target = another(backend)
    with target.engine.execution_options(writing=True).begin() as connection:
        connection.execute(text("CREATE TABLE theirs (id integer PRIMARY KEY)"))
    with pytest.raises(BackupTrouble, match=r"tables this program does not know \(theirs\)"):
        restore(target, backup.path, shelf=None)


def test_a_check_restores_fully_and_touches_nothing(backup: Made, lived: Storage, folder: Path):
    before, files = content(lived), sorted(folder.rglob("*"))
    restored = check(backup.path)
    assert (restored.leaf, restored.hash) == (backup.manifest.leaf, backup.manifest.hash)
    assert restored.rows == backup.manifest.rows
    assert content(lived) == before
    assert sorted(folder.rglob("*")) == files


def test_without_an_office_there_is_nothing_to_back_up(storage: Storage, clock: FixedClock, tmp_path: Path):
    with pytest.raises(BackupTrouble, match="no office in this database yet"):
        make_backup(storage, clock, tmp_path / "backup.zip", shelf=Shelf(tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("backend", ["sqlite"])
def test_missing_and_damaged_attachments_are_said_and_do_not_stop_a_backup(
    lived: Storage, clock: FixedClock, files: list[str], folder: Path
):
    shelf = Shelf(folder)
    told: list[str] = []
    shelf.path_of(files[0]).unlink()
    shelf.path_of(files[1]).write_bytes(b"another")
    made = make_backup(lived, clock, folder / "backup.zip", shelf=shelf, on_step=told.append)
    assert made.manifest.missing_attachments == files
    assert made.manifest.attachments == []
    assert "attachments missing or damaged: 2" in told
    assert check(made.path).leaf == made.manifest.leaf


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_file_on_the_shelf_stays_when_a_restore_fails(backup: Made, lived: Storage, files: list[str], folder: Path):
    with pytest.raises(BackupTrouble):
        restore(lived, backup.path, shelf=Shelf(folder))
    assert sorted(dict(Shelf(folder).files())) == files


def test_an_empty_database_says_what_to_do(bare_storage: Storage, clock: FixedClock, tmp_path: Path):
    with pytest.raises(BackupTrouble, match="flask db upgrade"):
        make_backup(bare_storage, clock, tmp_path / "backup.zip", shelf=Shelf(tmp_path))


def test_a_nul_character_goes_to_postgresql_as_the_sign_for_what_cannot_be_shown(
    lived: Storage, clock: FixedClock, another: Another, backend: str, filed: uuid.UUID, tmp_path: Path
):
    if backend == "postgresql":
        return  # it cannot hold one
    with lived.writing() as session:
        session.execute(text("UPDATE complaint SET subject = 'a' || char(0) || 'b'"))
    made = make_backup(lived, clock, tmp_path / "nul.zip", shelf=Shelf(tmp_path))
    assert restore(another("sqlite"), made.path, shelf=None).replaced == 0
    target = another("postgresql")
    assert restore(target, made.path, shelf=None).replaced == 1
    with target.reading() as session:
        assert session.execute(text("SELECT subject FROM complaint")).scalar_one() == "a\ufffdb"
