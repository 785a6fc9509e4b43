"""The parts of the list together in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, CompoundSelect, Select, func, literal, select, union_all

from complaints.queries.queue_places import in_order


@dataclass(frozen=True)
class Part:
    """A limited query, and which of its columns it is ordered by: all rise, or all fall."""

    query: Select[Any]
    ordered_by: Sequence[str]
    falls: bool


def at_once(parts: Sequence[Part]) -> CompoundSelect[Any]:
    """The rows of all parts, each with the number of its part."""
    return union_all(*(_marked(at, part) for at, part in enumerate(parts)))


def one_after_another(parts: Sequence[Part], count: int) -> CompoundSelect[Any]:
    """The same, but a part is read only for what those before it lack: where no index helps, a part is found slowly.

    What is taken of a part are its first rows in its order. Each is limited in itself too: PostgreSQL plans by a
    number, and would sort everything where that is not known.
    """
    some: list[CTE] = []
    for at, part in enumerate(parts):
        filled = [select(func.count()).select_from(one).scalar_subquery() for one in some]
        marked = _marked(at, part, in_order_too=bool(filled))
        some.append((marked.limit(literal(count) - sum(filled[1:], filled[0])) if filled else marked).cte())
    return union_all(*(select(one) for one in some))


def _marked(at: int, part: Part, *, in_order_too: bool = False) -> Select[Any]:
    found = part.query.subquery()
    query = select(literal(at).label("at"), *found.c)
    columns = [found.c[name] for name in part.ordered_by] if in_order_too else []
    return query.order_by(*in_order(columns, falls=part.falls))
