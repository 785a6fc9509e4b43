"""The register against the record: every case, every step and link, every number told again from the entries alone."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, groupby, islice
from operator import attrgetter
from typing import Any, Final, cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

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


SPLIT: Final = "split"
_HOW: Final = {
    ComplaintTag.SPLIT.text: SPLIT, ComplaintTag.JOINED.text: "joined", ComplaintTag.ANNOTATED.text: "earlier",
}  # fmt: skip
"""How the steps that link two cases call it; an entry of a link itself says how."""
_LINKING: Final = (ComplaintTag.LINKED.text, *_HOW)
Link = tuple[str, str, str]
"""A case, the other one, and how they belong together."""
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
    """Links that are gone, and such as nothing made: people, or a step that joins, repeats or splits.

    Steps of earlier versions do not name the other case: whatever link of theirs is there is left alone.
    """
    found = session.execute(select(ComplaintLink.complaint_id, ComplaintLink.other_id, ComplaintLink.how))
    rows = {(str(one), str(other), how) for one, other, how in found}
    told: set[Link] = set()
    unnamed: set[tuple[str, str]] = set()
    parts: Counter[str] = Counter()
    for one in said(session, tagged(_LINKING)):
        case_id, how, other = one.stream.removeprefix(STREAM), _how(one), one.data.get("other")
        on_step(1)
        if how == SPLIT:
            parts[case_id] += len([part for part in one.data["reference"].split(", ") if part])
        elif other is None:
            unnamed.add((case_id, how))
        else:
            told.add((case_id, other, how))
            if (case_id, other, how) not in rows:
                yield Difference(f"case {case_id}", f"its link with {other} is gone", one.leaf)
    yield from _made_by_nothing(rows - told, unnamed, parts)


def _how(one: Said) -> str:
    return str(_HOW.get(one.tag) or one.data["how"])


def _made_by_nothing(rows: set[Link], unnamed: set[tuple[str, str]], parts: Counter[str]) -> Iterator[Difference]:
    there = Counter(other for _one, other, how in rows if how == SPLIT)
    for case_id in sorted(there.keys() | parts.keys()):
        if there[case_id] != parts[case_id]:
            why = f"{there[case_id]} cases are linked as parts of it, and by its entries {parts[case_id]}"
            yield Difference(f"case {case_id}", why)
    for one, other, how in sorted(rows):
        if how != SPLIT and (one, how) not in unnamed:
            yield Difference(f"case {one}", f"it is linked with {other} ({how}), which no entry says")


REPLAYS: Final = (
    Projection("cases", partial(rows_in, Complaint), _cases, (Complaint, ComplaintStep)),
    Projection("numbers", partial(entries_with, _NUMBERED), _numbers, (RegisterCounter,)),
    Projection("links", partial(entries_with, _LINKING), _links, (ComplaintLink,)),
)
"""What the verification compares of this room."""
