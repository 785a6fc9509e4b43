"""What operations has the worker do by the clock."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from attachments.shelf import Shelf
from complaints.events import ComplaintErased
from kernel.clock import Clock
from operations import erasures
from operations.backup.scheduled import Place, daily_backup, weekly_check
from operations.health.backups import folder
from storage.session import Storage
from surveys.events import WordsErased
from web.settings import Settings
from worker.actions import enqueue
from worker.effects import Work, titled
from worker.jobs import Job, JobWork
from worker.schedules import Daily, Weekly

MONDAY: Final = 0
JOURNAL: Final = "operations.erasure_journal"


def place_of(settings: Settings) -> Place:
    """Where the settings say that backups and attachments lie."""
    return Place(folder(settings), Shelf(Path(settings.data_folder)))


def keep_journals(storage: Storage, settings: Settings) -> None:
    """Catch up the journal of erasures in the data folder, and its copy beside the backups."""
    backups = folder(settings)
    with storage.reading() as session:
        erasures.catch_up(session, Path(settings.data_folder) / erasures.NAME)
        if backups.is_dir():
            erasures.catch_up(session, backups / erasures.NAME)


def journal_erasure(session: Session, clock: Clock, erased: ComplaintErased) -> None:
    """Ask for the line in the journal, in the transaction of the erasure."""
    enqueue(session, clock, JOURNAL, {"complaint": str(erased.complaint_id)}, key=f"{JOURNAL}:{erased.complaint_id}")


def journal_words(session: Session, clock: Clock, erased: WordsErased) -> None:
    """The same for words of a survey."""
    enqueue(session, clock, JOURNAL, {"words": erased.commitment}, key=f"{JOURNAL}:{erased.commitment}")


@titled(_l("Dziennik usunięć danych osobowych"))
def write_journal(work: Work) -> None:
    """The effect: the journal has every erasure of the record."""
    keep_journals(work.storage, current_app.config["SETTINGS"])


def _back_up(work: JobWork) -> str:
    said = daily_backup(work.storage, work.clock, place_of(current_app.config["SETTINGS"]))
    keep_journals(work.storage, current_app.config["SETTINGS"])
    return said


def _check(work: JobWork) -> str:
    return weekly_check(work.storage, work.clock, place_of(current_app.config["SETTINGS"]))


JOBS: Final = (
    Job("backup", Daily(2, 15), _back_up, _l("Codzienna kopia zapasowa")),
    Job("backup-check", Weekly(MONDAY, 4), _check, _l("Próbne odtworzenie ostatniej kopii zapasowej")),
)
"""At night, the check well after the backup it is to read."""
