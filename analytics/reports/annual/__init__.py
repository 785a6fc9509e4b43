"""The annual report: thirteen tables over one year, each figure with its base and the cases behind it."""

from analytics.reports.annual.report import AnnualReport, annual_report
from analytics.reports.annual.tables import AnnualTable, Figure, Name, Row, Unit

__all__ = ["AnnualReport", "AnnualTable", "Figure", "Name", "Row", "Unit", "annual_report"]
