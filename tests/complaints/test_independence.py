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
