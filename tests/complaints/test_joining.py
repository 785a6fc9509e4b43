"""Petitions considered together came within a month of the first (art. 11 section 1 of the petitions act)."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from complaints.rules.kinds import Kind
from complaints.rules.moves import Move
from kernel.clock import FixedClock, warsaw
from tests.cast import FoundedOffice
from tests.complaints.handling import refused
from tests.complaints.test_steps import Desk

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
D = dt.date
FIRST = D(2026, 9, 4)
LAST = D(2026, 10, 5)
"""The fourth of October 2026 is a Sunday."""


@pytest.fixture
def desk(session: Session, clock: FixedClock, office: FoundedOffice) -> Desk:
    clock.move_to(warsaw(2026, 11, 21, 10))
    return Desk(session, clock, office)


@pytest.mark.parametrize("later", [FIRST, D(2026, 9, 20), LAST])
def test_one_that_came_by_the_end_of_the_month_joins(desk: Desk, later: dt.date):
    first, second = desk.case(kind=Kind.PETYCJA, received_on=FIRST), desk.case(kind=Kind.PETYCJA, received_on=later)
    desk.take(second, Move.JOIN, other_id=first.id)
    assert second.state == "joined"


@pytest.mark.parametrize("is_first_the_one_that_joins", [True, False])
def test_one_that_came_later_is_refused_with_the_article_whichever_joins_which(
    desk: Desk, *, is_first_the_one_that_joins: bool
):
    cases = [desk.case(kind=Kind.PETYCJA, received_on=day) for day in (FIRST, LAST + dt.timedelta(days=1))]
    joining, other = cases if is_first_the_one_that_joins else reversed(cases)
    with refused(desk.session, "joined_too_late") as broken:
        desk.take(joining, Move.JOIN, other_id=other.id)
    assert (broken[0].field, broken[0].facts["last"]) == ("other", LAST)
    assert broken[0].source == "art. 11 ust. 1 ustawy o petycjach"


def test_the_first_of_all_that_joined_counts_and_no_chain_makes_the_month_longer(desk: Desk):
    days = (FIRST, D(2026, 9, 25), D(2026, 10, 15))
    first, second, third = (desk.case(kind=Kind.PETYCJA, received_on=day) for day in days)
    desk.take(first, Move.JOIN, other_id=second.id)
    with refused(desk.session, "joined_too_late"):
        desk.take(third, Move.JOIN, other_id=second.id)
