"""Who may know who filed a case: whom it is about, who reads, and what was asked to be withheld, all combinations."""

from __future__ import annotations

import itertools
import uuid

import pytest

from complaints.rules.independence import Reader, Subject, may_know_who_filed

ME, SOMEBODY = uuid.uuid4(), uuid.uuid4()
MINE, NEXT_DOOR = uuid.uuid4(), uuid.uuid4()


@pytest.mark.parametrize(
    ("person", "unit", "reader", "units", "is_withheld"),
    list(
        itertools.product(
            (None, ME, SOMEBODY),
            (None, MINE, NEXT_DOOR),
            (None, ME),
            (frozenset(), {MINE}, {MINE, NEXT_DOOR}),
            (True, False),
        )
    ),
)
def test_neither_the_person_nor_where_withheld_the_unit(
    person: uuid.UUID | None, unit: uuid.UUID | None, reader: uuid.UUID | None, units: set[uuid.UUID], is_withheld: bool
):
    told = may_know_who_filed(Subject(person, unit), Reader(reader, frozenset(units)), is_withheld=is_withheld)
    is_the_one = reader is not None and person == reader
    is_colleague = unit in units
    assert told is not (is_the_one or (is_withheld and is_colleague))


@pytest.mark.parametrize("is_withheld", [True, False])
@pytest.mark.parametrize("unit", [None, MINE, NEXT_DOOR])
def test_where_only_a_person_is_named_their_units_count_as_the_unit(unit: uuid.UUID | None, *, is_withheld: bool):
    subject = Subject(SOMEBODY, unit, works_in=frozenset({MINE}))
    for own in (MINE, NEXT_DOOR):
        told = may_know_who_filed(subject, Reader(ME, frozenset({own})), is_withheld=is_withheld)
        assert told is not (is_withheld and own == (unit or MINE))
