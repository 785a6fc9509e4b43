"""Which pages of results may be saved, and how a saved one is written, read and told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, urlencode

from flask import url_for
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField

from analytics import labels
from analytics.actions.views import MOST_VIEWS
from analytics.measures.registry import MEASURES, measure
from analytics.measures.slices import Slice
from analytics.models import ResultsView
from analytics.texts import _
from complaints.labels import CHANNELS
from kernel.errors import RuleBroken
from web.forms import AtMost, Form, Needed, printable

PAGES: Final = {
    "dashboard": _l("Pulpit"),
    "month": _l("Miesiąc"),
    "charts": _l("Wykresy"),
    "figures": _l("Wszystkie wskaźniki"),
    "span": _l("Wiele miesięcy"),
    "against": _l("Porównanie okresów"),
    "compared": _l("Porównanie wydziałów"),
    "reduction": _l("Skrócenie terminów"),
    "control": _l("Czy to sygnał?"),
    "answers": _l("Odpowiedzi"),
}
"""The pages by the end of their endpoint."""

CHOICES: Final = (
    "month", "from", "to", "base_from", "base_to", "period", "compare", "population", "department", "structure",
    "as_of", "measure", "by", "questionnaire", "chart", "screen", "target", "change",
    "channel", "topic",
)  # fmt: skip
"""What an address of these pages may choose; anything else is not kept."""

LONGEST_CHOICE: Final = 80
"""Letters of one choice: the longest is a moment with its zone or an id. With all names it fits into the table."""

WHEN: Final = ("month", "period", "to")
"""Choices of a time: a view without any of them always shows the last complete period."""


class ViewForm(Form):
    """The name of a view; ``page`` and ``query`` are what it stands for."""

    name = StringField(
        _l("Nazwa widoku"), [Needed(_l("Brak nazwy. Proszę nazwać widok, na przykład „Mój wydział”.")), AtMost(60)]
    )
    page = HiddenField()
    query = HiddenField()


def written_query(typed: str) -> str:
    """Return the choices of an address in one fixed order, everything else left out."""
    given = {name: printable(value)[:LONGEST_CHOICE] for name, value in parse_qsl(typed[:4000]) if name in CHOICES}
    return urlencode([(name, given[name]) for name in CHOICES if given.get(name)])


def known(page: str) -> str:
    """The name of a page that may be saved; the dashboard for any other."""
    return page if page in PAGES else "dashboard"


def address(view: ResultsView) -> str:
    """The page of a view, with its choices."""
    path = url_for(f"analytics.{known(view.page)}")
    return f"{path}?{view.query}" if view.query else path


def told(view: ResultsView, departments: Mapping[str, str]) -> str:
    """A view in words: the page, the time, the department, the measure."""
    chosen = dict(parse_qsl(view.query))
    measures = {one.key for one in MEASURES}
    words = [
        str(PAGES.get(view.page, view.page)),
        _when(chosen) or _("zawsze ostatni zakończony okres"),
        departments.get(chosen.get("department", ""), ""),
        str(measure(chosen["measure"]).title) if chosen.get("measure") in measures else "",
        str(labels.POPULATIONS.get(chosen.get("population", ""), "")),
        str(CHANNELS.get(chosen.get("channel", ""), "")),
        _("stan na %(moment)s", moment=chosen["as_of"].replace("T", " ")) if "as_of" in chosen else "",
    ]
    return " · ".join(word for word in words if word)


def _when(chosen: Mapping[str, str]) -> str:
    ends = [chosen[name] for name in ("from", "to") if name in chosen]
    for written in (chosen.get("month"), chosen.get("period")):
        if written:
            return _slice_name(written)
    return " – ".join(dict.fromkeys(_slice_name(end) for end in ends))


def _slice_name(written: str) -> str:
    try:
        return labels.slice_name(Slice.parse(written))
    except ValueError:
        return ""


def sentence(broken: RuleBroken) -> str:
    """Why a view was not saved."""
    if broken.code == "too_many_views":
        return _("Widoków może być najwyżej %(most)s. Proszę usunąć któryś z zapisanych.", most=MOST_VIEWS)
    return _("Jest już widok o tej nazwie. Proszę wybrać inną.")
