"""The tables of the workshop: published months, step changes of charts; packs and who is sent them; saved
views; stored dashboards."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum
from typing import Final

from sqlalchemy import Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import new_id
from ledger.models import LEAF
from storage.base import Base
from storage.types import Moment


class PublishedMonth(Base):
    """An edition of a month, frozen: locks refuse every change (ledger.triggers).

    ``rows``: the figures in the long form, ``rules`` and ``definitions``: which versions they were counted by, all as
    canonical JSON. ``as_of`` and ``leaf``: the moment and the last entry they saw; ``entry_leaf``: the entry that says
    so. ``digest``: SHA-256 of ``rows``, the one the entry holds.
    """

    __tablename__ = "published_month"

    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    edition: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    published_at: Mapped[dt.datetime] = mapped_column(Moment)
    person_id: Mapped[uuid.UUID | None] = mapped_column()  # of office.person, never deleted; None: the command line
    reason: Mapped[str] = mapped_column(Text)
    as_of: Mapped[dt.datetime] = mapped_column(Moment)
    leaf: Mapped[int] = mapped_column(LEAF)
    entry_leaf: Mapped[int] = mapped_column(LEAF)
    digest: Mapped[str] = mapped_column(String(64))
    calendar_version: Mapped[int] = mapped_column(Integer)
    rules: Mapped[str] = mapped_column(Text)
    definitions: Mapped[str] = mapped_column(Text)
    rows: Mapped[str] = mapped_column(Text)


class StepChange(Base):
    """A decision: from a month on a chart has the limits of the months since (ledger: ``step:<id>``).

    ``department_id`` None: the whole office. ``withdrawn_leaf``: the entry that took it back. A moment of the past sees
    the steps whose entry it knows and whose withdrawal it does not.
    """

    __tablename__ = "step_change"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(String(40), index=True)
    population: Mapped[str] = mapped_column(String(20))
    department_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("department.id"))
    month: Mapped[str] = mapped_column(String(7))
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[uuid.UUID | None] = mapped_column()  # of office.person, never deleted; None: the command line
    recorded_at: Mapped[dt.datetime] = mapped_column(Moment)
    entry_leaf: Mapped[int] = mapped_column(LEAF)
    withdrawn_leaf: Mapped[int | None] = mapped_column(LEAF)


class PackState(StrEnum):
    """How far a pack is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


PATIENCE: Final = dt.timedelta(hours=4)
"""Ours: by then the worker has tried about nine times; news of last month may wait a morning, not for ever."""


class PackOrder(Base):
    """A pack of figures in the data folder, or on its way there. A convenience: no part of the record, computed anew at
    any time.

    ``name``: of its folder, the period as it is written, with the edition of a published month, the moment asked for,
    and the language other than Polish. ``wanted_at``: that moment; None: when it is made, or that of the edition.
    ``step`` of ``steps``: how far the worker is. ``as_of``, ``leaf``, ``digest`` (SHA-256 of the manifest): of the pack
    that lies there, also while it is computed again.
    """

    __tablename__ = "pack_order"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    period: Mapped[str] = mapped_column(String(20))
    edition: Mapped[int] = mapped_column(Integer)
    language: Mapped[str] = mapped_column(String(2), server_default="pl")
    wanted_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(10))
    step: Mapped[int] = mapped_column(Integer)
    steps: Mapped[int] = mapped_column(Integer)
    asked_at: Mapped[dt.datetime] = mapped_column(Moment)
    person_id: Mapped[uuid.UUID | None] = mapped_column()  # of office.person; None: the worker, or a publication
    as_of: Mapped[dt.datetime | None] = mapped_column(Moment)
    leaf: Mapped[int | None] = mapped_column(LEAF)
    digest: Mapped[str] = mapped_column(String(64))
    finished_at: Mapped[dt.datetime | None] = mapped_column(Moment)

    @property
    def is_awaited(self) -> bool:
        """Whether the worker has it in hand, or will."""
        return self.state in (PackState.WAITING, PackState.RUNNING)

    def is_missed(self, now: dt.datetime) -> bool:
        """Whether no pack lies there long after it was asked for: who waits for it is sent the Polish one."""
        return not self.digest and self.asked_at <= now - PATIENCE


class StoredBoard(Base):
    """The dashboard of a closed month as it was computed last. No part of the record: computed anew at any time.

    ``reach``: whose, ``everywhere`` or the only department a reader sees; ``department``: of which one, empty for all
    of the reach. ``basis``: digest of the program's rules and of facts it rests on; ``flags``: of the doubtful answers.
    It holds on days from ``made_on`` to before ``until_on`` (None: no day changes it), as long as no entry after
    ``leaf`` touches it. ``body``: the figures as canonical JSON, without a word.
    """

    __tablename__ = "results_board"

    reach: Mapped[str] = mapped_column(String(36), primary_key=True)
    population: Mapped[str] = mapped_column(String(20), primary_key=True)
    department: Mapped[str] = mapped_column(String(36), primary_key=True)
    structure: Mapped[str] = mapped_column(String(20), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    compare: Mapped[str] = mapped_column(String(10), primary_key=True)
    basis: Mapped[str] = mapped_column(String(64))
    flags: Mapped[str] = mapped_column(String(64))
    made_on: Mapped[dt.date] = mapped_column(Date)
    until_on: Mapped[dt.date | None] = mapped_column(Date)
    leaf: Mapped[int] = mapped_column(LEAF)
    body: Mapped[str] = mapped_column(Text)


class PackSubscription(Base):
    """Somebody of the staff who is sent what is published. A convenience of that person, no part of the record."""

    __tablename__ = "pack_subscription"

    person_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)  # of office.person, never deleted
    since_at: Mapped[dt.datetime] = mapped_column(Moment)


class ResultsView(Base):
    """A page of results a person named for themselves: a convenience, nothing of it belongs to the record.

    ``page``: which page; ``query``: its choices as they stand in an address.
    """

    __tablename__ = "results_view"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(60))
    page: Mapped[str] = mapped_column(String(20))
    query: Mapped[str] = mapped_column(String(2000))
    saved_at: Mapped[dt.datetime] = mapped_column(Moment)
