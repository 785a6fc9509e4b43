"""``flask worker``: carrying out what waits, and looking after what is stuck."""

from __future__ import annotations

from typing import cast

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from werkzeug.local import LocalProxy

from worker.loop import Worker


@click.group("worker", cls=AppGroup, invoke_without_command=True)
@click.option("--once", is_flag=True, help="Carry out what waits now and stop.")
@click.pass_context
@with_appcontext
def worker_cli(context: click.Context, once: bool) -> None:
    """Carry out mail and scheduled work until told to stop (Ctrl-C, SIGTERM)."""
    if context.invoked_subcommand is not None:
        return
    worker = Worker(_app())
    if once:
        click.echo(f"{worker.drain()} carried out or tried")


GROUPS = (worker_cli,)


def _app() -> Flask:
    return cast("LocalProxy[Flask]", current_app)._get_current_object()
