"""``flask retention``: what is to be anonymised because its time is over, and doing exactly that."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import click
from flask import current_app
from flask.cli import AppGroup

from complaints.actions.erase import NoReason
from complaints.actions.retention import NothingDue, PlanChanged, run_retention
from complaints.queries.retention import Plan, retention_plan
from kernel.errors import Forbidden
from operations import erasures
from operations.erasing_cli import acting_as
from web.database import clock, storage

retention_cli = AppGroup("retention", help="Anonymise cases whose time is over: plan first, then run.")
GROUPS: Final = (retention_cli,)
SENTENCES: Final = {
    Forbidden: "{login} may not do this: it takes the role administrator for the whole office.",
    NothingDue: "There is no case whose time is over. Nothing was done.",
    PlanChanged: "Other cases are due now than that plan says. Nothing was done. Look again: flask retention plan",
    NoReason: "Give a reason with --batch: it stands in the record for ever, so without names.",
}


@retention_cli.command("plan")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def plan_command(as_json: bool) -> None:
    """List what would be anonymised today, and change nothing."""
    with storage().reading() as session:
        plan = retention_plan(session, clock().today())
    click.echo(_as_json(plan) if as_json else _in_words(plan))


@retention_cli.command("run")
@click.option("--plan", "plan_hash", required=True, help="The plan that was looked at today.")
@click.option("--batch", "reason", required=True, help="Why, in a few words and nothing personal.")
@click.option("--by", "login", required=True, help="Login of the administrator who decided it.")
@click.confirmation_option(prompt="This cannot be undone. Anonymise?")
def run_command(plan_hash: str, reason: str, login: str) -> None:
    """Anonymise the cases of a plan made today; refused when anything else is due by now."""
    with storage().writing() as session:
        actor = acting_as(session, clock(), login)
        try:
            done = run_retention(session, clock(), actor, plan_hash, reason)
        except (Forbidden, NothingDue, PlanChanged, NoReason) as broken:
            raise click.ClickException(SENTENCES[type(broken)].format(login=login)) from None
    with storage().reading() as session:
        erasures.catch_up(session, Path(current_app.config["SETTINGS"].data_folder) / erasures.NAME)
    click.echo(f"{done.count} cases anonymised, batch {done.batch_id}. Older backups hold them still, until they go.")


def _as_json(plan: Plan) -> str:
    content = {"day": plan.day.isoformat(), "plan": plan.hash, "cases": [one.facts() for one in plan.cases]}
    return json.dumps({**content, "more": plan.more}, ensure_ascii=False)


def _in_words(plan: Plan) -> str:
    if not plan.cases:
        return "There is no case whose time is over."
    lines = [f"{'case':<14} {'class':<8} {'category':<9} {'closed on':<11} due since"]
    lines += [
        f"{one.number:<14} {one.symbol:<8} {one.category:<9} {one.closed_on!s:<11} {one.since}" for one in plan.cases
    ]
    more = f" {plan.more} more wait for the next plan." if plan.more else ""
    lines.append(f"{len(plan.cases)} cases on {plan.day}.{more} Nothing was changed. To anonymise them today:")
    lines.append(f"flask retention run --plan {plan.hash} --batch REASON --by LOGIN")
    return "\n".join(lines)
