"""The warning day as a setting of the office: valid from a day, and open cases follow it, each with one entry."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from complaints.actions.projecting import reproject
from complaints.models import Complaint
from complaints.projecting import project_all
from complaints.queries.projecting import differing
from complaints.queries.replay import differences, replayed_cases
from complaints.rules.course import Inputs, course
from complaints.rules.kinds import LEGAL_KINDS
from complaints.rules.terms import deadline
from kernel.clock import FixedClock
from kernel.permissions import SYSTEM, Role
from kernel.workdays import working_day_before
from office.actions.records import AlreadyBegun, Duplicate, NoReason
from office.actions.warning import BadWarning, WarningTyped, add_warning, change_warning, withdraw_warning
from office.models import WarningDays
from office.queries.warning import warning_days_on
from office.rules.warning import FEWEST, MOST
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import assigned, last_entry, length, received
from tests.filling import errors_beside, fields, send, text
from worker.loop import Worker

SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
D = dt.date
TODAY, NEXT_MONTH = D(2026, 11, 21), D(2026, 12, 1)
WHY = "Sprawy trwają u nas dłużej."
FIVE = WarningTyped(TODAY, 5, WHY)
PAGE = "/staff/pl/administration/warning-days"
Enter = Callable[..., FlaskClient]


# --- what follows from it ---


@pytest.mark.parametrize("kind", LEGAL_KINDS)
@pytest.mark.parametrize("days", range(FEWEST, MOST + 1))
def test_only_the_warning_moves_with_the_setting(kind: str, days: int) -> None:
    before, after = deadline(kind, TODAY), deadline(kind, TODAY, days)
    assert after.warn_on == working_day_before(before.raw_end, days)
    assert (after.raw_end, after.last_day, after.skipped) == (before.raw_end, before.last_day, before.skipped)
    assert course(Inputs(kind, TODAY, warning_days=days)).warn_on == after.warn_on


# --- the setting ---


def test_a_setting_holds_from_its_day_until_the_next_and_its_entry_says_what_held_before(
    session: Session, clock: FixedClock, office: FoundedOffice
) -> None:
    administrator = office.actor(Role.ADMINISTRATOR)
    assert warning_days_on(session, TODAY) == 3
    row = add_warning(session, clock, administrator, FIVE)
    add_warning(session, clock, administrator, WarningTyped(NEXT_MONTH, 4, WHY))
    session.flush()
    days = [D(2026, 11, 20), TODAY, D(2026, 11, 30), NEXT_MONTH, D(2030, 1, 2)]
    assert [warning_days_on(session, day) for day in days] == [3, 5, 5, 4, 4]
    entry = last_entry(session)
    assert (entry["tag"], entry["reason"], entry["effective_on"]) == ("office:warning:add", WHY, "2026-12-01")
    before = {"valid_from_on": "2026-11-21", "working_days": 5}
    after = {"valid_from_on": "2026-12-01", "working_days": 4}
    assert entry["data"] | {"id": ""} == {"id": "", "before": before, "after": after}
    assert change_warning(
        session, clock, administrator, row, WarningTyped(TODAY, 6, WHY), row_version=1, reason="Jednak 6."
    )
    entry = last_entry(session)
    assert entry["data"] == {"id": str(row.id), "before": {"working_days": 5}, "after": {"working_days": 6}}
    assert entry["reason"] == "Jednak 6."


def test_what_cannot_be_set_leaves_no_entry(session: Session, clock: FixedClock, office: FoundedOffice) -> None:
    administrator = office.actor(Role.ADMINISTRATOR)
    row = add_warning(session, clock, administrator, FIVE)
    later = add_warning(session, clock, administrator, WarningTyped(NEXT_MONTH, 4, WHY))
    session.flush()
    before = length(session)
    for typed, error in (
        (WarningTyped(D(2027, 1, 4), 0, WHY), BadWarning),
        (WarningTyped(D(2027, 1, 4), 11, WHY), BadWarning),
        (WarningTyped(D(2027, 1, 4), 4, " "), NoReason),
        (WarningTyped(TODAY, 4, WHY), Duplicate),
    ):
        with pytest.raises(error):
            add_warning(session, clock, administrator, typed)
    with pytest.raises(NoReason):
        change_warning(session, clock, administrator, row, WarningTyped(TODAY, 7, WHY), row_version=1, reason="")
    with pytest.raises(AlreadyBegun):
        withdraw_warning(session, clock, administrator, row, row_version=1, reason="Pomyłka.")
    assert length(session) == before
    withdraw_warning(session, clock, administrator, later, row_version=1, reason="Pomyłka.")
    session.flush()
    assert warning_days_on(session, NEXT_MONTH) == 5


# --- cases follow it ---


def test_an_open_case_moves_its_warning_with_one_entry_and_a_closed_or_second_run_none(
    storage: Storage, clock: FixedClock, office: FoundedOffice
) -> None:
    with storage.writing() as session:
        case = assigned(session, clock, office, received_on=D(2026, 11, 2)).id
        add_warning(session, clock, office.actor(Role.ADMINISTRATOR), FIVE)
    assert len(list(project_all(storage, clock, SYSTEM))) == 1
    assert list(project_all(storage, clock, SYSTEM)) == []
    with storage.reading() as session:
        row = session.get_one(Complaint, case)
        assert (row.due_on, row.warn_on, row.warning_days) == (D(2026, 12, 2), D(2026, 11, 25), 5)
        entry = last_entry(session)
        assert entry["tag"] == "complaints:complaint:reproject"
        data = entry["data"]
        assert (data["why"], data["warning_days"]) == ("warning", 5)
        assert (data["before"]["warn_on"], data["after"]["warn_on"]) == ("2026-11-27", "2026-11-25")
        (told,) = replayed_cases(session)
        assert list(differences(row, told.case)) == []


def test_a_case_filed_later_is_warned_of_by_the_setting_of_its_day(
    session: Session, clock: FixedClock, office: FoundedOffice
) -> None:
    add_warning(session, clock, office.actor(Role.ADMINISTRATOR), FIVE)
    case = received(session, clock, office, received_on=D(2026, 11, 2))
    session.flush()
    assert (case.warn_on, case.warning_days) == (D(2026, 11, 25), 5)
    assert last_entry(session)["data"]["warning_days"] == 5
    assert reproject(session, clock, SYSTEM, case) is None
    assert list(differing(session, TODAY)) == []
    assert [row.after and row.after.warn_on for row in differing(session, D(2026, 11, 20))] == [D(2026, 11, 27)]


@SQLITE
def test_the_worker_counts_anew_at_once_and_on_the_day_a_later_setting_begins(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
) -> None:
    with storage.writing() as session:
        case = assigned(session, clock, office, received_on=D(2026, 11, 20), email="").id
        add_warning(session, clock, office.actor(Role.ADMINISTRATOR), FIVE)
        add_warning(session, clock, office.actor(Role.ADMINISTRATOR), WarningTyped(NEXT_MONTH, 4, WHY))
    app.extensions["jobs"] = tuple(job for job in app.extensions["jobs"] if job.name == "deadlines")
    worker = Worker(app)
    assert worker.drain() == 2, "asked for once with each setting"
    with storage.reading() as session:
        assert session.get_one(Complaint, case).warning_days == 5
    clock.move_to(dt.datetime(2026, 12, 1, 4, tzinfo=dt.UTC))
    worker.run_due_jobs()
    with storage.reading() as session:
        assert session.get_one(Complaint, case).warning_days == 4


@SQLITE
def test_the_command_line_explains_with_the_setting_under_the_same_keys(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
) -> None:
    with storage.writing() as session:
        add_warning(session, clock, office.actor(Role.ADMINISTRATOR), FIVE)
        assigned(session, clock, office, received_on=D(2026, 11, 2))

    def said(*words: str) -> str:
        return str(app.test_cli_runner().invoke(args=["deadlines", "explain", *words]).stdout)

    found = json.loads(said("--case", "1/2026", "--json"))
    assert (found["warn_on"], found["term"]["warn_on"]) == ("2026-11-25", "2026-11-25")
    assert "warning     2026-11-25 Wednesday, the fifth working day before the count ends" in said("--case", "1/2026")
    bare = ("--kind", "skarga", "--received", "2026-11-02")
    assert json.loads(said(*bare, "--json"))["warn_on"] == "2026-11-27"
    five = json.loads(said(*bare, "--warning-days", "5", "--json"))
    assert five["warn_on"] == "2026-11-25"
    assert list(five) == list(json.loads(said(*bare, "--json")))


# --- the page ---


@SQLITE
def test_an_administrator_sets_corrects_and_reads_it(signed_in: Enter, storage: Storage) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    assert "Program ostrzega 3 dni robocze" in text(client.get(PAGE))
    typed = {"valid_from_on__d": "21", "valid_from_on__m": "11", "valid_from_on__y": "2026", "working_days": "5"}
    refused = send(client, client.get(f"{PAGE}/add"), "step", **typed)
    assert refused.status_code == 422
    assert "grounds" in errors_beside(refused)
    assert fields(refused, "step")["working_days"] == "5"
    assert send(client, client.get(f"{PAGE}/add"), "step", **typed, grounds=WHY).status_code == 302
    assert WHY in text(client.get(PAGE))
    with storage.reading() as session:
        row = session.query(WarningDays).one()
    corrected = send(client, client.get(f"{PAGE}/{row.id}"), "step", working_days="6", reason="Jednak 6.")
    assert corrected.status_code == 302
    assert "Jednak 6." in text(client.get(f"{PAGE}/{row.id}"))
    again = send(client, client.get(f"{PAGE}/add"), "step", **typed, grounds=WHY)
    assert again.status_code == 422


@SQLITE
def test_nobody_else_sets_it(client: FlaskClient, signed_in: Enter) -> None:
    assert client.get(PAGE).status_code in (302, 401)
    assert client.put(PAGE).status_code == 405
    assert signed_in(Role.HEAD).get(PAGE).status_code == 403
