"""The book of a pack: a page of headline figures for the mayor, then tables, charts, definitions, how it was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from analytics import labels, sentences, words
from analytics.measures.registry import measure
from analytics.measures.result import Result
from analytics.pack_files import cells, tables
from analytics.pack_files.charts import Drawn
from analytics.pack_files.made import how_it_was_made
from analytics.reports.choice import Compare
from analytics.reports.month import Figure
from analytics.reports.pack import Pack
from analytics.texts import _
from papers import Card, Chapter, Picture, Sheet, Table, printed
from web.filters import moment

MARKS: Final = {"up": "↑", "down": "↓", "equal": "=", "dot": "•"}
SPARK: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    "{lines}{point}</svg>"
)
LINE: Final = '<polyline points="{points}" fill="none" stroke="#0a5560" stroke-width="2.25" stroke-linejoin="round"/>'
POINT: Final = '<circle cx="{x}" cy="{y}" r="3" fill="#0a5560"/>'


@dataclass(frozen=True)
class Book:
    """What people read: title, a few sentences, six cards, chapters."""

    title: str
    lead: tuple[str, ...]
    cards: tuple[Card, ...]
    chapters: tuple[Chapter, ...]


def book_of(pack: Pack, drawn: Sequence[Drawn], pictures: Mapping[str, bytes]) -> Book:
    """The book. ``pictures``: the charts as SVG, by name."""
    shown = tuple(
        Picture(one.chart.data.title, pictures[one.chart.name].decode(), one.chart.alt, one.note) for one in drawn
    )
    cards = tuple(_card(name, figure, pack) for name, figure in pack.figures.items())
    return Book(title(pack), tuple(_lead(pack)), cards, tuple(_chapters(pack, shown)))


def title(pack: Pack) -> str:
    """Wyniki: październik 2026."""
    return _("Wyniki: %(period)s", period=labels.period_name(pack.period))


def stand(pack: Pack) -> str:
    """The moment and the entry the pack speaks of."""
    at = moment(pack.as_of.moment)
    return _("Stan na %(moment)s, wpis %(leaf)s", moment=at, leaf=labels.written(pack.as_of.leaf))


def _lead(pack: Pack) -> list[str]:
    said = [_("Skargi i wnioski całego urzędu oraz odpowiedzi na pytania o obsługę.")]
    if pack.is_running:
        said.append(_("Okres jeszcze trwa: wyniki są niepełne, a udziału spraw załatwionych na czas nie podajemy."))
    if pack.span and pack.figures["csat"].now.period != pack.period:
        said.append(_("Zadowolenie podaje się za pojedyncze miesiące: na tej stronie za ostatni z nich."))
    return said


def _card(name: str, figure: Figure, pack: Pack) -> Card:
    now, spoken = figure.now, words.change_of(figure, Compare.YEAR)
    number, unit = labels.parts(now)
    heading = _("Czas załatwienia") if name == "time" else str(measure(now.measure).title)
    if pack.span and now.period != pack.period:
        heading = f"{heading}, {labels.period_name(now.period)}"
    svg, alt = _trend(figure)
    return Card(
        heading,
        number,
        unit,
        labels.under(now),
        MARKS.get(spoken.sign, "•"),
        spoken.word,
        f"{spoken.sentence}.",
        svg,
        alt,
    )


def _trend(figure: Figure) -> tuple[str, str]:
    pieces, last = sentences.spark(figure)
    if not pieces:
        return "", ""
    lines = "".join(LINE.format(points=piece) for piece in pieces)
    point = POINT.format(x=last[0], y=last[1]) if last else ""
    size = {"width": int(sentences.SPARK_WIDTH), "height": int(sentences.SPARK_HEIGHT)}
    return SPARK.format(lines=lines, point=point, **size), sentences.months(_known(figure.trend))


def _known(trend: tuple[Result, ...]) -> list[Result]:
    return [one for one in trend if one.value is not None]


def _chapters(pack: Pack, drawn: tuple[Picture, ...]) -> list[Chapter]:
    told = tables.told(pack)
    chapters = [
        Chapter(_("Wykresy"), pictures=drawn),
        Chapter(_("Wszystkie wskaźniki"), tables=[_table(tables.figures(one)) for one in told]),
    ]
    if pack.span:
        chapters.append(Chapter(_("Miesiąc po miesiącu"), tables=[_table(tables.months(one)) for one in told]))
    side_by_side = [_table(tables.departments(one, pack)) for one in told]
    chapters.append(Chapter(_("Wydziały"), [sentences.departments()], tables=side_by_side))
    answers = [_table(one) for one in (tables.questions(pack.answers), tables.collected(pack.answers))]
    chapters.append(Chapter(_("Odpowiedzi na ankiety"), tables=answers))
    if pack.changes:
        chapters.append(Chapter(_("Co się zmieniło od publikacji"), tables=_changes(pack)))
    chapters.append(Chapter(_("Definicje"), tables=[_definitions()]))
    chapters.append(Chapter(_("Jak to policzono"), how_it_was_made(pack)))
    return chapters


def _changes(pack: Pack) -> list[Table]:
    return [
        _table(sheet)
        for one in pack.changes
        for sheet in (tables.changed_figures(one), tables.changed_cases(one, pack))
    ]


def _definitions() -> Table:
    """The declarations in the columns that fit on a sheet; the workbook has all."""
    kept, full = (0, 4, 5, 6, 8, 10, 1), tables.definitions()
    rows = [tuple(row[at] for at in kept) for row in full.rows]
    return _table(Sheet("", [full.columns[at] for at in kept], rows))


def _table(sheet: Sheet) -> Table:
    return printed(sheet, cells.words, empty=_("Nie ma czego wykazać."))
