"""The page of the survey, with what came back in it, or empty."""

from __future__ import annotations

import datetime as dt
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
from web.holes import Cut, cut, hole
from web.languages import current_language

Departments = tuple[tuple[uuid.UUID, str], ...]

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
    draw = _frame if not request.query_string else _frame.__wrapped__  # which a page repeats in its addresses
    departments, today = None if place else departments_to_choose(), database.clock().today()
    page = draw(request.path, current_language(), version, place, departments, context.shown_parts(), today)
    return page.filled({"token": generate_csrf(), "submission": str(new_id())})


@lru_cache(maxsize=KEPT)
def _frame(
    _path: str,
    language: str,
    version: OpenVersion,
    place: Place | None,
    departments: Departments | None,
    _office: tuple[Any, ...] | None,
    _today: dt.date,
) -> Cut:
    """The page around its two holes. All that a page is drawn from besides the program itself is an argument."""
    form = rate_form(version, language, departments)
    form.csrf_token.current_token, form.submission_id.data = hole("token"), hole("submission")
    return cut(_drawn(form, place))
