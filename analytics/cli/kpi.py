"""``flask kpi``: definitions of the figures, and what is made of them. Other files of this folder add commands."""

from __future__ import annotations

import json
from typing import Any, Final

import click
from flask.cli import AppGroup

from analytics.definitions import as_markdown, definition
from analytics.measures.registry import MEASURES

kpi_cli = AppGroup("kpi", help="Definitions of the figures, their export and their packs.")
LABEL_WIDTH: Final = 15


@kpi_cli.command("definitions")
@click.option("--json", "is_json", is_flag=True, help="As JSON.")
@click.option("--markdown", "is_markdown", is_flag=True, help="As the page of the handbook.")
def definitions(is_json: bool, is_markdown: bool) -> None:
    """Print the declaration of every measure: the only list there is."""
    if is_markdown:
        click.echo(as_markdown(), nl=False)
        return
    declared = [definition(one) for one in MEASURES]
    if is_json:
        click.echo(json.dumps({"measures": declared}, ensure_ascii=False, indent=2))
        return
    click.echo("\n\n".join("\n".join(_lines(one)) for one in declared))


def _lines(declared: dict[str, Any]) -> list[str]:
    """A declaration as a heading and a line for each thing said."""
    facts = dict(declared)
    titles = facts.pop("titles")
    named = {f"title ({language})": title for language, title in titles.items()}
    told = {**named, **{name.replace("_", " "): value for name, value in facts.items() if name != "key"}}
    lines = [f"  {name:<{LABEL_WIDTH}} {value}" for name, value in told.items() if value not in {None, ""}]
    return [declared["key"], *lines]
