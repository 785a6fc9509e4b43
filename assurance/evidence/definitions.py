"""What the figures and deadlines of a bundle were counted with: calendar, rules of law, measures, departments."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.measures.registry import MEASURES
from assurance.evidence.archive import Archive
from complaints.rules.term_rule import TermRule
from complaints.rules.terms import TERM_RULES
from kernel.holidays import CALENDAR_VERSION, LAST_CHECKED_YEAR, holidays_of
from kernel.terms import FIRST_TERM_DAY, LAST_TERM_DAY
from kernel.workdays import FREE_WEEKDAYS
from office.models import Department


def write_definitions(session: Session, archive: Archive) -> None:
    """Write all of them."""
    archive.value("definitions/calendar.json", calendar())
    archive.value("definitions/rules.json", {"rules": [_rule(rule) for rule in TERM_RULES]})
    with force_locale("pl"):  # whoever makes it, in whatever language: the same bytes
        archive.value("definitions/measures.json", {"measures": [_measure(one) for one in MEASURES]})
    query = select(Department.id, Department.code, Department.name).order_by(Department.code, Department.id)
    rows = [{"id": str(key), "code": code, "name": name} for key, code, name in session.execute(query)]
    archive.value("definitions/departments.json", {"departments": rows})


def calendar() -> dict[str, Any]:
    """Every public holiday of the years terms can be counted in, with its act; the weekdays on which no term ends."""
    first, last = FIRST_TERM_DAY.year, LAST_TERM_DAY.year
    return {
        "version": CALENDAR_VERSION,
        "first_year": first,
        "last_year": last,
        "last_checked_year": LAST_CHECKED_YEAR,
        "holidays": [
            {"on": day.isoformat(), "name": holiday.name, "source": holiday.source}
            for year in range(first, last + 1)
            for day, holiday in sorted(holidays_of(year).items())
        ],
        "free_weekdays": [
            {"weekday": law.weekday, "name": law.name, "source": law.source, "from": law.in_force_from.isoformat()}
            for law in FREE_WEEKDAYS
        ],
    }


def _rule(rule: TermRule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "kinds": sorted(rule.kinds),
        "starts": rule.starts.value,
        "amount": rule.amount,
        "unit": rule.unit.value,
        "bound": rule.bound,
        "when": rule.when.value,
        "consequence": rule.consequence,
        "source": rule.source,
        "version": rule.version,
        "in_force_from": _text(rule.in_force_from),
        "in_force_to": _text(rule.in_force_to),
    }


def _measure(one: Any) -> dict[str, Any]:
    return {
        "key": one.key,
        "version": one.version,
        "unit": one.unit.value,
        "cohort": one.cohort.value,
        "interval": one.interval.value,
        "source": one.source,
        "minimum_n": one.minimum_n,
        "title": str(one.title),
        "population": str(one.population),
        "numerator": str(one.numerator),
        "denominator": str(one.denominator) if one.denominator is not None else None,
        "formula": one.formula,
        "better": one.better.value,
        "judgement": one.judgement.value,
        "in_force_from": one.in_force_from.isoformat(),
    }


def _text(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
