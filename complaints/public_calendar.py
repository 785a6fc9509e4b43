"""The feed a calendar reads: one's own last days under a secret address. It knows no cookie and no sign-in.

Public, because calendars cannot sign in; the address opens nothing else, and whoever may not sign in has no feed.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from flask import Response, abort
from flask_babel import gettext as _

from complaints.labels import KINDS
from complaints.models import Complaint
from complaints.queries.calendar import last_days_of
from complaints.rules.ical import LastDay, calendar
from office import throttle
from office.actions.calendar import secret_hash
from office.queries.calendar import calendar_owner
from office.sign_in import actor_of_person
from web import database
from web.access import public
from web.languages import current_language, resident_blueprint

blueprint = resident_blueprint("calendar", __name__)

FETCHES: Final = 60
"""Ours: readings of one address in a quarter of an hour; every calendar of one person asks far less often."""

_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{43}")
HEADERS: Final = {"Cache-Control": "private, max-age=900", "X-Robots-Tag": "noindex"}


@blueprint.get("/calendar/<secret>.ics")
@public
def feed(secret: str) -> Response:
    """The last days of whoever has this address. 404 for any other, also one that was revoked."""
    session, clock = database.session(), database.clock()
    owner = calendar_owner(session, secret_hash(secret)) if _SECRET.fullmatch(secret) else None
    actor = actor_of_person(session, clock, owner) if owner else None
    if actor is None:
        abort(404)
    _count(secret)
    days = [_day(case, case.due_on) for case in last_days_of(session, clock.today(), actor) if case.due_on]
    text = calendar(_("Terminy spraw"), current_language(), days, clock.now())
    return Response(text.encode(), headers=HEADERS, content_type="text/calendar; charset=utf-8")


def _count(secret: str) -> None:
    """Count the reading, in a transaction of its own; too many are refused."""
    limit = throttle.Limit(throttle.key_of("calendar", secret), FETCHES)
    try:
        with database.storage().writing() as writing:
            throttle.begin_try(writing, database.clock(), [limit])
    except throttle.TooManyTries:
        abort(429)


def _day(case: Complaint, last: dt.date) -> LastDay:
    """Number and kind, and no word of the case: calendars lie on other people's machines."""
    words = _("Ostatni dzień: %(kind)s %(number)s", kind=str(KINDS[case.kind]).lower(), number=case.register_number)
    return LastDay(case.id, last, words, case.row_version)
