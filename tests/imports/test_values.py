"""Single values: dates in several formats, two nights a year, meanings, lengths."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.errors import BadValue
from imports.mapping import TimeShape
from imports.values import When, read_meaning, read_text, read_when

WARSAW = ZoneInfo("Europe/Warsaw")
POLISH = TimeShape(WARSAW, "Europe/Warsaw", ("%d.%m.%Y", "%d.%m.%Y %H:%M", "iso"))


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2.01.2026", When(dt.date(2026, 1, 2))),
        ("02.01.2026 00:30", When(dt.date(2026, 1, 2), utc(2026, 1, 1, 23, 30))),
        ("2026-07-02", When(dt.date(2026, 7, 2))),
        ("2026-07-02T10:00:00", When(dt.date(2026, 7, 2), utc(2026, 7, 2, 8))),
        ("2026-07-02 22:30:00.5+00:00", When(dt.date(2026, 7, 3), utc(2026, 7, 2, 22, 30, 0, 500_000))),
        ("2026-07-02T10:00:00Z", When(dt.date(2026, 7, 2), utc(2026, 7, 2, 10))),
    ],
)
def test_a_date_is_a_day_and_a_time_is_a_moment_too(text: str, expected: When) -> None:
    assert read_when(text, POLISH) == expected


@pytest.mark.parametrize("text", ["", "wczoraj", "31.02.2026", "2026-13-01", "01/02/2026", "45000"])
def test_what_is_no_date_is_refused_with_the_formats(text: str) -> None:
    with pytest.raises(BadValue) as refused:
        read_when(text, POLISH)
    assert refused.value.code == "bad_time"
    assert "%d.%m.%Y" in str(refused.value.facts["formats"])


@pytest.mark.parametrize("text", ["01.01.0017", "01.01.2919", "0001-01-01T00:00:00+14:00", "30.12.1899"])
def test_an_implausible_year_is_refused(text: str) -> None:
    with pytest.raises(BadValue) as refused:
        read_when(text, POLISH)
    assert refused.value.code == "implausible_day"


def test_the_hour_that_never_was_is_refused() -> None:
    with pytest.raises(BadValue) as refused:
        read_when("29.03.2026 02:30", POLISH)
    assert refused.value.code == "no_such_time"


def test_the_hour_that_came_twice_is_the_one_the_mapping_names() -> None:
    text = "25.10.2026 02:30"
    assert read_when(text, POLISH) == When(dt.date(2026, 10, 25), utc(2026, 10, 25, 0, 30), was_ambiguous=True)
    second = TimeShape(WARSAW, "Europe/Warsaw", POLISH.formats, "second")
    assert read_when(text, second).at == utc(2026, 10, 25, 1, 30)
    with pytest.raises(BadValue) as refused:
        read_when(text, TimeShape(WARSAW, "Europe/Warsaw", POLISH.formats, "refuse"))
    assert refused.value.code == "ambiguous_time"


@given(st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2099, 12, 31), timezones=st.just(dt.UTC)))
def test_what_is_written_with_an_offset_comes_back_exactly(moment: dt.datetime) -> None:
    local = moment.astimezone(WARSAW)
    assert read_when(local.isoformat(), POLISH) == When(local.date(), moment)


@given(st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2099, 12, 31)))
def test_in_utc_naive_differences_stay_exact(moment: dt.datetime) -> None:
    found = read_when(moment.isoformat(), TimeShape(dt.UTC, "UTC", ("iso",)))
    assert found == When(moment.date(), moment.replace(tzinfo=dt.UTC))


def test_meanings_come_from_the_table_or_from_its_star() -> None:
    assert read_meaning("Phone", {"Phone": "phone", "*": "other"}) == "phone"
    assert read_meaning("Fax", {"Phone": "phone", "*": "other"}) == "other"
    with pytest.raises(BadValue) as refused:
        read_meaning("Fax", {"Phone": "phone"})
    assert (refused.value.code, refused.value.facts["known"]) == ("unknown_value", "Phone")


def test_a_text_is_not_cut_in_silence() -> None:
    assert read_text("abc", 3) == "abc"
    with pytest.raises(BadValue, match="too_long"):
        read_text("abcd", 3)
