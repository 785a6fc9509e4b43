"""What operations has the worker do by the clock."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from flask import current_app
from flask_babel import lazy_gettext as _l

from attachments.shelf import Shelf
from operations.backup.scheduled import Place, daily_backup, weekly_check
from operations.health.backups import folder
from web.settings import Settings
from worker.jobs import Job, JobWork
from worker.schedules import Daily, Weekly

MONDAY: Final = 0


def place_of(settings: Settings) -> Place:
    """Where the settings say that backups and attachments lie."""
    return Place(folder(settings), Shelf(Path(settings.data_folder)))


def _back_up(work: JobWork) -> str:
    return daily_backup(work.storage, work.clock, place_of(current_app.config["SETTINGS"]))


def _check(work: JobWork) -> str:
    return weekly_check(work.storage, work.clock, place_of(current_app.config["SETTINGS"]))


JOBS: Final = (
    Job("backup", Daily(2, 15), _back_up, _l("Codzienna kopia zapasowa")),
    Job("backup-check", Weekly(MONDAY, 4), _check, _l("Próbne odtworzenie ostatniej kopii zapasowej")),
)
"""At night, the check well after the backup it is to read."""
