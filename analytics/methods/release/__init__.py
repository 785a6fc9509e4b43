"""Which cells of a whole release are hidden: all tables of a year at once, months, quarters and the year together.

Hiding table by table is not enough: months beside a year's total, desks beside departments and hours beside ways of
answering give hidden cells back. Here every small cell gets a proof that it stays unknown: answers that could be moved
between hidden cells without any shown number changing, far enough for the cell to be anything over a range of the
minimum. What such moves need is hidden too, and what an earlier publication told is among the shown numbers.

Source: the hypercube method (Giessing and Repsilber, in Hundepool et al., Statistical Disclosure Control, 2012, chapter
4, doi:10.1002/9781118348239). Deviation: moves are looked for along time as well, and their room is added up.
"""

from __future__ import annotations

from analytics.methods.release.hiding import counted, hidden_in
from analytics.methods.release.lines import hidden_lines, hidden_lines_in_turn, hidden_lines_once
from analytics.methods.release.sheet import ROOT, Cell, Least, View
from analytics.methods.release.times import (
    MONTHS,
    NEVER,
    QUARTERS,
    TIMES,
    YEAR,
    months_in,
    quarter_to,
    times_of,
    year_to,
)
from analytics.methods.release.turns import Turn, in_turn

__all__ = [
    "MONTHS",
    "NEVER",
    "QUARTERS",
    "ROOT",
    "TIMES",
    "YEAR",
    "Cell",
    "Least",
    "Turn",
    "View",
    "counted",
    "hidden_in",
    "hidden_lines",
    "hidden_lines_in_turn",
    "hidden_lines_once",
    "in_turn",
    "months_in",
    "quarter_to",
    "times_of",
    "year_to",
]
