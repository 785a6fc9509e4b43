"""Last days as a calendar other programs read (RFC 5545): all-day events, one for each case, and nothing but its number
and kind."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

FOLD: Final = 75
"""Octets of a line at most, without its end. Source: RFC 5545, 3.1."""

REFRESH: Final = "PT1H"
"""How often a calendar may ask again. Ours: a last day moves at most a few times in the life of a case."""

_ESCAPES: Final = (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n"))


@dataclass(frozen=True)
class LastDay:
    """The last day of a case. ``summary``: what stands in the calendar; ``sequence`` grows when the case changes."""

    id: uuid.UUID
    on: dt.date
    summary: str
    sequence: int


def calendar(name: str, language: str, days: Iterable[LastDay], now: dt.datetime) -> str:
    """The calendar as text, lines ended by CRLF and folded. ``now``: an aware moment. No alarms: mail reminds.

    Source: RFC 5545, 3.4, 3.6.1; RFC 7986, 5.1 and 5.7 (name, interval).
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Interesant//Calendar//{language.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME;LANGUAGE={language}:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
    ]
    stamp = now.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    for day in days:
        lines += _event(day, language, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(day: LastDay, language: str, stamp: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{day.id}@interesant",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day.on + dt.timedelta(days=1):%Y%m%d}",
        f"SUMMARY;LANGUAGE={language}:{escaped(day.summary)}",
        f"SEQUENCE:{day.sequence}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """A text as a value of type TEXT. Source: RFC 5545, 3.3.11."""
    for sign, written in _ESCAPES:
        text = text.replace(sign, written)
    return text


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets, each but the first after CRLF and a blank; no character is torn apart."""
    pieces, piece, size = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > FOLD:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + sign, size + octets
    return "\r\n".join([*pieces, piece])
