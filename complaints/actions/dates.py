"""Due dates are projections: what a case's day of receipt and its steps give, written beside them."""

from __future__ import annotations

from collections.abc import Sequence

from complaints.models import Complaint, ComplaintStep
from complaints.queries.steps import inputs_of
from complaints.rules.course import course


def project(complaint: Complaint, steps: Sequence[ComplaintStep]) -> bool:
    """Write the dates that follow from the steps; whether the last day is another one now.

    Raises NoTerm, OutsideCalendar.
    """
    before = complaint.due_on
    found = course(inputs_of(complaint, steps))
    complaint.starts_on = found.main.term.starts_on
    complaint.rule_id, complaint.rule_version = found.main.rule.id, found.main.rule.version
    complaint.raw_end_on, complaint.due_on, complaint.warn_on = found.raw_end_on, found.due_on, found.warn_on
    complaint.noticed_on, complaint.announced_on = found.noticed_on, found.announced_on
    return complaint.due_on != before
