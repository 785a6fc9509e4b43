"""Sessions: reading or writing, never both by accident."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from storage.engine import open_engine
from storage.line import Line
from storage.telling import REACTIONS, Reactions


def plainly(session: Session) -> Connection:
    """The connection of a session, for statements about tables alone: half of what such a one costs goes into looking
    for objects that are not asked for. What waits to be written is written before, as for any other question.
    """
    session.flush()
    return session.connection()


class Storage:
    """A database one can read from and write to."""

    def __init__(self, url: str, reactions: Reactions | None = None) -> None:
        self.url = url
        self.reactions: Reactions = reactions or {}
        self.engine: Engine = open_engine(url)
        self._line = Line()
        self._writing_engine = self.engine.execution_options(writing=True)
        is_postgresql = self.engine.dialect.name == "postgresql"
        self._reading_engine = (
            self.engine.execution_options(isolation_level="REPEATABLE READ") if is_postgresql else self.engine
        )

    @property
    def locks_at_begin(self) -> bool:
        """Whether a writing session keeps other writers waiting before it has written anything, as on SQLite."""
        return self.engine.dialect.name == "sqlite"

    def session(self, *, writing: bool) -> Session:
        """A new session.

        A writing one takes SQLite's write lock with its first statement. A reading one sees the database as it stood
        at its first statement, on PostgreSQL too, so that what it reads first and last belongs together.
        """
        engine = self._writing_engine if writing else self._reading_engine
        return Session(engine, expire_on_commit=False, info={REACTIONS: self.reactions})

    def stand_in_line(self, session: Session) -> None:
        """Before a short write of which many may come at once: after the others of this process.

        On SQLite its lock, taken with the first statement, is the line.
        """
        if not self.locks_at_begin:
            self._line.join(session)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that is rolled back at the end."""
        with self.session(writing=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that commits at the end, or leaves nothing when an error passes through."""
        with self.session(writing=True) as session, session.begin():
            yield session

    @contextmanager
    def writing_briefly(self) -> Iterator[Session]:
        """As ``writing``, for what can as well be left out: SQLite's write lock is waited for a moment only.

        Raises OperationalError where another writer holds it.
        """
        engine = self._writing_engine.execution_options(briefly=True)
        with Session(engine, expire_on_commit=False, info={REACTIONS: self.reactions}) as session, session.begin():
            yield session

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()
