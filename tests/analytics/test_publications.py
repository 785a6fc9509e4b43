"""What may be told of a record: attacked with everything published before, and with what only staff see."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Hashable
from typing import Any

import numpy as np
import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from analytics.actions import publish_month
from analytics.measures.period import Month
from analytics.measures.result import WhyNot
from analytics.methods.release import MONTHS, ROOT, hidden_in, in_turn
from analytics.methods.suppression import PUBLISHED_N
from analytics.reports.choice import Choice
from analytics.reports.deciding import Audience, Rows, least, views_of
from analytics.reports.earlier import Earlier
from analytics.reports.month import month_report
from analytics.reports.pack import pack_moment, pack_of, pack_rows, parsed
from analytics.reports.release import released
from kernel.clock import FixedClock, warsaw
from kernel.permissions import EVERYWHERE, SYSTEM, Role, Scope
from surveys.actions import seal_responses
from surveys.models import Answer, Response
from surveys.queries import current_version
from tests.analytics.attacker import least_slack, narrowest_of_all
from tests.analytics.filling import respond
from tests.analytics.test_release import by_every_name
from tests.cast import FoundedOffice

OFFICE = [(dept, f"{dept}.{desk}", f"service {dept}") for dept in "abc" for desk in range(2)]


def small_year(seed: int, most: int) -> Rows:
    """Rows as the database gives them: places, ways, hours, settling; few answers most months."""
    chance = np.random.default_rng(seed)
    places: list[Any] = []
    ways: list[Any] = []
    settled: list[Any] = []
    for month in range(1, MONTHS + 1):
        counts = chance.integers(0, most, size=len(OFFICE))
        places += [("v", "q1", month, *place, int(n)) for place, n in zip(OFFICE, counts, strict=True) if n]
        whole = int(counts.sum())
        for rows, names in ((ways, ("qr", "paper", "kiosk_full")), (settled, ("yes", "in_progress", "no"))):
            dealt = chance.multinomial(whole, (0.7, 0.2, 0.1))
            rows += [("v", "q1", month, name, int(n)) for name, n in zip(names, dealt, strict=True) if n]
    return Rows(places, ways, [], settled)


@pytest.mark.parametrize("seed", range(2))
def test_twelve_publications_by_department_way_and_settling_give_no_number_below_ten_back(seed: int):
    rows = small_year(seed, 12)
    views = views_of(rows, Audience.PUBLIC)
    turn = in_turn(views, MONTHS - 1, least(Audience.PUBLIC))
    assert turn.told, "something is told"
    assert narrowest_of_all(views, by_every_name(turn.told), PUBLISHED_N) >= PUBLISHED_N - 1e-6


def test_a_year_inside_the_office_gives_no_desk_below_ten_and_nothing_else_below_five_back():
    views, fewest = views_of(small_year(7, 14), Audience.STAFF), least(Audience.STAFF)
    assert least_slack(views, hidden_in(views, fewest), fewest) >= -1e-6


def test_the_only_desk_of_a_department_needs_no_more_than_its_department():
    fewest = least(Audience.STAFF, frozenset({"1"}))
    assert [fewest(part) for part in (ROOT, ("desk", "1"), ("desk", "2"), ("department", "a"))] == [5, 5, 10, 5]
    assert least(Audience.PUBLIC)(("department", "a")) == PUBLISHED_N


SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)


def publish(session: Session, clock: FixedClock, office: FoundedOffice, month: Month, reason: str = "") -> None:
    publish_month(session, clock, office.actor(Role.QUALITY_OFFICER), month, reason)


def seen(session: Session, clock: FixedClock, month: Month, audience: Audience) -> dict[str, object]:
    """Per department the base, or why there is none."""
    report = month_report(session, clock, EVERYWHERE, Choice(), month, audience=audience)
    return {row.key: row.csat.n or row.csat.why_not for row in report.departments}


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_publication_heeds_the_editions_before_it(session: Session, office: FoundedOffice, clock: FixedClock):
    home, door = office.home.id, office.next_door.id
    respond(session, warsaw(2026, 9, 14, 12), [5] * 40, home)
    respond(session, warsaw(2026, 9, 14, 12), [4] * 30, door)
    publish(session, clock, office, SEPTEMBER)
    assert seen(session, clock, SEPTEMBER, Audience.PUBLIC) == {str(home): 40, str(door): 30}
    respond(session, warsaw(2026, 10, 14, 12), [5] * 40, home)
    respond(session, warsaw(2026, 10, 14, 12), [1] * 6, door)
    assert seen(session, clock, OCTOBER, Audience.STAFF) == {str(home): 40, str(door): 6}
    hidden = dict.fromkeys((str(home), str(door)), WhyNot.PROTECTS_OTHERS)
    assert seen(session, clock, OCTOBER, Audience.PUBLIC) == hidden
    assert seen(session, clock, SEPTEMBER, Audience.PUBLIC) == {str(home): 40, str(door): 30}, "told stays told"
    year = released(session, EVERYWHERE, "satys7", 2026, OCTOBER, Audience.PUBLIC)
    assert year.why_not_of("q1", ("department", str(door)), 16), "the year so far less September would be October"
    assert year.why_not_of("q1", ROOT, 16) is None
    publish(session, clock, office, OCTOBER)
    respond(session, warsaw(2026, 10, 15, 12), [1] * 20, door)
    assert seen(session, clock, OCTOBER, Audience.PUBLIC) == hidden, "what was hidden stays hidden"
    respond(session, warsaw(2026, 9, 15, 12), [1] * 2, door)
    late = seen(session, clock, SEPTEMBER, Audience.PUBLIC)
    assert late == {str(home): 40, str(door): WhyNot.PROTECTS_OTHERS}, "beside 30 it would tell what two answered"


@pytest.mark.parametrize("backend", ["sqlite"])
def test_no_publication_tells_of_a_desk(session: Session, office: FoundedOffice, clock: FixedClock):
    version = current_version(session, "satys7")
    assert version is not None
    common = {"version_id": version.id, "mode": "qr", "layout_version": 1, "language": "pl", "flags": ""}
    hashes = {"payload_hash": "0" * 64, "salt": "0" * 32, "commitment": "0" * 64}
    places = {"department_id": office.home.id, "desk_id": office.desk.id, "received_at": warsaw(2026, 10, 14, 12)}
    rows = [{"id": uuid.uuid4(), **common, **hashes, **places} for _ in range(60)]
    session.execute(insert(Response), rows)
    session.execute(insert(Answer), [{"response_id": row["id"], "question": "q1", "value": 5} for row in rows])
    desk = ("desk", str(office.desk.id))
    inside = released(session, EVERYWHERE, "satys7", 2026, OCTOBER)
    outside = released(session, EVERYWHERE, "satys7", 2026, OCTOBER, Audience.PUBLIC)
    assert inside.why_not_of("q1", desk, 9) is None
    assert outside.why_not_of("q1", desk, 9) is WhyNot.PROTECTS_OTHERS
    assert outside.why_not_of("q1", ROOT, 9) is None
    assert dt.date(2026, 10, 31) < clock.today()


@pytest.mark.parametrize("backend", ["sqlite"])
def test_outside_nobody_hears_that_a_figure_is_below_the_minimum(
    session: Session, office: FoundedOffice, clock: FixedClock
):
    home, door = office.home.id, office.next_door.id
    respond(session, warsaw(2026, 10, 14, 12), [5] * 40, home)
    respond(session, warsaw(2026, 10, 14, 12), [1] * 3, door)
    inside = {str(home): WhyNot.PROTECTS_OTHERS, str(door): WhyNot.TOO_FEW}
    assert seen(session, clock, OCTOBER, Audience.STAFF) == inside
    assert set(seen(session, clock, OCTOBER, Audience.PUBLIC).values()) == {WhyNot.PROTECTS_OTHERS}


@pytest.mark.parametrize("backend", ["sqlite"])
def test_what_was_published_protects_nothing_inside_the_office(
    session: Session, office: FoundedOffice, clock: FixedClock
):
    home, door = office.home.id, office.next_door.id
    for month, few in ((7, 12), (8, 3), (9, 20)):
        respond(session, warsaw(2026, month, 14, 12), [5] * 40, home)
        respond(session, warsaw(2026, month, 14, 12), [4] * few, door)

    def hidden(scope: Scope) -> set[int]:
        session.info.pop("released", None)
        known = released(session, scope, "satys7", 2026, OCTOBER)
        return {time for time in (6, 7, 8, 14, 16) if known.why_not_of("q1", ("department", str(door)), time)}

    # July was told inside when it was the newest month: who kept its page knows it, so September has to.
    assert hidden(EVERYWHERE) == {7, 8}, "the third quarter is told: August and September protect each other"
    publish(session, clock, office, Month(2026, 7))
    assert hidden(EVERYWHERE) == hidden(frozenset({door})) == {7, 8}, "July is known, so September has to"


def bases(*cells: tuple[object, int, int]) -> Earlier:
    return Earlier({(part, time): frozenset({n}) for part, time, n in cells})


def test_a_quarter_that_would_tell_the_few_who_answered_late_is_withheld():
    """August was published with 30 answers of a department and has 32 now; September with 50 and has 70."""
    past = bases(("a", 7, 30), ("a", 8, 50), ("b", 7, 40))
    counts: dict[tuple[Hashable, int], int] = {("a", 7): 32, ("a", 8): 70, ("b", 7): 40}
    _known, _kept, withheld = past.against(counts, PUBLISHED_N)
    those = {(part, time) for part in ("a", ROOT) for time in (7, 14, 16)}
    assert withheld == those, "the quarter less September, which is told, is August; so is the whole less the others"


def test_the_whole_is_withheld_where_it_would_tell_the_only_department_somebody_answered_late_in():
    """The whole has 12 more than it had, ten of them of a department that is told: the two are of the other one."""
    past = bases(("", 7, 100), ("a", 7, 30), ("b", 7, 70))
    _known, _kept, withheld = past.against({("", 7): 112, ("a", 7): 32, ("b", 7): 80}, PUBLISHED_N)
    assert {("a", 7), ("", 7)} <= withheld
    assert ("b", 7) not in withheld


@pytest.mark.parametrize("backend", ["sqlite"])
def test_no_way_of_answering_adds_up_to_what_is_withheld_because_some_answered_late(
    session: Session, office: FoundedOffice, clock: FixedClock
):
    home, door = office.home.id, office.next_door.id
    for mode in ("qr", "paper"):
        respond(session, warsaw(2026, 10, 14, 12), [5] * 40, home, mode=mode)
        respond(session, warsaw(2026, 10, 14, 12), [5] * 40, door, mode=mode)
    publish(session, clock, office, OCTOBER)
    respond(session, warsaw(2026, 10, 14, 12), [1] * 2, home, mode="paper")
    session.info.pop("released", None)
    now = released(session, EVERYWHERE, "satys7", 2026, OCTOBER)
    parts = (ROOT, ("mode", "qr"), ("mode", "paper"), ("department", str(home)))
    for time in (9, 15, 16):
        hidden = {part: now.why_not_of("q1", part, time) for part in parts}
        assert None not in hidden.values(), "two ways add up to the whole, and that less 160 tells of two people"
        assert now.why_not_of("q1", ("department", str(door)), time) is None


def test_a_year_is_told_where_enough_answered_late_in_quarters_that_are_withheld():
    past = bases(("a", 0, 30), ("a", 4, 30), ("a", 7, 30))
    _known, _kept, withheld = past.against({("a", 0): 34, ("a", 4): 37, ("a", 7): 30}, PUBLISHED_N)
    assert withheld == {(part, time) for part in ("a", ROOT) for time in (0, 12, 4, 13)}, "eleven together"


def test_months_whose_late_answers_are_enough_together_leave_their_quarter_told():
    past = bases(("a", 6, 30), ("a", 7, 30))
    _known, _kept, withheld = past.against({("a", 6): 35, ("a", 7): 36}, PUBLISHED_N)
    assert withheld == {(part, time) for part in ("a", ROOT) for time in (6, 7)}


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_pack_tells_of_quarters_and_the_year_what_the_release_of_the_year_tells(
    session: Session, office: FoundedOffice, clock: FixedClock
):
    home, door = office.home.id, office.next_door.id
    for month, ours, theirs in ((7, 40, 12), (8, 41, 4), (9, 42, 20)):
        respond(session, warsaw(2026, month, 14, 12), [5] * ours, home)
        respond(session, warsaw(2026, month, 14, 12), [4] * (theirs - 2) + [1] * 2, door)
    while seal_responses(session, clock, SYSTEM):
        pass
    told = told_by_pack(session, clock, "2026-Q3")
    assert told[("2026-07..2026-09", "csat", "")] == "159"
    release = released(session, EVERYWHERE, "satys7", 2026, OCTOBER, Audience.PUBLIC)
    for period, time in (("2026-07", 6), ("2026-08", 7), ("2026-09", 8), ("2026-07..2026-09", 14)):
        for code, part in ((office.home.code, home), (office.next_door.code, door)):
            is_hidden = release.why_not_of("q1", ("department", str(part)), time) is not None
            if period == "2026-07..2026-09":  # a pack tells departments of its whole period
                assert told[(period, "csat", code)] == ("" if is_hidden else {home: "123", door: "36"}[part])
    assert release.why_not_of("q1", ("department", str(door)), 7), "four answers"
    questions = {key for key in told if key[1] == "answers"}
    assert ("2026-07..2026-09", "answers", "q1") in questions
    year = told_by_pack(session, clock, "2026")
    assert year[("2026-07..2026-09", "csat", "")] == "159", "the quarters of a year stand in its pack"
    assert year[("2026-01..2026-12", "csat", "")] == "", "the year is not over"


def told_by_pack(session: Session, clock: FixedClock, written: str) -> dict[tuple[str, str, str], str]:
    """The bases a pack tells, by period, measure and department or question."""
    pack = pack_of(session, clock, parsed(written), pack_moment(session, clock))
    found = {}
    for row in pack_rows(pack):
        about = dict(one.split("=") for one in row[3].split(";"))
        if about["population"] == "complaints":
            found[row[0], row[1], about.get("department", about.get("question", ""))] = row[4]
    return found
