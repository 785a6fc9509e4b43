"""What a reader asks of a control chart, and the form of a step change."""

from __future__ import annotations

import datetime as dt
import math
import uuid
from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField

from analytics import labels
from analytics.actions import BadStep, StepTyped
from analytics.forms import LONGEST_REASON, asked_month
from analytics.measures.control import Method
from analytics.measures.declaration import Population, Unit
from analytics.measures.period import Month
from analytics.measures.registry import measure
from analytics.reports.choice import last_complete_month
from analytics.reports.control import Asked, charted
from analytics.texts import _
from kernel.errors import NotFound
from web.forms import AtMost, Form, Needed

DEFAULT: Final = "on_time"
NO_SCREEN: Final = "no"
LARGEST_TARGET: Final = 1_000_000


def asked_control(args: Mapping[str, str], population: Population, today: dt.date) -> Asked:
    """Return the chart asked for. Raises NotFound for a measure without one, a method or a target that is none.

    A month that is not over is shown up to the last that is.
    """
    key, method = args.get("measure") or DEFAULT, args.get("chart", "")
    if key not in charted(population):
        raise NotFound
    if method and method not in list(Method):
        raise NotFound
    last = min(asked_month(args, today), last_complete_month(today))
    screen = args.get("screen", "") != NO_SCREEN
    return Asked(key, last, Method(method) if method else None, screen, asked_target(args.get("target", ""), key))


def asked_target(written: str, key: str) -> float | None:
    """Return the target in the unit of the measure, percents as a share; None without one.

    Raises NotFound for what is no number between 0 and the most there can be.
    """
    if not written.strip():
        return None
    try:
        value = float(written.strip().replace(",", ".").removesuffix("%"))
    except ValueError:
        raise NotFound from None
    is_share = measure(key).unit is Unit.SHARE
    if not (math.isfinite(value) and 0 <= value <= (100 if is_share else LARGEST_TARGET)):
        raise NotFound
    return value / 100 if is_share else value


class StepForm(Form):
    """A step change: from which month on, and why."""

    month = SelectField(_l("Od miesiąca"))
    reason = TextAreaField(
        _l("Powód zmiany"), [Needed(_l("Proszę napisać, co się zmieniło w tym miesiącu.")), AtMost(LONGEST_REASON)]
    )

    def offer(self, months: list[Month]) -> None:
        """Let one of these months be chosen."""
        self.month.choices = [(str(one), labels.month_inside(one)) for one in months]

    def typed(self, key: str, population: Population, department_id: uuid.UUID | None) -> StepTyped:
        """The step change of one chart as typed."""
        return StepTyped(key, population, department_id, Month.parse(self.month.data), self.reason.data or "")


class WithdrawStepForm(Form):
    """Taking a step change back, with the reason."""

    reason = TextAreaField(
        _l("Powód wycofania"), [Needed(_l("Proszę napisać, dlaczego ta zmiana była pomyłką.")), AtMost(LONGEST_REASON)]
    )


def step_refusal(broken: BadStep) -> str:
    """Why a step change is not recorded."""
    sentences: dict[str, Any] = {
        "month_not_over": _("Ten miesiąc jeszcze trwa. Proszę wybrać miesiąc, który się skończył."),
        "no_reason": _("Proszę napisać, co się zmieniło w tym miesiącu."),
        "recorded_already": _("Od tego miesiąca granice są już liczone od nowa. Proszę wybrać inny miesiąc."),
    }
    return str(sentences[broken.code])
