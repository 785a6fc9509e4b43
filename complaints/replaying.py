"""The register against the record: every case, every step and link, every number told again from the entries alone."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, groupby, islice
from operator import attrgetter
from typing import Any, Final, cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from complaints import replaying_words
from complaints.events import ComplaintTag
from complaints.models import Complaint, ComplaintLink, ComplaintStep, RegisterCounter
from complaints.queries.replay import COMPARED, STREAM, Told, differences, recorded_as, replayed_cases
from complaints.rules.replay import NotReplayable
from complaints.rules.signs import counter_of
from ledger.replays import Difference, OnStep, Projection, Said, begins, entries_with, rows_in, said, shown, tagged

FEW: Final = 500
"""Cases compared at a time: below the number of parameters every SQLite takes."""
_NUMBERED: Final = (ComplaintTag.RECEIVED.text, ComplaintTag.QUALIFIED.text, ComplaintTag.SIGNED.text)
SIGNS: Final = counter_of("")
"""What the counters of signs begin with."""
_C: Final = cast(Table, Complaint.__table__).c
_COLUMNS: Final = (_C.id, *(_C[name] for name in COMPARED))
_STEPS: Final = (ComplaintStep.complaint_id, ComplaintStep.move, ComplaintStep.happened_on, ComplaintStep.until_on)


def _cases(session: Session, on_step: OnStep) -> Iterator[Difference]:
    """Cases, and the dates of their steps, that say otherwise than their entries; those on one side only."""
    seen: set[bytes] = set()
    told = replayed_cases(session)
    try:
        while few := list(islice(told, FEW)):
            seen.update(one.case_id.bytes for one in few)
            yield from _among(session, few)
            on_step(len(few))
    except (NotReplayable, ValueError, KeyError) as fault:
        yield Difference("a case of the record", f"its entries do not tell of a case: {fault}")
    for row in session.execute(select(*_COLUMNS).execution_options(yield_per=2_000)):
        if row.id.bytes not in seen:
            yield Difference(name_of(row), "it is in the register, but no entry tells of it")


def _among(session: Session, few: Sequence[Told]) -> Iterator[Difference]:
    ids = [one.case_id for one in few]
    rows = {row.id: row for row in session.execute(select(*_COLUMNS).where(_C.id.in_(ids)))}
    steps = _steps(session, ids)
    for one in few:
        row: Any = rows.get(one.case_id)
        if row is None:
            yield Difference(
                f"case {one.case_id}", "the record tells of it, but it is not in the register", one.last_leaf
            )
            continue
        for column in differences(row, one.case):
            here, there = shown(getattr(row, column)), shown(recorded_as(one.case, column))
            yield Difference(
                name_of(row), f"{column} is {here} in the register and {there} by its entries", one.last_leaf
            )
        if steps.get(one.case_id, []) != [(step.move, step.on, step.until) for step in one.case.steps]:
            yield Difference(name_of(row), "its steps are not those of its entries", one.last_leaf)


def _steps(session: Session, ids: list[uuid.UUID]) -> dict[uuid.UUID, list[tuple[Any, ...]]]:
    found: dict[uuid.UUID, list[tuple[Any, ...]]] = defaultdict(list)
    query = select(*_STEPS).where(ComplaintStep.complaint_id.in_(ids)).order_by(ComplaintStep.position)
    for case_id, *step in session.execute(query):
        found[case_id].append(tuple(step))
    return found


def name_of(row: Any) -> str:
    """What people call a case of the register, with the id by which nobody mistakes it."""
    number = f"{row.register} {row.number}/{row.year}" if row.number is not None else row.external_number
    return f"case {number} ({row.id})"


Given = dict[tuple[str, int], dict[int, str]]
"""By register and year: which stream was given which number."""


def _numbers(session: Session, on_step: OnStep) -> Iterator[Difference]:
    """Numbers of cases and signs given twice or left out, and counters that stand elsewhere than at the last one."""
    counters = {(row.register, row.year): row.last for row in session.scalars(select(RegisterCounter))}
    given: Given = defaultdict(dict)
    where = begins(STREAM) & tagged(_NUMBERED)
    for stream, entries in groupby(said(session, where, by_stream=True), key=attrgetter("stream")):
        told = list(entries)
        for register, year, number in dict.fromkeys(chain.from_iterable(_given(one, counters) for one in told)):
            other = given[register, year].setdefault(number, stream)
            if other != stream:
                why = f"it is given twice: {other} and {stream}"
                yield Difference(f"number {number}/{year} of register {register}", why, told[-1].leaf)
        on_step(len(told))
    for key in sorted(given.keys() | counters.keys()):
        yield from _in_register(key, given.get(key, {}), counters.get(key))


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


def _links(session: Session, on_step: OnStep) -> Iterator[Difference]:
    """Links people made that are gone, or made otherwise. Those that come with a step have no entry of their own."""
    rows = {(str(row.complaint_id), str(row.other_id), row.how) for row in session.scalars(select(ComplaintLink))}
    both = rows | {(other, one, how) for one, other, how in rows}
    for one in said(session, tagged([ComplaintTag.LINKED.text])):
        case_id = one.stream.removeprefix(STREAM)
        if (case_id, one.data["other"], one.data["how"]) not in both:
            yield Difference(f"case {case_id}", f"its link with {one.data['other']} is gone", one.leaf)
        on_step(1)


REPLAYS: Final = (
    Projection("cases", partial(rows_in, Complaint), _cases, (Complaint, ComplaintStep)),
    Projection("numbers", partial(entries_with, _NUMBERED), _numbers, (RegisterCounter,)),
    Projection("links", partial(entries_with, (ComplaintTag.LINKED.text,)), _links, (ComplaintLink,)),
    *replaying_words.REPLAYS,
)
"""What the verification compares of this room."""
