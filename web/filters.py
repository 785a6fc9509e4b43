"""How days, moments, numbers and shares are written in each language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Final

from babel.dates import format_date, format_datetime
from babel.numbers import NumberPattern, parse_pattern
from flask import Flask
from flask_babel import get_locale, get_translations, gettext, ngettext
from markupsafe import Markup

from kernel.clock import WARSAW, local_day
from web.languages import current_language
from web.typography import JOINER, NO_BREAK, typeset, typeset_any, typesetting

LONG: Final = {"pl": "d MMMM y", "en": "d MMMM y", "uk": "d MMMM y 'року'"}
SHORT: Final = {"pl": "dd.MM.y", "en": "d MMM y", "uk": "dd.MM.y"}
LISTED: Final = {"pl": "EEE d.MM", "en": "EEE d MMM", "uk": "EEE d.MM"}
LISTED_WITH_YEAR: Final = {"pl": "EEE d.MM.y", "en": "EEE d MMM y", "uk": "EEE d.MM.y"}


def day(value: dt.date) -> str:
    """21 listopada 2026."""
    return _written(value, LONG[current_language()])


def near_day(value: dt.date, today: dt.date) -> str:
    """21 listopada, with the year only when it is not the present one."""
    return _written(value, "d MMMM") if value.year == today.year else day(value)


def weekday(value: dt.date) -> str:
    """sobota, 21 listopada 2026: where somebody must act."""
    return _written(value, f"EEEE, {LONG[current_language()]}")


def weekday_name(value: dt.date) -> str:
    """sobota."""
    return _written(value, "EEEE")


def short_day(value: dt.date) -> str:
    """21.11.2026: in tables."""
    return _written(value, SHORT[current_language()])


def listed_day(value: dt.date, today: dt.date) -> str:
    """sob. 21.11: in lists, with the year only when it is not the present one."""
    patterns = LISTED if value.year == today.year else LISTED_WITH_YEAR
    return _written(value, patterns[current_language()])


def month(value: dt.date) -> str:
    """listopad 2026."""
    return _written(value, "LLLL y")


def moment(value: dt.datetime) -> str:
    """21 listopada 2026, 9:42, in Warsaw."""
    lang = current_language()
    return format_datetime(value.astimezone(WARSAW), f"{LONG[lang]}, H:mm", locale=lang).replace(" ", NO_BREAK)


def moment_short(value: dt.datetime, today: dt.date) -> str:
    """A moment in a timeline: dziś, 7:00 - else 24 listopada, with the year only when it is not the present one."""
    local = value.astimezone(WARSAW)
    if local.date() == today:
        return str(gettext("dziś, %(time)s", time=f"{local.hour}:{local.minute:02}")).replace(" ", NO_BREAK)
    return near_day(local.date(), today)


def number(value: float, decimals: int = 0) -> str:
    """1 234,5 with so many decimals."""
    return str(_pattern(decimals).apply(value, current_language()))


@cache
def _pattern(decimals: int) -> NumberPattern:
    """How a number with so many decimals is written: read once, for a page writes dozens."""
    return parse_pattern("#,##0" + ("." + "0" * decimals if decimals else ""))


def file_size(size: int) -> str:
    """A size in bytes: ``240 KB``, from a megabyte on with one decimal, ``1,5 MB``; never rounded to nothing."""
    megabyte = 1024 * 1024
    if size < megabyte:
        return f"{-(-size // 1024)}{NO_BREAK}KB"
    return f"{number(size / megabyte, 1)}{NO_BREAK}MB"


def percent(share: float, decimals: int = 1) -> str:
    """12,5 % of a share from 0 to 1."""
    gap = "" if current_language() == "en" else NO_BREAK
    return f"{number(share * 100, decimals)}{gap}%"


def between(low: float, high: float, decimals: int = 1) -> str:
    """84,7–87,8: two numbers as a range that does not break."""
    return f"{number(low, decimals)}{JOINER}–{JOINER}{number(high, decimals)}"


def typo(value: object) -> str:
    """Any text with its no-break spaces."""
    return typeset_any(value, current_language())


def hash_lines(value: str) -> Markup:
    """A hash of 64 digits in groups of four, four groups a line: so that people can compare it aloud."""
    groups = [value[start : start + 4] for start in range(0, len(value), 4)]
    return Markup("<br>").join(" ".join(groups[start : start + 4]) for start in range(0, len(groups), 4))


def due_words(due_on: dt.date, today: dt.date) -> str:
    """How far away a last day is: za 3 dni, jutro, dziś, 2 dni po terminie."""
    days = (due_on - today).days
    if days == 0:
        return str(gettext("dziś"))
    if days == 1:
        return str(gettext("jutro"))
    words = ngettext("za %(num)d dzień", "za %(num)d dni", days) if days > 0 else late_words(-days)
    return str(words).replace(" ", NO_BREAK)


def late_words(days: int) -> str:
    """How late something is or was, days > 0: 1 dzień po terminie."""
    return str(ngettext("%(num)d dzień po terminie", "%(num)d dni po terminie", days))


FILTERS: Final = (
    day, near_day, weekday, weekday_name, short_day, listed_day, month, local_day, moment, moment_short,
    number, file_size, percent, between, typo, hash_lines, due_words,
    late_words,
)  # fmt: skip


def register(app: Flask) -> None:
    """Give templates the filters, and have every translation come out typeset."""
    app.jinja_env.filters.update({function.__name__: function for function in FILTERS})
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        _sentences(),
        typesetting(lambda one, many, count: get_translations().ungettext(one, many, count), current_language),
        newstyle=True,
    )


def _sentences() -> Callable[[str], str]:
    """What translates and typesets a sentence: once a language, for a page has dozens and a program has a few thousand.

    The language translated into is Babel's, which some pages force; typeset is for the reader.
    """

    @lru_cache(maxsize=16_384)
    def kept(_translated_into: str, lang: str, text: str) -> str:
        return typeset(str(get_translations().ugettext(text)), lang)

    def sentence(text: str) -> str:
        locale = get_locale()
        return kept(locale.language if locale else "", current_language(), text)

    return sentence


def _written(value: dt.date, pattern: str) -> str:
    """A date by a pattern, its parts kept together on one line where they are short."""
    return format_date(value, pattern, locale=current_language()).replace(" ", NO_BREAK)
