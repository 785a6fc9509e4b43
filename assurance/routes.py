"""The auditor's page: the state of the record in one sentence, and its newest entries."""

from __future__ import annotations

import datetime as dt
import json

from flask import render_template, request
from werkzeug.wrappers import Response

from kernel.permissions import Permission
from ledger.models import LedgerEntry
from ledger.queries import counts_by_tag, head, latest_entries
from ledger.seal_queries import begun_keys, latest_seals
from ledger.seals import parts_of
from ledger.verify import verify
from office.forms import EmptyForm
from web import database
from web.access import requires
from web.languages import staff_blueprint

blueprint = staff_blueprint("assurance", __name__)
Answer = str | tuple[str, int] | Response
ENTRIES = 25
"""Entries a page."""
SEALS = 10
"""Seals shown; all are in the record and in the bundle for auditors."""
LAST_LEAF = 2**53
"""More entries than there will ever be."""


@blueprint.get("/record")
@requires(Permission.RECORD_READ)
def record() -> str:
    """Where the chain ends, how many entries of each kind there are, and the newest of them."""
    return render_template("assurance/record.html", walk=None, **_facts())


@blueprint.post("/record")
@requires(Permission.RECORD_READ)
def walk() -> Answer:
    """Walk the whole chain now. Reads only, but takes its time: therefore a button and not a link."""
    form = EmptyForm()
    if not form.validate():
        return render_template("assurance/record.html", walk=None, **_facts()), 400
    database.rollback()  # nobody waits for our locks while the chain is walked
    with database.storage().reading() as session:
        found = verify(session)
    return render_template("assurance/record.html", walk=found, **_facts())


def _facts() -> dict[str, object]:
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
            "form": EmptyForm(),
        }


def _effective_on(entry: LedgerEntry) -> dt.date:
    return dt.date.fromisoformat(json.loads(entry.canonical)["effective_on"])
