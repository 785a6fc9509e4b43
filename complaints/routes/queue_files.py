"""The queue to take away: the rows under the filter of the page, all of them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

from flask import Response, render_template, request, send_file, stream_with_context
from flask_babel import gettext as _

from complaints.forms.choices import topic_name
from complaints.forms.queue import read_filter, written_filter
from complaints.labels.queue import filter_words
from complaints.queries import QueueFilter
from complaints.queue_files import TooLong, csv_of_queue, workbook_of_queue
from complaints.routes.room import Answer, blueprint
from kernel.clock import WARSAW
from kernel.permissions import Permission
from office.queries import absent_on
from office.queries.choices import choices
from web import database
from web.access import current_actor, requires
from web.filters import moment

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_MEMORY = 1_000_000
"""Bytes of a workbook held in memory; a larger one goes to a file that vanishes with the answer."""


@blueprint.get("/queue/file.<any(csv, xlsx):ending>")
@requires(Permission.COMPLAINT_READ)
def queue_file(ending: str) -> Answer:
    """What the page shows under the same filter: whoever may read it may take it away. It holds no personal data."""
    wanted, clock = read_filter(request.args), database.clock()
    name = f"kolejka-{clock.now().astimezone(WARSAW):%Y-%m-%d-%H%M}.{ending}"
    return _csv(wanted, name) if ending == "csv" else _workbook(wanted, name)


def _csv(wanted: QueueFilter, name: str) -> Response:
    clock, actor, about = database.clock(), current_actor(), _about(wanted)
    away = absent_on(database.session(), clock.today())
    storage = database.storage()

    def pieces() -> Iterator[bytes]:
        with storage.reading() as session:
            yield from csv_of_queue(session, clock, actor, wanted, away, about)

    answer = Response(stream_with_context(pieces()), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _workbook(wanted: QueueFilter, name: str) -> Answer:
    session, clock, actor = database.session(), database.clock(), current_actor()
    away = absent_on(session, clock.today())
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed with the answer
    try:
        workbook_of_queue(file, session, clock, actor, wanted, away, _about(wanted))
    except TooLong as broken:
        file.close()
        facts = {"limit": broken.facts["limit"], "said": written_filter(wanted)}
        return render_template("complaints/queue_too_long.html", **facts), 422
    file.seek(0)
    answer = send_file(file, mimetype=XLSX, as_attachment=True, download_name=name)
    answer.call_on_close(file.close)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _about(wanted: QueueFilter) -> str:
    """What the file says of itself: the filter and the moment."""
    session, clock = database.session(), database.clock()
    offered = choices(session, clock.today())
    topics = {topic.id: topic_name(topic) for topic in offered.topics}
    said = "; ".join(filter_words(wanted, {**offered.departments, **offered.people, **topics}))
    return str(_("Kolejka spraw, stan na %(moment)s. %(filter)s.", moment=moment(clock.now()), filter=said))
