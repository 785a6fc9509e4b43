"""Computing the flags of responses again; what changed stands in one entry."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from kernel.clock import WARSAW, Clock
from kernel.errors import RuleBroken
from kernel.holidays import holiday_on
from kernel.permissions import Actor
from ledger.actions import append, lock_end
from office.queries.hours import days_off, schedules
from office.rules.hours import is_open_at, read_week, week_on
from surveys.counting import set_flags
from surveys.events import SurveyTag
from surveys.models import Answer, Delivery, Response
from surveys.queries.flags import TAPPED, flags_digest, untold_flags
from surveys.rules.flags import RULES, Sign, flagged

OVERALL: Final = "q1"
STREAM: Final = "survey-flags"


class FlagsDiffer(RuleBroken):
    """Flags were changed past the record. A new entry would make them right, so none is written."""

    code = "flags_differ"


@dataclass(frozen=True)
class FlagsComputed:
    """How many responses were looked at, how many got other flags, how many have any now."""

    responses: int
    changed: int
    flagged: int


def compute_flags(session: Session, clock: Clock, actor: Actor, since: dt.datetime | None = None) -> FlagsComputed:
    """Compute the flags of sealed responses by the rules in force on their days.

    ``since``: only those given from then on. Flags of another origin stay. An entry tells of it where any changed:
    the digest is over the id and flags of every flagged response sealed up to the entry ``upto``.
    Raises FlagsDiffer where rows are not what the record last told of them.
    """
    signs = _signs(session, since)
    found = flagged(signs, _opening(session))
    asked = [sign for sign in signs if since is None or sign.at >= since]
    changed = {sign.id: found[sign.id] for sign in asked if found[sign.id] != sign.stored}
    if changed:
        _check_told(session)
    by_flags: dict[str, list[uuid.UUID]] = defaultdict(list)
    for key, flags in changed.items():
        by_flags[flags].append(key)
    for flags, keys in by_flags.items():
        set_flags(session, flags, keys)
    upto = session.scalar(select(func.max(Response.leaf))) or 0
    count, digest = flags_digest(session, upto)
    if changed:
        data = {
            "rules": RULES[-1].version,
            "responses": len(asked),
            "changed": len(changed),
            "upto": upto,
            "flagged": count,
            "digest": digest,
        }
        append(session, clock, actor, SurveyTag.FLAGS_COMPUTED, STREAM, data, clock.today())
    return FlagsComputed(len(asked), len(changed), count)


def _check_told(session: Session) -> None:
    """With the end of the record held, so that no seal and no other run comes in between."""
    lock_end(session)
    found = [str(one) for one in untold_flags(session)]
    if found:
        raise FlagsDiffer(f"{'; '.join(found)}: nothing was written; see flask ledger verify")


NEIGHBOURS: Final = dt.timedelta(minutes=10)
"""How far before the first response others are read that rules look at together with it."""


def _signs(session: Session, since: dt.datetime | None) -> list[Sign]:
    chosen = (
        select(Response.id, Response.desk_id, Response.received_at, Response.flags, Delivery.device_id)
        .outerjoin(Delivery, Delivery.submission_id == Response.id)
        .where(Response.mode.in_(TAPPED), Response.leaf.is_not(None))
    )
    if since is not None:
        chosen = chosen.where(Response.received_at >= since - NEIGHBOURS)
    rows = session.execute(chosen).all()
    values: dict[uuid.UUID, dict[str, int]] = defaultdict(dict)
    times: dict[uuid.UUID, list[int]] = defaultdict(list)
    answers = select(Answer.response_id, Answer.question, Answer.value, Answer.took_ms).where(
        or_(Answer.value.is_not(None), Answer.took_ms.is_not(None)),
        Answer.response_id.in_(chosen.with_only_columns(Response.id)),
    )
    for response_id, question, value, took_ms in session.execute(answers):
        if value is not None:
            values[response_id][question] = value
        if took_ms is not None:
            times[response_id].append(took_ms)
    return [
        Sign(
            id=row.id,
            device=str(row.device_id or row.desk_id),
            at=row.received_at,
            overall=values[row.id].get(OVERALL),
            scale=tuple(values[row.id].values()),
            stored=row.flags,
            times_ms=tuple(times[row.id]),
        )
        for row in rows
    ]


def _opening(session: Session) -> Callable[[dt.datetime], bool]:
    """Whether the office was open at a moment, by its hours of that day; without any hours it always was."""
    known = [(row.valid_from_on, read_week(row.week)) for row in schedules(session)]
    closed = {row.day_on for row in days_off(session)}

    def is_open(moment: dt.datetime) -> bool:
        week = week_on(known, moment.astimezone(WARSAW).date())
        return week is None or is_open_at(week, closed, holiday_on, moment)

    return is_open
