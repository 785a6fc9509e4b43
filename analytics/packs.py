"""On the first working day of a month: the figures of the closed month as files, and a word to quality officers."""

from __future__ import annotations

import json
import os
import shutil
import uuid
from pathlib import Path
from typing import Final

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from analytics import frames
from analytics.files import as_csv
from analytics.measures.declaration import Population
from analytics.measures.period import Month
from analytics.reports.choice import Choice
from analytics.reports.export import month_rows
from analytics.reports.month import month_report
from kernel.clock import Clock
from kernel.permissions import EVERYWHERE, Role
from ledger.seal_queries import anchor_for, last_seal
from office.models import Person
from office.queries.people import holders
from worker import mail
from worker.actions import enqueue
from worker.effects import Effect, Work, titled
from worker.jobs import Job, JobWork
from worker.schedules import FirstWorkingDay

PACK_MAIL: Final = "analytics.pack"
POPULATIONS: Final = (Population.COMPLAINTS, Population.SKARGA, Population.WNIOSEK)


def write_pack(work: JobWork) -> str:
    """Write the closed month's figures into ``packs/YYYY-MM`` of the data folder and ask for the mails that say so.

    The month named by the period has begun; the one before it is closed. Written again, the files are replaced.
    """
    month = Month.parse(work.period).plus(-1)
    with work.storage.reading() as session:
        first = frames.first_month(session)
        if first is None or first > month:
            return f"{month}: no figures yet"
        files = figures(session, work.clock, month) | sealed(session)
    _put(Path(current_app.config["SETTINGS"].data_folder) / "packs" / str(month), files)
    with work.storage.writing() as session:
        people = [one for one in holders(session, work.clock.today(), Role.QUALITY_OFFICER) if one.email]
        for person in people:
            payload = {"person": str(person.id), "month": str(month)}
            enqueue(session, work.clock, PACK_MAIL, payload, key=f"{PACK_MAIL}:{person.id}:{month}")
    return f"{month}: {len(files)} files, {len(people)} people told"


def figures(session: Session, clock: Clock, month: Month) -> dict[str, str]:
    """The files of a month by name: the export of the page of results, for each population of the whole office."""
    codes = frames.department_codes(session)
    reports = {one: month_report(session, clock, EVERYWHERE, Choice(one), month) for one in POPULATIONS}
    return {f"wyniki-{month}-{one}.csv": as_csv(month_rows(report, codes)) for one, report in reports.items()}


def sealed(session: Session) -> dict[str, str]:
    """The last seal of the record as a file beside the figures; none while there is none."""
    seal = last_seal(session)
    if seal is None:
        return {}
    anchor = anchor_for(session, seal).as_json()
    return {f"pieczec-{seal.number}.json": json.dumps(anchor, ensure_ascii=False, indent=2) + "\n"}


@titled(_l("wiadomość o gotowych wynikach miesiąca"))
def send_pack(work: Work) -> None:
    """Tell a quality officer that the figures of a month are ready, and where."""
    with work.storage.reading() as session:
        person = session.get_one(Person, uuid.UUID(work.payload["person"]))
    if not (person.is_active and person.email):
        return
    month = Month.parse(work.payload["month"])
    facts = {"month": str(month), "first": month.first}
    mail.send(mail.compose("pack", person.language, to=person.email, row_id=work.row_id, **facts))


EFFECTS: Final[dict[str, Effect]] = {PACK_MAIL: send_pack}
PACKS: Final = Job("packs", FirstWorkingDay(6), write_pack, _l("Pliki z wynikami zamkniętego miesiąca"))


def _put(folder: Path, files: dict[str, str]) -> None:
    """Write the files as one folder: readers see the old ones or the new ones, never a part."""
    draft, old = folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")
    for left in (draft, old):
        shutil.rmtree(left, ignore_errors=True)  # of an attempt that was killed
    draft.mkdir(parents=True)
    for name, text in files.items():
        with (draft / name).open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    if folder.exists():
        folder.rename(old)
    draft.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
