"""Two offices that differ in hidden numbers alone look the same on every page, in every file and chart."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable
from difflib import unified_diff
from typing import Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from analytics.actions import publish_month
from analytics.measures.period import Month
from analytics.pack_files import write
from analytics.reports.long import long_rows
from analytics.reports.pack import pack_moment, parsed
from analytics.reports.published import frozen_rows, rows_text
from attachments.serving import shelf_of
from kernel.clock import FixedClock, warsaw
from kernel.permissions import EVERYWHERE, SYSTEM, Role
from storage.session import Storage
from surveys.actions import seal_responses
from surveys.models import Answer, Response
from tests.analytics.filling import respond
from tests.cast import FoundedOffice
from tests.filling import document

PERIODS: Final = ("2026-10", "2026-Q4", "2026")
GRID: Final = tuple(
    f"/answers.csv?period={period}&by={by}" for period in PERIODS for by in ("department", "desk", "mode", "hours")
)
PAGES: Final = (
    "?month=2026-10", "?month=2026-11", ".csv?month=2026-10", "/span?from=2026-01&to=2026-10",
    "/dashboard?month=2026-10", "/charts?month=2026-10", "/charts.csv?month=2026-10",
    "/figures?from=2026-10&to=2026-10", "/against?from=2026-10&to=2026-10&base_from=2026-09&base_to=2026-09",
    "/departments?measure=csat&period=2026-10",
    "/departments?measure=csat&period=2026-Q3", "/coverage", "/coverage.csv",
    "/answers?period=2026-10&by=department", "/answers?period=2026-Q4", "/measures.csv?period=2026-10",
    "/measures.csv?period=2026-Q4", "/measures.csv?period=2026", *GRID,
)  # fmt: skip
IMAGES: Final = ("csat", "heat-csat", "quality")
SEPTEMBER: Final = warsaw(2026, 9, 14, 12)
OCTOBER: Final = warsaw(2026, 10, 14, 12)


def seen(client: FlaskClient, own: uuid.UUID) -> dict[str, str]:
    """All that a reader can keep: words, descriptions of pictures, files, and the pictures themselves."""
    found = {}
    for one in (
        *PAGES,
        f"?month=2026-10&department={own}",
    ):
        response = client.get(f"/staff/pl/results{one}")
        found[one] = told(response) if response.status_code == 200 else str(response.status_code)
    for name in IMAGES:
        address = f"/staff/pl/results/charts/charts/{name}.wide.light.svg?month=2026-10"
        picture = client.get(address)
        assert picture.mimetype == "image/svg+xml", (address, picture.status)
        found[name] = picture.get_data(as_text=True)
    return found


def told(response: TestResponse) -> str:
    if response.mimetype != "text/html":
        return str(response.get_data(as_text=True))
    main = document(response).find(".//main")
    assert main is not None
    words = [element.get(name, "") for element in main.iter() for name in ("alt", "title", "aria-label", "src", "href")]
    return re.sub(r"\s+", " ", " ".join([*main.itertext(), *words]))


def differences(was: dict[str, str], now: dict[str, str]) -> dict[str, list[str]]:
    """The lines or words that are not the same, by address."""
    found = {}
    for name in was:
        if was[name] != now[name]:
            old, new = (re.split(r"[\r\n]+| ", one[name]) for one in (was, now))
            found[name] = [one for one in unified_diff(old, new, n=0, lineterm="") if one[:3] not in ("---", "+++")][:8]
    return found


def published(session: Session, clock: FixedClock) -> str:
    """What a publication would hold, and what analysts get."""
    rows = [str(row) for row in long_rows(session, clock, EVERYWHERE, [Month(2026, 9), Month(2026, 10)])]
    return rows_text(frozen_rows(session, clock, Month(2026, 10))) + "".join(rows)


def move(storage: Storage, where: dict[str, object], **change: object) -> None:
    """One of the answers is another department's, way's or desk's: nobody sees it, because both numbers are hidden."""
    with storage.writing() as session:
        chosen = session.scalars(select(Response.id).filter_by(**where).order_by(Response.id).limit(1)).one()
        session.execute(update(Response).where(Response.id == chosen).values(**change))


