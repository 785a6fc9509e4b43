"""The page of the survey, with what came back in it, or empty."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from functools import lru_cache
from typing import Any, Final

from flask import render_template, request
from flask_wtf.csrf import generate_csrf

from kernel.ids import new_id
from office import context
from office.queries import department_names
from surveys.forms import RateForm, needed, rate_form
from surveys.queries import OpenVersion, Place
from surveys.rules.follow_up import Asked
from web import database
from web.languages import current_language

Departments = tuple[tuple[uuid.UUID, str], ...]

TOKEN_HOLE, ID_HOLE = (secrets.token_hex(16) for _hole in range(2))
"""What stands in the kept page where each reader gets a form token and a submission id of their own."""

KEPT: Final = 64
"""Empty pages a process keeps, some 20 KB each. Ours: the desks of an office in the languages that are asked for."""


def survey_page(form: RateForm, place: Place | None) -> str:
    """The form with what somebody answered so far."""
    if place is None:
        form.offer(departments_to_choose())
    return _drawn(form, place)


def page_after_a_case(form: RateForm, asked: Asked) -> str:
    """The form about a settled case; nothing on it says which one."""
    return _drawn(form, None, "follow_up", asked=asked)


def departments_to_choose() -> Departments:
    """Departments of today."""
    return department_names(database.session(), database.clock().today())


def _drawn(form: RateForm, place: Place | None, name: str = "rate", **facts: Any) -> str:
    questions, asks = form.questions(), needed(form.version.definition)
    return render_template(f"surveys/{name}.html", form=form, place=place, questions=questions, needed=asks, **facts)


def empty_page(version: OpenVersion, place: Place | None) -> str:
    """The form as it is first opened: the same for everybody but for its token and its id, so drawn once."""
    draw = _parts if not request.query_string else _parts.__wrapped__  # which a page repeats in its addresses
    departments, today = None if place else departments_to_choose(), database.clock().today()
    before, between, after = draw(request.path, current_language(), version, place, departments, _office(), today)
    return f"{before}{generate_csrf()}{between}{new_id()}{after}"


@lru_cache(maxsize=KEPT)
def _parts(
    _path: str,
    language: str,
    version: OpenVersion,
    place: Place | None,
    departments: Departments | None,
    _office: tuple[Any, ...] | None,
    _today: dt.date,
) -> tuple[str, str, str]:
    """The page around its two holes. All that a page is drawn from besides the program itself is an argument."""
    form = rate_form(version, language, departments)
    form.csrf_token.current_token, form.submission_id.data = TOKEN_HOLE, ID_HOLE
    before, rest = _drawn(form, place).split(TOKEN_HOLE)
    between, after = rest.split(ID_HOLE)
    return before, between, after


def _office() -> tuple[Any, ...] | None:
    """All that pages may show of the office."""
    shown = context.office()
    return None if shown is None else tuple(getattr(shown, column.key) for column in shown.__table__.columns)
