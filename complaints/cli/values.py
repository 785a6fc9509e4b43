"""What the commands are given: days, kinds, rules. A wrong one is one sentence and exit code 2."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any

import click

from complaints.rules.kinds import LEGAL_KINDS, Kind
from complaints.rules.terms import TERM_RULES


class Day(click.ParamType[dt.date]):
    """A legal day as ``2026-01-30`` and in no other way."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The day; a word is refused, a moment too."""
        if isinstance(value, dt.date):
            return value
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            try:
                return dt.date.fromisoformat(value)
            except ValueError:
                pass
        raise click.BadParameter(f"{value[:40]!r} is no day; write it as 2026-01-30.", ctx, param)


class KindName(click.ParamType[Kind]):
    """A kind with a term of its own, also as it is spelled in Polish (odwołanie, zażalenie)."""

    name = "KIND"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Kind:
        """The kind; capitals and Polish letters do not matter."""
        plain = unicodedata.normalize("NFKD", value.lower().replace("ł", "l"))
        letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
        if letters in LEGAL_KINDS:
            return Kind(letters)
        raise click.BadParameter(f"{value[:40]!r} has no term; the kinds are: {', '.join(LEGAL_KINDS)}.", ctx, param)


class RuleId(click.ParamType[str]):
    """A rule of the table by its id."""

    name = "ID"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The same id, if a row has it."""
        if any(rule.id == value for rule in TERM_RULES):
            return str(value)
        raise click.BadParameter(f"there is no rule {value[:40]!r}; flask deadlines rules lists them.", ctx, param)
