"""The auditor's page: the state of the record in one sentence, and its newest entries."""

from __future__ import annotations

import datetime as dt
import json

from flask import render_template, request

from assurance.labels import UNTOLD
from assurance.queries import latest_runs
from assurance.routes.room import blueprint
from kernel.permissions import Permission
from ledger.models import LedgerEntry
from ledger.queries import counts_by_tag, head, latest_entries
from ledger.seal_queries import begun_keys, latest_seals
from ledger.seals import parts_of
from office.forms import EmptyForm
from web import database
from web.access import current_actor, requires

ENTRIES = 25
"""Entries a page."""
SEALS = 10
"""Seals shown; all are in the record and in the bundle for auditors."""
LAST_LEAF = 2**53
"""More entries than there will ever be."""


@blueprint.get("/record")
@requires(Permission.RECORD_READ)
def record() -> str:
    """Where the chain ends, what was found when it was verified last, its seals, and the newest entries."""
    return render_template("assurance/record.html", **facts())


def facts() -> dict[str, object]:
    """What the page shows."""
    before = min(max(request.args.get("before", LAST_LEAF, type=int), 1), LAST_LEAF)
    with database.storage().reading() as session:
        entries = latest_entries(session, ENTRIES, before)
        return {
            "head": head(session),
            "seals": [(seal, parts_of(seal.canonical)["root"]) for seal in latest_seals(session, SEALS)],
            "keys": begun_keys(session)[::-1],
            "counts": counts_by_tag(session),
            "entries": [(entry, _effective_on(entry)) for entry in entries],
            "older": entries[-1].leaf if len(entries) == ENTRIES and entries[-1].leaf > 1 else None,
            "runs": latest_runs(session),
            "may_see_results": current_actor().can(Permission.RESULTS_READ),
            "form": EmptyForm(),
            "untold": UNTOLD,
        }


def _effective_on(entry: LedgerEntry) -> dt.date:
    return dt.date.fromisoformat(json.loads(entry.canonical)["effective_on"])
