"""The tables of a pack: the same rows for the page, the print and the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from analytics import labels, moments
from analytics.labels import QUESTIONS
from analytics.measures.period import Period
from analytics.measures.registry import MEASURES, measure
from analytics.measures.result import Result
from analytics.pack_files import cells
from analytics.reports.changes import Changes
from analytics.reports.of_slice import slice_of
from analytics.reports.pack import Pack
from analytics.reports.pack.contents import Answers
from analytics.reports.pack.rows import has_figures
from analytics.reports.pack.sheets import Sheets
from analytics.texts import _
from papers import Cell, Column, Sheet

MONTHLY: Final = (
    "received", "settled", "backlog", "overdue", "on_time", "median_days", "median_hours", "csat",
)  # fmt: skip
SIDE_BY_SIDE: Final = ("received", "settled", "backlog", "overdue", "on_time", "median_days", "median_hours", "csat")
WITH_BASE: Final = frozenset({"on_time", "csat"})
"""What a table of months shows, and one of departments; those that are nothing without their base beside them."""


def told(pack: Pack) -> list[Sheets]:
    """The populations that have anything to tell; complaints always."""
    first, *others = pack.sheets
    return [first, *(one for one in others if not one.is_empty)]


def figures(sheets: Sheets) -> Sheet:
    """Every figure of a population over the whole period."""
    rows = [(str(measure(one.measure).title), *cells.figure_cells(one)) for one in sheets.whole]
    return Sheet(str(labels.POPULATIONS[sheets.population]), (Column(_("Wskaźnik"), 5), *cells.figure_columns()), rows)


def every_figure(pack: Pack) -> Sheet:
    """Every figure of every population, of each month, the quarters of a year, and the whole period."""
    columns = (Column(_("Okres"), 2), Column(_("Sprawy"), 2), Column(_("Wskaźnik"), 4), *cells.figure_columns())
    return Sheet(_("Wskaźniki"), columns, _every(pack))


def _every(pack: Pack) -> Iterator[tuple[Cell, ...]]:
    for sheets in told(pack):
        named = str(labels.POPULATIONS[sheets.population])
        whole = [sheets.whole] if len(pack.period.months) > 1 else []
        for results in (*sheets.months.values(), *sheets.quarters, *whole):
            for one in results:
                yield str(one.period), named, str(measure(one.measure).title), *cells.figure_cells(one)


def months(sheets: Sheets) -> Sheet:
    """The months of the period side by side."""
    rows = [(labels.month_inside(month), _by_key(results)) for month, results in sheets.months.items()]
    return _side_by_side(str(labels.POPULATIONS[sheets.population]), _("Miesiąc"), MONTHLY, rows)


def departments(sheets: Sheets, pack: Pack) -> Sheet:
    """The departments side by side over the whole period, by the Polish alphabet, what belongs to none last."""
    named = {key: pack.names.get(key, "") for key in sheets.departments if has_figures(sheets.departments[key])}
    ordered = sorted(named, key=lambda one: (one == "", labels.alphabetical(named[one])))
    rows = [(named[key] or labels.no_department(), _by_key(sheets.departments[key])) for key in ordered]
    return _side_by_side(str(labels.POPULATIONS[sheets.population]), _("Wydział"), SIDE_BY_SIDE, rows)


def _side_by_side(title: str, first: str, keys: Iterable[str], rows: list[tuple[str, dict[str, Result]]]) -> Sheet:
    shown = [key for key in keys if any(key in results for _name, results in rows)]
    columns = [Column(first, 4)]
    for key in shown:
        columns.append(Column(_head(key), 2, True))
        columns += [Column("n", 1, True)] if key in WITH_BASE else []
    return Sheet(title, columns, [(name, *_row(results, shown)) for name, results in rows])


def _row(results: dict[str, Result], shown: list[str]) -> Iterator[Cell]:
    for key in shown:
        result = results.get(key)
        yield None if result is None else cells.value_or_why(result)
        if key in WITH_BASE:
            yield None if result is None else result.n


def _head(key: str) -> str:
    short = str(labels.HEADINGS.get(key) or measure(key).title)
    return f"{short}, %" if key in WITH_BASE else short


def _by_key(results: tuple[Result, ...]) -> dict[str, Result]:
    return {one.measure: one for one in results}


def questions(answers: Iterable[Answers]) -> Sheet:
    """How often each answer was given to each question of each period, as far as it may be told."""
    columns = (
        Column(_("Okres"), 3), Column(_("Pytanie"), 4), Column("n", 1, True),
        *(Column(str(answer), 1, True) for answer in range(1, 6)),
        Column(_("Oceny 4 i 5, %"), 2, True), Column(_("Uwaga"), 3),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for told in answers:
        for one in told.questions:
            counts: tuple[Cell, ...] = one.counts.counts if one.counts else (None,) * 5
            named = (_period(told.period), str(QUESTIONS[one.key]), one.result.n)
            rows.append((*named, *counts, cells.value(one.result), cells.remark(one.result)))
    return Sheet(_("Odpowiedzi na każde pytanie"), columns, rows)


def collected(answers: Iterable[Answers]) -> Sheet:
    """Responses by the way they were collected, as far as they may be told."""
    columns = (
        Column(_("Okres"), 3), Column(_("Sposób"), 4), Column(_("Ważne"), 2, True),
        Column(_("Oznaczone jako wątpliwe"), 2, True),
    )  # fmt: skip
    rows = [
        (_period(told.period), str(labels.MODES.get(mode, mode)), _count(clean), _count(flagged))
        for told in answers
        for mode, clean, flagged in told.modes
    ]
    return Sheet(_("Odpowiedzi według sposobu zebrania"), columns, rows)


def _period(period: Period) -> str:
    """wrzesień 2026, III kwartał 2026, rok 2026."""
    when = slice_of(period)
    return labels.slice_name(when) if when else labels.period_name(period)


def _count(count: int | None) -> Cell:
    said = labels.count_or_hidden(count)
    return count if count is not None and said == labels.written(count) else said


def changed_figures(found: Changes) -> Sheet:
    """The figures of a published month then and as of the pack."""
    columns = (
        Column(_("Wskaźnik"), 4), Column(_("Wydział"), 2),
        Column(_("W wydaniu"), 2, True), Column(_("W paczce"), 2, True),
    )  # fmt: skip
    rows = [
        (
            moments.figure_title(one),
            moments.figure_department(one),
            moments.numbers(one, one.before),
            moments.numbers(one, one.after),
        )
        for one in found.figures
    ]
    return Sheet(_change_title(found, _("wskaźniki")), columns, rows)


def changed_cases(found: Changes, pack: Pack) -> Sheet:
    """The cases that count otherwise, with the facts that differ."""
    columns = (
        Column(_("Sprawa"), 2), Column(_("Co się zmieniło"), 3), Column(_("W wydaniu"), 2), Column(_("W paczce"), 2),
    )  # fmt: skip
    names = pack.names
    rows: list[tuple[Cell, ...]] = []
    for case in found.cases:
        number, how = pack.numbers.get(case.case_id, case.case_id), moments.how(case)
        if how or not case.facts:
            rows.append((number, how, "", ""))
        rows += [
            (
                number,
                str(moments.FACTS[one.fact]),
                moments.fact(one.fact, one.before, names),
                moments.fact(one.fact, one.after, names),
            )
            for one in case.facts
        ]
    return Sheet(_change_title(found, _("sprawy")), columns, rows)


def _change_title(found: Changes, what: str) -> str:
    return _(
        "%(month)s, wydanie %(edition)s, %(population)s: %(what)s",
        month=str(found.month),
        edition=found.edition,
        population=str(labels.POPULATIONS[found.population]),
        what=what,
    )


def definitions() -> Sheet:
    """Every measure as it is declared."""
    columns = (
        Column(_("Wskaźnik"), 3), Column(_("Wersja"), 1, True), Column(_("Obowiązuje od"), 2), Column(_("Dotyczy"), 3),
        Column(_("Liczone"), 4), Column(_("Podstawa"), 4), Column(_("Wzór"), 3), Column(_("Okres według"), 2),
        Column(_("Przedział"), 2), Column(_("Najmniejsza podstawa"), 1, True), Column(_("Źródło"), 3),
        Column(_("Kod"), 2),
    )  # fmt: skip
    rows = [
        (
            str(one.title), one.version, one.in_force_from, str(one.population), str(one.numerator),
            "" if one.denominator is None else str(one.denominator), one.formula, str(labels.COHORTS[one.cohort]),
            str(labels.INTERVALS[one.interval]), one.minimum_n, one.source, one.key,
        )
        for one in MEASURES
    ]  # fmt: skip
    return Sheet(_("Definicje"), columns, rows)
