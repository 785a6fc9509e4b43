"""The queue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template, request, url_for

from complaints import forms, labels
from complaints.queries import QueueFilter, queue_page, tiles, waiting
from complaints.queries.queue import QUEUE_STATES
from complaints.routes.room import blueprint
from complaints.rules.kinds import LEGAL_KINDS
from kernel.permissions import EVERYWHERE, Permission
from office.queries import absent_on, departments, handlers
from web import database
from web.access import current_actor, requires
from web.forms import tidy


@blueprint.get("/queue")
@requires(Permission.COMPLAINT_READ)
def queue() -> str:
    """The queue of what the reader may see, filtered and paged."""
    session, clock, actor = database.session(), database.clock(), current_actor()
    wanted = _wanted()
    is_everywhere = actor.scope(Permission.COMPLAINT_READ) is EVERYWHERE
    away = absent_on(session, clock.today())
    return render_template(
        "complaints/queue.html",
        page=queue_page(session, clock, actor, wanted),
        tiles=tiles(session, clock, actor),
        wanted=wanted,
        kinds=(*LEGAL_KINDS, "sprawa"),
        departments=departments(session, clock.today()) if is_everywhere else [],
        people=handlers(session, clock.today()),
        away=away,
        waiting=waiting(session, clock, actor, away) if actor.can(Permission.COMPLAINT_ASSIGN) else [],
        labels=labels,
        address=_address_of(wanted),
    )


def _wanted() -> QueueFilter:
    args = request.args
    return QueueFilter(
        text=tidy(args.get("q"))[:200],
        kind=args.get("kind", "") if args.get("kind", "") in (*LEGAL_KINDS, "sprawa") else "",
        department_id=forms.chosen_department(args.get("department")),
        handler_id=forms.chosen_department(args.get("who")),
        state=args.get("state", "open") if args.get("state", "open") in QUEUE_STATES else "open",
        due=args.get("due", "") if args.get("due", "") in ("late", "soon") else "",
        page=max(args.get("page", 1, type=int), 1),
    )


def _address_of(wanted: QueueFilter) -> Callable[..., str]:
    """Addresses of the queue with some conditions changed; what is empty is left out."""

    def address(page: int = 1, **changed: Any) -> str:
        values = {
            "q": wanted.text,
            "kind": wanted.kind,
            "department": wanted.department_id,
            "who": wanted.handler_id,
            "state": wanted.state if wanted.state != "open" else "",
            "due": wanted.due,
            **changed,
            "page": page if page > 1 else "",
        }
        return url_for("complaints.queue", **{key: value for key, value in values.items() if value})

    return address
