"""Plurals and days as people write them in Polish, English and Ukrainian."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask, g
from flask_babel import ngettext

from devtools.translations import LANGUAGES
from web import filters
from web.languages import speaking

SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
DAY = dt.date(2026, 11, 2)
MOMENT = dt.datetime(2026, 11, 2, 8, 5, tzinfo=dt.UTC)

CASES = {
    "pl": {0: "0 spraw", 1: "1 sprawa", 2: "2 sprawy", 5: "5 spraw", 12: "12 spraw", 22: "22 sprawy", 112: "112 spraw"},
    "en": {0: "0 cases", 1: "1 case", 2: "2 cases", 5: "5 cases", 12: "12 cases", 22: "22 cases", 112: "112 cases"},
    "uk": {0: "0 справ", 1: "1 справа", 2: "2 справи", 5: "5 справ", 12: "12 справ", 22: "22 справи", 112: "112 справ"},
}
"""Source: the plural rules of Unicode CLDR; 21 is singular in Ukrainian and not in Polish."""

TWENTY_ONE = {"pl": "21 spraw", "en": "21 cases", "uk": "21 справа"}

DAYS = {
    "pl": ("2 listopada 2026", "02.11.2026", "2 listopada 2026, 9:05", "poniedziałek, 2 listopada 2026"),
    "en": ("2 November 2026", "2 Nov 2026", "2 November 2026, 9:05", "Monday, 2 November 2026"),
    "uk": (
        "2 листопада 2026 року",
        "02.11.2026",
        "2 листопада 2026 року, 9:05",
        "понеділок, 2 листопада 2026 року",
    ),
}


def plainly(text: str) -> str:
    """Without the spaces that do not break."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@SQLITE
@pytest.mark.parametrize("lang", LANGUAGES)
def test_counted_things_have_the_form_of_their_number(app: Flask, lang: str):
    for count, words in {**CASES[lang], 21: TWENTY_ONE[lang]}.items():
        with app.test_request_context(f"/{lang}/"):
            g.lang = lang
            assert ngettext("%(num)d sprawa", "%(num)d spraw", count) == words, count


@SQLITE
@pytest.mark.parametrize("lang", LANGUAGES)
def test_days_are_written_as_in_the_language(app: Flask, lang: str):
    long, short, moment, weekday = DAYS[lang]
    with app.test_request_context(f"/{lang}/"):
        g.lang = lang
        assert plainly(filters.day(DAY)) == long
        assert plainly(filters.short_day(DAY)) == short
        assert plainly(filters.moment(MOMENT)) == moment
        assert plainly(filters.weekday(DAY)) == weekday


@SQLITE
def test_another_language_is_spoken_for_a_while_also_where_something_fails(app: Flask):
    def said() -> tuple[str, str]:
        return plainly(filters.day(DAY)), ngettext("%(num)d sprawa", "%(num)d spraw", 5)

    with app.test_request_context("/uk/"):
        g.lang = "uk"
        with speaking("en"):
            assert said() == (DAYS["en"][0], "5 cases")
        with pytest.raises(ValueError, match="half-way"), speaking("pl"):
            raise ValueError("half-way")
        assert said() == (DAYS["uk"][0], "5 справ")
