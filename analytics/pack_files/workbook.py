"""The workbook of a pack: a sheet for each table, the definitions, and the cases behind every figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import IO

from analytics import labels, words
from analytics.measures.registry import measure
from analytics.pack_files import cases, cells, tables
from analytics.pack_files.charts import Drawn
from analytics.pack_files.made import how_it_was_made
from analytics.plates import plate_rows
from analytics.reports.choice import Compare
from analytics.reports.pack import Pack
from analytics.texts import _
from papers import Cell, Column, Sheet, write_workbook


def write(target: IO[bytes], pack: Pack, drawn: Sequence[Drawn]) -> None:
    """Write the workbook; the moment of the pack is its day of creation."""
    write_workbook(target, sheets(pack, drawn), pack.as_of.moment)


def sheets(pack: Pack, drawn: Sequence[Drawn] = ()) -> Iterator[Sheet]:
    """Its sheets, in order."""
    told = tables.told(pack)
    yield _headline(pack)
    yield tables.every_figure(pack)
    for one in told:
        if pack.span:
            yield _named(_("Miesiące"), tables.months(one))
        yield _named(_("Wydziały"), tables.departments(one, pack))
    yield tables.questions(pack.answers)
    yield tables.collected(pack.answers)
    yield _charts(drawn)
    for found in pack.changes:
        yield _named(_("Zmiany"), tables.changed_figures(found))
        yield _named(_("Zmiany"), tables.changed_cases(found, pack))
    yield tables.definitions()
    yield from cases.sheets(pack)
    yield Sheet(_("Jak to policzono"), [Column(_("Opis"), 5)], [(said,) for said in how_it_was_made(pack)])


def _headline(pack: Pack) -> Sheet:
    columns = (Column(_("Okres"), 2), Column(_("Wskaźnik"), 4), *cells.figure_columns(), Column(_("Zmiana"), 5))
    rows = []
    for figure in pack.figures.values():
        spoken = words.change_of(figure, Compare.YEAR)
        named = (labels.period_name(figure.now.period), str(measure(figure.now.measure).title))
        rows.append((*named, *cells.figure_cells(figure.now), f"{spoken.word}: {spoken.sentence}"))
    return Sheet(_("Sześć wskaźników"), columns, rows)


def _charts(drawn: Sequence[Drawn]) -> Sheet:
    """The numbers of every chart, a row each."""
    columns = (Column(_("Wykres"), 3), Column(_("Pozycja"), 3), Column(_("Kolumna"), 2), Column(_("Wartość"), 2, True))
    plates = [one.plate for one in drawn if one.plate]
    titles = {one.chart.name: one.title for one in plates}
    rows = [(titles[name], row, column, _plain(value)) for name, row, column, value in plate_rows(plates)]
    return Sheet(_("Wykresy"), columns, rows)


def _plain(written: str) -> Cell:
    """A number as a number."""
    try:
        return Decimal(written)
    except InvalidOperation:
        return written


def _named(name: str, sheet: Sheet) -> Sheet:
    """The sheet under a shorter name: names of sheets are cut."""
    return Sheet(f"{name} {sheet.title}", sheet.columns, sheet.rows)
