"""Taking every seal outside: into a folder and by mail, so that nobody can cut off the end of the record unseen."""

from __future__ import annotations

import json
import os
import secrets
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Final

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from analytics.events import MonthPublished
from assurance.actions import VERIFY, carry_out
from kernel.clock import Clock
from kernel.permissions import SYSTEM
from ledger.events import SealMade
from ledger.models import LedgerSeal
from ledger.seal_queries import anchor_for
from ledger.sealing import seal_if_possible
from ledger.seals import Anchor
from office.queries import the_office
from web.settings import Settings
from worker import mail
from worker.actions import enqueue
from worker.effects import Effect, Hopeless, Work, titled

ANCHOR_FILE: Final = "assurance.anchor_file"
ANCHOR_MAIL: Final = "assurance.anchor_mail"


def take_outside(session: Session, clock: Clock, made: SealMade) -> None:
    """Ask for the file and the mail, in the transaction of the seal. Whether there are such places, settings say."""
    for kind in (ANCHOR_FILE, ANCHOR_MAIL):
        enqueue(session, clock, kind, {"seal": made.number}, key=f"{kind}:{made.number}")


def seal_published(session: Session, clock: Clock, _published: MonthPublished) -> None:
    """Seal the record when a month is published, in its transaction; without a key it is published all the same."""
    seal_if_possible(session, clock, SYSTEM, _settings().seal_key_file)


@titled(_l("pieczęć do przechowania poza urzędem (plik)"))
def store(work: Work) -> None:
    """Write the seal into the folder of the settings. One that is there already, and another, is never replaced."""
    folder = _settings().anchor_folder
    if folder:
        anchor = _anchor(work)
        put(Path(folder) / file_name(anchor.number), written(anchor))


@titled(_l("pieczęć do przechowania poza urzędem (poczta)"))
def send(work: Work) -> None:
    """Mail the seal to the address of the settings."""
    address = _settings().anchor_mail
    if not address:
        return
    anchor = _anchor(work)
    with work.storage.reading() as session:
        office = the_office(session)
    message = mail.compose(
        "anchor", "pl", to=address, row_id=work.row_id, anchor=anchor, office=office.name if office else ""
    )
    file = mail.Attached(file_name(anchor.number), written(anchor).encode(), "json")
    mail.send(replace(message, files=(file,)))


@titled(_l("sprawdzenie całego zapisu"))
def verify(work: Work) -> None:
    """Verify the whole record for whoever asked; how far it is stands on the page meanwhile."""
    carry_out(work.storage, work.clock, current_app.extensions["replays"], uuid.UUID(work.payload["run"]))


EFFECTS: Final[dict[str, Effect]] = {ANCHOR_FILE: store, ANCHOR_MAIL: send, VERIFY: verify}


def file_name(number: int) -> str:
    """The name of the file of a seal: in the order of their numbers also by name."""
    return f"interesant-seal-{number:06}.json"


def written(anchor: Anchor) -> str:
    """The seal as a file."""
    return json.dumps(anchor.as_json(), ensure_ascii=False, indent=2) + "\n"


def put(path: Path, content: str) -> None:
    """Write a file whole or not at all. Raises Hopeless when there is another of this name with other content."""
    if path.exists():
        if path.read_text(encoding="utf-8") != content:
            raise Hopeless("another_seal_there")
        return
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with draft.open("w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)


def _anchor(work: Work) -> Anchor:
    with work.storage.reading() as session:
        seal = session.get(LedgerSeal, work.payload["seal"])
        if seal is None:
            raise Hopeless("no_such_seal")
        return anchor_for(session, seal)


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found
