"""Answers on the fixed grid as far as they may be told: each question of a questionnaire by its kind.

What is hidden is decided for the whole year at once: every table of it, months, quarters and the year together
(`analytics.reports.release`). A hidden line tells no number. Whether it is small or protects another is told inside the
office alone: that it is below the minimum would be a number already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from analytics.frames import survey_grid as frames
from analytics.frames.survey_grid import HOURS, Received
from analytics.measures.period import Month, Period
from analytics.measures.result import WhyNot
from analytics.measures.slices import Slice
from analytics.methods.interval import Interval
from analytics.methods.release import ROOT
from analytics.methods.suppression import is_hidden, is_small_base
from analytics.methods.wilson import wilson
from analytics.reports.release import RATES, RAW, Released
from analytics.reports.wordings import Asked, asked_questions
from kernel.permissions import Scope
from surveys.rules.definition import Question
from surveys.rules.kinds import JOINT, NOT_APPLICABLE
from surveys.rules.visits import response_rate


@dataclass(frozen=True)
class Line:
    """A part of the grid; n and counts (by answer) None where they are hidden, ``why_not`` says why."""

    part: str
    n: int | None
    counts: Mapping[str, int] | None
    why_not: WhyNot | None = None

    @property
    def has_small_base(self) -> bool:
        """Whether the mark of a small base belongs to it."""
        return self.n is not None and is_small_base(self.n)


@dataclass(frozen=True)
class Section:
    """A question with its whole and its parts; ``is_one_of_several``: the same code is asked in other words too."""

    asked: Asked
    whole: Line
    lines: tuple[Line, ...]
    is_one_of_several: bool


@dataclass(frozen=True)
class GridReport:
    """The page: questions that have answers in the period. ``received``: None where too few answered to be told."""

    slice: Slice
    key: str
    by: str
    sections: tuple[Section, ...]
    received: Received | None
    period: Period
    untold: frozenset[str] = frozenset()
    """Of the answers received: names of the flags, RAW and RATE where those numbers are hidden."""

    @property
    def is_whole(self) -> bool:
        """Whether every month of the period is over: only those are told, or one more answer would show."""
        return self.period == self.slice.period


@dataclass(frozen=True)
class Headline:
    """The figure of a question: a share (``top`` of n) with its Wilson interval, or a mean; neither for choices."""

    share: float | None = None
    interval: Interval | None = None
    mean: float | None = None


CLEAN: Final = "clean"
RATE: Final = "rate"

TOP: Final = {"five_point": ("4", "5"), "faces": ("4", "5"), "outcome": ("yes",)}
"""The answers whose share is the figure of a kind (docs: kpi, Satisfaction)."""


def headline(question: Question, line: Line) -> Headline:
    """Return the figure of a line by the kind of its question."""
    kind, counts, n = question.kind.name, line.counts, line.n
    if counts is None or not n:
        return Headline()
    if kind in TOP:
        top = sum(counts.get(code, 0) for code in TOP[kind])
        return Headline(top / n, wilson(top, n), _mean(counts, n) if kind != "outcome" else None)
    return Headline(mean=_mean(counts, n)) if kind == "zero_to_ten" else Headline()


def _mean(counts: Mapping[str, int], n: int) -> float:
    return sum(int(answer) * count for answer, count in counts.items() if answer.isdecimal()) / n


def chosen(question: Question, line: Line) -> list[tuple[str, int, Interval | None]]:
    """Return how often each option was chosen, in the order of the questionnaire, with the interval of its share."""
    if line.counts is None or not line.n:
        return []
    found: dict[str, int] = defaultdict(int)
    for answer, count in line.counts.items():
        for code in answer.split(JOINT):
            found[code] += count
    codes = [str(one.value) if one.value is not None else one.code for one in question.options]
    return [(code, found[code], wilson(found[code], line.n)) for code in codes if code != NOT_APPLICABLE]


def survey_report(
    session: Session,
    scope: Scope,
    key: str,
    when: Slice,
    by: str,
    release: Released,
    last: Month,
    upto_leaf: int | None = None,
) -> GridReport:
    """Return the report of a period up to the ``last`` complete month; six statements at most.

    ``release``: what was decided for its year up to the same month. Raises ValueError where no month is over.
    ``upto_leaf``: only of responses sealed by that entry; visits are those reported now.
    """
    period = when.over(last)
    if period is None:
        raise ValueError(f"no month of {when} is over")
    asked = asked_questions(frames.wordings(session, key))
    timed = frozenset(one.question.key for one in asked if one.has_hours)
    rows = frames.answered(session, key, period, scope, by, timed, upto_leaf)
    whole = (
        rows if by == "department" else frames.answered(session, key, period, scope, "department", upto_leaf=upto_leaf)
    )
    received = frames.received(session, key, period, scope, upto_leaf)
    if by == HOURS:
        asked = [one for one in asked if one.has_hours]
    sections = [_section(one, rows, whole, by, when.time, release) for one in asked]
    many = [one.asked.question.key for one in sections if one.whole.n != 0]
    told = not is_hidden(received.clean) and all(one.whole.n is not None or not _answers_all(one) for one in sections)
    return GridReport(
        when, key, by,
        tuple(_marked(one, many.count(one.asked.question.key) > 1) for one in sections if one.whole.n != 0),
        received if told else None,
        period,
        _untold(received, when.time, release),
    )  # fmt: skip


def _untold(received: Received, time: int, release: Released) -> frozenset[str]:
    names = {RAW, *(flag for flags in received.by_flags for flag in flags.split())}
    hidden = {name for name in names if release.why_no_mark(name, time) is not None}
    return frozenset(hidden | ({RATE} if release.why_no_rate(RATES, time) is not None else set()))


def _answers_all(section: Section) -> bool:
    """Whether everybody who answers at all answers this, or nearly so: its n is that of the responses.

    The first question of a questionnaire that was read in may be optional: where few answered it, the number of
    responses stays with theirs.
    """
    return section.asked.question.required or section.asked.has_hours


def _marked(section: Section, is_one_of_several: bool) -> Section:
    return Section(section.asked, section.whole, section.lines, is_one_of_several)


def _section(asked: Asked, rows: Iterable[Any], whole: Iterable[Any], by: str, time: int, release: Released) -> Section:
    parts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for version, question, part, answer, n in rows:
        if version in asked.ids and question == asked.question.key:
            parts[str(part)][answer] += n
    total: dict[str, int] = defaultdict(int)
    for version, question, _part, answer, n in whole:
        if version in asked.ids and question == asked.question.key:
            total[answer] += n
    lines = [
        _line(part, counts, release.why_not(asked.section, (by, part), time))
        for part, counts in sorted(parts.items(), key=_order)
    ]
    listed = tuple(line for line in lines if line.n or (line.n is None and by != HOURS))
    return Section(asked, _line("", total, release.why_not(asked.section, ROOT, time)), listed, is_one_of_several=False)


def _order(item: tuple[str, Any]) -> tuple[int, str]:
    return (int(item[0]) if item[0].isdecimal() else 0, item[0])


def _line(part: str, counts: Mapping[str, int], why_not: WhyNot | None) -> Line:
    if why_not is not None:
        return Line(part, None, None, why_not)
    valid = {answer: n for answer, n in counts.items() if answer != NOT_APPLICABLE}
    return Line(part, sum(valid.values()), valid)


GRID_COLUMNS: Final = (
    "period", "questionnaire", "versions", "question", "kind", "by", "part", "answer", "n", "count", "share", "low",
    "high", "mean", "suppressed", "small_base",
)  # fmt: skip
"""A row without an answer is the figure of a part; with one, an option chosen. Part empty: the whole."""


def grid_rows(report: GridReport, named: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return the report as rows of a file: raw and clean n and n by flag first; hidden lines without any number."""
    rows = [
        _beside(report, "responses", name, "" if n is None else str(n), is_hidden=n is None)
        for name, n in counted(report.received, report.untold).items()
    ]
    rate, is_kept = rate_of(report), report.received is None or RATE in report.untold
    value = "not_reported" if rate is None else _number(rate)
    rows.append(_beside(report, "response_rate", "", "" if is_kept else value, is_hidden=is_kept))
    rows.append(_beside(report, "complete_months", "", str(len(report.period.months)), is_hidden=False))
    for section in report.sections:
        rows += _line_rows(report, section, section.whole, "")
        for line in section.lines:
            rows += _line_rows(report, section, line, named.get(line.part, line.part))
    return rows


