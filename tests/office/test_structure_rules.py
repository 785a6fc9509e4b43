"""Rules of the structure: when a department may close or change its name, and what it became."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.rules.structure import (
    BadStructure,
    Closing,
    Validity,
    check_closing,
    check_renaming,
    name_on,
    todays,
)

TODAY = dt.date(2026, 11, 21)
YESTERDAY = dt.date(2026, 11, 20)
FOUNDED = dt.date(2024, 1, 2)
FINE = Closing(
    last_on=YESTERDAY,
    department=Validity(FOUNDED),
    newest_on=FOUNDED,
    successor=Validity(FOUNDED),
    is_own_successor=False,
    is_only_one=False,
)


def test_a_department_closes_with_a_successor_or_without():
    check_closing(FINE, TODAY)
    check_closing(replace(FINE, successor=None), TODAY)
    check_closing(replace(FINE, last_on=FOUNDED), TODAY)
    check_closing(replace(FINE, successor=Validity(TODAY)), TODAY)


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"department": Validity(FOUNDED, YESTERDAY)}, "already_closed", None),
        ({"is_only_one": True}, "only_department", None),
        ({"last_on": TODAY}, "last_day_to_come", "last"),
        ({"last_on": dt.date(2024, 1, 1)}, "closed_before_opened", "last"),
        ({"newest_on": TODAY}, "closed_before_newest", "last"),
        ({"is_own_successor": True}, "own_successor", "successor"),
        ({"successor": Validity(FOUNDED, YESTERDAY)}, "no_such_successor", "successor"),
        ({"successor": Validity(TODAY), "last_on": dt.date(2026, 11, 19)}, "no_such_successor", "successor"),
    ],
)
def test_a_closing_that_contradicts_the_facts_is_refused(changed, code, field):
    with pytest.raises(BadStructure) as refused:
        check_closing(replace(FINE, **changed), TODAY)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_new_name_begins_after_the_newest_and_not_in_the_future():
    check_renaming([FOUNDED], TODAY, TODAY)
    check_renaming([FOUNDED, dt.date(2025, 1, 1)], dt.date(2025, 1, 2), TODAY)
    for since, code in ((dt.date(2026, 11, 22), "name_from_to_come"), (FOUNDED, "name_before_newest")):
        with pytest.raises(BadStructure) as refused:
            check_renaming([FOUNDED], since, TODAY)
        assert refused.value.code == code


def test_the_name_on_a_day_is_the_one_in_force_then():
    names = [(dt.date(2025, 1, 1), "Wydział Nowy"), (FOUNDED, "Wydział Stary")]
    assert name_on(names, dt.date(2024, 12, 31)) == "Wydział Stary"
    assert name_on(names, dt.date(2025, 1, 1)) == "Wydział Nowy"
    assert name_on(names, dt.date(2000, 1, 1)) == "Wydział Stary"


@pytest.mark.parametrize(
    ("successors", "found"),
    [
        ({}, {}),
        ({"A": "B"}, {"A": "B"}),
        ({"A": "B", "B": "C"}, {"A": "C", "B": "C"}),
        ({"A": "C", "B": "C"}, {"A": "C", "B": "C"}),
        ({"A": None}, {}),
        ({"A": "B", "B": None}, {"A": "B"}),
        ({"A": "B", "B": "A"}, {}),
        ({"A": "A"}, {}),
        ({"X": "A", "A": "B", "B": "A"}, {}),
    ],
)
def test_closed_departments_lead_to_those_of_today(successors, found):
    assert todays(successors) == found


@given(st.dictionaries(st.integers(0, 12), st.none() | st.integers(0, 15)))
def test_todays_department_is_never_one_that_leads_further_and_circles_end(successors):
    found = todays(successors)
    assert set(found) <= set(successors)
    for closed, now in found.items():
        assert now != closed
        assert successors.get(now) is None
        assert now not in found
