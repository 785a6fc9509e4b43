"""An evidence bundle that leaves the program leaves an entry: who took what, and by which hash one knows it again."""

from __future__ import annotations

from sqlalchemy.orm import Session

from assurance.events import AssuranceTag
from assurance.evidence.extent import MONTH, Made
from kernel.clock import Clock
from kernel.permissions import Actor
from ledger.actions import append

STREAM = "evidence"


def record_export(session: Session, clock: Clock, actor: Actor, made: Made) -> None:
    """Write the entry of an export, before the file is handed out."""
    data = {
        "scope": f"month:{made.extent.month}" if made.extent.kind == MONTH else made.extent.kind,
        "leaf": made.leaf,
        "cases": list(made.cases),
        "letters": made.letters,
        "manifest": made.manifest,
        "key": made.key,
    }
    append(session, clock, actor, AssuranceTag.EVIDENCE_EXPORTED, STREAM, data, clock.today())
