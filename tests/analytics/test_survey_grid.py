"""Answers on the fixed grid: what is told, what is hidden, and where nothing comes in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from analytics.frames.survey_cells import Cell
from analytics.reports.survey_grid import grid, hour_grid
from kernel.clock import FixedClock
from kernel.permissions import SYSTEM, Role
from storage.session import Storage
from surveys.actions import submit_response
from surveys.actions.visits import report_visits
from tests.cast import FoundedOffice
from tests.filling import text
from tests.surveys.filling import filled

SQLITE = pytest.mark.parametrize("backend", ["sqlite"])


def shown(cells: list[Cell]) -> dict[str, int | None]:
    return {line.part: line.n for line in grid(cells)}


def test_a_small_part_is_hidden_and_the_next_smallest_with_it():
    cells = [Cell("q1", part, part, n, 0) for part, n in (("a", 3), ("b", 7), ("c", 40))]
    assert shown(cells) == {"a": None, "b": None, "c": 40}


def test_a_desk_is_not_found_as_its_department_less_its_other_desks():
    cells = [
        Cell("q1", part, dept, n, 0) for part, dept, n in (("a", "x", 3), ("b", "x", 30), ("c", "y", 3), ("d", "y", 30))
    ]
    assert shown(cells) == {"a": None, "b": None, "c": None, "d": None}


def test_a_line_has_share_interval_and_the_mark_of_a_small_base():
    line = grid([Cell("q1", "a", "a", 20, 15)])[0]
    assert (line.n, line.share, line.has_small_base) == (20, 0.75, True)
    assert line.interval is not None
    assert line.interval.contains(0.75)


def test_hours_are_protected_along_days_and_hours():
    lines = hour_grid({(0, 9): (3, 3), (0, 10): (20, 10), (1, 9): (20, 10), (1, 10): (20, 10)})
    assert all(line.n is None for line in lines.values())


@SQLITE
def test_pages_and_files_tell_the_same_and_show_where_nothing_comes_in(
    signed_in: Callable[..., FlaskClient], storage: Storage, clock: FixedClock, office: FoundedOffice
):
    head = signed_in(Role.HEAD)
    assert "nigdy żadnej" in text(head.get("/staff/pl/results/coverage"))
    with storage.writing() as session:
        place = {"desk_id": office.desk.id, "department_id": office.home.id, "mode": "qr"}
        for _ in range(6):
            submit_response(session, clock, SYSTEM, filled(session, **place))
        report_visits(session, clock, office.actor(Role.CLERK), office.desk, clock.today(), 60, row_version=0)
    page = text(head.get("/staff/pl/results/answers?month=2026-11&by=desk"))
    assert "Stanowisko 1" in page
    assert "mała podstawa" in page
    file = head.get("/staff/pl/results/answers.csv?month=2026-11&by=desk").get_data(as_text=True)
    assert "2026-11,q1,desk,Stanowisko 1,6,1," in file
    assert "sobota, 10:00" in text(head.get("/staff/pl/results/answers?month=2026-11&by=hours"))
    covered = text(head.get("/staff/pl/results/coverage"))
    assert "odpowiedziało 10 %" in covered
    assert ",6,1,60,0.100000" in head.get("/staff/pl/results/coverage.csv").get_data(as_text=True)
    other = signed_in(Role.HEAD, next_door=True)
    assert "Stanowisko 1" not in text(other.get("/staff/pl/results/answers?month=2026-11&by=desk"))
    assert head.get("/staff/pl/results/answers?by=person").status_code == 404
    assert signed_in(Role.CLERK).get("/staff/pl/results/answers").status_code == 403
