"""The parts of the list together in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, CompoundSelect, Select, func, literal, select, union_all


def at_once(parts: Sequence[Select[Any]]) -> CompoundSelect[Any]:
    """The rows of all parts, each with the number of its part."""
    return union_all(*(_marked(at, part) for at, part in enumerate(parts)))


def one_after_another(parts: Sequence[Select[Any]], count: int) -> CompoundSelect[Any]:
    """The same, but a part is read only for what those before it lack: where no index helps, a part is found slowly.

    Each is limited in itself too: PostgreSQL plans by a number, and would sort everything where that is not known.
    """
    some: list[CTE] = []
    for at, part in enumerate(parts):
        filled = [select(func.count()).select_from(one).scalar_subquery() for one in some]
        marked = _marked(at, part)
        some.append((marked.limit(literal(count) - sum(filled[1:], filled[0])) if filled else marked).cte())
    return union_all(*(select(one) for one in some))


def _marked(at: int, part: Select[Any]) -> Select[Any]:
    return select(literal(at).label("at"), *part.subquery().c)
