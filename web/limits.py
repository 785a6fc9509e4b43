"""How much one account, one tablet or one link may ask for: one table, counted in the memory of each process.

It stops a script that runs away with somebody's rights, not a person: the numbers are far above any desk. What was
sent waits on the page that says so. What residents send is limited elsewhere, by place and day, and never refused
for good; failed tries are counted in the database (office/throttle.py).
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
from werkzeug.wrappers import Response

from web import database, errors
from web.sessions import is_staff_address

EXPORTS: Final = re.compile(r"\.csv|\.json|any\(csv|\.<kind>|register-book/file|/evidence$|personal$")
"""Addresses that give a table or a file about many cases."""

MOST_KEYS: Final = 20_000
"""Ours: counters a process keeps, some 4 MB; beyond it those that ran out are dropped, and then the older half: keys
are made up by whoever asks, and neither memory nor time may grow with them."""


@dataclass(frozen=True)
class Bound:
    """A line of the table: ``most`` requests ``within`` a span ``per`` account, device or link; ``what`` for people."""

    key: str
    per: str
    most: int
    within: dt.timedelta
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
    Bound("writes", "account", 120, MINUTE, _l("zapisów"), _writes),
    Bound("exports", "account", 60, QUARTER, _l("pobrań plików"), _exports),
    Bound("tablet", "device", 240, MINUTE, _l("połączeń z urządzenia"), _is_tablet),
    Bound("link", "link", 120, QUARTER, _l("otwarć tego odsyłacza"), _is_link),
)
"""Ours, all of them. Two saves a second for a minute are no person; sixty files in a quarter of an hour are more than a
month's report takes; a tablet with a full queue sends forty batches; a link on a phone is opened a few times, and one
on a poster is read by many: its answers are limited by place (surveys/rules/submission.py)."""


class Counters:
    """How often each key asked in its present window, in this process."""

    def __init__(self) -> None:
        self._counts: dict[str, tuple[dt.datetime, int]] = {}

    def over(self, key: str, bound: Bound, now: dt.datetime) -> int:
        """Count a request; the seconds to wait when it is one too many, 0 when it is not."""
        since, count = self._counts.get(key, (now, 0))
        if not dt.timedelta() <= now - since < bound.within:
            since, count = now, 0
        if len(self._counts) >= MOST_KEYS:
            self._make_room(now)
        self._counts[key] = (since, count + 1)
        return max(1, round((since + bound.within - now).total_seconds())) if count >= bound.most else 0

    @property
    def size(self) -> int:
        """How many keys are counted."""
        return len(self._counts)

    def _make_room(self, now: dt.datetime) -> None:
        lasting = [(one, kept) for one, kept in self._counts.items() if now - kept[0] < QUARTER]
        if len(lasting) > MOST_KEYS // 2:
            lasting = sorted(lasting, key=lambda pair: pair[1][0])[-MOST_KEYS // 2 :]
        self._counts = dict(lasting)


def register(app: Flask, *, is_on: bool) -> None:
    """Look at every request after it is known who asks. Tests, whose clock stands, switch it on where it matters."""
    app.extensions.update(limits=Counters(), limits_are_on=is_on)
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
        seconds = counters.over(key, bound, database.clock().now())
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
