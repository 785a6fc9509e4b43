"""Whether a PostgreSQL connection that has rested still lives; the server is asked only where there is reason to."""

from __future__ import annotations

import select
import time
from typing import Any, Final

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

RESTED_SECONDS: Final = 0.5
"""After so long at rest the server is asked: the network may have gone without a word. Ours."""

_SINCE: Final = "at rest since"


def watch_over(engine: Engine) -> None:
    """Let no connection out of the pool that is not alive: after the server was restarted the first page is a page.

    A server that ends, or ends a connection, says so on it: one that rested for a moment and has nothing to say lives.
    """
    event.listen(engine, "checkin", _rests)
    event.listen(engine, "checkout", lambda driver, record, _handed: _wakes(engine, driver, record))


def _rests(_driver: Any, record: Any) -> None:
    record.info[_SINCE] = time.monotonic()


def _wakes(engine: Engine, driver: Any, record: Any) -> None:
    """Raises InvalidatePoolError, whereupon the pool opens another connection and forgets those of before."""
    since = record.info.get(_SINCE)
    try:
        if since is None or (time.monotonic() - since < RESTED_SECONDS and not _says_something(driver)):
            return  # just opened, or heard of a moment ago
        engine.dialect.do_ping(driver)
    except engine.dialect.loaded_dbapi.Error as gone:
        raise InvalidatePoolError from gone


def _says_something(driver: Any) -> bool:
    """Whether something came that nobody has read: the end of the connection, or a notice of the server."""
    if driver.closed or not hasattr(select, "poll"):  # Windows has none
        return True
    unread = select.poll()
    unread.register(driver.fileno(), select.POLLIN)
    return bool(unread.poll(0))
