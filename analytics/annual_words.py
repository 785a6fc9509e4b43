"""The annual report in words: titles, heads, notes and cells, the same on the page, in print and in the workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from analytics import labels, words
from analytics.measures.period import Month
from analytics.methods.suppression import is_small_base
from analytics.reports.annual import AnnualReport, AnnualTable, Figure, Name, Row, Unit
from analytics.texts import _
from complaints.labels import BASES, CHANNELS, KINDS, OUTCOMES, RESULTS
from complaints.labels.register import LEFT
from office.labels.bodies import BODY_KINDS
from papers import Cell, Column, Sheet, Table
from web.filters import day, short_day

TITLES: Final = {
    "t1": _l("T1. Wpłynęło: rodzaj, kanał, miesiąc"),
    "t2": _l("T2. Wpłynęło według wydziałów"),
    "t3": _l("T3. Wpłynęło według właściwego organu"),
    "t4": _l("T4. Jak się zakończyły"),
    "t5": _l("T5. Terminowość"),
    "t6": _l("T6. Przedmiot spraw"),
    "t7": _l("T7. Przyczyny skarg zasadnych i działania korygujące"),
    "t8": _l("T8. Przekazania w terminie"),
    "t9": _l("T9. Odwołania i zażalenia"),
    "t9b": _l("T9. Rozstrzygnięcia drugiej instancji (art. 138 KPA)"),
    "t10": _l("T10. Ponaglenia"),
    "t10b": _l("T10. Rozstrzygnięcia w sprawie ponagleń"),
    "t11": _l("T11. Petycje"),
    "t11b": _l("T11. Petycje rozpatrzone (art. 14 ustawy o petycjach)"),
    "t12": _l("T12. Rok do roku"),
    "t13": _l("T13. Zadowolenie ze sposobu załatwienia"),
}
COLUMNS: Final = {
    "total": _l("Razem"),
    "due": _l("Z terminem w roku"),
    "on_time": _l("W terminie"),
    "late_noticed": _l("Po terminie, z zawiadomieniem"),
    "late": _l("Po terminie"),
    "on_time_share": _l("W terminie, %"),
    "not_yet_due": _l("Przed ostatnim dniem"),
    "left_in_time": _l("Odeszły w terminie"),
    "settled": _l("Załatwiono w roku"),
    "median": _l("Mediana, dni"),
    "p90": _l("P90, dni"),
    "passed_on": _l("Przekazania"),
    "in_time": _l("W terminie"),
    "in_time_share": _l("W terminie, %"),
    "received": _l("Wpłynęło"),
    "own_decision": _l("Nowa decyzja własna (art. 132)"),
    "left": _l("Bez przekazania"),
    "open": _l("W toku"),
    "kind": _l("Rodzaj"),
    "cause": _l("Przyczyna"),
    "corrective": _l("Co zmienić"),
    "effect": _l("Skutek"),
    "petitions": _l("Petycje"),
    "subject": _l("Przedmiot"),
    "received_on": _l("Wpłynęła"),
    "settled_on": _l("Rozpatrzona"),
    "outcome": _l("Sposób załatwienia"),
    "before": _l("Rok wcześniej"),
    "now": _l("W roku"),
    "change": _l("Zmiana"),
    "inhabitants_before": _l("Rok wcześniej na 10 000 mieszkańców"),
    "inhabitants_now": _l("Na 10 000 mieszkańców"),
    "cases_before": _l("Rok wcześniej na 1000 spraw"),
    "cases_now": _l("Na 1000 spraw"),
}
ROWS: Final[Mapping[str, Mapping[str, Any]]] = {
    "kind": KINDS,
    "channel": CHANNELS,
    "outcome": OUTCOMES,
    "left": LEFT,
    "basis": BASES,
    "result": RESULTS,
    "body_kind": BODY_KINDS,
    "column": COLUMNS,
    "body": {"office": _l("urząd")},
    "ending": {"open": _l("w toku")},
    "population": {
        "complaints": _l("Skargi i wnioski razem"),
        "petycja_first": _l("petycje według pierwszego terminu, bez przedłużeń"),
    },
    "no_department": {"none": _l("bez wydziału")},
    "no_topic": {"none": _l("przedmiot nieustalony")},
    "petitions": {
        "received": _l("wpłynęły"),
        "considered": _l("rozpatrzone"),
        "extended": _l("z przedłużonym terminem (art. 10 ust. 3)"),
        "joined": _l("rozpatrywane łącznie (art. 11)"),
        "passed_on": _l("przekazane innemu podmiotowi (art. 6)"),
        "unconsidered": _l("pozostawione bez rozpoznania (art. 7, 12)"),
        "published": _l("opublikowane na stronie w roku (art. 8 ust. 1)"),
        "published_answers": _l("z rozpatrzonych, z opublikowanym sposobem załatwienia (art. 8 ust. 2)"),
        "open": _l("z tych, które wpłynęły, w toku"),
    },
}
"""What rows are called, by the list their code belongs to."""

NOTES: Final = {
    "end_of_year": _l(
        "Stan spraw, które wpłynęły w roku, na jego ostatni dzień (w roku trwającym: na dziś). Suma jest ta sama co w "
        "tabeli T1."
    ),
    "due_cohort": _l(
        "Podstawa: sprawy, których ostatni dzień terminu przypada w roku i minął, bez tych, które do tego dnia "
        "odeszły. Sprawy w toku po terminie liczą się jako spóźnione. Dopóki w roku są jeszcze ostatnie dni "
        "przed nami, udziału nie podajemy."
    ),
    "petition_extension": _l(
        "Jeśli o przedłużeniu zawiadomiono najpóźniej ostatniego dnia pierwszego terminu, petycję ocenia się "
        "według nowego; późniejsze zawiadomienie niczego nie zmienia. Wiersz pod petycjami ocenia je według "
        "pierwszego terminu: przedłużone na czas są tam „po terminie, z zawiadomieniem”."
    ),
    "times": _l("Mediana i P90: dni kalendarzowe od wpływu do wysłania zawiadomienia, sprawy załatwione w roku."),
    "no_corrective_actions": _l(
        "Skutek: działań korygujących jeszcze się w programie nie zapisuje, dlatego kolumna jest pusta."
    ),
    "transfers": _l(
        "Skargi i wnioski: siedem dni od wpływu (art. 231 i 243 KPA), także radzie; petycje: 30 dni (art. 6 ustawy "
        "o petycjach). Sprawa przekazana dwa razy liczy się dwa razy."
    ),
    "appeals": _l("Siedem dni od wpływu, chyba że urząd sam uwzględni odwołanie w całości (art. 132, 133, 144 KPA)."),
    "urgings": _l(
        "Siedem dni od wpływu (art. 37 § 4 KPA). Bez przekazania: wniesione przed terminem (art. 37 § 3a), z brakami, "
        "wycofane."
    ),
    "late_ones": _l(
        "Po terminie liczą się też sprawy w toku, których ostatni dzień minął, i nowe decyzje własne wydane po nim."
    ),
    "petitions": _l("Zbiorczą informację za rok ogłasza się do 30 czerwca następnego roku."),
    "rates": _l(
        "Na mieszkańców i na sprawy przelicza się według liczb odniesienia, które wpisuje administrator. Kreska: "
        "liczby nie wpisano."
    ),
    "not_collected": _l("Nie zbiera się: osób, których sprawy zakończono, jeszcze o to nie pytamy."),
}
NUMBERS: Final = frozenset({Unit.COUNT, Unit.PERCENT, Unit.DAYS, Unit.RATE})
EMPTY: Final = "–"


def name(found: Name) -> str:
    """What a row or column is called."""
    if found.space == "text":
        return found.words
    if found.space == "month":
        return labels.month_short(Month(2026, int(found.code)))
    return str(ROWS[found.space][found.code])


def cell(figure: Figure) -> str:
    """A figure as people read it: shares and times with the mark of a small base; a dash where there is none."""
    value = figure.value
    if value is None:
        return EMPTY if figure.unit in NUMBERS else ""
    if isinstance(value, dt.date):
        return short_day(value)
    if isinstance(value, str):
        return code_words(value) if figure.unit is Unit.CODE else value
    words = labels.written(value, 0 if figure.unit is Unit.COUNT else 1)
    if figure.unit in (Unit.PERCENT, Unit.DAYS) and figure.n is not None and is_small_base(figure.n, minimum=1):
        return f"{words} *"
    return words.replace("-", labels.MINUS)


def code_words(code: str) -> str:
    """A code of this product in words: a kind or an outcome."""
    return str(KINDS.get(code) or OUTCOMES.get(code) or code)


def base(figure: Figure) -> str:
    """n = 22: the base of a share, a time or a rate; empty for a count, which is its own."""
    return "" if figure.n is None or figure.unit is Unit.COUNT else f"n = {labels.written(figure.n)}"


def has_small_base(table: AnnualTable) -> bool:
    """Whether a figure of a table carries the mark of a small base."""
    return any(cell(figure).endswith(" *") for row in table.rows for figure in row.figures)


def notes(table: AnnualTable) -> list[str]:
    """What is said under a table."""
    said = [str(NOTES[code]) for code in table.notes]
    return [*said, _("* mała podstawa: mniej niż 30 spraw.")] if has_small_base(table) else said


def title(report: AnnualReport) -> str:
    """Sprawozdanie roczne 2026."""
    return _("Sprawozdanie roczne %(year)s", year=str(report.year))


def lead(report: AnnualReport) -> str:
    """What the report covers and when it was made."""
    if report.is_running:
        return _(
            "Rok jeszcze trwa: stan na %(day)s, wpis %(leaf)s.", day=day(report.today), leaf=labels.written(report.leaf)
        )
    return _("Stan na %(day)s, wpis %(leaf)s.", day=day(report.today), leaf=labels.written(report.leaf))


def sealed(report: AnnualReport) -> str:
    """The last seal of the record: number, size, moment and root in full; empty where there is none."""
    return words.sealed(report.seal)


def place(table: AnnualTable, row: str, column: str) -> str:
    """Where a figure stands: its row and its column."""
    rows = [name(one.name) for one in table.rows if one.key == row]
    columns = [name(one) for one in table.columns if one.code == column]
    return " · ".join([*rows, *columns])


def row_name(row: Row) -> str:
    """What a row is called; a part of the row above begins with a dash."""
    return f"– {name(row.name)}" if row.is_part else name(row.name)


def printed(table: AnnualTable) -> Table:
    """A table for print: each share, time and rate with its base beside it."""
    numbers = [is_number(table, at) for at in range(len(table.columns))]
    wide = 2 if not all(numbers) else 4 if len(numbers) <= 8 else 3
    heads = (Column(name(one), 1 if is_so else 3, is_so) for one, is_so in zip(table.columns, numbers, strict=True))
    columns = (Column(_("Pozycja"), wide), *heads)
    rows = [(row_name(row), *(_with_base(figure) for figure in row.figures)) for row in table.rows]
    has_total = bool(table.rows) and table.rows[-1].is_total
    note = " ".join(notes(table))
    return Table(str(TITLES[table.key]), columns, rows, note=note, empty=_("Nie ma czego wykazać."), total=has_total)


def sheet(table: AnnualTable) -> Sheet:
    """A table for a workbook: numbers as numbers, a base in a column of its own beside what has one."""
    heads = [Column(_("Pozycja"), 3)]
    for at, one in enumerate(table.columns):
        heads.append(Column(name(one), 2 if is_number(table, at) else 4))
        if _has_base(table, at):
            heads.append(Column(f"n: {name(one)}", 2))
    rows = [(row_name(row), *_cells(table, row)) for row in table.rows]
    said = [(note,) for note in notes(table)]
    return Sheet(str(TITLES[table.key]), heads, [*rows, *said])


def _cells(table: AnnualTable, row: Row) -> list[Cell]:
    found: list[Cell] = []
    for at, figure in enumerate(row.figures):
        value = figure.value
        found.append(code_words(value) if figure.unit is Unit.CODE and isinstance(value, str) else value)
        if _has_base(table, at):
            found.append(figure.n)
    return found


def _with_base(figure: Figure) -> str:
    words, under = cell(figure), base(figure)
    return f"{words} ({under})" if under and isinstance(figure.value, Decimal) else words


def is_number(table: AnnualTable, at: int) -> bool:
    """Whether a column holds numbers."""
    return any(row.figures[at].unit in NUMBERS for row in table.rows)


def _has_base(table: AnnualTable, at: int) -> bool:
    return any(row.figures[at].n is not None and row.figures[at].unit is not Unit.COUNT for row in table.rows)
