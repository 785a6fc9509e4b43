"""How days, moments, numbers and shares are written."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask, g
from flask_babel import Babel

from web import filters

DAY = dt.date(2026, 11, 21)
MOMENT = dt.datetime(2026, 11, 21, 8, 42, tzinfo=dt.UTC)


@pytest.fixture
def speaking():
    """``speaking("uk")`` makes the filters speak a language."""
    app = Flask(__name__)
    Babel(app, locale_selector=lambda: g.lang)
    with app.test_request_context():

        def speak(lang):
            g.lang = lang

        speak("pl")
        yield speak


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2060", "")


@pytest.mark.parametrize(
    ("lang", "name", "value", "arguments", "written"),
    [
        ("pl", "day", DAY, (), "21 listopada 2026"),
        ("en", "day", DAY, (), "21 November 2026"),
        ("uk", "day", DAY, (), "21 листопада 2026 року"),
        ("pl", "weekday", DAY, (), "sobota, 21 listopada 2026"),
        ("pl", "short_day", DAY, (), "21.11.2026"),
        ("en", "short_day", DAY, (), "21 Nov 2026"),
        ("pl", "near_day", DAY, (dt.date(2026, 1, 1),), "21 listopada"),
        ("pl", "near_day", DAY, (dt.date(2027, 1, 1),), "21 listopada 2026"),
        ("pl", "listed_day", DAY, (DAY,), "sob. 21.11"),
        ("pl", "listed_day", dt.date(2027, 1, 4), (DAY,), "pon. 4.01.2027"),
        ("pl", "month", DAY, (), "listopad 2026"),
        ("pl", "moment", MOMENT, (), "21 listopada 2026, 9:42"),
        ("pl", "number", 1234.5, (1,), "1 234,5"),
        ("en", "number", 1234.5, (1,), "1,234.5"),
        ("pl", "number", 1842, (), "1 842"),
        ("pl", "percent", 0.125, (1,), "12,5 %"),
        ("en", "percent", 0.125, (1,), "12.5%"),
        ("pl", "percent", 1, (0,), "100 %"),
        ("pl", "between", 84.7, (87.8,), "84,7–87,8"),
    ],
)
def test_each_format_in_each_language(speaking, lang, name, value, arguments, written):
    speaking(lang)
    assert plain(getattr(filters, name)(value, *arguments)) == written


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "dziś"),
        (1, "jutro"),
        (2, "za 2 dni"),
        (22, "za 22 dni"),
        (-1, "1 dzień po terminie"),
        (-5, "5 dni po terminie"),
    ],
)
def test_how_far_away_a_last_day_is(speaking, days, words):
    assert plain(filters.due_words(DAY + dt.timedelta(days=days), DAY)) == words


def test_a_moment_is_shown_in_warsaw_on_both_sides_of_the_change_of_clocks(speaking):
    before = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    after = dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)
    assert plain(filters.moment(before)) == plain(filters.moment(after)) == "25 października 2026, 2:30"
