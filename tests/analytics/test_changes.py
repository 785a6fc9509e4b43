"""What changed since: every difference of a figure is explained by a case that counts otherwise, and the other way."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from analytics.frames.entries import entries_between
from analytics.measures.declaration import Population
from analytics.measures.period import Month
from analytics.reports.as_of import as_of
from analytics.reports.changes import FactChange, changes, fact_changes, figure_changes
from analytics.reports.late import LATE_DAYS, late_entries
from complaints.models import Complaint
from complaints.rules.moves import Move
from kernel.clock import FixedClock
from kernel.permissions import EVERYWHERE
from ledger.queries import head
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.courses import take
from tests.complaints.handling import Reply, answered, assigned, received

OCTOBER = Month(2026, 10)
D = dt.date


def since_now(session: Session, clock: FixedClock):
    session.flush()
    return as_of(session, clock.now())


def found(session: Session, clock: FixedClock, seen, population: Population = Population.COMPLAINTS):
    session.flush()
    return changes(session, clock, EVERYWHERE, population, OCTOBER, seen)


def test_a_late_day_of_dispatch_moves_figures_and_names_its_case_and_entries(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        case = assigned(session, clock, office, received_on=D(2026, 10, 1))
        assigned(session, clock, office, received_on=D(2026, 11, 3))
        seen = since_now(session, clock)
        clock.advance(hours=2)
        answered(session, clock, office, case, Reply("zasadna", settled_on=D(2026, 10, 20)))
        received(session, clock, office, received_on=D(2026, 11, 4))  # counts in November only
        report = found(session, clock, seen)
        entries = entries_between(session, [str(case.id)], seen.leaf, report.leaf)[str(case.id)]
        end = head(session)
    assert {"settled", "backlog", "justified"} <= {figure.measure for figure in report.figures}
    [one] = report.cases
    assert one.case_id == str(case.id)
    assert FactChange("settled_day", None, D(2026, 10, 20)) in one.facts
    assert FactChange("outcome", None, "zasadna") in one.facts
    assert [(entry.tag, entry.effective_on) for entry in entries] == [
        ("complaints:complaint:settle", D(2026, 10, 20)),
    ]
    assert end is not None
    assert report.leaf == end.leaf


def test_a_case_of_another_kind_now_counts_elsewhere(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session:
        case = assigned(session, clock, office, received_on=D(2026, 10, 1))
        seen = since_now(session, clock)
        clock.advance(hours=1)
        take(session, clock, office, case, Move.QUALIFY, kind="wniosek")
        skargi = found(session, clock, seen, Population.SKARGA)
        wnioski = found(session, clock, seen, Population.WNIOSEK)
    assert [(one.is_gone, one.facts) for one in skargi.cases] == [(True, (FactChange("kind", "skarga", "wniosek"),))]
    assert [one.is_new for one in wnioski.cases] == [True]


@pytest.mark.parametrize("backend", ["sqlite"])
def test_without_an_entry_only_time_passed(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session:
        case = assigned(session, clock, office, received_on=D(2026, 10, 28))  # its last day is 30 November
        seen = since_now(session, clock)
        clock.advance(days=14)
        november = changes(session, clock, EVERYWHERE, Population.COMPLAINTS, Month(2026, 11), seen)
        october = found(session, clock, seen)
        assert session.get_one(Complaint, case.id).due_on == D(2026, 11, 30)
    assert [(one.case_id, one.facts) for one in november.cases] == [(str(case.id), ())]
    assert (october.figures, october.cases) == ((), ())


@pytest.mark.parametrize("backend", ["sqlite"])
def test_late_means_after_the_month_or_more_than_a_week(storage: Storage, clock: FixedClock, office: FoundedOffice):
    november = Month(2026, 11)
    with storage.writing() as session:
        for days in (0, LATE_DAYS, LATE_DAYS + 1):
            received(session, clock, office, received_on=clock.today() - dt.timedelta(days=days))
        session.flush()
        told = late_entries(session, EVERYWHERE, november)
        assert [(one.days, one.after_month) for one in told] == [(LATE_DAYS + 1, False)]
        clock.advance(days=10)  # 1 December
        received(session, clock, office, received_on=D(2026, 11, 30))
        session.flush()
        told = late_entries(session, EVERYWHERE, november)
        assert [(one.days, one.after_month) for one in told] == [(1, True), (LATE_DAYS + 1, False)]


def test_figures_differ_by_their_numbers_and_appear_and_vanish():
    head = ("2026-10", "received", "1", "population=complaints")
    tail = ("", "", "false", "false", "day_of_case")
    old, new = (*head, "3", "3", *tail), (*head, "4", "4", *tail)
    assert figure_changes([old], [old]) == ()
    [change] = figure_changes([old], [new])
    assert (change.before, change.after) == (old[4:9], new[4:9])
    assert figure_changes([], [new])[0].before is None
    assert figure_changes([old], [])[0].after is None


def test_facts_are_told_where_both_sides_know_them():
    then = {"kind": "skarga", "due_day": None}
    assert fact_changes(then, {"kind": "wniosek"}) == (FactChange("kind", "skarga", "wniosek"),)
    assert fact_changes(None, {"kind": "skarga", "due_day": None}) == (FactChange("kind", None, "skarga"),)
    assert fact_changes(then, None) == ()
