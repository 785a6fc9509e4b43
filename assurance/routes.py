"""The auditor's page: the state of the record in one sentence, and its newest entries."""

from __future__ import annotations

import datetime as dt
import json
import uuid

from flask import jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assurance.queries import latest_runs, run_by_id
from assurance.runs import ask
from kernel.permissions import Permission
from ledger.models import LedgerEntry
from ledger.queries import counts_by_tag, head, latest_entries
from ledger.seal_queries import begun_keys, latest_seals
from ledger.seals import parts_of
from office.forms import EmptyForm
from office.queries import people
from web import database
from web.access import current_actor, requires
from web.filters import number
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
    """Where the chain ends, what was found when it was verified last, its seals, and the newest entries."""
    return render_template("assurance/record.html", **_facts())


@blueprint.post("/record")
@requires(Permission.RECORD_READ)
def verify() -> Answer:
    """Verify the whole record. It reads only, but takes its time: the worker does it, and the page tells how far."""
    if not EmptyForm().validate():
        return render_template("assurance/record.html", **_facts()), 400
    run = ask(database.session(), database.clock(), current_actor())
    database.commit()
    return redirect(url_for("assurance.verification", run_id=run.id))


@blueprint.get("/record/verification/<uuid:run_id>")
@requires(Permission.RECORD_READ)
def verification(run_id: uuid.UUID) -> Answer:
    """How far a verification is, and what it found; as JSON for the bar on the page."""
    session = database.session()
    run = run_by_id(session, run_id)
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify(over=run.is_over, done=run.done, total=run.total, written=number(run.done))
    asked_by = people(session).get(run.asked_by_id, "") if run.asked_by_id else ""
    return render_template("assurance/verification.html", run=run, asked_by=asked_by)


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
            "runs": latest_runs(session),
            "may_see_results": current_actor().can(Permission.RESULTS_READ),
            "form": EmptyForm(),
        }


def _effective_on(entry: LedgerEntry) -> dt.date:
    return dt.date.fromisoformat(json.loads(entry.canonical)["effective_on"])
