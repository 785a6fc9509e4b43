"""Jobs run once in each period, whoever runs them; missed periods are made up for once."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from kernel.clock import FixedClock
from storage.session import Storage
from worker import actions
from worker.jobs import Job, JobWork
from worker.loop import Worker
from worker.models import JobRun
from worker.queries import last_runs, stuck
from worker.rules import LEASE, MOST_RUNS
from worker.schedules import Daily, Every


@pytest.fixture
def ran(app: Flask) -> list[str]:
    """The periods the job of these tests ran in."""
    periods: list[str] = []

    def run(work: JobWork) -> str:
        periods.append(work.period)
        return f"{len(periods)} so far"

    app.extensions["effects"], app.extensions["jobs"] = {}, (Job("daily", Daily(7), run),)
    return periods


def test_a_period_is_run_once_by_however_many_workers(app: Flask, ran: list[str], clock: FixedClock, storage: Storage):
    first, second = Worker(app), Worker(app)
    assert [worker.run_due_jobs() for worker in (first, second, first, second)] == [1, 0, 0, 0]
    assert Worker(app).run_due_jobs() == 0, "a new worker reads it in the database"
    assert ran == ["2026-11-21"]
    with storage.reading() as session:
        run = last_runs(session, ["daily"])["daily"]
        assert (run.state, run.result, run.attempts) == ("done", "1 so far", 1)
    clock.advance(days=1)
    assert first.run_due_jobs() + second.run_due_jobs() == 1
    assert ran == ["2026-11-21", "2026-11-22"]


def test_what_was_missed_is_made_up_for_once(app: Flask, ran: list[str], clock: FixedClock):
    Worker(app).run_due_jobs()
    clock.advance(days=9)
    worker = Worker(app)
    assert [worker.run_due_jobs(), worker.run_due_jobs()] == [1, 0]
    assert ran == ["2026-11-21", "2026-11-30"]


def test_a_job_in_hand_is_left_alone_until_its_lease_ends(
    app: Flask, ran: list[str], clock: FixedClock, storage: Storage
):
    (job,) = app.extensions["jobs"]
    with storage.writing() as session:
        silent = actions.take_run(session, clock, "silent", "daily", job.schedule.latest(clock.now()))
        assert silent is not None
    assert Worker(app).run_due_jobs() == 0
    clock.advance(seconds=LEASE.total_seconds() - 1)
    with storage.writing() as session:
        assert actions.keep_run(session, clock, silent)
    clock.advance(seconds=2)
    assert Worker(app).run_due_jobs() == 0, "it was kept"
    clock.advance(seconds=LEASE.total_seconds() + 1)
    assert Worker(app).run_due_jobs() == 1
    with storage.writing() as session:
        assert not actions.run_done(session, clock, silent, "late")
        assert actions.run_failed(session, clock, silent, "error", 0.5) is None
        assert not actions.keep_run(session, clock, silent)
    with storage.reading() as session:
        assert session.get_one(JobRun, ("daily", "2026-11-21")).result == "1 so far"


def test_a_failed_job_is_tried_again_and_then_left_to_a_person(app: Flask, clock: FixedClock, storage: Storage):
    tries: list[str] = []

    def run(work: JobWork) -> str:
        tries.append(work.period)
        raise LookupError("somebody@example.pl")

    app.extensions["jobs"] = (Job("bad", Daily(7), run),)
    worker = Worker(app, chance=lambda: 1.0)
    for _ in range(3 * MOST_RUNS):
        worker.run_due_jobs()
        worker.run_due_jobs()
        clock.advance(minutes=45)
    days = {period: tries.count(period) for period in tries}
    assert days == {"2026-11-21": MOST_RUNS}
    with storage.reading() as session:
        assert last_runs(session, ["bad"])["bad"].last_error == "error LookupError"
        assert stuck(session, clock.now(), ["bad"]).jobs == 1
        assert stuck(session, clock.now(), []).jobs == 0, "a job that is gone troubles nobody"
    clock.advance(days=1)
    worker.run_due_jobs()
    assert tries[-1] == "2026-11-22"


def test_a_job_that_succeeds_at_its_second_attempt_is_done(app: Flask, clock: FixedClock, storage: Storage):
    tries: list[int] = []

    def run(_work: JobWork) -> str:
        tries.append(1)
        if len(tries) == 1:
            raise OSError("not yet")
        return "at last"

    app.extensions["jobs"] = (Job("moody", Every(86_400), run),)
    worker = Worker(app)
    assert worker.run_due_jobs() == 1
    assert worker.run_due_jobs() == 0, "it waits"
    clock.advance(minutes=1)
    assert worker.run_due_jobs() == 1
    with storage.reading() as session:
        run_row = last_runs(session, ["moody"])["moody"]
        assert (run_row.state, run_row.result, run_row.last_error, run_row.attempts) == ("done", "at last", "", 2)


def test_the_command_lists_the_jobs_and_runs_one_now(app: Flask, ran: list[str]):
    cli = app.test_cli_runner()
    assert cli.invoke(args=["worker", "jobs"]).output.split() == ["daily", "daily", "at", "7:00", "never", "ran"]
    for count in (1, 2):
        said = cli.invoke(args=["worker", "run-job", "daily"])
        assert (said.exit_code, said.output) == (0, f"daily, 2026-11-21: done, {count} so far\n")
    assert "2026-11-21: done, 2 so far" in cli.invoke(args=["worker", "jobs"]).output
    assert len(ran) == 2


def test_the_command_says_what_is_wrong(app: Flask, clock: FixedClock, storage: Storage):
    def run(_work: JobWork) -> str:
        raise OSError("no")

    (job,) = app.extensions["jobs"] = (Job("bad", Daily(7), run),)
    cli = app.test_cli_runner()
    said = cli.invoke(args=["worker", "run-job", "none"])
    assert (said.exit_code, said.output) == (1, "Error: There is no job none; the jobs are: bad.\n")
    said = cli.invoke(args=["worker", "run-job", "bad"])
    assert (said.exit_code, said.output) == (1, "Error: bad, 2026-11-21: failed, error OSError\n")
    with storage.writing() as session:
        actions.take_run(session, clock, "other", "bad", job.schedule.latest(clock.now()), again=True)
    said = cli.invoke(args=["worker", "run-job", "bad"])
    assert (said.exit_code, said.output) == (1, "Error: bad is being run by a worker at this moment.\n")


def test_a_stop_leaves_the_other_jobs_for_later(app: Flask, clock: FixedClock):
    done: list[str] = []

    def run(work: JobWork) -> str:
        done.append("two" if done else "one")
        return done[-1]

    app.extensions["jobs"] = (Job("one", Daily(7), run), Job("two", Daily(7), run))
    assert Worker(app).run_due_jobs(lambda: bool(done)) == 1
    assert done == ["one"]
    assert Worker(app).run_due_jobs() == 1
    assert done == ["one", "two"]


def test_when_two_workers_begin_a_period_at_once_one_of_them_has_it(storage: Storage, clock: FixedClock):
    period = Daily(7).latest(clock.now())
    with storage.writing() as session:
        runs = [actions.take_run(session, clock, name, "daily", period) for name in ("first", "second")]
        assert [run.worker if run else None for run in runs] == ["first", None]
    assert dt.timedelta() < LEASE
