"""Why a chart of answers has nothing to draw, as a sentence."""

from __future__ import annotations

from analytics.reports.monthly import MonthlySet
from analytics.texts import _


def why_no_answers(shown: MonthlySet) -> str:
    """Why the quality of the answers of a month is not told."""
    material = shown.report.material
    if material.is_running(shown.report.month):
        return _("Ten miesiąc jeszcze trwa; odpowiedzi pokazujemy po jego końcu.")
    if material.is_unsettled(shown.report.month):
        return _("Do wybranej chwili nie zapieczętowano wszystkich odpowiedzi z tego miesiąca.")
    return _("W tym miesiącu nie ma odpowiedzi albo jest ich za mało, aby je pokazać.")


def why_no_hours(shown: MonthlySet) -> str:
    """Why no hour is told."""
    material = shown.report.material
    if material.is_unsettled(shown.report.month):
        return why_no_answers(shown)
    return _("Żadna godzina tygodnia nie ma dość odpowiedzi, aby ją pokazać.")
