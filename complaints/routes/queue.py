"""The queue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template, request, url_for

from complaints import labels
from complaints.forms.choices import topic_name
from complaints.forms.queue import LONGEST_SEARCH, plain, read_filter, read_query, written_filter, written_query
from complaints.labels import queue as words
from complaints.queries import QueueFilter, counts, queue_page
from complaints.queries.held_search import FoundList, find_held
from complaints.queries.saved_views import views_of
from complaints.routes.queue_views import takers
from complaints.routes.room import blueprint
from kernel.ids import ONLY_ONE
from kernel.permissions import EVERYWHERE, Permission
from office.queries import absent_on
from office.queries.choices import choices
from web import database
from web.access import current_actor, requires
from web.screening import shown


@blueprint.get("/queue")
@requires(Permission.COMPLAINT_READ)
def queue() -> str:
    """The queue of what the reader may see, filtered and paged."""
    session, clock, actor = database.session(), database.clock(), current_actor()
    views, today = views_of(session, actor.person_id), clock.today()
    own = next((view for view in views if view.is_default and not request.args), None)
    wanted = read_query(own.query) if own else read_filter(request.args)
    away = absent_on(session, today)
    after, before = request.args.get("after", ""), request.args.get("before", "")
    page = queue_page(session, clock, actor, wanted, after=after, before=before)
    assigns = actor.can(Permission.COMPLAINT_ASSIGN)
    offered = choices(session, today)
    query = written_query(wanted)
    counted = counts(session, clock, actor, wanted, list(away) if assigns else ())
    return render_template(
        "complaints/queue.html",
        page=page,
        rows=list(map(words.QueueWords(today, away), page.rows)),
        counts=counted,
        held=find_held(session, actor, wanted.text) if wanted.text and counted.held.number else FoundList(),
        wanted=wanted,
        departments=offered.departments if actor.scope(Permission.COMPLAINT_READ) is EVERYWHERE else {},
        people=offered.people,
        topics={topic.id: topic_name(topic) for topic in offered.topics},
        away=away,
        is_incomplete=counted.is_incomplete,
        labels=labels,
        shown=shown,
        words=words,
        address=_address_of(wanted),
        said=written_filter(wanted),
        longest=LONGEST_SEARCH,
        query=query,
        views=[(view.name, f"{url_for('complaints.queue')}?{view.query}", view.query == query) for view in views],
        takers=takers(offered, actor) if assigns else {},
        case_address=_case_address(),
    )


def _address_of(wanted: QueueFilter) -> Callable[..., str]:
    """Addresses of the queue with some conditions changed; what is empty is left out."""
    said = written_filter(wanted)

    def address(**changed: Any) -> str:
        return url_for("complaints.queue", **plain({**said, **changed}))

    return address


def _case_address() -> Callable[[Any], str]:
    """Addresses of cases: worked out once, not for every row."""
    before, _id, after = url_for("complaints.case", complaint_id=ONLY_ONE).partition(str(ONLY_ONE))
    return lambda complaint_id: f"{before}{complaint_id}{after}"
