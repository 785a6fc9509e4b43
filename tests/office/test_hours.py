"""When the office is open: as people type it, as it is stored, at any moment, and as residents read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from kernel.clock import FixedClock, warsaw
from kernel.holidays import holiday_on
from kernel.permissions import SYSTEM, Role
from ledger.verify import verify
from office.actions.hours import (
    DayOffTyped,
    HolidayAnyway,
    HoursTyped,
    add_day_off,
    add_hours,
    change_hours,
    withdraw_day_off,
    withdraw_hours,
)
from office.actions.records import AlreadyBegun, Duplicate
from office.queries.hours import days_off, hours_on, is_office_open, schedules
from office.rules.hours import Week, is_open_at, read_day, read_week, week_on, write_day, write_week
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.filling import errors_beside, send, text
from tests.office.test_actions import last_entry, one_more

SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
OPEN = ((480, 720), (780, 1080))
WEEK: Week = (OPEN, ((450, 930),), ((450, 930),), ((450, 930),), ((450, 840),), (), ())
STORED = "8:00-12:00, 13:00-18:00\n7:30-15:30\n7:30-15:30\n7:30-15:30\n7:30-14:00\n\n"
PAGES = "/staff/pl/administration"


# --- how people write hours ---


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", ()),
        ("  ", ()),
        ("8-16", ((480, 960),)),
        ("8:00-16:00", ((480, 960),)),
        ("08.00–16.30", ((480, 990),)),
        ("8 do 12, 13 do 18", ((480, 720), (780, 1080))),
        ("8:00-12:00; 13:00-18:00", OPEN),
        ("8-12 13-18", OPEN),
        ("0-24", ((0, 1440),)),
    ],
)
def test_hours_as_people_type_them(typed: str, meant: tuple[tuple[int, int], ...]):
    assert read_day(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["od rana", "8", "16-8", "8-8", "8:60-9", "25-26", "8-12, 11-13", "13-18, 8-12", "8-12 x", "8-24:01"],
)
def test_what_are_no_hours(typed: str):
    with pytest.raises(ValueError, match=r"no hours|no time|before|overlap"):
        read_day(typed)


@given(st.lists(st.integers(0, 1440), max_size=8, unique=True).map(sorted))
def test_what_is_written_reads_back(minutes: list[int]):
    day = tuple(zip(minutes[::2], minutes[1::2], strict=False))
    assert read_day(write_day(day)) == day


def test_a_week_is_stored_as_seven_lines():
    assert write_week(WEEK) == STORED
    assert read_week(STORED) == WEEK


# --- whether it is open ---


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (warsaw(2026, 11, 23, 8), True),
        (warsaw(2026, 11, 23, 7, 59), False),
        (warsaw(2026, 11, 23, 12), False),
        (warsaw(2026, 11, 23, 13), True),
        (warsaw(2026, 11, 23, 18), False),
        (warsaw(2026, 11, 21, 10), False),
        (warsaw(2026, 12, 24, 10), False),  # Christmas Eve, a Thursday, free since 2025
        (warsaw(2026, 11, 11, 10), False),  # Independence Day, a Wednesday
        (warsaw(2026, 11, 27, 10), False),  # a day off of the office
        (warsaw(2026, 11, 26, 10), True),
    ],
)
def test_open_or_closed(moment: dt.datetime, expected: bool):
    assert is_open_at(WEEK, {dt.date(2026, 11, 27)}, holiday_on, moment) is expected


def test_the_clock_on_the_wall_counts_in_summer_and_winter():
    monday_summer = dt.datetime(2026, 7, 6, 6, 0, tzinfo=dt.UTC)
    monday_winter = dt.datetime(2026, 11, 23, 6, 0, tzinfo=dt.UTC)
    assert is_open_at(WEEK, (), holiday_on, monday_summer)
    assert not is_open_at(WEEK, (), holiday_on, monday_winter)
    assert is_open_at(WEEK, (), holiday_on, monday_winter + dt.timedelta(hours=1))
    assert is_open_at(WEEK, (), holiday_on, monday_winter.astimezone(ZoneInfo("Asia/Tokyo")) + dt.timedelta(hours=1))


def test_an_hour_that_the_change_of_time_repeats_is_open_twice_and_one_left_out_never_comes():
    night: Week = ((),) * 6 + (((120, 180),),)  # Sundays from two to three
    autumn = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    assert [is_open_at(night, (), holiday_on, autumn + dt.timedelta(hours=hour)) for hour in (-1, 0, 1, 2)] == [
        False,
        True,
        True,
        False,
    ]
    spring = dt.datetime(2026, 3, 29, 0, 30, tzinfo=dt.UTC)
    assert not any(is_open_at(night, (), holiday_on, spring + dt.timedelta(minutes=10 * at)) for at in range(12))


def test_without_hours_nobody_knows_and_a_moment_needs_its_zone():
    assert not is_open_at(None, (), holiday_on, warsaw(2026, 11, 23, 10))
    with pytest.raises(ValueError, match="time zone"):
        is_open_at(WEEK, (), holiday_on, dt.datetime(2026, 11, 23, 10))


def test_the_hours_that_began_last_are_in_force():
    first, second = (dt.date(2026, 1, 1), WEEK), (dt.date(2026, 6, 1), ((),) * 7)
    assert week_on([second, first], dt.date(2025, 12, 31)) is None
    assert week_on([second, first], dt.date(2026, 5, 31)) == WEEK
    assert week_on([first, second], dt.date(2026, 6, 1)) == ((),) * 7


# --- actions ---


@SQLITE
def test_hours_are_set_corrected_and_taken_back(session: Session, clock: FixedClock, office: FoundedOffice):
    today = clock.today()
    first = one_more(session, lambda: add_hours(session, clock, SYSTEM, HoursTyped(today, STORED)))
    assert hours_on(session, today) == WEEK
    with pytest.raises(Duplicate):
        add_hours(session, clock, SYSTEM, HoursTyped(today, STORED))
    later = today + dt.timedelta(days=30)
    coming = add_hours(session, clock, SYSTEM, HoursTyped(later, "8:00-16:00\n" * 4 + "\n\n"))
    assert hours_on(session, today) == WEEK
    one_more(
        session,
        lambda: change_hours(
            session, clock, SYSTEM, first, HoursTyped(today, "\n" * 6), row_version=1, reason="Pomyłka w dniu"
        ),
    )
    assert last_entry(session)["data"]["before"] == {"week": STORED}
    one_more(session, lambda: withdraw_hours(session, clock, SYSTEM, coming, row_version=1, reason="Odwołane"))
    assert last_entry(session)["data"]["values"]["valid_from_on"] == later.isoformat()
    with pytest.raises(AlreadyBegun):
        withdraw_hours(session, clock, SYSTEM, first, row_version=2, reason="x")
    assert schedules(session) == [first]
    assert verify(session).is_whole


@SQLITE
def test_a_day_off_closes_the_office(session: Session, clock: FixedClock, office: FoundedOffice):
    add_hours(session, clock, SYSTEM, HoursTyped(clock.today(), STORED))
    friday = dt.date(2026, 11, 27)
    moment = warsaw(2026, 11, 27, 10)
    assert is_office_open(session, moment, friday)
    row = one_more(session, lambda: add_day_off(session, clock, SYSTEM, DayOffTyped(friday, "dzień za 15 sierpnia")))
    assert not is_office_open(session, moment, friday)
    for day in (dt.date(2026, 12, 25), dt.date(2026, 11, 29)):
        with pytest.raises(HolidayAnyway):
            add_day_off(session, clock, SYSTEM, DayOffTyped(day, "zbędny"))
    with pytest.raises(Duplicate):
        add_day_off(session, clock, SYSTEM, DayOffTyped(friday, "drugi raz"))
    one_more(session, lambda: withdraw_day_off(session, clock, SYSTEM, row, row_version=1, reason="Odwołany"))
    assert days_off(session) == []


# --- pages ---


@pytest.fixture
def administrator(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    return signed_in(Role.ADMINISTRATOR)


@SQLITE
def test_residents_read_the_hours_in_their_language(administrator: FlaskClient, client: FlaskClient):
    form = administrator.get(f"{PAGES}/opening-hours/add")
    days = {"day0": "8-12, 13-18", **{f"day{number}": "7:30 do 15.30" for number in range(1, 5)}}
    assert send(administrator, form, "step", **days).status_code == 302
    polish = text(client.get("/pl/contact"))
    assert "poniedziałek: 8:00–12:00, 13:00–18:00" in polish
    assert "wtorek–piątek: 7:30–15:30" in polish
    assert "sobota–niedziela: nieczynne" in polish
    assert "Tuesday" in text(client.get("/en/contact"))
    assert "вівторок" in text(client.get("/uk/contact"))
    footer = client.get("/pl/").get_data(as_text=True)
    assert "poniedziałek 8:00" in footer
    assert "nieczynne" not in footer


@SQLITE
def test_days_off_of_the_next_two_months_stand_on_the_contact_page(
    administrator: FlaskClient, client: FlaskClient, storage: Storage, clock: FixedClock
):
    with storage.writing() as session:
        add_day_off(session, clock, SYSTEM, DayOffTyped(dt.date(2026, 12, 28), "dzień za 26 grudnia"))
        add_day_off(session, clock, SYSTEM, DayOffTyped(dt.date(2027, 6, 4), "po Bożym Ciele"))
    shown = text(client.get("/pl/contact"))
    assert "poniedziałek, 28 grudnia 2026: dzień za 26 grudnia" in shown
    assert "Bożym Ciele" not in shown
    assert "Nie przesuwają żadnego terminu" in text(administrator.get(f"{PAGES}/days-off"))


@SQLITE
@pytest.mark.parametrize(
    ("path", "typed", "field", "words"),
    [
        ("opening-hours", {"day0": "od rana"}, "day0", "To nie są godziny po kolei"),
        ("opening-hours", {}, "day0", "Brak godzin"),
        ("days-off", {"name": "x"}, "day_on", "Brak dnia"),
        (
            "days-off",
            {"name": "Wigilia", "day_on__d": "24", "day_on__m": "12", "day_on__y": "2026"},
            "day_on",
            "i tak jest ustawowo wolny",
        ),
    ],
)
def test_a_slip_is_told_beside_its_field(
    administrator: FlaskClient, path: str, typed: dict[str, str], field: str, words: str
):
    sent = send(administrator, administrator.get(f"{PAGES}/{path}/add"), "step", **typed)
    assert sent.status_code == 422
    assert words in errors_beside(sent)[field]


@SQLITE
def test_hours_to_come_are_taken_back_by_screen(administrator: FlaskClient, storage: Storage, clock: FixedClock):
    with storage.writing() as session:
        later = add_hours(session, clock, SYSTEM, HoursTyped(dt.date(2027, 1, 1), STORED))
        now = add_hours(session, clock, SYSTEM, HoursTyped(clock.today(), STORED))
    begun = send(administrator, administrator.get(f"{PAGES}/opening-hours/{now.id}/withdraw"), "step", reason="x")
    assert begun.status_code == 422
    assert "już się zaczęło" in text(begun)
    page = administrator.get(f"{PAGES}/opening-hours/{later.id}/withdraw")
    assert send(administrator, page, "step", reason="Odwołane").status_code == 302
    with storage.reading() as session:
        assert [row.id for row in schedules(session)] == [now.id]
