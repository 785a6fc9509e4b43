"""What people type: days in three boxes, text with odd signs. Nothing typed is an accident of ours."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form

from web.dayfield import DayField
from web.forms import tidy


class OneDay(Form):
    on = DayField("Dzień")


def typed(day: str, month: str, year: str) -> OneDay:
    return OneDay(MultiDict({"on-d": day, "on-m": month, "on-y": year}))


@pytest.mark.parametrize(
    ("boxes", "day"),
    [
        (("19", "11", "2026"), dt.date(2026, 11, 19)),
        ((" 1 ", "02", "2026"), dt.date(2026, 2, 1)),
        (("29", "2", "2024"), dt.date(2024, 2, 29)),
        (("", "", ""), None),
        (("  ", "", ""), None),
    ],
)
def test_a_day_is_read_from_three_boxes(boxes: tuple[str, str, str], day: dt.date | None):
    form = typed(*boxes)
    assert form.validate()
    assert form.on.data == day


@pytest.mark.parametrize(
    "boxes",
    [
        ("29", "2", "2026"),
        ("31", "4", "2026"),
        ("0", "1", "2026"),
        ("1", "13", "2026"),
        ("", "11", "2026"),
        ("1", "11", ""),
        ("x", "11", "2026"),
        ("1.5", "11", "2026"),
        ("-1", "11", "2026"),
        ("1", "11", "26"),
        ("1", "11", "0"),
        ("1", "11", "99999"),
        ("1", "11", "9" * 20),
        ("9" * 5000, "11", "2026"),
        ("1_9", "11", "2026"),
        ("²", "11", "2026"),
    ],
)
def test_what_is_no_day_is_said_so_and_stays_in_the_boxes(boxes: tuple[str, str, str]):
    form = typed(*boxes)
    assert not form.validate()
    assert form.on.data is None
    assert form.on.parts == boxes


@given(st.text(), st.text(), st.text())
def test_no_three_texts_break_the_field(day: str, month: str, year: str):
    typed(day, month, year).validate()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_tidied_text_holds_no_control_signs_and_stays_tidy(text: str):
    clean = tidy(text)
    assert not any(sign < " " and sign not in "\n\t" for sign in clean)
    assert tidy(clean) == clean == clean.strip()


def test_tidying_keeps_lines_and_puts_letters_together():
    assert tidy(" a\r\nb\x00\x1b\tc \n") == "a\nb\tc"
    assert tidy("z\u0307o\u0301łw") == "żółw"
    assert tidy(None) == ""
