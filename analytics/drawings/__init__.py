"""Which charts a report has, and their words: from results to what analytics.charts draws. A module for each idea."""

from analytics.drawings.answers import best_and_worst, likert_chart
from analytics.drawings.chart import Chart, picture
from analytics.drawings.compared import compared_chart
from analytics.drawings.control import control_drawing
from analytics.drawings.curves import survival_chart
from analytics.drawings.departments import departments_chart, sorted_departments
from analytics.drawings.lines import months_chart
from analytics.drawings.sets import charts_of, month_charts, reduction_charts, span_charts
from analytics.drawings.stock import backlog_of

__all__ = [
    "Chart",
    "backlog_of",
    "best_and_worst",
    "charts_of",
    "compared_chart",
    "control_drawing",
    "departments_chart",
    "likert_chart",
    "month_charts",
    "months_chart",
    "picture",
    "reduction_charts",
    "sorted_departments",
    "span_charts",
    "survival_chart",
]
