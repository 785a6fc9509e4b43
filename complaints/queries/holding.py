"""Reading the holding list: whether the next filing waits, what waits, and one's own by number and code."""

from __future__ import annotations

import datetime as dt
import enum
import hmac
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Integer, Table, Uuid, bindparam, exists, func, select
from sqlalchemy.orm import Session

from attachments.models import StagedUpload, StoredFile
from attachments.queries import Waiting
from complaints.models import Complaint, HeldFile, HeldFiling
from complaints.rules.holding import DAY, HOUR, Flood, read_list_number, waits_too_long
from complaints.rules.kinds import Channel
from kernel.clock import Clock, local_day
from kernel.errors import NotFound
from kernel.ids import code_hash, typed_code
from kernel.paging import Page, page_number
from kernel.permissions import EVERYWHERE, Actor, Permission
from office.models import Department
from storage.types import Moment

PAGE_SIZE = 50


@dataclass(frozen=True)
class HeldRow:
    """A line of the holding list. ``can_release``: whether this reader may give it its number; ``can_protect``: whether
    they may hand out the copy for the person."""

    held: HeldFiling
    department: str | None
    subject: str
    text: str
    is_long: bool
    can_release: bool
    can_protect: bool


class Way(enum.StrEnum):
    """Where a filing of the web form goes."""

    AGAIN = "again"  # it was filed before, and is answered with its receipt
    WAITS = "waits"  # it waits already, or comes while too many came
    FREE = "free"


def way_of(session: Session, clock: Clock, flood: Flood, submission_id: uuid.UUID) -> Way:
    """Where a filing goes. One statement."""
    now = clock.now()
    spans = {"hour": now - HOUR, "day": now - DAY}
    asked = {
        "submission_id": submission_id,
        **{f"{name}_first": first for name, first in spans.items()},
        **{f"{name}_first_on": local_day(first) for name, first in spans.items()},
        "hour_most": max(flood.per_hour, 0),
        "day_most": max(flood.per_day, 0),
    }
    waits, is_filed, *counts = session.connection().execute(_WAY, asked).one()
    if is_filed:
        return Way.AGAIN
    return Way.WAITS if waits or flood.holds(int(counts[0]), int(counts[1])) else Way.FREE


def _since(span: str) -> ColumnElement[int]:
    """How many came by the web form, into a register and onto the list; of either no more are counted than matter."""
    first, most = bindparam(f"{span}_first", type_=Moment()), bindparam(f"{span}_most", type_=Integer())
    is_lately = _CASES.received_on >= bindparam(f"{span}_first_on")  # an index has it
    filed = select(_CASES.id).where(is_lately, _CASES.received_at > first, _CASES.channel == Channel.WEB.value)
    waiting = select(_HELD.id).where(_HELD.received_at > first)
    one, other = (
        select(func.count()).select_from(query.limit(most).subquery()).scalar_subquery() for query in (filed, waiting)
    )
    return one + other


_CASES, _HELD = cast(Table, Complaint.__table__).c, cast(Table, HeldFiling.__table__).c
_FORM: Final = bindparam("submission_id", type_=Uuid())
_WAY: Final = select(
    exists().where(_HELD.submission_id == _FORM, _HELD.complaint_id.is_(None)),
    exists().where(_CASES.submission_id == _FORM),
    _since("hour"),
    _since("day"),
)
"""Built once: every filing begins with it."""


def held_as(session: Session, submission_id: uuid.UUID) -> HeldFiling | None:
    """The filing a form of the residents' pages became on the list, by the form's own random id."""
    return session.scalars(select(HeldFiling).where(HeldFiling.submission_id == submission_id)).one_or_none()


def held_by_code(session: Session, number: str, code: str) -> HeldFiling | Complaint | None:
    """What this number of the list opens with a code: the filing while it waits, afterwards the case it became.

    Then the code of the case counts, and no other: one that was replaced or erased opens nothing by this way either.
    """
    held = held_by_number(session, number)
    found = session.get_one(Complaint, held.complaint_id) if held and held.complaint_id else held
    is_right = found is not None and hmac.compare_digest(code_hash(typed_code(code), found.id), found.code_hash or "")
    return found if is_right else None


def held_by_number(session: Session, number: str) -> HeldFiling | None:
    """The filing with a number of the list, waiting or in a register by now; None when there is none."""
    read = read_list_number(number)
    if read is None:
        return None
    return session.scalars(
        select(HeldFiling).where(HeldFiling.number == read[0], HeldFiling.year == read[1])
    ).one_or_none()


def held_for(session: Session, actor: Actor, held_id: uuid.UUID) -> HeldFiling:
    """A filing that waits, for whoever may see it. Raises NotFound."""
    held = session.scalars(select(HeldFiling).where(within_list(actor), HeldFiling.id == held_id)).one_or_none()
    if held is None:
        raise NotFound
    return held


def within_list(actor: Actor, permission: Permission = Permission.COMPLAINT_READ) -> ColumnElement[bool]:
    """The condition on the list for what the actor may reach: their departments, and what names none."""
    scope = actor.scope(permission)
    waits = HeldFiling.complaint_id.is_(None)
    if scope is EVERYWHERE:
        return waits
    nobodys = HeldFiling.department_id.is_(None) if scope else HeldFiling.id.is_(None)
    return waits & (HeldFiling.department_id.in_(scope) | nobodys)


def held_page(session: Session, clock: Clock, actor: Actor, wanted: int, number: str = "") -> Page[HeldRow]:
    """What waits within the reader's scope, the oldest first; with a number of the list that one. Two statements."""
    mine, chosen = within_list(actor), read_list_number(number)
    if chosen is not None:
        mine &= (HeldFiling.number == chosen[0]) & (HeldFiling.year == chosen[1])
    total = session.execute(select(func.count()).select_from(HeldFiling).where(mine)).scalar_one()
    at = page_number(wanted, total, PAGE_SIZE)
    query = (
        select(HeldFiling, Department.name)
        .outerjoin(Department, Department.id == HeldFiling.department_id)
        .where(mine)
        .order_by(HeldFiling.received_at, HeldFiling.number)
    )
    found = session.execute(query.limit(PAGE_SIZE).offset((at - 1) * PAGE_SIZE)).all()
    return Page([_row(held, name, clock.today(), actor) for held, name in found], at, total, PAGE_SIZE)


def _row(held: HeldFiling, department: str | None, today: dt.date, actor: Actor) -> HeldRow:
    typed: Mapping[str, Any] = json.loads(held.content)
    return HeldRow(
        held,
        department,
        str(typed["subject"]),
        str(typed["text"]),
        waits_too_long(held.received_on, today),
        may_release(actor, held.department_id),
        actor.can_for(Permission.PERSONAL_PROTECT, held.department_id),
    )


def may_release(actor: Actor, department_id: uuid.UUID | None) -> bool:
    """Whether somebody may give a filing its number: who registers letters, in their department; one that names none,
    anywhere; and the quality officer, who corrects the register."""
    ways = (Permission.COMPLAINT_REGISTER, Permission.COMPLAINT_CORRECT)
    if department_id is None:
        return any(actor.can(way) for way in ways)
    return any(actor.can_for(way, department_id) for way in ways)


def files_of(session: Session, held_id: uuid.UUID) -> Sequence[Waiting]:
    """The files that came with it, as the case takes them."""
    query = (
        select(HeldFile, StoredFile)
        .join(StoredFile, StoredFile.id == HeldFile.file_id)
        .where(HeldFile.held_id == held_id)
        .order_by(HeldFile.position)
    )
    return [Waiting(StagedUpload(name=one.name), file) for one, file in session.execute(query)]
