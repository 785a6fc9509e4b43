"""How long whoever is called may take: where the law says "not shorter than", the office may give more."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from complaints.rules.calls import answer_to_call, takes_a_day
from complaints.rules.course import Duty, Happened, Inputs, duties
from complaints.rules.kinds import LEGAL_KINDS, PASSED_ON
from complaints.rules.moves import Move
from complaints.rules.term_rule import Start
from kernel.terms import term

D = dt.date
DAYS = st.dates(D(2018, 1, 1), D(2030, 12, 1))


def answering(inputs: Inputs, today: dt.date) -> Duty:
    return next(duty for duty in duties(inputs, today) if duty.rule.starts is Start.CALLED)


@given(kind=st.sampled_from(sorted(PASSED_ON)), served=DAYS, more=st.integers(0, 60))
def test_the_later_of_the_two_days_counts_and_is_never_before_the_laws(kind: str, served: dt.date, more: int):
    until = served + dt.timedelta(days=more)
    steps = (Happened(Move.CALL, served, until), Happened(Move.SERVE, served))
    inputs = Inputs(kind, served, steps)
    found, laws = answer_to_call(inputs), term(served, 7, "days").last_day
    assert found is not None
    assert found.last_day >= max(laws, until)
    assert found.last_day == answering(inputs, served).deadline.last_day
    assert found.last_day == max(laws, term(until - dt.timedelta(days=1), 1, "days").last_day)


@given(kind=st.sampled_from(["skarga", "wniosek", "petycja"]), served=DAYS, more=st.integers(0, 60))
def test_where_the_law_gives_the_term_itself_no_day_of_the_office_moves_it(kind: str, served: dt.date, more: int):
    until = served + dt.timedelta(days=more)
    inputs = Inputs(kind, served, (Happened(Move.CALL, served, until), Happened(Move.SERVE, served)))
    found = answer_to_call(inputs)
    assert found is not None
    assert found.last_day == term(served, 14 if kind == "petycja" else 7, "days").last_day


def test_only_article_64_says_not_shorter_than():
    assert {kind for kind in LEGAL_KINDS if takes_a_day(kind, D(2026, 1, 2))} == set(PASSED_ON)


def test_nothing_runs_before_a_call_was_served_and_a_second_one_begins_anew():
    first = (Happened(Move.CALL, D(2026, 11, 3), D(2026, 12, 1)), Happened(Move.SERVE, D(2026, 11, 4)))
    assert answer_to_call(Inputs("odwolanie", D(2026, 11, 2))) is None
    again = (*first, Happened(Move.CALL, D(2026, 11, 20)))
    assert answer_to_call(Inputs("odwolanie", D(2026, 11, 2), again)) is None
    served = answer_to_call(Inputs("odwolanie", D(2026, 11, 2), (*again, Happened(Move.SERVE, D(2026, 11, 23)))))
    assert served is not None
    assert served.last_day == D(2026, 11, 30)
