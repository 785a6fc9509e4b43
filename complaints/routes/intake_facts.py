"""What the page of a case shows of its taking in."""

from __future__ import annotations

from dataclasses import dataclass

from complaints import labels
from complaints.queries import Case
from complaints.queries.related import Hint, Linked, beside
from complaints.queries.scope import may_know
from complaints.rules.channels import Handling, channel_rule
from complaints.rules.kinds import LEGAL_KINDS
from office.models import Department
from web import database
from web.access import current_actor


@dataclass(frozen=True)
class IntakeFacts:
    """``note``: what its channel means where nothing else says so; ``unit``: the name of the unit it is about;
    ``linked``: the cases that belong to it.
    """

    note: str
    unit: str
    linked: list[Linked]
    hints: list[Hint]


def intake_facts(found: Case) -> IntakeFacts:
    """What the desk has to say of a case. At most two statements more."""
    session, actor, complaint = database.session(), current_actor(), found.complaint
    unit = session.get(Department, complaint.about_department_id) if complaint.about_department_id else None
    with_hints = complaint.is_open and complaint.kind in LEGAL_KINDS and may_know(session, actor, complaint)
    linked, hints = beside(session, actor, complaint, with_hints=with_hints)
    return IntakeFacts(
        note=_note(complaint.kind, complaint.channel) if complaint.is_open else "",
        unit=unit.name if unit else "",
        linked=linked,
        hints=hints,
    )


def _note(kind: str, channel: str) -> str:
    """For a case whose kind turned out to be one that cannot come this way; what is left is advised beside the term."""
    if kind not in LEGAL_KINDS or channel_rule(kind, channel).handling is not Handling.INVITE:
        return ""
    return labels.channel_note(kind, channel)
