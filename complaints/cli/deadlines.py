"""``flask deadlines``: every term explained, bare arithmetic, and the table of rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import click
from flask.cli import AppGroup

from complaints.cli import cases, words
from complaints.cli.values import Day, KindName, RuleId
from complaints.rules.kinds import Kind
from complaints.rules.terms import TERM_RULES, Deadline, NoTerm, deadline, deadline_under, rule_by_id
from kernel.terms import FIRST_TERM_DAY, LAST_TERM_DAY, WARNING_WORKING_DAYS, BadTerm, Unit, term
from kernel.workdays import OutsideCalendar
from office.rules.warning import FEWEST, MOST
from web.database import clock, storage

deadlines_cli = AppGroup("deadlines", help="Explain and count terms of the law; list the rules.")

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")


@deadlines_cli.command("explain")
@click.option("--kind", type=KindName(), help="skarga, wniosek, petycja, odwolanie, zazalenie or ponaglenie.")
@click.option("--received", "received_on", type=Day(), help="Day of receipt, or of whatever else starts the rule.")
@click.option("--rule", "rule_id", type=RuleId(), help="Another duty than the office's first one.")
@click.option(
    "--warning-days",
    type=click.IntRange(FEWEST, MOST),
    default=WARNING_WORKING_DAYS,
    help="Warned on which working day before the count ends; a case has the office's setting.",
)
@click.option("--case", "number", metavar="NUMBER", help="A case of the register instead: 214/2026, P 3/2026.")
@AS_JSON
def explain_command(
    kind: Kind | None,
    received_on: dt.date | None,
    rule_id: str | None,
    warning_days: int,
    number: str | None,
    as_json: bool,
) -> None:
    """Explain a deadline: why its last day is the one it is. Of a case also every duty, notice and extension."""
    if number is not None:
        if kind or received_on or rule_id:
            raise click.UsageError("Either --case, or --kind with --received.")
        _explain_case(number, as_json)
        return
    if received_on is None or (kind is None and rule_id is None):
        raise click.UsageError("Say what came and when: --kind skarga --received 2026-01-30; or --case 214/2026.")
    with in_plain_words():
        due = replace(_chosen(kind, rule_id, received_on), warning_days=warning_days)
    if as_json:
        words.echo_json(words.as_data(kind, due))
        return
    click.echo(f"{kind or due.rule.id}, {received_on}")
    click.echo("\n".join(words.in_words(due)))


@deadlines_cli.command("term")
@click.option("--start", "starts_on", type=Day(), required=True, help="The day of the event; it is not counted.")
@click.option("--amount", type=click.IntRange(min=1), required=True)
@click.option("--unit", type=click.Choice([unit.value for unit in Unit]), required=True)
@AS_JSON
def term_command(starts_on: dt.date, amount: int, unit: str, as_json: bool) -> None:
    """Count a term by art. 57 KPA, whatever duty it is for."""
    with in_plain_words():
        counted = term(starts_on, amount, unit)
    if as_json:
        words.echo_json(words.term_as_data(counted))
    else:
        click.echo("\n".join(words.term_in_words(counted)))


@deadlines_cli.command("rules")
@click.option("--kind", type=KindName(), help="Only the rules of this kind.")
@AS_JSON
def rules_command(kind: Kind | None, as_json: bool) -> None:
    """List the table of rules, in the order of duty."""
    found = [rule for rule in TERM_RULES if kind is None or kind in rule.kinds]
    if as_json:
        words.echo_json([words.rule_as_data(rule) for rule in found])
        return
    for rule in found:
        click.echo(words.rule_line(rule))
    click.echo(words.table_footer())


@contextmanager
def in_plain_words() -> Iterator[None]:
    """What the rules refuse is one sentence on stderr and exit code 1."""
    try:
        yield
    except OutsideCalendar:
        raise click.ClickException(
            f"That leads out of {FIRST_TERM_DAY} to {LAST_TERM_DAY}; nothing is guessed beyond."
        ) from None
    except NoTerm as none:
        raise click.ClickException(f"No rule for {none.facts['kind']} is in force on {none.facts['on']}.") from None
    except BadTerm:
        raise click.ClickException("That is no term: an amount of at least 1 and a unit are needed.") from None


def _explain_case(number: str, as_json: bool) -> None:
    with in_plain_words(), storage().reading() as session:
        found = cases.explained_case(session, clock(), number)
        if as_json:
            words.echo_json(cases.case_as_data(found))
        else:
            click.echo("\n".join(cases.case_in_words(found)))


def _chosen(kind: Kind | None, rule_id: str | None, on: dt.date) -> Deadline:
    if rule_id is None:
        return deadline(str(kind), on)
    rule = rule_by_id(rule_id, on)
    if kind is not None and rule.kinds and kind not in rule.kinds:
        raise click.UsageError(f"The rule {rule_id} serves {', '.join(sorted(rule.kinds))}, not {kind}.")
    return deadline_under(rule, on)
