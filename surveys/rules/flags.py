"""Flags of responses: why one is left out of figures. A flag never deletes. Pure, with a version and a day in force."""

from __future__ import annotations

import datetime as dt
import statistics
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from surveys.rules.submission import PARTIAL

REPLACED: Final = "replaced"
"""A paper form entered wrong: the response with the right answers counts instead."""

REPEAT_FAST, BURST, SPEEDER, STRAIGHTLINE, CLOSED_HOURS = (
    "repeat_fast", "burst", "speeder", "straightline", "closed_hours",
)  # fmt: skip
CLOCK_SKEW, TEST_MODE = "clock_skew", "test_mode"
HONEYPOT, OVER_CAP = "honeypot", "over_cap"
"""Given to an answer by the web on arrival: it filled a field nobody sees; it came after the day's number of answers.
A browser that fills in everything, or a day of great anger, may be behind either: the answer is kept and told, and only
left out of clean figures."""

GIVEN_ON_THE_WEB: Final = (HONEYPOT, OVER_CAP, f"{HONEYPOT} {OVER_CAP}")
"""Flags as they are stored that an answer by the web may carry; no rule changes them afterwards."""


def given_on_arrival(*, is_trapped: bool, is_over_cap: bool) -> str:
    """The flags of an answer by the web, as they are stored."""
    marks = {HONEYPOT: is_trapped, OVER_CAP: is_over_cap}
    return written(frozenset(flag for flag, holds in marks.items() if holds))


COMPUTED: Final = frozenset({REPEAT_FAST, BURST, SPEEDER, STRAIGHTLINE, CLOSED_HOURS})
"""What rules compute from what is stored; every other mark was given on arrival, or by hand, and stays."""


CLEAN: Final = ("", PARTIAL)
"""Flags, as they are stored, that leave nothing out: a form somebody left counts for the questions it answers, and the
first question is one of them. The mark stays and is told beside the others."""


@dataclass(frozen=True)
class FlagRules:
    """The thresholds of one version, for responses given from a day on.

    Source: none found for any of them; starting values of this house (Ours), to be changed by a new version.
    """

    version: int
    in_force_on: dt.date
    repeat_within: dt.timedelta
    burst_count: int
    burst_within: dt.timedelta
    speeder_ms: int


RULES: Final = (
    FlagRules(
        version=1,
        in_force_on=dt.date(2000, 1, 1),
        repeat_within=dt.timedelta(seconds=15),
        burst_count=4,
        burst_within=dt.timedelta(seconds=60),
        speeder_ms=800,
    ),
)
"""All versions, oldest first. Ours: the same overall answer again within 15 s, or a fourth response within a minute, on
one tablet is a child or a prank; nobody reads a question and answers it in 0.8 s."""


@dataclass(frozen=True)
class Sign:
    """What the rules look at. ``device``: the tablet it was tapped on; None for what no tablet took.

    ``scale``: values of its five-point answers; ``times_ms``: how long each question took, as far as known. The first
    question has none: nobody knows how long somebody stood before it.
    """

    id: uuid.UUID
    device: str | None
    at: dt.datetime
    overall: int | None
    scale: tuple[int, ...]
    stored: str
    times_ms: tuple[int, ...] = ()


def rules_on(day: dt.date) -> FlagRules:
    """The version in force for responses given on a day."""
    return [rules for rules in RULES if rules.in_force_on <= day][-1]


def flagged(
    signs: Iterable[Sign], is_open: Callable[[dt.datetime], bool], rules_of: Callable[[dt.date], FlagRules] = rules_on
) -> dict[uuid.UUID, str]:
    """The flags of each response, as they are stored. In any order; those of one device are looked at together.

    What staff tapped in the test mode stands apart: it makes nobody's answer before or after it a burst.
    """
    found: dict[uuid.UUID, str] = {}
    by_device: dict[tuple[str, bool], list[Sign]] = {}
    for sign in signs:
        found[sign.id] = written(flags_of(sign.stored) - COMPUTED)
        if sign.device is not None:
            by_device.setdefault((sign.device, TEST_MODE in flags_of(sign.stored)), []).append(sign)
    for line in by_device.values():
        line.sort(key=lambda sign: (sign.at, sign.id))
        for place, sign in enumerate(line):
            own = _computed(line, place, rules_of(sign.at.date()), is_open)
            found[sign.id] = written(flags_of(found[sign.id]) | own)
    return found


def _computed(
    line: Sequence[Sign], place: int, rules: FlagRules, is_open: Callable[[dt.datetime], bool]
) -> frozenset[str]:
    sign = line[place]
    is_fast = bool(sign.times_ms) and statistics.median(sign.times_ms) < rules.speeder_ms
    is_flat = len(sign.scale) >= FLAT and len(set(sign.scale)) == 1
    checks = {
        REPEAT_FAST: _repeats(line, place, rules),
        BURST: _bursts(line, place, rules),
        SPEEDER: is_fast,
        STRAIGHTLINE: is_fast and is_flat,
        CLOSED_HOURS: not is_open(sign.at),
    }
    return frozenset(flag for flag, holds in checks.items() if holds)


FLAT: Final = 5
"""Equal answers on the scale that make a straight line. Ours: as many as SATYS-7 has scale questions, less one."""


def _repeats(line: Sequence[Sign], place: int, rules: FlagRules) -> bool:
    if place == 0 or line[place].overall is None:
        return False
    before, sign = line[place - 1], line[place]
    return before.overall == sign.overall and sign.at - before.at < rules.repeat_within


def _bursts(line: Sequence[Sign], place: int, rules: FlagRules) -> bool:
    """Whether a response is one of so many within the time, whichever of them it is."""
    reach = rules.burst_count - 1
    return any(
        first >= 0 and first + reach < len(line) and line[first + reach].at - line[first].at <= rules.burst_within
        for first in range(place - reach, place + 1)
    )


def flags_of(stored: str) -> frozenset[str]:
    """The flags of a response as a set."""
    return frozenset(stored.split())


def with_flag(stored: str, flag: str) -> str:
    """The stored text with one flag more."""
    return written(flags_of(stored) | {flag})


def written(flags: frozenset[str]) -> str:
    """Flags as they are stored: sorted, a blank between two; nothing for a clean response."""
    return " ".join(sorted(flags))