def two_months(session: Session, office: FoundedOffice) -> None:
    """Enough answers of both departments in September; in October three of one, and three a rule marked."""
    home, door, desk = office.home.id, office.next_door.id, office.desk.id
    for at, few in ((SEPTEMBER, 30), (OCTOBER, 3)):
        respond(session, at, [5] * 20, home, desk_id=desk)
        respond(session, at, [5] * 20, home, desk_id=desk, mode="paper")
        respond(session, at, [5] * few, door)
    respond(session, OCTOBER, [1] * 3, home, desk_id=desk, flags="speeder")
    respond(session, SEPTEMBER, [1] * 9, home, desk_id=desk, flags="speeder")


def change_what_is_hidden(storage: Storage, office: FoundedOffice) -> None:
    """One more answer of the small department, one fewer that is marked: nobody sees either number."""
    home, door = office.home.id, office.next_door.id
    of_home = {"local_on": OCTOBER.date(), "flags": "", "department_id": home, "mode": "qr"}
    move(storage, of_home, department_id=door, desk_id=None)
    with storage.writing() as session:
        flagged = select(Response.id).filter_by(local_on=OCTOBER.date(), flags="speeder").limit(1)
        one = session.scalars(flagged).one()
        session.execute(delete(Answer).where(Answer.response_id == one))
        session.execute(delete(Response).where(Response.id == one))


@pytest.mark.parametrize("backend", ["sqlite"])
def test_what_is_hidden_changes_nothing_anybody_can_read(
    signed_in: Callable[..., FlaskClient], app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
) -> None:
    home, door = office.home.id, office.next_door.id
    with storage.writing() as session:
        two_months(session, office)

    clients = [(signed_in(Role.QUALITY_OFFICER), home), (signed_in(Role.HEAD, next_door=True), door)]

    def readers() -> list[dict[str, str]]:
        app.extensions.pop("analytics_kept", None)
        with storage.reading() as session:
            return [*(seen(*one) for one in clients), {"published": published(session, clock)}]

    before = readers()
    change_what_is_hidden(storage, office)
    for was, now in zip(before, readers(), strict=True):
        assert differences(was, now) == {}
    september_qr = {"local_on": SEPTEMBER.date(), "flags": "", "department_id": home, "mode": "qr"}
    move(storage, september_qr, department_id=door, desk_id=None)
    app.extensions.pop("analytics_kept", None)
    page = "/answers.csv?period=2026-09&by=department"
    officer, head = (one.get(f"/staff/pl/results{page}").get_data(as_text=True) for one, _own in clients)
    assert ",39,,1," in officer, "what is told does change"
    assert ",31,,1," in head


def packed(app: Flask, storage: Storage, clock: FixedClock, period: str, then: dt.datetime | None) -> dict[str, bytes]:
    """The files of a pack: report, workbook, table, charts, manifest."""
    with app.test_request_context(), storage.reading() as session:
        seen = pack_moment(session, clock, then)
        return write(session, clock, shelf_of(app.config["SETTINGS"]), parsed(period), seen).files


@pytest.mark.parametrize("backend", ["sqlite"])
def test_what_is_hidden_changes_no_byte_of_a_pack(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
) -> None:
    with storage.writing() as session:
        two_months(session, office)
        while seal_responses(session, clock, SYSTEM):
            pass
    with app.app_context(), storage.writing() as session:
        publish_month(session, clock, office.actor(Role.QUALITY_OFFICER), Month(2026, 9))
    then = clock.now()
    clock.advance(days=1)
    asked = (("2026-10", None), ("2026-09..2026-10", None), ("2026", None), ("2026-10", then))
    before = [packed(app, storage, clock, *one) for one in asked]
    assert {name.rpartition(".")[2] for name in before[0]} == {"pdf", "html", "xlsx", "csv", "svg", "json"}
    change_what_is_hidden(storage, office)
    for one, was in zip(asked, before, strict=True):
        now = packed(app, storage, clock, *one)
        assert was.keys() == now.keys(), one
        assert [name for name in was if was[name] != now[name]] == [], one
    move(storage, {"local_on": SEPTEMBER.date(), "flags": "", "department_id": office.home.id}, department_id=None)
    assert packed(app, storage, clock, *asked[1]) != before[1], "what is told does change"
