"""The only package of the workshop that knows tables: from rows to frames, the needed columns only."""

from analytics.frames.answers import INSTRUMENT, answers, responses, unsettled_months
from analytics.frames.cases import cases
from analytics.frames.facts import department_codes, first_month, stamp
from analytics.frames.lists import CaseRow, case_rows, register_numbers
from analytics.frames.then import cases_then
from analytics.frames.year import YearCase, received_counts, year_cases
from analytics.frames.year_then import YearThen, year_then

__all__ = [
    "INSTRUMENT",
    "CaseRow",
    "YearCase",
    "YearThen",
    "answers",
    "case_rows",
    "cases",
    "cases_then",
    "department_codes",
    "first_month",
    "received_counts",
    "register_numbers",
    "responses",
    "stamp",
    "unsettled_months",
    "year_cases",
    "year_then",
]
