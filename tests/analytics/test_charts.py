"""Charts: the same bytes for the same data, nothing a strict page refuses, every word and mark in its place."""

import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from analytics.charts import backlog, dots, likert, months, survival
from analytics.charts.scale import labels, ticks
from analytics.charts.style import NARROW, WIDE, ThemeName

ANSWERS = ("Bardzo źle", "Źle", "Średnio", "Dobrze", "Bardzo dobrze")

POINTS = (
    months.MonthPoint("lis", "2025", "40", 81.8, 70.2, 90.1),
    months.MonthPoint("gru", "2025", "< 5", None, None, None),
    months.MonthPoint("sty", "2026", "52", 84.0, 73.0, 91.0),
    months.MonthPoint("lut", "2026", "61", 86.3, 76.0, 92.0),
)
LINE = months.MonthLine("Zadowolenie <z> obsługi", "Linia i pas", POINTS, "86,3 %")
BARS = likert.Likert(
    "Rozkład",
    "Słupki",
    (
        likert.LikertRow("Uprzejmość", (0.01, 0.02, 0.06, 0.34, 0.57), ("1", "2", "6", "34", "57"), "91 %"),
        likert.LikertRow("Wiedza", None, why_not="mniej niż 5 odpowiedzi"),
    ),
    ANSWERS,
    "oceny 4 i 5",
)
NOW = survival.SurvivalLine((0, 7, 14), (100, 60, 20), (100, 50, 10), (100, 70, 30), 14, "listopad 2026:", "14 dni")
BASE = survival.SurvivalLine((0, 9), (100, 80), (100, 70), (100, 90), None, "rok 2025:", "więcej niż 9 dni")
CURVES = survival.Survival("Czas", "Krzywe", NOW, BASE, 35, "dni od wpływu")
DOTS = dots.Dots(
    "Wydziały",
    "Kropki",
    (
        dots.Dot("Cały urząd", 86.3, 84.7, 87.8, "86,3 %", is_whole=True),
        dots.Dot("Wydział o nazwie tak długiej, że nie mieści się obok wykresu", 75, 60, 86, "75,0 %"),
        dots.Dot("Biuro Rady", None, None, None, "mniej niż 5 odpowiedzi"),
    ),
)
STOCK = backlog.Backlog("Zaległości", "Słupki", (backlog.MonthEnd("lis", "2026", 12, 3),), "w terminie", "po terminie")

Render = Callable[[int, ThemeName], bytes]
CHARTS: dict[str, Render] = {
    "months": lambda width, theme: months.render(LINE, width, theme),
    "likert": lambda width, theme: likert.render(BARS, width, theme),
    "survival": lambda width, theme: survival.render(CURVES, width, theme),
    "dots": lambda width, theme: dots.render(DOTS, width, theme),
    "backlog": lambda width, theme: backlog.render(STOCK, width, theme),
}


@pytest.fixture(params=sorted(CHARTS))
def render(request: pytest.FixtureRequest) -> Render:
    return CHARTS[request.param]


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chart_is_a_small_well_formed_image_without_styles(render: Render, width: int, theme: ThemeName) -> None:
    drawn = render(width, theme)
    root = ET.fromstring(drawn)
    assert root.attrib["width"] == str(width)
    assert root[0].tag.endswith("title")
    assert root[1].tag.endswith("desc")
    assert len(drawn) < 20_000
    for refused in (b"style", b"metadata", b"<script", b"DejaVu", b"matplotlib.org", b"<!DOCTYPE", b"<?xml"):
        assert refused not in drawn, refused


def test_the_same_data_make_the_same_bytes(render: Render) -> None:
    assert render(WIDE, "light") == render(WIDE, "light")
    assert render(WIDE, "light") != render(WIDE, "dark")


def test_no_chart_loads_pyplot(render: Render) -> None:
    render(NARROW, "light")
    assert "matplotlib.pyplot" not in sys.modules


def test_every_text_is_one_line(render: Render) -> None:
    for text in ET.fromstring(render(WIDE, "light")).iter("{http://www.w3.org/2000/svg}text"):
        assert "\n" not in "".join(text.itertext())
        assert not text.attrib.get("transform")


def test_titles_are_escaped_and_months_without_a_figure_are_named() -> None:
    drawn = months.render(LINE, WIDE, "light").decode()
    assert "<title>Zadowolenie &lt;z&gt; obsługi</title>" in drawn
    assert "&lt; 5" in drawn
    assert "86,3 %" in drawn


def test_withheld_rows_stand_in_the_chart_with_their_word() -> None:
    for drawn in (likert.render(BARS, WIDE, "light"), dots.render(DOTS, NARROW, "dark")):
        assert "mniej niż 5 odpowiedzi" in drawn.decode()


def test_charts_without_any_figure_are_still_drawn() -> None:
    empty = months.MonthPoint("lis", "2026", "0", None, None, None)
    nobody = survival.SurvivalLine((), (), (), (), None, "lis", "brak")
    for width in (WIDE, NARROW):
        assert months.render(months.MonthLine("T", "D", (empty,), ""), width, "light")
        assert survival.render(survival.Survival("T", "D", nobody, None, 35, "dni"), width, "light")
        assert likert.render(likert.Likert("T", "D", (), ANSWERS, ""), width, "light")
        assert dots.render(dots.Dots("T", "D", ()), width, "light")
        assert backlog.render(backlog.Backlog("T", "D", (), "a", "b"), width, "light")


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(79.2, 87.8, [76, 80, 84, 88]), (0, 100, [0, 25, 50, 75, 100]), (0, 0, [0, 1]), (99.6, 100, [99, 100])],
)
def test_axis_numbers_are_round_and_enclose_the_data(low: float, high: float, expected: list[float]) -> None:
    assert ticks(low, high, ceiling=100) == expected


def test_only_the_top_number_bears_the_unit() -> None:
    assert labels([0, 50, 100], " %") == ["0", "50", "100 %"]
