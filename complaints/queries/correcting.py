"""What of a case can be corrected, and who recorded it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from complaints.events import ComplaintTag
from complaints.models import Complaint, ComplaintStep
from complaints.queries.steps import inputs_of
from complaints.rules.corrections import OF_A_STEP, SETTLING, Correctable, Fact, Facts
from complaints.rules.moves import Move
from ledger.models import LedgerEntry

RECORDED_BY: Final = {
    Fact.RECEIVED_ON: ComplaintTag.RECEIVED,
    Fact.CHANNEL: ComplaintTag.RECEIVED,
    Fact.SETTLED_ON: ComplaintTag.SETTLED,
    Fact.OUTCOME: ComplaintTag.SETTLED,
}
"""The entry that said each fact first; those of a step stand in its own row."""


def correctables(complaint: Complaint, steps: Sequence[ComplaintStep]) -> list[Correctable]:
    """The facts of a case that can be corrected, each with what stands there now.

    None of a case that was taken over from another register: it is mended there.
    """
    if complaint.number is None:
        return []
    found = [
        Correctable(Fact.RECEIVED_ON, complaint.received_on.isoformat()),
        Correctable(Fact.CHANNEL, complaint.channel),
    ]
    by_answer = not any(step.move in SETTLING for step in steps)
    if complaint.settled_on is not None and complaint.outcome is not None and by_answer:
        found.append(Correctable(Fact.SETTLED_ON, complaint.settled_on.isoformat()))
        found.append(Correctable(Fact.OUTCOME, complaint.outcome))
    for place, step in enumerate(steps, start=1):
        move = Move(step.move)
        found.append(Correctable(Fact.HAPPENED_ON, step.happened_on.isoformat(), place, move))
        if step.until_on is not None:
            found.append(Correctable(Fact.UNTIL_ON, step.until_on.isoformat(), place, move))
    return found


def facts_of_case(complaint: Complaint, steps: Sequence[ComplaintStep]) -> Facts:
    """What the days of a correction are held against."""
    return Facts(complaint.received_on, complaint.settled_on, complaint.left_on, inputs_of(complaint, steps).steps)


def recorder_of(what: Correctable, steps: Sequence[ComplaintStep], entries: Sequence[LedgerEntry]) -> str:
    """Who recorded what stands there now, as the record names them; empty where nobody is known."""
    who = ""
    if what.step is not None:
        person_id = steps[what.step - 1].person_id
        who = f"person:{person_id}" if person_id else ""
    for entry in entries:
        if what.fact not in OF_A_STEP and entry.tag == RECORDED_BY[what.fact].text:
            who = str(json.loads(entry.canonical)["actor"])
        elif entry.tag == ComplaintTag.CORRECTED.text:
            content = json.loads(entry.canonical)
            if (content["data"]["field"], content["data"]["step"]) == (what.fact.value, what.step):
                who = str(content["actor"])
    return who
