"""Numbers of cases and signs against the record: each given once, none left out, counters at the last one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.events import ComplaintTag
from complaints.models import RegisterCounter
from complaints.queries.replay import STREAM
from complaints.rules.signs import counter_of
from ledger.replays import Difference, OnStep, Projection, Said, begins, entries_with, said, tagged

_NUMBERED: Final = (ComplaintTag.RECEIVED.text, ComplaintTag.QUALIFIED.text, ComplaintTag.SIGNED.text)
_HELD: Final = ComplaintTag.FILING_HELD.text
SIGNS: Final = counter_of("")
"""What the counters of signs begin with."""
Given = dict[tuple[str, int], dict[int, str]]
"""By register and year: which stream was given which number."""


def _numbers(session: Session, on_step: OnStep) -> Iterator[Difference]:
    """Numbers of cases and signs given twice or left out, and counters that stand elsewhere than at the last one."""
    counters = {(row.register, row.year): row.last for row in session.scalars(select(RegisterCounter))}
    given: Given = defaultdict(dict)
    for one in _numbering(session):
        for register, year, number in _given(one, counters):
            other = given[register, year].setdefault(number, one.stream)
            if other != one.stream:
                why = f"it is given twice: {other} and {one.stream}"
                yield Difference(f"number {number}/{year} of register {register}", why, one.leaf)
        on_step(1)
    for key in sorted(given.keys() | counters.keys()):
        yield from _in_register(key, given.get(key, {}), counters.get(key))


def _numbering(session: Session) -> Iterator[Said]:
    """Tag by tag, as the database finds them: all at once it had to sort them, in memory."""
    for tag in _NUMBERED:
        yield from said(session, begins(STREAM) & tagged([tag]))
    yield from said(session, tagged([_HELD]))


def _given(one: Said, counters: Mapping[tuple[str, int], int]) -> Iterator[tuple[str, int, int]]:
    """The numbers an entry gives, with register and year: its own, and that in its sign."""
    if one.data.get("number") is not None:
        yield one.data["register"], one.data["year"], one.data["number"]
    if one.data.get("sign"):
        before, number, year = one.data["sign"].rsplit(".", 2)
        names = [name for name, of in counters if of == int(year) and before.endswith(f".{name.removeprefix(SIGNS)}")]
        yield max(names, key=len, default=counter_of(before.rpartition(".")[2])), int(year), int(number)


def _in_register(key: tuple[str, int], given: dict[int, str], last: int | None) -> Iterator[Difference]:
    place = "register {} of {}".format(*key)
    highest = max(given, default=0)
    if len(given) != highest:
        missing = next(number for number in range(1, highest + 1) if number not in given)
        yield Difference(place, f"no entry gives number {missing}, though {highest} is given")
    if (last or 0) != highest:
        yield Difference(place, f"its counter stands at {last}, but the last number an entry gives is {highest}")


REPLAYS: Final = (Projection("numbers", partial(entries_with, (*_NUMBERED, _HELD)), _numbers, (RegisterCounter,)),)
"""What the verification compares of this part."""
