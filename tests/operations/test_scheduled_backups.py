"""The worker's own backups: one a day, the rotation after it, and a trial restore a week."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from attachments.shelf import Shelf
from kernel.clock import FixedClock
from operations.backup.restoring import check
from operations.backup.scheduled import Place, daily_backup, weekly_check
from operations.backup.trouble import BackupTrouble
from operations.queries import last_backup, last_check
from storage.session import Storage


@pytest.fixture
def backend() -> str:
    """What is done here is the same on both databases."""
    return "sqlite"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "backups", Shelf(tmp_path))


def names(place: Place) -> list[str]:
    return sorted(path.name for path in place.folder.iterdir())


def test_a_day_has_one_backup_however_often_it_is_asked_for(lived: Storage, clock: FixedClock, place: Place):
    words = daily_backup(lived, clock, place)
    assert "rows; 0 old backups taken away" in words
    clock.advance(hours=3)
    assert daily_backup(lived, clock, place) == "there is a backup of today already"
    assert names(place) == ["interesant-2026-11-21.zip"]
    with lived.reading() as session:
        run = last_backup(session)
    assert run is not None
    made = check(place.folder / run.file_name)
    assert (run.is_ok, run.kind, run.leaf) == (True, "daily", made.manifest.leaf)
    assert run.size_bytes == (place.folder / run.file_name).stat().st_size


def test_every_day_brings_one_and_the_rotation_takes_old_ones(lived: Storage, clock: FixedClock, place: Place):
    place.folder.mkdir()
    for day in range(1, 31):
        (place.folder / f"interesant-2026-10-{day:02}.zip").write_text("old")
    (place.folder / "interesant-2026-10-05.zip.txt").write_text("somebody's note")
    (place.folder / "letters.zip").write_text("somebody else's")
    assert "taken away" in daily_backup(lived, clock, place)
    assert names(place) == [
        "interesant-2026-10-05.zip.txt",
        *[f"interesant-2026-10-{day:02}.zip" for day in (4, 11, 18, 25, 26, 27, 28, 29, 30) if day != 4],
        "interesant-2026-11-21.zip",
        "letters.zip",
    ]


def test_a_backup_that_fails_is_noted_and_leaves_the_old_ones(
    lived: Storage, clock: FixedClock, place: Place, monkeypatch: pytest.MonkeyPatch
):
    place.folder.mkdir()
    for day in range(1, 31):
        (place.folder / f"interesant-2026-10-{day:02}.zip").write_text("old")

    def fail(*_args: object, **_options: object) -> None:
        raise BackupTrouble("The disk is full.")

    monkeypatch.setattr("operations.backup.scheduled.make_backup", fail)
    with pytest.raises(BackupTrouble, match="disk is full"):
        daily_backup(lived, clock, place)
    assert len(names(place)) == 30
    with lived.reading() as session:
        run = last_backup(session)
    assert run is not None
    assert (run.is_ok, run.words) == (False, "The disk is full.")
    monkeypatch.undo()
    daily_backup(lived, clock, place)
    with lived.reading() as session:
        assert last_backup(session, ok=True) is not None


def test_a_folder_that_cannot_be_made_is_noted(lived: Storage, clock: FixedClock, tmp_path: Path):
    (tmp_path / "backups").write_text("a file where the folder should be")
    with pytest.raises(BackupTrouble):
        daily_backup(lived, clock, Place(tmp_path / "backups", Shelf(tmp_path)))
    with lived.reading() as session:
        run = last_backup(session)
    assert run is not None
    assert not run.is_ok


def test_a_file_of_today_that_this_database_does_not_know_is_kept(lived: Storage, clock: FixedClock, place: Place):
    """After a restore of the wrong backup the right one must still be there."""
    place.folder.mkdir()
    (place.folder / "interesant-2026-11-21.zip").write_text("of another life")
    daily_backup(lived, clock, place)
    assert names(place) == ["interesant-2026-11-21.kept-090000.zip", "interesant-2026-11-21.zip"]


def test_what_a_killed_backup_left_is_cleared_away_a_day_later(lived: Storage, clock: FixedClock, place: Place):
    draft, fresh = place.folder / ".interesant-backup-old", place.folder / ".interesant-backup-new"
    for folder, hours in ((draft, 25), (fresh, 1)):
        folder.mkdir(parents=True)
        (folder / "snapshot.sqlite").write_text("personal data")
        moment = clock.now().timestamp() - hours * 3600
        os.utime(folder, (moment, moment))
    daily_backup(lived, clock, place)
    assert names(place) == [".interesant-backup-new", "interesant-2026-11-21.zip"]


def test_a_week_has_one_trial_restore_of_the_newest_backup(lived: Storage, clock: FixedClock, place: Place):
    daily_backup(lived, clock, place)
    assert weekly_check(lived, clock, place).startswith("interesant-2026-11-21.zip can be restored: ")
    assert weekly_check(lived, clock, place) == "a backup was checked this week already"
    with lived.reading() as session:
        run = last_check(session)
    assert run is not None
    assert (run.is_ok, run.file_name) == (True, "interesant-2026-11-21.zip")
    clock.advance(days=7)
    assert weekly_check(lived, clock, place).startswith("interesant-2026-11-21.zip can be restored: ")


def test_a_backup_that_cannot_be_restored_is_noted(lived: Storage, clock: FixedClock, place: Place):
    with pytest.raises(BackupTrouble, match="There is no backup in"):
        weekly_check(lived, clock, place)
    clock.advance(hours=1)
    daily_backup(lived, clock, place)
    path = place.folder / "interesant-2026-11-21.zip"
    path.write_bytes(path.read_bytes()[:-2000])
    with pytest.raises(BackupTrouble, match="is no whole backup"):
        weekly_check(lived, clock, place)
    with lived.reading() as session:
        run = last_check(session)
    assert run is not None
    assert not run.is_ok
    assert "is no whole backup" in run.words


def test_the_backup_of_another_office_proves_nothing(
    lived: Storage, clock: FixedClock, place: Place, databases, tmp_path: Path
):
    other = Storage(databases.fresh("migrated"))
    from kernel.permissions import SYSTEM
    from office.actions import found_office

    with other.writing() as session:
        found_office(session, clock, SYSTEM, name="Inny urząd", address="ul. Inna 1")
    daily_backup(other, clock, place)
    other.close()
    with pytest.raises(BackupTrouble, match="not that of this office"):
        weekly_check(lived, clock, place)


def test_without_an_office_both_have_nothing_to_do(storage: Storage, clock: FixedClock, place: Place):
    assert daily_backup(storage, clock, place) == "no office yet, nothing to back up"
    assert weekly_check(storage, clock, place) == "no office yet, nothing to check"
