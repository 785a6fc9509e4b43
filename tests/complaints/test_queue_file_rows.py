"""A line of the queue's file says what the page says of a case, whatever its dates; its CSV is the csv module's."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from complaints.models import Complaint
from complaints.queries import QueueFilter, queue_page, queue_rows
from complaints.queries import queue as queue_module
from complaints.queries import queue_file_rows as rows_module
from complaints.queue_files import csv_line
from complaints.rules.kinds import Channel, Kind
from complaints.rules.moves import Move
from complaints.rules.verdicts import Verdict
from kernel.clock import FixedClock
from kernel.permissions import Role
from storage.session import Storage
from tests.cast import NOW, FoundedOffice

CASES = 300
DAY = NOW.date()


@pytest.fixture
def cases(storage: Storage, office: FoundedOffice) -> None:
    """Cases with every mixture of dates, some imported with their moments, some under a foreign number."""
    chance, handler_id = random.Random(5), office.member(Role.HANDLER).person_id
    with storage.writing() as session:
        for number in range(CASES):
            ends: dict[str, Any] = chance.choice(
                (
                    {},
                    {"settled_on": _day(chance), "outcome": "zasadna"},
                    {"left_on": _day(chance), "left_how": Move.LEAVE},
                )
            )
            moments = {"due_at": _moment(chance), "settled_at": chance.choice((None, _moment(chance)))}
            session.add(
                Complaint(
                    kind=chance.choice((Kind.SKARGA, Kind.PONAGLENIE)).value,
                    state="assigned",
                    register="SW",
                    year=2026,
                    number=number + 1 if number % 5 else None,
                    external_number=None if number % 5 else f"OB/{number}",
                    channel=Channel.WEB.value,
                    subject=f"sprawa {number}",
                    handler_id=chance.choice((None, handler_id)),
                    received_on=DAY,
                    registered_at=NOW + dt.timedelta(microseconds=number),
                    due_on=chance.choice((None, _day(chance), _day(chance))),
                    warn_on=chance.choice((None, _day(chance))),
                    noticed_on=chance.choice((None, _day(chance))),
                    announced_on=chance.choice((None, _day(chance))),
                    councillor=chance.choice(("", "mp")),
                    **ends,
                    **(moments if number % 4 == 0 else {}),
                )
            )


def _day(chance: random.Random) -> dt.date:
    return DAY + dt.timedelta(days=chance.randrange(-3, 4))


def _moment(chance: random.Random) -> dt.datetime:
    return NOW + dt.timedelta(hours=chance.randrange(-60, 60))


@pytest.mark.parametrize("remembered", [0, rows_module.REMEMBERED])
def test_a_line_of_the_file_says_what_the_page_says(
    storage: Storage,
    clock: FixedClock,
    office: FoundedOffice,
    cases: None,
    remembered: int,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(rows_module, "REMEMBERED", remembered)
    monkeypatch.setattr(queue_module, "PAGE_SIZE", CASES)
    monkeypatch.setattr(queue_module, "BATCH", 7)
    actor, wanted = office.actor(Role.AUDITOR), QueueFilter(state="all")
    with storage.reading() as session:
        shown = queue_page(session, clock, actor, wanted).rows
        filed = [row for some in queue_rows(session, clock, actor, wanted) for row in some]
    assert len(filed) == CASES
    assert {row.term.verdict for row in filed} == set(Verdict)
    for row, page in zip(filed, shown, strict=True):
        of_page = page.due_on, page.settled_on, page.announced_on, page.verdict
        assert (row.term.due_on, row.term.settled_on, row.term.announced_on, row.term.verdict) == of_page, row
        assert row[:-1] == tuple(getattr(page, field) for field in row._fields[:-1])


@given(st.lists(st.text(st.sampled_from("aą;\"\r\n\t ,'\0\N{NO-BREAK SPACE}\u2028"), max_size=4), max_size=4))
@example([])
@example([""])
@example(["", ""])
def test_a_line_is_written_as_the_csv_module_writes_it(cells: list[str]):
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerow(cells)
    assert csv_line(cells) == written.getvalue()
