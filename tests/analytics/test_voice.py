"""Figures over several questions, over visits, and what goes together: counted by hand."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from fractions import Fraction

import pandas as pd
import pytest
from flask import Flask
from flask.testing import FlaskClient
from scipy.stats import spearmanr
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from analytics.frames import pairs as pair_frames
from analytics.measures.period import Month, Period
from analytics.measures.result import WhyNot
from analytics.measures.slices import Slice
from analytics.measures.voice import PAIR_COLUMNS, YES, by_visits, driver, if_settled, rate
from analytics.reports.release import Audience
from analytics.reports.voice import Voice, voice_report
from kernel.clock import FixedClock, warsaw
from kernel.permissions import EVERYWHERE, SYSTEM, Role
from storage.session import Storage
from surveys.actions import seal_responses
from surveys.actions.visits import report_visits
from surveys.models import Answer, Response
from surveys.queries import current_version
from tests.analytics.filling import respond
from tests.cast import FoundedOffice
from tests.filling import text

MONTH = Month(2026, 10)
OCTOBER = Period.of(MONTH)


def pairs(*rows: tuple[str, int, str, int, int]) -> pd.DataFrame:
    """Counts: question, overall rating, answer about settling, answer, how many."""
    listed = [(str(MONTH), "a", *row) for row in rows]
    return pd.DataFrame(listed, columns=list(PAIR_COLUMNS))


def test_satisfaction_is_told_apart_by_whether_the_matter_was_settled() -> None:
    frame = pairs(("q1", 5, "yes", 5, 9), ("q1", 2, "yes", 2, 1), ("q1", 1, "no", 1, 4), ("q1", 4, "in_progress", 4, 6))
    settled = if_settled("yes", frame, OCTOBER)
    assert (settled.numerator, settled.n, settled.measure) == (9, 10, "csat_if_settled")
    assert if_settled("no", frame, OCTOBER).why_not is WhyNot.TOO_FEW
    assert if_settled("in_progress", frame, OCTOBER).value == 1


def test_the_response_rate_says_that_nobody_reported_visits() -> None:
    assert rate(12, None, OCTOBER).why_not is WhyNot.NOT_REPORTED
    assert rate(12, 0, OCTOBER).why_not is WhyNot.NOBODY
    assert rate(4, 100, OCTOBER).why_not is WhyNot.TOO_FEW
    told = rate(12, 80, OCTOBER)
    assert (told.value, told.numerator, told.n, told.low) == (0.15, 12, 80, None)


def test_the_weighted_share_counts_visits_and_says_how_much_of_them_it_covers() -> None:
    told = {"a": (9, 10), "b": (10, 20), "c": (5, 5)}
    result, covered = by_visits(told, {"a": 300, "b": 100, "d": 50}, OCTOBER)
    assert result.value == pytest.approx(float(Fraction(9, 10) * Fraction(3, 4) + Fraction(1, 2) * Fraction(1, 4)))
    assert result.n == 30
    assert (covered.visits, covered.of_visits, covered.departments, covered.of_departments) == (400, 450, 2, 4)
    assert by_visits(told, {}, OCTOBER)[0].why_not is WhyNot.NOT_REPORTED


def test_a_driver_is_told_from_fifty_answers_on_with_ties_counted() -> None:
    rows = [("q4", 5, "yes", 5, 30), ("q4", 4, "yes", 4, 10), ("q4", 2, "no", 1, 8), ("q4", 5, "no", 3, 2)]
    found = driver("q4", pairs(*rows), OCTOBER)
    overall = [value for row in rows for value in [row[1]] * row[4]]
    items = [value for row in rows for value in [row[3]] * row[4]]
    assert found.importance.value == pytest.approx(spearmanr(overall, items).statistic, abs=1e-12)
    assert found.importance.low is not None
    assert found.importance.value is not None
    assert found.importance.low < found.importance.value
    assert (found.performance.numerator, found.performance.n) == (40, 50)
    few = driver("q4", pairs(*rows), OCTOBER, among=YES)
    assert few.importance.why_not is few.performance.why_not is WhyNot.TOO_FEW_PAIRS
    assert few.performance.n is None
    same = driver("q4", pairs(("q4", 5, "yes", 5, 60)), OCTOBER)
    assert (same.importance.why_not, same.performance.value) == (WhyNot.ALL_THE_SAME, 1)


def test_a_slice_knows_the_one_before() -> None:
    told = {one: str(Slice.parse(one).before) for one in ("2026-10", "2026-01", "2026-Q2", "2026-Q1", "2026")}
    assert list(told.values()) == ["2026-09", "2025-12", "2026-Q1", "2025-Q4", "2025"]


def answer_all(session: Session, at: dt.datetime, department: uuid.UUID, settled: str, values: list[int]) -> None:
    """Responses with the overall rating, q4 the same, and the answer about settling."""
    before = set(session.scalars(select(Response.id)))
    respond(session, at, values, department)
    new = [one for one in session.scalars(select(Response.id)) if one not in before]
    given = dict(session.execute(select(Answer.response_id, Answer.value).where(Answer.response_id.in_(new))).all())
    rows = [{"response_id": one, "question": "q4", "value": given[one], "code": None} for one in new]
    rows += [{"response_id": one, "question": "q2", "value": None, "code": settled} for one in new]
    session.execute(insert(Answer), rows)


def report(session: Session, when: str = "2026-10") -> Voice:
    return voice_report(session, EVERYWHERE, Slice.parse(when), MONTH)


def test_a_period_has_all_figures_before_and_after_its_answers_are_sealed(
    session: Session, office: FoundedOffice, clock: FixedClock
) -> None:
    at = warsaw(2026, 10, 14, 12)
    answer_all(session, at, office.home.id, "yes", [5] * 50 + [3] * 10)
    answer_all(session, at, office.next_door.id, "no", [1] * 12)
    answer_all(session, warsaw(2026, 9, 14, 12), office.home.id, "yes", [5] * 30 + [1] * 30)
    session.flush()
    report_visits(session, clock, office.actor(Role.CLERK), office.desk, dt.date(2026, 10, 14), 200, row_version=0)
    assert current_version(session, "satys7") is not None
    for _half in ("waiting", "sealed"):
        found = report(session)
        told = {one.measure: one for one in found.results}
        assert (told["csat"].numerator, told["csat"].n) == (50, 72)
        assert (told["csat_if_settled"].numerator, told["csat_if_settled"].n) == (50, 60)
        assert (told["csat_if_not_settled"].numerator, told["csat_if_not_settled"].n) == (0, 12)
        assert told["csat_index"].value == pytest.approx(100 * ((250 + 30 + 12) / 72 - 1) / 4)
        assert told["csat_net"].value == pytest.approx(100 * (50 - 12) / 72)
        assert found.changes["csat"].value == pytest.approx(50 / 72 - 30 / 60)
        assert {(one.question, one.among) for one in found.drivers if one.importance.value is not None} == {
            ("q4", ""),
            ("q4", YES),
        }
        assert report(session, "2026").results[0].n == 132
        session.info.pop("released")
        while seal_responses(session, clock, SYSTEM):
            pass


def test_a_small_answer_about_settling_is_hidden_with_the_next(session: Session, office: FoundedOffice) -> None:
    at = warsaw(2026, 10, 14, 12)
    answer_all(session, at, office.home.id, "yes", [5] * 50)
    answer_all(session, at, office.home.id, "no", [1] * 3)
    answer_all(session, at, office.home.id, "in_progress", [4] * 20)
    told = {one.measure: one.why_not for one in report(session).results}
    assert told["csat_if_not_settled"] is WhyNot.TOO_FEW
    assert told["csat_if_in_progress"] is WhyNot.PROTECTS_OTHERS
    assert told["csat_if_settled"] is told["csat"] is None


@pytest.mark.parametrize("backend", ["sqlite"])
def test_page_file_and_command_line_tell_the_same(
    signed_in: Callable[..., FlaskClient], app: Flask, storage: Storage, office: FoundedOffice
) -> None:
    with storage.writing() as session:
        answer_all(session, warsaw(2026, 10, 14, 12), office.home.id, "yes", [5] * 50 + [3] * 10)
    officer = signed_in(Role.QUALITY_OFFICER)
    page = text(officer.get("/staff/pl/results/answers?period=2026-10"))
    assert "Co wiąże się z zadowoleniem" in page
    assert "To związek, a nie przyczyna" in page
    assert "83,3 % 50/60" in page
    assert "nie podano" in page
    file = officer.get("/staff/pl/results/measures.csv?period=2026-10").get_data(as_text=True)
    assert "2026-10,driver_importance,1,questionnaire=satys7;question=q4;settled=yes,60,1,1,1,false,false" in file
    assert "2026-10,driver_importance,1,questionnaire=satys7;question=q5,0,,,,false,false" in file
    told = app.test_cli_runner().invoke(args=["results", "voice", "2026-10"])
    assert told.output.splitlines() == file.splitlines()
    public = app.test_cli_runner().invoke(args=["results", "voice", "2026-10", "--public"])
    assert "csat,1,questionnaire=satys7,60,0.833333" in public.output
    assert app.test_cli_runner().invoke(args=["results", "voice", "2026-11"]).exit_code == 2
    assert officer.get("/staff/pl/results/measures.csv?period=2026-11").status_code == 404


def test_a_response_rate_tells_no_department_that_is_hidden(
    session: Session, office: FoundedOffice, clock: FixedClock
) -> None:
    at = warsaw(2026, 10, 14, 12)
    respond(session, at, [5] * 8, office.home.id, desk_id=office.desk.id)
    respond(session, at, [1] * 3, office.next_door.id)
    report_visits(session, clock, office.actor(Role.CLERK), office.desk, dt.date(2026, 10, 14), 200, row_version=0)
    found = report(session)
    told = {one.measure: one for one in found.results}
    assert told["csat"].n == 11
    assert told["response_rate"].why_not is WhyNot.PROTECTS_OTHERS, "8 of 200 beside n = 11 would be 3 next door"
    assert [one.numerator for one in found.departments] == [None, None]
    respond(session, at, [1] * 9, office.next_door.id)
    session.info.pop("released", None)
    inside = {one.measure: one for one in report(session).results}
    assert (inside["response_rate"].numerator, inside["response_rate"].n) == (8, 200)
    outside = voice_report(session, EVERYWHERE, Slice.parse("2026-10"), MONTH, Audience.PUBLIC)
    assert outside.results[-1].numerator is None, "published, eight are too few"


def test_responses_of_days_with_visits_are_found_again_as_an_entry_knew_them(
    session: Session, office: FoundedOffice, clock: FixedClock
) -> None:
    """What a bundle of evidence tells of an earlier moment; of the newest it is what the pages tell."""
    desk, leaves = office.desk.id, []
    respond(session, warsaw(2026, 10, 14, 12), [1] * 3, office.home.id)
    respond(session, warsaw(2026, 10, 15, 12), [1] * 2, office.home.id, desk_id=desk)
    for count in (8, 1):
        respond(session, warsaw(2026, 10, 14, 12), [5] * count, office.home.id, desk_id=desk)
        while seal_responses(session, clock, SYSTEM):
            pass
        leaves.append(session.scalar(select(func.max(Response.leaf))) or 0)
    report_visits(session, clock, office.actor(Role.CLERK), office.desk, dt.date(2026, 10, 14), 200, row_version=0)
    days = {(str(desk), "2026-10-14"): 200}
    found = [pair_frames.answered_on(session, "satys7", OCTOBER, days, leaf) for leaf in leaves]
    assert found == [{str(office.home.id): 8}, {str(office.home.id): 9}]
    assert found[1] == pair_frames.answered(session, "satys7", OCTOBER, EVERYWHERE)
    assert pair_frames.answered_on(session, "satys7", OCTOBER, {}, leaves[1]) == {}