def counted(received: Received | None, untold: frozenset[str] = frozenset()) -> dict[str, int | None]:
    """Return raw n, clean n and n by rule; a response with two flags counts under both. None what is hidden."""
    if received is None:
        return {RAW: None, CLEAN: None}
    found: dict[str, int] = defaultdict(int)
    for flags, n in received.by_flags.items():
        for flag in flags.split():
            found[flag] += n
    every = {RAW: sum(received.by_flags.values()), CLEAN: received.clean, **dict(sorted(found.items()))}
    return {name: None if name in untold else n for name, n in every.items()}


def rate_of(report: GridReport) -> float | None:
    """Return the response rate; None where visits are not reported or it is hidden."""
    received = report.received
    if received is None or RATE in report.untold or is_hidden(received.answered):
        return None
    found = response_rate(received.answered, received.visits)
    return None if found is None else float(found)


def _beside(report: GridReport, what: str, name: str, value: str, *, is_hidden: bool) -> tuple[str, ...]:
    hidden = str(is_hidden).lower()
    return (str(report.slice), report.key, "", what, "", "", name, "", value, *[""] * 5, hidden, "false")


def _line_rows(report: GridReport, section: Section, line: Line, part: str) -> list[tuple[str, ...]]:
    question, figure = section.asked.question, headline(section.asked.question, line)
    versions = " ".join(str(one) for one in section.asked.versions)
    by = report.by if line is not section.whole else ""
    head = (str(report.slice), report.key, versions, question.key, question.kind.name, by, part)
    n = "" if line.n is None else str(line.n)
    tail = (str(line.n is None).lower(), str(line.has_small_base).lower())
    limits = [_number(one) for one in (figure.interval or (None, None))]
    rows = [(*head, "", n, "", _number(figure.share), *limits, _number(figure.mean), *tail)]
    for code, count, interval in chosen(question, line):
        limits = [_number(one) for one in (interval or (None, None))]
        rows.append((*head, code, n, str(count), _number(count / (line.n or 1)), *limits, "", *tail))
    return rows


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".") or "0"
