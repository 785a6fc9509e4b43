"""What the commands are given: days, kinds, rules. A wrong one is one sentence and exit code 2."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any, Final

import click

from complaints.rules.conditions import Wanted
from complaints.rules.kinds import LEGAL_KINDS, Kind
from complaints.rules.moves import Move
from complaints.rules.terms import TERM_RULES
from kernel.clock import WARSAW, local_day


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


class LegalDay(Day):
    """A legal day, or the moment something came: ``2026-11-23T23:59``, in Warsaw unless it names its own offset."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The day in Warsaw."""
        if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9:]+)?", value):
            try:
                moment = dt.datetime.fromisoformat(value)
            except ValueError:
                pass
            else:
                return local_day(moment if moment.tzinfo else moment.replace(tzinfo=WARSAW))
        return super().convert(value, param, ctx)


class StepOfTheWay(click.ParamType[Wanted]):
    """A step of the legal way: ``call:2026-02-27``, ``delay:2026-04-02:2026-04-30``, ``leave:2026-11-24:reg_8_1``."""

    name = "MOVE:DAY[:WHAT]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Wanted:
        """The step; its words count as written."""
        if isinstance(value, Wanted):
            return value
        name, _colon, rest = value.partition(":")
        if name not in list(Move):
            raise click.BadParameter(f"{name[:40]!r} is no step; the steps are: {', '.join(Move)}.", ctx, param)
        on, _colon, what = rest.partition(":")
        day, move = Day().convert(on, param, ctx), Move(name)
        if re.match(r"[0-9]{4}-", what):
            until = Day().convert(what, param, ctx)
            if move is Move.COMPLETE and until < day:
                raise click.BadParameter(f"{value[:60]!r}: it cannot arrive before it was posted.", ctx, param)
            return Wanted(move, day, until, text=WRITTEN)
        if move is Move.QUALIFY and what:
            return Wanted(move, day, text=WRITTEN, kind=KindName().convert(what, param, ctx))
        return Wanted(move, day, basis=what, text=WRITTEN)


WRITTEN: Final = "…"
"""The words of a step: that they were written is assumed, which they are is no matter of the rules."""


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
