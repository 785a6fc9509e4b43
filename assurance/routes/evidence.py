"""The auditor takes evidence away: the bundle of a month, of cases, or of a sample drawn here."""

from __future__ import annotations

import tempfile
from typing import Final

from flask import render_template, send_file

from analytics.reports.choice import last_complete_month
from assurance.evidence.extent import NoEvidence
from assurance.forms import EvidenceForm
from assurance.routes.room import Answer, blueprint
from assurance.taking import key_or_none, taken
from kernel.permissions import Permission
from web import database
from web.access import current_actor, requires

IN_MEMORY: Final = 16 * 1024 * 1024
"""Ours: bytes of a bundle kept in memory; a larger one waits on the disk."""


@blueprint.get("/record/evidence")
@requires(Permission.RECORD_READ)
def evidence() -> Answer:
    """The form."""
    return _page(EvidenceForm(month=str(last_complete_month(database.clock().today()))))


@blueprint.post("/record/evidence")
@requires(Permission.RECORD_READ)
def take_evidence() -> Answer:
    """The bundle as a file. Taking it away leaves an entry, so it is no mere look."""
    form = EvidenceForm()
    if not form.validate():
        return _page(form), 400 if form.is_expired else 422
    database.rollback()  # nobody waits for our locks while the bundle is made
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer reads it after we are gone
    try:
        made = taken(file, current_actor(), form.extent())
    except BaseException as error:
        file.close()
        if not isinstance(error, NoEvidence):
            raise
        form.refuse_evidence(error)
        return _page(form), 422
    file.seek(0)
    name = f"dowody-{made.extent.month or made.extent.kind}-{made.leaf}.zip"
    answer = send_file(file, mimetype="application/zip", as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(form: EvidenceForm) -> str:
    key = key_or_none()
    return render_template("assurance/evidence.html", form=form, key=key.fingerprint if key else None)
