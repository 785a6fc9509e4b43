"""Charts: the same bytes for the same data, nothing a strict page refuses, every word and mark in its place."""

import hashlib
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from analytics.charts import backlog, control, dots, interrupted, likert, months, survival
from analytics.charts.letters import lines
from analytics.charts.scale import labels, ticks
from analytics.charts.style import NARROW, THEMES, WIDE, ThemeName
from tests.analytics.chart_samples import EMPTY, FULL

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
MONTHS = (
    control.ControlMonth("lis", "2025", 88.0, 90.0, 80.0, 100.5, "common", 0),
    control.ControlMonth("gru", "2025", None, None, None, None, "common", 0),
    control.ControlMonth("sty", "2026", 70.0, 90.0, 80.0, 100.5, "concerning", 0),
    control.ControlMonth("lut", "2026", 97.0, 95.0, None, None, "improving", 1),
)
CONTROL = control.Control(
    "Na czas",
    "Karta",
    MONTHS,
    (("improving", "Poprawa"), ("concerning", "Do wyjaśnienia"), ("common", "Zwykłe wahania")),
    ("–", "95,0 %", "–"),
    " %",
    ceiling=100,
    target=(95.0, "cel"),
)

SERIES = interrupted.Interrupted(
    "Mediana",
    "Kropki i linie",
    tuple(
        interrupted.SeriesMonth(
            ("sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru")[place % 12],
            str(2025 + place // 12),
            25 + place % 3 - (6 if place >= 12 else 0),
            26 - (6 if place >= 12 else 0),
            26.0 if place >= 12 else None,
        )
        for place in range(24)
    ),
    12,
    "zmiana",
    "bez zmiany",
)

Render = Callable[[int, ThemeName], bytes]
CHARTS: dict[str, Render] = {
    "months": lambda width, theme: months.render(LINE, width, theme),
    "likert": lambda width, theme: likert.render(BARS, width, theme),
    "survival": lambda width, theme: survival.render(CURVES, width, theme),
    "dots": lambda width, theme: dots.render(DOTS, width, theme),
    "backlog": lambda width, theme: backlog.render(STOCK, width, theme),
    "control": lambda width, theme: control.render(CONTROL, width, theme),
    "interrupted": lambda width, theme: interrupted.render(SERIES, width, theme),
    **{name: partial(module.render, data) for name, (module, data) in FULL.items()},
}
SVG = "{http://www.w3.org/2000/svg}"
NARROWEST_LETTER = 5.6
"""Width of a letter at 12 px, in pixels: a mean that system fonts reach; what is wider than this is surely seen."""


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
        assert control.render(control.Control("T", "D", (), (), ("–", "–", "–")), width, "light")
        assert backlog.render(backlog.Backlog("T", "D", (), "a", "b"), width, "light")


def test_every_kind_of_month_of_a_control_chart_has_a_shape_of_its_own() -> None:
    assert len({shape for shape, _size in control.SHAPES.values()}) == len(control.SHAPES)
    drawn = control.render(CONTROL, WIDE, "light").decode()
    for words in ("Poprawa", "Do wyjaśnienia", "Zwykłe wahania", "cel", "95,0 %"):
        assert words in drawn


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(79.2, 87.8, [76, 80, 84, 88]), (0, 100, [0, 25, 50, 75, 100]), (0, 0, [0, 1]), (99.6, 100, [99, 100])],
)
def test_axis_numbers_are_round_and_enclose_the_data(low: float, high: float, expected: list[float]) -> None:
    assert ticks(low, high, ceiling=100) == expected


def test_only_the_top_number_bears_the_unit() -> None:
    assert labels([0, 50, 100], " %") == ["0", "50", "100 %"]


def _ends(text: ET.Element) -> tuple[float, float]:
    """Where a text begins and ends, about."""
    words = "".join(text.itertext())
    length = len(words) * NARROWEST_LETTER * float(text.attrib["font-size"].removesuffix("px")) / 12
    at = float(text.attrib["x"])
    start = {"middle": at - length / 2, "end": at - length}.get(text.attrib.get("text-anchor", ""), at)
    return start, start + length


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_word_stands_outside_its_picture(render: Render, width: int) -> None:
    root = ET.fromstring(render(width, "light"))
    for text in root.iter(f"{SVG}text"):
        start, end = _ends(text)
        words = "".join(text.itertext())
        assert start >= -2, words
        assert end <= width + 2, words
        assert 8 <= float(text.attrib["y"]) <= float(root.attrib["height"]), words


@pytest.mark.parametrize("name", sorted(EMPTY))
def test_a_chart_without_data_says_so_in_a_low_frame(name: str) -> None:
    module, data = EMPTY[name]
    for width in (WIDE, NARROW):
        drawn = module.render(data, width, "light").decode()
        assert data.empty in drawn
        assert module.height(data, width) < 100


def _lightness(colour: str) -> float:
    """Relative luminance, 0 black to 1 white. Source: WCAG 2.2."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_lightness(one), _lightness(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_steps_keep_their_order_on_grey_paper_and_their_letters_can_be_read(theme: ThemeName) -> None:
    colours = THEMES[theme]
    grey = [_lightness(colour) for colour in colours.steps]
    assert grey == sorted(grey, reverse=theme == "light")
    for one, other in zip(colours.steps, colours.steps[1:], strict=False):
        assert _contrast(one, other) > 1.35
    for ground, letters in zip(colours.steps, colours.on_steps, strict=True):
        assert _contrast(ground, letters) >= 4.5


def test_withheld_cells_are_hatched_and_their_departments_named() -> None:
    drawn = CHARTS["heat"](WIDE, "light").decode()
    assert "<pattern" in drawn
    assert "Ukryte w niektórych miesiącach: Biuro Rady Miejskiej, bez wydziału." in drawn
    assert "<pattern" not in CHARTS["hours"](WIDE, "light").decode()


def test_a_funnel_names_who_is_outside_and_nobody_else() -> None:
    drawn = CHARTS["funnel"](WIDE, "light").decode()
    assert "Wydział Architektury i Urbanistyki" in drawn
    assert "Urząd Stanu Cywilnego" not in drawn


def test_words_break_into_lines_and_only_a_word_too_wide_is_cut() -> None:
    assert lines("Biuro Rady Miejskiej", 80) == ["Biuro Rady", "Miejskiej"]
    assert lines("Konstantynopolitańczykowianeczka", 66) == ["Konstanty…"]


def test_another_process_with_other_hashes_draws_the_same_bytes() -> None:
    program = (
        "import hashlib; from tests.analytics.chart_samples import FULL; from analytics.charts.style import NARROW\n"
        "print(hashlib.sha256(b''.join(m.render(d, NARROW, 'light') for m, d in FULL.values())).hexdigest())"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )  # fmt: skip
    here = b"".join(module.render(data, NARROW, "light") for module, data in FULL.values())
    assert told.stdout.strip() == hashlib.sha256(here).hexdigest()
