"""What every figure means: the whole list by theme, and a page for each with its versions."""

from __future__ import annotations

import re
from typing import Final

from flask import render_template, request

from analytics import labels
from analytics.definition_search import LONGEST_WORDS, found
from analytics.definitions import SIGNS, in_language
from analytics.frames.published import months_by_version
from analytics.measures.period import Month
from analytics.measures.registry import MEASURES, THEMES, measure
from analytics.routes.room import blueprint
from kernel.errors import NotFound
from kernel.permissions import Permission
from web import database
from web.access import requires
from web.forms import printable
from web.languages import LANGUAGES, current_language

_SIGN: Final = re.compile(r"[A-Za-z]+[0-9]*|#")


@blueprint.get("/results/definitions")
@requires(Permission.RESULTS_READ)
def definitions() -> str:
    """Every measure in words and signs, by theme; those with some words, or of one theme, where that is asked for."""
    typed, theme = printable(request.args.get("q", "")).strip(), request.args.get("theme", "")
    if theme not in {"", *(one.key for one in THEMES)}:
        raise NotFound
    themes = found(typed, theme, current_language())
    return render_template(
        "analytics/definitions.html",
        themes=themes,
        every_theme=THEMES,
        typed=typed[:LONGEST_WORDS],
        theme=theme,
        count=sum(len(one.measures) for one in themes),
        signs=SIGNS,
        labels=labels,
    )


@blueprint.get("/results/definitions/<key>")
@requires(Permission.RESULTS_READ)
def one_definition(key: str) -> str:
    """One measure: all that is declared, its names in other languages, and which published months it was counted in."""
    if key not in {one.key for one in MEASURES}:
        raise NotFound
    declared = measure(key)
    return render_template(
        "analytics/definition.html",
        item=declared,
        theme=next(one for one in THEMES if declared in one.measures),
        titles={language: in_language(declared.title, language) for language in LANGUAGES},
        versions=months_by_version(database.session(), key),
        signs=[(sign, meaning) for sign, meaning in SIGNS if _signs(sign) & _signs(declared.formula)],
        labels=labels,
        month_of=Month.parse,
    )


def _signs(formula: str) -> set[str]:
    """The single signs of a formula, or of the first column of their list."""
    return set(_SIGN.findall(formula))
