"""The page of the survey, with what came back in it, or empty."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from flask import render_template
from markupsafe import Markup

from surveys.forms import RateForm, needed
from surveys.queries import Place
from surveys.rules.definition import Definition, Question
from surveys.rules.follow_up import Asked
from surveys.rules.submission import offered


def survey_page(form: RateForm, place: Place | None) -> str:
    """The form with what somebody answered so far."""
    definition = form.version.definition
    return _page(
        form, place, _questions(definition, form.questions(), _screens(definition, has_place=place is not None))
    )


def empty_page(form: RateForm, place: Place | None, language: str) -> str:
    """The form as it is first opened; of ``form`` only what is no question is looked at."""
    return _page(form, place, empty_questions(form.version.definition, language, has_place=place is not None))


def page_after_a_case(form: RateForm, asked: Asked) -> str:
    """The form about a settled case; nothing on it says which one."""
    definition = form.version.definition
    count = _screens(definition, has_place=True)
    drawn = _questions(definition, form.questions(), count)
    return render_template("surveys/follow_up.html", form=form, place=None, asked=asked, count=count, drawn=drawn)


@lru_cache(maxsize=96)
def empty_questions(definition: Definition, language: str, *, has_place: bool) -> Markup:
    """The questions before anybody answered any: the same for everybody, so drawn once a wording and language.

    ``language``: that of the present request.
    """
    blank = [(row, {"id": row.key, "name": row.key, "data": None, "errors": ()}) for row in offered(definition, "web")]
    return _questions(definition, blank, _screens(definition, has_place=has_place))


def _page(form: RateForm, place: Place | None, drawn: Markup) -> str:
    count = _screens(form.version.definition, has_place=place is not None)
    return render_template("surveys/rate.html", form=form, place=place, count=count, drawn=drawn)


def _questions(definition: Definition, questions: Sequence[tuple[Question, Any]], count: int) -> Markup:
    facts = {"definition": definition, "questions": questions, "count": count, "needed": needed(definition)}
    return Markup(render_template("surveys/asked.html", **facts))  # noqa: S704 - a template escapes by itself


def _screens(definition: Definition, *, has_place: bool) -> int:
    """Screens of the form: the questions, and the department where no QR code says which."""
    return len(offered(definition, "web")) + (0 if has_place else 1)
