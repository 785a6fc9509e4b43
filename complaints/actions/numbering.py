"""Numbers of the registers: gapless in each register and year, however many file at once."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from complaints.models import RegisterCounter


def next_number(session: Session, register: str, year: int) -> int:
    """The next number of a register and year: one statement, whose row stays locked until the transaction ends."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(RegisterCounter).values(register=register, year=year, last=1)
    upsert = insert.on_conflict_do_update(
        index_elements=[RegisterCounter.register, RegisterCounter.year], set_={"last": RegisterCounter.last + 1}
    ).returning(RegisterCounter.last)
    return int(session.execute(upsert).scalar_one())
