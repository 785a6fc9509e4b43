"""The worker knows the backup and its check, and carries them out with the settings of the office."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from kernel.clock import FixedClock
from operations.queries import last_backup, last_check
from storage.session import Storage
from worker.loop import Worker


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_worker_backs_up_and_checks_once_in_each_period(
    app: Flask, lived: Storage, clock: FixedClock, tmp_path: Path
):
    Worker(app).run_due_jobs()
    with lived.reading() as session:
        backup, check = last_backup(session), last_check(session)
    assert backup is not None
    assert check is not None
    assert (backup.is_ok, check.is_ok) == (True, True), (backup.words, check.words)
    assert [path.name for path in (tmp_path / "backups").iterdir()] == ["interesant-2026-11-21.zip"]
    Worker(app).run_due_jobs()
    with lived.reading() as session:
        again = last_backup(session)
    assert again is not None
    assert again.id == backup.id
