"""Mail and scheduled work as an administrator sees them: what waits, what is stuck and why, and another try."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Final

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from kernel.permissions import Permission
from office.forms import EmptyForm
from office.labels import outbox as labels
from office.mailing import job_names
from office.routes.room import blueprint
from web import database
from web.access import requires
from worker import actions, queries
from worker.rules import State

ROWS_SHOWN: Final = 50
"""Of each list; when more are stuck their cause is one and the same."""

SILENT_AFTER: Final = dt.timedelta(minutes=2)
"""Ours: a worker says every 30 seconds that it lives; after four missed ones it does not."""


@blueprint.get("/administration/outbox")
@requires(Permission.OFFICE_ADMINISTER)
def outbox() -> str:
    """Counts, what was put aside, what failed and waits, the jobs. No addresses, no names, no numbers of cases."""
    session, now = database.session(), database.clock().now()
    seen_at = queries.last_heartbeat(session)
    effects, jobs = current_app.extensions["effects"], current_app.extensions["jobs"]
    runs = queries.last_runs(session, job_names())
    dead, failing = queries.dead_rows(session, ROWS_SHOWN), queries.failing_rows(session, ROWS_SHOWN)
    return render_template(
        "office/outbox.html",
        counts=queries.counts_by_state(session),
        State=State,
        stuck=queries.stuck(session, now, job_names()),
        failing_count=queries.count_failing(session),
        seen_at=seen_at,
        is_alive=seen_at is not None and now - seen_at <= SILENT_AFTER,
        dead=dead,
        failing=failing,
        titles={row.id: labels.effect_title(effects, row.kind) for row in (*dead, *failing)},
        reason=labels.reason,
        jobs=[(job, runs.get(job.name), job.schedule.next_after(now)) for job in jobs],
        job_titles=labels.job_titles(jobs),
        run_states=labels.STATES,
        goes_to_files=current_app.config["SETTINGS"].mail_server is None,
    )


@blueprint.post("/administration/outbox/retry")
@requires(Permission.OFFICE_ADMINISTER)
def outbox_retry_all() -> Response:
    """Let everything that failed be tried again now."""
    if EmptyForm().validate():
        count = actions.retry_all(database.session(), database.clock())
        database.commit()
        flash(ngettext("%(num)d czynność zostanie ponowiona.", "%(num)d czynności zostanie ponowionych.", count))
    return redirect(url_for(".outbox"))


@blueprint.post("/administration/outbox/<uuid:row_id>/retry")
@requires(Permission.OFFICE_ADMINISTER)
def outbox_retry(row_id: uuid.UUID) -> Response:
    """Let one of them be tried again now; when it went its way meanwhile, say so."""
    if EmptyForm().validate():
        try:
            actions.retry(database.session(), database.clock(), row_id)
        except actions.NotStuck:
            flash(_("Ta czynność już się powiodła albo właśnie jest wykonywana."))
        else:
            flash(_("Program spróbuje ponownie w ciągu kilku sekund."))
        database.commit()
    return redirect(url_for(".outbox"))
