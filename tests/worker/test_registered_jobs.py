"""The jobs of the program itself: what each leaves behind, and that running one twice does no harm."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import re
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask

from analytics.pack_files import troubles
from app import JOBS, REACTIONS
from attachments.shelf import Shelf
from kernel.clock import FixedClock, warsaw
from kernel.permissions import RESIDENT, Role
from office.models import Person, SignIn, Throttle
from office.sign_in import open_sign_in
from sample.loading import load
from storage.session import Storage
from surveys.actions import submit_response
from surveys.queries import count_unsealed
from tests.cast import FoundedOffice, file_complaint
from tests.surveys.filling import filled
from worker import actions
from worker.loop import Worker
from worker.models import JobRun
from worker.queries import counts_by_state, last_runs
from worker.rules import RunState, State


@pytest.fixture(params=["sqlite"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def run(app: Flask, name: str) -> str:
    said = app.test_cli_runner().invoke(args=["worker", "run-job", name])
    assert said.exit_code == 0, said.output
    return said.output.split(": done, ")[1].strip()


def give_mail(storage: Storage, office: FoundedOffice, role: Role) -> str:
    with storage.writing() as session:
        person = session.get_one(Person, office.member(role).person_id)
        person.email = f"{role.value}@urzad.example.pl"
        return person.email


def mails(app: Flask) -> list[tuple[str, str, str]]:
    """Addressee, subject and text of every mail in the folder."""
    Worker(app).drain()
    found = []
    for path in (Path(app.config["SETTINGS"].data_folder) / "mail").glob("*.eml"):
        letter = message_from_bytes(path.read_bytes(), policy=default)
        found.append((letter["To"], letter["Subject"], letter.get_content()))
    return found


def test_no_two_jobs_have_the_same_name_and_each_has_a_title():
    assert len({job.name for job in JOBS}) == len(JOBS)
    assert all(job.title for job in JOBS)


def test_all_jobs_run_in_a_quiet_office(app: Flask, storage: Storage, office: FoundedOffice):
    worker = Worker(app)
    assert worker.run_due_jobs() == len(JOBS)
    with storage.reading() as session:
        runs = last_runs(session, [job.name for job in JOBS])
        assert {run.state for run in runs.values()} == {RunState.DONE}, {n: r.last_error for n, r in runs.items()}
        assert counts_by_state(session)[State.WAITING] == 0, "nobody is written to without a reason"


# --- sealing ---


def test_responses_that_wait_are_sealed(app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session:
        submit_response(session, clock, RESIDENT, filled(session))
    assert run(app, "sealing") == "1 responses under 1 seals"
    assert run(app, "sealing") == "0 responses under 0 seals"
    with storage.reading() as session:
        assert count_unsealed(session) == 0


# --- what is stuck ---


def test_administrators_are_told_once_a_day_what_is_stuck(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    address = give_mail(storage, office, Role.ADMINISTRATOR)
    assert run(app, "stuck") == "0 stuck, 0 administrators told"
    with storage.writing() as session:
        actions.enqueue(session, clock, "unknown", {})
    clock.advance(days=1, seconds=1)
    for _ in range(2):
        assert run(app, "stuck") == "1 stuck, 1 administrators told"
    ((to, subject, text),) = mails(app)
    assert (to, subject) == (address, "Poczta i zadania: coś utknęło")
    assert "1 wiadomość lub inna czynność czeka ponad dobę" in text
    assert "https://opinie.proba.example/staff/pl/administration/outbox" in text
    clock.advance(days=1)
    run(app, "stuck")
    assert len(mails(app)) == 2, "the next day again, as long as it is stuck"


def test_what_went_its_way_meanwhile_is_not_told(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    give_mail(storage, office, Role.ADMINISTRATOR)
    with storage.writing() as session:
        row_id = actions.enqueue(session, clock, "unknown", {})
        held = actions.take(session, clock, "w", {"unknown"})
        assert held is not None
        actions.failed(session, clock, held, "gone", hopeless=True, chance=0)
    assert run(app, "stuck") == "1 stuck, 1 administrators told"
    with storage.writing() as session:
        actions.drop(session, clock, office.actor(Role.ADMINISTRATOR), row_id, "na papierze")
    assert mails(app) == []


# --- packs ---


@pytest.mark.parametrize("backend", ["sqlite"])
def test_on_the_first_working_day_the_pack_of_the_closed_month_is_made(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    address = give_mail(storage, office, Role.QUALITY_OFFICER)
    with storage.writing() as session:
        file_complaint(session, clock, office)
    assert run(app, "packs") == "2026-10: no figures yet"
    clock.move_to(warsaw(2026, 12, 1, 6))
    said = run(app, "packs")
    assert re.fullmatch(r"2026-11: \d+ files, 1 people told", said)
    assert run(app, "packs") == said
    folder = Path(app.config["SETTINGS"].data_folder) / "packs"
    assert [path.name for path in folder.iterdir()] == ["2026-11"], "no draft is left behind"
    assert troubles(folder / "2026-11") == []
    with (folder / "2026-11" / "kpi.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["month"] for row in rows} == {"2026-11"}
    assert next(row["value"] for row in rows if row["measure"] == "received") == "1"
    ((to, subject, text),) = mails(app)
    assert (to, subject) == (address, "Wyniki za listopad 2026 są gotowe")
    assert "https://opinie.proba.example/staff/pl/results/packs" in text
    assert hashlib.sha256((folder / "2026-11" / "manifest.json").read_bytes()).hexdigest() in " ".join(text.split())


# --- retention ---


def test_old_sign_ins_and_failed_tries_are_swept_away_and_fresh_ones_stay(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        person = session.get_one(Person, office.member(Role.CLERK).person_id)
        open_sign_in(session, clock, person, hours=10)
        session.add(Throttle(key="old", window_from_at=clock.now(), failures=3))
    clock.advance(days=91)
    with storage.writing() as session:
        open_sign_in(session, clock, session.get_one(Person, person.id), hours=10)
        session.add(Throttle(key="fresh", window_from_at=clock.now(), failures=3))
    said = run(app, "retention").split(", ")
    assert {"sign-ins: 1", "throttle: 1", "outbox: 0", "account codes: 0"} <= set(said)
    with storage.reading() as session:
        assert session.query(SignIn).count() == session.query(Throttle).count() == 1


def test_runs_of_frequent_jobs_go_after_two_days_others_after_a_year_and_the_last_one_stays(
    storage: Storage, clock: FixedClock
):
    def ran(name: str, period: str, ago: dt.timedelta) -> JobRun:
        at = clock.now() - ago
        facts = {"claimed_by": "w", "claimed_until_at": at, "attempts": 1, "not_before_at": at}
        return JobRun(name=name, period=period, state="done", started_at=at, **facts)

    with storage.writing() as session:
        session.add_all(
            [
                ran("often", "2026-11-01T00:00:00Z", dt.timedelta(days=20)),
                ran("often", "2026-11-18T00:00:00Z", dt.timedelta(days=3)),
                ran("daily", "2026-11-01", dt.timedelta(days=20)),
                ran("daily", "2025-01-01", dt.timedelta(days=500)),
                ran("daily", "2026-11-20", dt.timedelta(days=1)),
            ]
        )
    with storage.writing() as session:
        assert actions.sweep_runs(session, clock) == 2
        assert {run.period for run in session.query(JobRun)} == {"2026-11-18T00:00:00Z", "2026-11-01", "2026-11-20"}


# --- the sample office ---


def test_loading_the_sample_office_writes_to_nobody(storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("office.actions.people.hashed", lambda password: f"not hashed: {password}")
    reacting = Storage(storage.url, REACTIONS)
    load(reacting, Shelf(tmp_path), dt.date(2026, 11, 21), scale=0.02)
    with reacting.reading() as session:
        assert counts_by_state(session)[State.WAITING] == 0
    reacting.close()
