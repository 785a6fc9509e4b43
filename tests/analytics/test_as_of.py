"""As of a moment: figures see what was recorded by then, and are those the office would have read then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pandas as pd
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics import frames
from analytics.measures.cases import known_at
from analytics.measures.deadlines import compute
from analytics.measures.declaration import Population
from analytics.measures.period import Month, Period
from analytics.reports.annual import annual_report
from analytics.reports.annual.timeliness import T5_COLUMNS, T8_COLUMNS
from analytics.reports.as_of import AsOf, NotRecorded, as_of, parsed
from analytics.reports.choice import Choice
from analytics.reports.export import month_rows, span_rows
from analytics.reports.month import month_report
from analytics.reports.reduction_rows import reduction_rows
from analytics.reports.reductions import reduction_report
from analytics.reports.span import span_report
from complaints.rules.kinds import LEGAL_KINDS, Kind
from complaints.rules.moves import Move, State
from kernel.clock import FixedClock, warsaw
from kernel.permissions import EVERYWHERE, SYSTEM
from ledger.models import LedgerEntry
from ledger.queries import head, leaf_at
from sample.founding import found
from sample.loading import FOUNDED_AT
from sample.player import Player
from sample.polling import Polls
from sample.present import settle_down
from sample.shape import at, span_up_to
from sample.story import story
from storage.session import Storage
from storage.telling import be_silent
from surveys.actions import seal_responses
from tests.analytics.filling import respond
from tests.cast import FoundedOffice
from tests.complaints.courses import case_in, reachable, take
from tests.program import SECRET
from tests.sample.conftest import DAY, SMALL, migrated, shelf_beside

OCTOBER = Month(2026, 10)
STOPS = (warsaw(2026, 10, 14, 12), warsaw(2026, 11, 2, 9))
Rows = list[tuple[str, ...]]
Tables = dict[str, list[tuple[str, list[object]]]]


def ordered(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values("id").reset_index(drop=True)


def assert_replay_is_the_register(session: Session) -> None:
    end = head(session)
    assert end is not None
    for population in Population:
        for since in (None, dt.date(2026, 6, 1)):
            now = frames.cases(session, population, since=since)
            then = frames.cases_then(session, end.leaf, population, since=since)
            pd.testing.assert_frame_equal(ordered(then), ordered(now))


@dataclass
class Played:
    """The sample office on its last day, and what it read of itself at each of the STOPS, without any replay."""

    storage: Storage
    then: dict[dt.datetime, list[Rows]]
    annual: dict[dt.datetime, Tables]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    for storage in migrated(tmp_path_factory.mktemp("as_of") / "sample.sqlite"):
        read: dict[dt.datetime, list[Rows]] = {}
        annual: dict[dt.datetime, Tables] = {}
        span = span_up_to(DAY, None)
        with storage.writing() as session:
            be_silent(session)
            clock = FixedClock(at(span.first, FOUNDED_AT))
            cast = found(session, clock, SECRET)
            polls = Polls(session, clock, cast, span, SECRET)
            player, stops = Player(session, clock, shelf_beside(storage), cast, polls), list(STOPS)
            for event in story(span, SMALL):
                if stops and event.at > stops[0]:
                    clock.move_to(stops[0])
                    while seal_responses(session, clock, SYSTEM):
                        pass
                    annual[stops[0]] = tables_of(session, clock)
                    read[stops.pop(0)] = rows_of(session, clock)
                player.play(event)
            clock.move_to(max(span.until, clock.now()))
            settle_down(session, clock, cast, span)
        yield Played(storage, read, annual)


def rows_of(session: Session, clock: FixedClock, seen_from: AsOf | None = None) -> list[Rows]:
    """The exports, as they are now or as of a moment."""
    codes = frames.department_codes(session)
    now, base = Period.of(OCTOBER.plus(-4), OCTOBER.plus(-2)), Period.of(OCTOBER.plus(-16), OCTOBER.plus(-14))
    whole, skargi = Choice(), Choice(Population.SKARGA)
    span = span_report(session, clock, EVERYWHERE, skargi, OCTOBER.plus(-2), OCTOBER, as_of=seen_from)
    return [
        month_rows(month_report(session, clock, EVERYWHERE, whole, OCTOBER, as_of=seen_from), codes),
        span_rows(span, codes),
        reduction_rows(reduction_report(session, clock, EVERYWHERE, whole, now, base, as_of=seen_from), codes),
    ]


@pytest.mark.parametrize("moment", STOPS)
def test_figures_as_of_a_moment_are_those_the_office_read_at_that_moment(played: Played, moment: dt.datetime):
    with played.storage.reading() as session:
        clock = FixedClock(at(DAY, dt.time(9)))
        again = rows_of(session, clock, as_of(session, moment))
    for was, is_now in zip(played.then[moment], again, strict=True):
        then, now = by_figure(was), by_figure(is_now)
        withheld = {key for key, row in now.items() if row[8:9] == ("true",) and then[key] != row}
        assert {key: row for key, row in now.items() if key not in withheld} == {
            key: then[key] for key in now if key not in withheld
        }
        assert {key[1] for key in withheld} <= SURVEYS  # of a month somebody answered in later: see the test below
        assert all(is_of_answers_only(then[key]) for key in then.keys() - now.keys())


def by_figure(rows: Rows) -> dict[tuple[str, ...], tuple[str, ...]]:
    found = {row[:4]: row for row in rows}
    assert len(found) == len(rows)
    return found


def is_of_answers_only(row: tuple[str, ...]) -> bool:
    return row[1] in SURVEYS or row[4] == "0"


SURVEYS = {"csat", "csat_neutral", "csat_low", "csat_mean", "settled_at_once", "answers"}


def test_at_the_newest_entry_the_replayed_cases_are_those_of_the_register(played: Played):
    with played.storage.reading() as session:
        assert_replay_is_the_register(session)


@pytest.mark.parametrize("seed", [1, 2])
def test_of_random_courses_too(storage: Storage, clock: FixedClock, office: FoundedOffice, seed: int):
    rng = Random(seed)
    with storage.writing() as session:
        for _number in range(12):
            kind = rng.choice(LEGAL_KINDS)
            case = case_in(session, clock, office, kind, rng.choice(sorted(reachable(kind))))
            if case.is_open and kind in (Kind.SKARGA, Kind.WNIOSEK) and case.state == State.ASSIGNED:
                take(session, clock, office, case, Move.DELAY, until_on=clock.today() + dt.timedelta(days=60))
            clock.advance(hours=rng.randint(1, 40))
        session.flush()
        assert_replay_is_the_register(session)


def test_a_moment_is_the_last_leaf_at_or_before_it(played: Played):
    with played.storage.reading() as session:
        entries = session.execute(select(LedgerEntry.leaf, LedgerEntry.recorded_at).order_by(LedgerEntry.leaf)).all()
        last = entries[-1].leaf
        rng = Random(7)
        for leaf, recorded_at in rng.sample(entries, 60):
            for moment in (recorded_at, recorded_at - dt.timedelta(microseconds=1)):
                expected = max((one.leaf for one in entries if one.recorded_at <= moment), default=0)
                assert leaf_at(session, moment, last) == expected
            assert as_of(session, recorded_at).leaf >= leaf


def test_what_lies_outside_the_record_is_refused(session: Session, office: FoundedOffice, clock: FixedClock):
    end = session.execute(select(LedgerEntry.recorded_at).order_by(LedgerEntry.leaf.desc()).limit(1)).scalar_one()
    assert as_of(session, end).leaf == head(session).leaf  # type: ignore[union-attr]
    with pytest.raises(NotRecorded, match="the record ends with entry") as later:
        as_of(session, end + dt.timedelta(microseconds=1))
    assert later.value.code == "after_the_record"
    with pytest.raises(NotRecorded, match="nothing was known before") as earlier:
        as_of(session, warsaw(1999, 1, 1))
    assert earlier.value.code == "before_the_record"


def test_without_an_office_nothing_is_recorded(tmp_path: Path):
    for storage in migrated(tmp_path / "empty.sqlite"):
        with storage.reading() as session, pytest.raises(NotRecorded) as refused:
            as_of(session, warsaw(2026, 1, 1))
        assert refused.value.code == "nothing_recorded"


def test_a_response_counts_from_its_seal_on_and_its_month_is_withheld_until_all_of_it_is_sealed(
    session: Session, office: FoundedOffice, clock: FixedClock
):
    given, month, choice = clock.now(), Month.of(clock.today()), Choice()
    clock.move_to(warsaw(2026, 12, 1, 10))  # the month is over, the answers come late
    respond(session, given, [5] * 8, office.home.id)
    seal_responses(session, clock, SYSTEM)
    first = as_of(session, clock.now())
    shown = month_report(session, clock, EVERYWHERE, choice, month, as_of=first).figures["csat"].now
    assert (shown.n, shown.numerator) == (8, 8)
    clock.advance(minutes=5)
    respond(session, given, [1], office.home.id)
    before_the_seal = month_report(session, clock, EVERYWHERE, choice, month, as_of=first)
    seal_responses(session, clock, SYSTEM)
    after_the_seal = month_report(session, clock, EVERYWHERE, choice, month, as_of=first)
    for report in (before_the_seal, after_the_seal):
        assert report.figures["csat"].now.is_suppressed  # beside 8 of 9 it would tell the one answer
        assert all(one.is_suppressed for one in report.satisfaction)
        assert all(row.result.is_suppressed and row.counts is None for row in report.questions)
        assert all(row.csat.is_suppressed for row in report.departments)
        assert report.modes == ()
    now = month_report(session, clock, EVERYWHERE, choice, month, as_of=as_of(session, clock.now()))
    assert (now.figures["csat"].now.n, now.figures["csat"].now.numerator) == (9, 8)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-10-31T23:59", warsaw(2026, 10, 31, 23, 59)),
        ("2026-07-01 00:00:30", dt.datetime(2026, 6, 30, 22, 0, 30, tzinfo=dt.UTC)),
        ("2026-10-31T22:59:00Z", warsaw(2026, 10, 31, 23, 59)),
    ],
)
def test_a_moment_is_written_by_the_clock_in_warsaw(text: str, moment: dt.datetime):
    assert parsed(text) == moment


@pytest.mark.parametrize("text", ["", "2026-10-31", "yesterday", "2026-13-01T00:00", "2026-10-31T25:00"])
def test_anything_else_is_no_moment(text: str):
    with pytest.raises(ValueError, match=r"\S"):
        parsed(text)


def tables_of(session: Session, clock: FixedClock, seen_from: AsOf | None = None) -> Tables:
    """The annual report of the running year, without its lists of ids, which have an order of their own."""
    report = annual_report(session, clock, EVERYWHERE, OCTOBER.year, seen_from)
    return {
        table.key: [(row.key, [(figure.value, sorted(figure.ids)) for figure in row.figures]) for row in table.rows]
        for table in report.tables
    }


@pytest.mark.parametrize("moment", STOPS)
def test_the_annual_report_as_of_a_moment_is_that_of_the_moment(played: Played, moment: dt.datetime):
    with played.storage.reading() as session:
        again = tables_of(session, FixedClock(at(DAY, dt.time(9))), as_of(session, moment))
    was = played.annual[moment]
    assert again.keys() == was.keys()
    for key, rows in was.items():
        assert again[key] == rows, key


def test_at_the_newest_entry_the_year_is_that_of_the_register(played: Played):
    with played.storage.reading() as session:
        end = head(session)
        assert end is not None
        for year in (OCTOBER.year, OCTOBER.year - 1):
            then = frames.year_then(session, end.leaf, year)
            assert sorted(then.cases, key=lambda one: one.id) == sorted(
                frames.year_cases(session, year), key=lambda one: one.id
            )
            assert then.received == frames.received_counts(session, year)


OWN_KINDS = {kind.value: Population(kind.value) for kind in LEGAL_KINDS}


def test_the_measures_of_a_year_are_those_of_its_annual_report(played: Played):
    clock, year = FixedClock(at(DAY, dt.time(9))), OCTOBER.year
    period = Period.of(Month(year, 1), Month(year, 12))
    with played.storage.reading() as session:
        tables = {table.key: table for table in annual_report(session, clock, EVERYWHERE, year).tables}
        known = {one: known_at(frames.cases(session, one), clock.now()) for one in Population}
    counted = 0
    for row in tables["t5"].rows:
        is_first = row.key == "petycja_first"
        population = Population.PETYCJA if is_first else Population(row.key)
        told = dict(zip(T5_COLUMNS, (figure.value for figure in row.figures), strict=True))
        found = compute("on_time_first" if is_first else "on_time", known[population], period)
        assert (found.n, found.numerator) == (told["due"], told["on_time"]), row.key
        if population in (Population.COMPLAINTS, Population.SKARGA, Population.WNIOSEK):
            for key in ("late_noticed", "late_unnoticed"):
                ours = compute(key, known[population], period).numerator
                assert ours == told["late" if key == "late_unnoticed" else key], (row.key, key)
        counted += found.n or 0
    for row in tables["t8"].rows:
        told = dict(zip(T8_COLUMNS, (figure.value for figure in row.figures), strict=True))
        found = compute("transfer_on_time", known[OWN_KINDS[row.key]], period)
        assert (found.n, found.numerator) == (told["passed_on"], told["in_time"]), row.key
        counted += found.n or 0
    assert counted > 0
