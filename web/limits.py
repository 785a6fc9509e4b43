"""How much one account, one tablet or one link may ask for, of all processes of the program together: one table.

It stops a script that runs away with somebody's rights, not a person: the numbers are far above any desk. What was
sent waits on the page that says so. What residents send is limited elsewhere, by place and day, and never refused
for good; failed tries are counted one by one (office/throttle.py).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from flask import Flask, current_app, g, jsonify, request
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from kernel.clock import Clock
from web import database, errors
from web.counting import Counters, Pace
from web.sessions import is_staff_address

EXPORTS: Final = re.compile(r"\.csv|\.json|\.zip|any\(csv|\.<kind>|register-book/file|/evidence$|personal$")
"""Addresses that give a table or a file about many cases."""


@dataclass(frozen=True)
class Bound:
    """A line of the table: the pace ``per`` account, device or link; ``what`` for people."""

    key: str
    per: str
    pace: Pace
    what: Any
    applies: Callable[[], bool]


def _writes() -> bool:
    return is_staff_address(request.path) and request.method == "POST"


def _exports() -> bool:
    return is_staff_address(request.path) and bool(EXPORTS.search(request.url_rule.rule if request.url_rule else ""))


def _is_tablet() -> bool:
    return request.path.startswith("/api/kiosk/") and request.method == "POST"


def _is_link() -> bool:
    view_args = request.view_args or {}
    return not is_staff_address(request.path) and "token" in view_args and request.endpoint != "surveys.rate"


MINUTE: Final = dt.timedelta(minutes=1)
QUARTER: Final = dt.timedelta(minutes=15)

BOUNDS: Final = (
    Bound("writes", "account", Pace(120, MINUTE, 10), _l("zapisów"), _writes),
    Bound("exports", "account", Pace(60, QUARTER), _l("pobrań plików"), _exports),
    Bound("tablet", "device", Pace(240, MINUTE, 20), _l("połączeń z urządzenia"), _is_tablet),
    Bound("link", "link", Pace(120, QUARTER, 10), _l("otwarć tego odsyłacza"), _is_link),
)
"""Ours, all of them. Two saves a second for a minute are no person; sixty files in a quarter of an hour are more than a
month's report takes; a tablet with a full queue sends forty batches; a link on a phone is opened a few times, and one
on a poster is read by many: its answers are limited by place (surveys/rules/submission.py). Some are booked at once
where many come after each other; what a process booked and does not need, the others lack until the window ends."""

Count = Callable[[Session, Clock, str, dt.timedelta, int], tuple[int, dt.datetime]]
"""Counts so many requests of a key in the database: how many there were before in its window, and when it began."""


def register(app: Flask, count: Count, *, is_on: bool) -> None:
    """Look at every request after it is known who asks. Tests, whose clock stands, switch it on where it matters."""

    def book(key: str, within: dt.timedelta, many: int) -> tuple[int, dt.datetime] | None:
        if database.is_writing():  # its lock would keep a transaction beside it waiting
            found = count(database.session(), database.clock(), key, within, many)
            database.commit()
            return found
        try:
            with database.storage().writing_briefly() as writing:
                return count(writing, database.clock(), key, within, many)
        except DBAPIError:
            app.logger.warning("requests could not be counted for all processes")
            return None

    app.extensions.update(limits=Counters(book), limits_are_on=is_on)
    app.before_request(_check)


def _keys() -> Iterator[tuple[Bound, str]]:
    for bound in BOUNDS:
        if bound.applies():
            who = _who(bound.per)
            if who:
                yield bound, f"{bound.key}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"


def _who(per: str) -> str:
    if per == "account":
        actor = g.get("actor")
        return str(actor.person_id) if actor is not None else ""
    if per == "device":
        return request.headers.get("Authorization", "")
    return str((request.view_args or {}).get("token", ""))


def _check() -> Response | None:
    counters: Counters = current_app.extensions["limits"]
    if not current_app.extensions["limits_are_on"]:
        return None
    for bound, key in _keys():
        seconds = counters.over(key, bound.pace, database.clock().now())
        if seconds:
            return _refused(bound, seconds)
    return None


def _refused(bound: Bound, seconds: int) -> Response:
    headers = {"Retry-After": str(seconds)}
    if bound.per == "device":
        answer = jsonify(error="too_many_requests")
        answer.status_code = 429
    else:
        minutes = -(-seconds // 60)
        message = ngettext(
            "Za dużo naraz: %(what)s. Proszę spróbować ponownie za %(num)s minutę.",
            "Za dużo naraz: %(what)s. Proszę spróbować ponownie za %(num)s minut.",
            minutes,
            what=bound.what,
        )
        page, _status = errors.page(429, message)
        answer = current_app.make_response((page, 429))
    answer.headers.update(headers)
    return answer
