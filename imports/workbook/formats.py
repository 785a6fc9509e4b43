"""Which numbers of a workbook are dates: a cell keeps only days since an epoch, its format says the rest."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

_NOT_SHOWN: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
"""Parts of a format that are text, colours or conditions, and no letters of a date."""


@dataclass(frozen=True)
class DateFormats:
    """Styles by which a number is a date, those that show an hour, those that are durations; and the first day."""

    dates: frozenset[int]
    with_hours: frozenset[int]
    durations: frozenset[int]
    epoch: dt.datetime
    """30 December 1899, or 1 January 1904 in workbooks begun on an old Macintosh. Source: ECMA-376-1, 18.17.4.1."""


def read_formats(styles: Element | None, *, is_1904: bool) -> DateFormats:
    """The formats of a workbook's part of styles (None: it has none). Raises KeyError or ValueError for bad ones."""
    from openpyxl.styles.numbers import builtin_format_code, is_date_format, is_timedelta_format
    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

    own = {int(item.attrib["numFmtId"]): item.attrib["formatCode"] for item in _within(styles, "numFmts")}
    numbers = [int(style.get("numFmtId", 0)) for style in _within(styles, "cellXfs")]
    codes = [own.get(number) or builtin_format_code(number) or "General" for number in numbers]
    dates = {style for style, code in enumerate(codes) if is_date_format(code)}
    return DateFormats(
        dates=frozenset(dates),
        with_hours=frozenset(style for style in dates if "h" in _NOT_SHOWN.sub("", codes[style]).lower()),
        durations=frozenset(style for style, code in enumerate(codes) if is_timedelta_format(code)),
        epoch=MAC_EPOCH if is_1904 else WINDOWS_EPOCH,
    )


def _within(styles: Element | None, name: str) -> list[Element]:
    """The elements inside the one with this name."""
    found = () if styles is None else (part for part in styles if part.tag.rpartition("}")[2] == name)
    return [element for part in found for element in part]
