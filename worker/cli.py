"""``flask worker``: carrying out what waits, and looking after what is stuck."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import cast

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.orm import Session
from werkzeug.local import LocalProxy

from kernel.clock import WARSAW
from kernel.errors import NotFound
from kernel.ids import new_id
from kernel.permissions import SYSTEM
from storage import migrate
from web.database import clock, storage
from worker import actions, mail, queries
from worker.effects import reason_of
from worker.jobs import Job
from worker.loop import Worker
from worker.rules import RunState
from worker.stopping import by_signals


@click.group("worker", cls=AppGroup, invoke_without_command=True)
@click.option("--once", is_flag=True, help="Carry out what waits now and stop.")
@click.pass_context
@with_appcontext
def worker_cli(context: click.Context, once: bool) -> None:
    """Carry out mail and scheduled work until told to stop (Ctrl-C, SIGTERM)."""
    if context.invoked_subcommand is not None:
        return
    _check_database()
    worker = Worker(_app())
    if once:
        jobs, effects = worker.run_due_jobs(), worker.drain()
        click.echo(f"{jobs} jobs run, {effects} effects carried out or tried")
        return
    with by_signals() as stop:
        worker.run(stop)


GROUPS = (worker_cli,)


@worker_cli.command("dead")
def dead_command() -> None:
    """List what was put aside, with the reason, and what failed and waits for another attempt."""
    with _reading() as session:
        rows = [*queries.dead_rows(session), *queries.failing_rows(session)]
    for row in rows:
        since = row.created_at.astimezone(WARSAW).strftime("%Y-%m-%d %H:%M")
        click.echo(f"{row.id}  {row.state:<8} {since}  {row.kind:<28} {row.last_error}")
    if not rows:
        click.echo("nothing is stuck")


@worker_cli.command("retry")
@click.argument("row_id", metavar="ID", required=False, type=click.UUID)
@click.option("--all", "is_all", is_flag=True, help="Everything that failed.")
def retry_command(row_id: uuid.UUID | None, is_all: bool) -> None:
    """Let the effect ID, or everything that failed, be tried again now."""
    if (row_id is None) != is_all:
        raise click.ClickException("Give the ID of one effect (flask worker dead lists them), or --all.")
    with _writing() as session:
        if row_id is None:
            click.echo(f"{actions.retry_all(session, clock())} will be tried again")
            return
        with _plainly(row_id):
            actions.retry(session, clock(), row_id)
    click.echo(f"{row_id} will be tried again")


@worker_cli.command("drop")
@click.argument("row_id", metavar="ID", type=click.UUID)
@click.option("--reason", required=True, help="Why; it stands in the record for ever, so no names.")
def drop_command(row_id: uuid.UUID, reason: str) -> None:
    """Give the effect ID up: it will never be carried out. This goes into the record."""
    if not reason.strip():
        raise click.ClickException("The reason is empty; please say why in a few words.")
    with _writing() as session, _plainly(row_id):
        actions.drop(session, clock(), SYSTEM, row_id, reason.strip())
    click.echo(f"{row_id} is given up")


@worker_cli.command("jobs")
def jobs_command() -> None:
    """List the scheduled jobs: when they are due, when they last ran and how that went."""
    with _reading() as session:
        runs = queries.last_runs(session, [job.name for job in _jobs()])
    for job in _jobs():
        run = runs.get(job.name)
        how = f"{run.period}: {run.state}, {run.last_error or run.result}".rstrip(", ") if run else "never ran"
        click.echo(f"{job.name:<16} {job.schedule!s:<46} {how}")


@worker_cli.command("run-job")
@click.argument("name", metavar="NAME")
def run_job_command(name: str) -> None:
    """Run the job NAME now, for its present period, whether it ran before or not."""
    found = {job.name: job for job in _jobs()}
    if name not in found:
        raise click.ClickException(f"There is no job {name}; the jobs are: {', '.join(found)}.")
    job, worker = found[name], Worker(_app())
    with _writing() as session:
        run = actions.take_run(session, clock(), worker.name, name, job.schedule.latest(clock().now()), again=True)
    if run is None:
        raise click.ClickException(f"{name} is being run by a worker at this moment.")
    reason = worker.carry_out_run(job, run)
    if reason:
        raise click.ClickException(f"{name}, {run.period}: {RunState.FAILED}, {reason}")
    with _reading() as session:
        result = queries.last_runs(session, [name])[name].result
    click.echo(f"{name}, {run.period}: {RunState.DONE}{', ' if result else ''}{result}")


@worker_cli.command("test-mail")
@click.argument("address")
def test_mail_command(address: str) -> None:
    """Send a mail to ADDRESS now, past the outbox, and say how that went."""
    _check_database()
    try:
        message = mail.compose("test", "pl", to=address, row_id=new_id())
        where = mail.send(message)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with mail is to be told, not traced
        why = reason_of(error)
        raise click.ClickException(f"The mail was not sent: {why}. See docs/handbook/mail-and-jobs.md.") from None
    click.echo(f"sent to {address}: {where}")


def _app() -> Flask:
    return cast(LocalProxy[Flask], current_app)._get_current_object()


def _jobs() -> Sequence[Job]:
    found: Sequence[Job] = current_app.extensions["jobs"]
    return found


def _check_database() -> None:
    if migrate.current(storage().engine) != migrate.newest():
        raise click.ClickException("The database does not fit this program yet; run first: flask db upgrade")


@contextmanager
def _reading() -> Iterator[Session]:
    _check_database()
    with storage().reading() as session:
        yield session


@contextmanager
def _writing() -> Iterator[Session]:
    _check_database()
    with storage().writing() as session:
        yield session


@contextmanager
def _plainly(row_id: uuid.UUID) -> Iterator[None]:
    try:
        yield
    except NotFound:
        raise click.ClickException(f"There is no effect {row_id}; flask worker dead lists what is stuck.") from None
    except actions.NotStuck:
        raise click.ClickException(f"{row_id} is done, given up, or in a worker's hands at this moment.") from None
