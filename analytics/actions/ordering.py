"""Asking for a pack, and how far the worker is with it. No entry: a pack is computed from the record alone."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Final

from sqlalchemy import update
from sqlalchemy.orm import Session

from analytics.measures.period import Month, Period
from analytics.models import PackOrder, PackState
from analytics.reports.as_of import AsOf
from analytics.reports.pack import key_of, pack_moment
from analytics.reports.pack.contents import ALL_STEPS
from kernel.clock import Clock
from kernel.errors import Forbidden, RuleBroken
from kernel.permissions import EVERYWHERE, Actor, Permission
from worker.actions import enqueue

MAKE_PACK: Final = "analytics.make_pack"
FORGOTTEN_AFTER: Final = dt.timedelta(hours=1)
"""Ours: a pack takes seconds; one that was asked for so long ago and is not there may be asked for again."""


class PackNotPossible(RuleBroken):
    """A period that has not begun, on the day it is asked for or at the moment it is asked for as of."""

    code = "pack_not_possible"


@dataclass(frozen=True, slots=True)
class PackWanted:
    """Which pack: of a period, in a language; of an edition (0: of none), or as of a moment (None: of now)."""

    period: Period
    language: str = "pl"
    edition: int = 0
    then: dt.datetime | None = None

    @property
    def name(self) -> str:
        """Of its folder: 2026-10, 2026-10-en, 2026-10-wydanie-1, 2026-10-20261031T225900Z (in UTC)."""
        edition = f"-wydanie-{self.edition}" if self.edition else ""
        moment = f"-{self.then.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}" if self.then else ""
        language = "" if self.language == "pl" else f"-{self.language}"
        return f"{key_of(self.period)}{edition}{moment}{language}"


def order_pack(session: Session, clock: Clock, actor: Actor, wanted: PackWanted) -> str:
    """Ask the worker for a pack, as known when it is made or at the moment wanted; the name of the pack. Asked twice it
    is made once.

    Raises Forbidden, PackNotPossible; NotRecorded for a moment the record does not reach to.
    """
    if actor.scope(Permission.RESULTS_PUBLISH) is not EVERYWHERE:
        raise Forbidden
    today = pack_moment(session, clock, wanted.then).today if wanted.then else clock.today()
    if wanted.period.first > today:
        raise PackNotPossible(f"{key_of(wanted.period)} has not begun on {today}", code="not_begun", field="last")
    if _put_down(session, clock, wanted, actor.person_id):
        enqueue(session, clock, MAKE_PACK, {"name": wanted.name})
    return wanted.name


def order_edition(session: Session, clock: Clock, month: Month, edition: int, language: str = "pl") -> str:
    """Ask the worker for the pack of a month, as of an edition or (0) as it is now; the name of the pack."""
    wanted = PackWanted(Period.of(month), language, edition)
    if _put_down(session, clock, wanted, None):
        enqueue(session, clock, MAKE_PACK, {"name": wanted.name})
    return wanted.name


def start(session: Session, clock: Clock, period: Period) -> str:
    """Put down that the worker makes the pack of a period by itself; the name of the pack."""
    wanted = PackWanted(period)
    _put_down(session, clock, wanted, None)
    return wanted.name


def _put_down(session: Session, clock: Clock, wanted: PackWanted, person_id: uuid.UUID | None) -> bool:
    """Whether the pack has to be made: it is not waited for already."""
    name = wanted.name
    order = session.get(PackOrder, name, with_for_update=True)
    if order is not None and order.is_awaited and order.asked_at > clock.now() - FORGOTTEN_AFTER:
        return False
    if order is None:
        order = PackOrder(
            name=name,
            period=key_of(wanted.period),
            edition=wanted.edition,
            language=wanted.language,
            wanted_at=wanted.then,
            digest="",
        )
        session.add(order)
    order.state, order.step, order.steps = PackState.WAITING, 0, ALL_STEPS
    order.asked_at, order.person_id = clock.now(), person_id
    session.flush()
    return True


def advance(session: Session, name: str, step: int, steps: int) -> None:
    """Note how many steps of a pack are done. One statement."""
    now = {"state": PackState.RUNNING, "step": step, "steps": steps}
    session.execute(update(PackOrder).where(PackOrder.name == name).values(now))


def finish(session: Session, clock: Clock, name: str, seen: AsOf, digest: str) -> None:
    """Note that a pack lies in its folder: what it speaks of, and the SHA-256 of its manifest. One statement."""
    facts = {"as_of": seen.moment, "leaf": seen.leaf, "digest": digest, "finished_at": clock.now()}
    session.execute(update(PackOrder).where(PackOrder.name == name).values(state=PackState.DONE, **facts))


def give_up(session: Session, name: str) -> None:
    """Note that a pack could not be made; the worker may try again. One statement."""
    session.execute(update(PackOrder).where(PackOrder.name == name).values(state=PackState.FAILED))
