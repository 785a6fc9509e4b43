"""What charts are drawn on: places in pixels, corners of stairs, and a pen no font or setting of a machine changes."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import matplotlib as mpl
import pytest
from matplotlib import font_manager

from analytics.charts.paths import dashes_of, each, stairs
from analytics.charts.pen import short
from analytics.charts.ruler import BESIDE, DATA, FRACTION, SHEET, UNDER, Frame, Ruler, Told
from analytics.charts.style import THEMES, WIDE, Margins, sheet
from analytics.charts.svg import svg
from tests.analytics.chart_samples import FULL


@pytest.mark.parametrize(
    ("by", "expected"),
    [(DATA, (60, 30)), (FRACTION, (1010, 125)), (UNDER, (60, 125)), (BESIDE, (1010, 30)), (SHEET, (10, 2.5))],
)
def test_a_place_is_told_by_the_scales_in_parts_of_the_plane_or_in_pixels(by: Told, expected: tuple[float, float]):
    ruler = Ruler(Frame(10, 0, 100, 50))
    ruler.set_xlim(0, 20)
    ruler.set_ylim(1, 3.5)
    assert ruler.at(10, 2.5, by) == expected


def test_a_scale_may_be_turned_over():
    ruler = Ruler(Frame(0, 0, 100, 50))
    ruler.set_ylim(50, 0)
    assert ruler.at(0, 10) == (0, 40)


def test_the_axis_reaches_its_last_mark():
    _figure, plane = sheet(200, 100, Margins(), THEMES["light"])
    plane.set_xlim(0, 108)
    plane.set_xticks([0, 100, 200], ["0", "100", "200"])
    assert plane.get_xlim() == (0, 200)


def test_stairs_leap_at_the_place_or_at_the_one_before():
    assert stairs([0, 1, 2], [5, 6, 7], "post") == ([0, 1, 1, 2, 2], [5, 5, 6, 6, 7])
    assert stairs([0, 1, 2], [5, 6, 7], "pre") == ([0, 0, 1, 1, 2], [5, 6, 6, 7, 7])
    assert stairs([], [], "post") == ([], [])


def test_a_single_number_belongs_to_all():
    assert list(each([1, 2], 3)) == [(1, 3), (2, 3)]
    assert list(each(1, 3)) == [(1, 3)]


def test_dashes_grow_with_the_line():
    assert dashes_of((0, (5, 3)), 2) == (10, 6)
    assert dashes_of("-", 2) is None


@pytest.mark.parametrize(
    ("number", "written"), [(0, "0"), (-0.001, "0"), (12.5, "12.5"), (3.14159, "3.14"), (100, "100"), (-7.1, "-7.1")]
)
def test_numbers_have_two_decimals_at_most(number: float, written: str):
    assert short(number) == written


def test_marks_of_one_kind_are_shaped_once_and_a_look_is_told_once_for_all_of_them():
    figure, plane = sheet(200, 100, Margins(), THEMES["light"])
    plane.scatter([0.1, 0.2, 0.3], [0.5, 0.5, 0.5], "D", 7, color="#0a5560")
    plane.scatter([0.4], [0.5], "D", 7, color="#9a1b1b")
    drawn = svg(figure, "T", "D").decode()
    assert drawn.count('<path id="m') == 1
    assert drawn.count("<use ") == 4
    assert drawn.count('fill="#0a5560"') == 1


def test_no_chart_measures_a_word_in_a_font(monkeypatch: pytest.MonkeyPatch):
    def refuse(*_args: object, **_named: object) -> None:
        raise AssertionError("a font was asked for")

    for name in ("get_font", "findfont"):
        monkeypatch.setattr(font_manager, name, refuse)
    for module, data in FULL.values():
        assert module.render(data, WIDE, "light")


def test_settings_of_a_machine_change_no_drawing():
    wanted = {name: module.render(data, WIDE, "light") for name, (module, data) in FULL.items()}
    odd: Any = {
        "font.size": 30,
        "lines.linewidth": 9,
        "axes.grid": False,
        "patch.force_edgecolor": True,
        "figure.dpi": 200,
    }
    with mpl.rc_context(odd):
        assert {name: module.render(data, WIDE, "light") for name, (module, data) in FULL.items()} == wanted


def test_several_threads_draw_at_once():
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(lambda one: one[0].render(one[1], WIDE, "light"), [*FULL.values()] * 2))
    assert drawn[: len(FULL)] == drawn[len(FULL) :]
    assert drawn[: len(FULL)] == [module.render(data, WIDE, "light") for module, data in FULL.values()]
