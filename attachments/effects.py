"""What the worker does for this floor: show a held file to the scanner, and sweep every night."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from attachments.actions import quarantine, release, sweep
from attachments.models import StoredFile
from attachments.rules import FileState
from attachments.scanner import ScannerSilent, scan
from attachments.serving import shelf
from kernel.clock import Clock
from kernel.permissions import SYSTEM
from worker.effects import Hopeless, Later, Work


def scan_file(work: Work) -> None:
    """Scan one file and keep the answer. While the scanner is away the file stays held and is shown again later."""
    file_id, its = uuid.UUID(work.payload["file"]), shelf()
    with work.storage.reading() as session:
        file = session.get(StoredFile, file_id)
        if file is None or file.state != FileState.HELD:
            return
        path = its.path_of(file.digest)
    if not its.scanner:
        raise Later("scanner_not_set")
    try:
        finding = scan(its.scanner, path)
    except FileNotFoundError:
        raise Hopeless("file_missing") from None
    except ScannerSilent as silent:
        raise Later(str(silent)) from None
    with work.storage.writing() as session:
        if finding:
            quarantine(session, work.clock, SYSTEM, file_id, finding)
        else:
            release(session, work.clock, file_id)


def sweep_files(session: Session, clock: Clock) -> int:
    """Take away what nobody needs, every night; how many uploads, rows and files went."""
    swept = sweep(session, clock, shelf())
    return swept.uploads + swept.rows + swept.files + swept.drafts
