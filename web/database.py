"""The database of a request: reading for what is safe, writing for what changes something."""

from __future__ import annotations

from flask import Flask, current_app, g, has_request_context, request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from kernel.clock import Clock, SystemClock
from storage import line, migrate
from storage.session import Storage
from web.sessions import is_staff_address

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def register(app: Flask, storage: Storage, clock: Clock | None = None) -> None:
    """Give the app its storage and its clock, and every request its session."""
    app.extensions["storage"] = storage
    app.extensions["clock"] = clock or SystemClock()
    app.teardown_appcontext(_close)


def misfit(app: Flask) -> str | None:
    """Why the program cannot work with its database as it is, in one sentence; None when it can, or nobody can say."""
    found: Storage = app.extensions["storage"]
    try:
        return migrate.misfit(found.engine)
    except SQLAlchemyError:
        app.logger.warning("the database does not answer; serving all the same")
        return None
    finally:
        found.close()  # a connection must not be shared by the workers a server makes afterwards


def storage() -> Storage:
    """The storage of the running app."""
    found: Storage = current_app.extensions["storage"]
    return found


def clock() -> Clock:
    """The clock of the running app."""
    found: Clock = current_app.extensions["clock"]
    return found


def session() -> Session:
    """The session of this request, opened at first use; it commits only through ``commit``.

    Staff forms write from the start. Residents' forms read until ``write``: most of what is sent there is a step of a
    form or a mistake to be mended, and nobody should wait for that. Where nobody waits before something is written,
    one session does for both.
    """
    if "session" not in g:
        is_form = has_request_context() and request.method not in SAFE_METHODS
        g.is_writing = is_form and is_staff_address(request.path)
        g.can_write = g.is_writing or (is_form and not storage().locks_at_begin)
        g.session = storage().session(writing=g.can_write)
    found: Session = g.session
    return found


def write() -> Session:
    """The session of this request, from now on for writing; what was read before is read again where it matters."""
    if g.get("is_writing"):
        return session()
    if g.get("can_write"):
        session().expunge_all()
    else:
        _close(None)
        g.session, g.can_write = storage().session(writing=True), True
    g.is_writing = True
    return session()


def stand_in_line() -> None:
    """Let those of this process who write the same go first, one at a time; until the transaction ends."""
    storage().stand_in_line(session())


def is_writing() -> bool:
    """Whether this request has a session that may hold the lock of writers."""
    return bool(g.get("is_writing", False))


def commit() -> None:
    """Make what this request did durable. Called by a view after its action, never by an action."""
    g.is_commit_open = True  # should the connection break right here, nobody knows whether it was kept
    session().commit()
    g.is_commit_open = False


def rollback() -> None:
    """Give up what this request did so far, and the locks it holds."""
    session().rollback()


def _close(_error: BaseException | None) -> None:
    found = g.pop("session", None)
    g.pop("is_writing", None)
    g.pop("can_write", None)
    if found is not None:
        try:
            found.close()
        finally:
            line.leave(found)
