"""Dashboards of closed months, kept in the database: what they hold for, and how they are found."""

from analytics.reports.stored.finding import stored_board

__all__ = ["stored_board"]
