"""Numbers of the registers: gapless in each register and year, however many file at once."""

from __future__ import annotations

from typing import Any, Final, cast

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from complaints.models import RegisterCounter


def next_number(session: Session, register: str, year: int) -> int:
    """The next number of a register and year: one statement, whose row stays locked until the transaction ends."""
    connection = session.connection()
    counted = connection.execute(_NEXT[connection.dialect.name], {"register": register, "year": year, "last": 1})
    return int(counted.scalar_one())


def _next(dialect: Any) -> Executable:
    insert = dialect.insert(_COUNTERS)
    return insert.on_conflict_do_update(  # type: ignore[no-any-return]
        index_elements=[_COUNTERS.c.register, _COUNTERS.c.year], set_={"last": _COUNTERS.c.last + 1}
    ).returning(_COUNTERS.c.last)


_COUNTERS: Final = cast(Table, RegisterCounter.__table__)
_NEXT: Final = {"sqlite": _next(sqlite), "postgresql": _next(postgresql)}
"""Built once: every filing runs one or two of them."""
