"""The deadline of a case that stands in the register: its term, every duty, and each notice with reason and author."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import click
from sqlalchemy.orm import Session

from complaints.cli import words
from complaints.models import Complaint, ComplaintStep
from complaints.queries.queue import dates_of
from complaints.queries.status import by_number
from complaints.queries.steps import inputs_of, steps_of
from complaints.rules.course import Course, Duty, Kept, course, duties
from complaints.rules.verdicts import verdict
from kernel.clock import WARSAW, Clock
from office.queries import people

STANDS: Final = {
    Kept.OPEN: "open",
    Kept.MISSED: "MISSED, still to be done",
    Kept.KEPT: "kept",
    Kept.KEPT_LATE: "done late",
    Kept.POSSIBLE: "not owed so far",
    Kept.OVER: "the case ended without it",
}


@dataclass(frozen=True)
class Explained:
    """A case with all that follows from its inputs; ``authors``: who took each step, in their order."""

    complaint: Complaint
    course: Course
    duties: tuple[Duty, ...]
    steps: Sequence[ComplaintStep]
    authors: list[str]
    verdict: str


def explained_case(session: Session, clock: Clock, number: str) -> Explained:
    """The case with this number. Raises click.ClickException where there is none, or none with a term of its own."""
    complaint = by_number(session, number)
    if complaint is None:
        raise click.ClickException(f"There is no case {number[:40]}; write the number as 214/2026 or P 3/2026.")
    if complaint.rule_id is None:
        raise click.ClickException(f"No rule of the table binds the case {number[:40]}.")
    steps, names = steps_of(session, complaint.id), people(session)
    inputs = inputs_of(complaint, steps)
    return Explained(
        complaint=complaint,
        course=course(inputs),
        duties=duties(inputs, clock.today()),
        steps=steps,
        authors=[names.get(step.person_id, "") if step.person_id else "" for step in steps],
        verdict=verdict(dates_of(complaint), clock.today(), clock.now()).value,
    )


def case_as_data(found: Explained) -> dict[str, Any]:
    """The whole explanation; ``last_day`` and ``warn_on`` hold a petition's extension, those in ``term`` do not."""
    complaint, followed = found.complaint, found.course
    return {
        "case": complaint.register_number,
        "kind": complaint.kind,
        "received_on": complaint.received_on.isoformat(),
        "state": complaint.state,
        "verdict": found.verdict,
        "last_day": followed.due_on.isoformat(),
        "warn_on": followed.warn_on.isoformat(),
        "noticed_on": followed.noticed_on.isoformat() if followed.noticed_on else None,
        "announced_on": followed.announced_on.isoformat() if followed.announced_on else None,
        "term": words.as_data(complaint.kind, followed.main),
        "duties": [duty_as_data(duty) for duty in found.duties],
        "steps": [_step_as_data(step, by) for step, by in zip(found.steps, found.authors, strict=True)],
    }


def case_in_words(found: Explained) -> Iterator[str]:
    """The same, line by line."""
    complaint, followed = found.complaint, found.course
    yield f"{complaint.register_number}: {complaint.kind}, received {complaint.received_on}, {found.verdict}"
    yield from words.in_words(followed.main)
    if followed.extension is not None:
        told = followed.extension.on
        yield words.line("EXTENDED", f"to {words.weekday(followed.due_on)}, told on {told} (art. 10 ust. 3)")
    yield "duties"
    for duty in found.duties:
        yield words.line(str(duty.deadline.last_day), duty_in_words(duty))
    if found.steps:
        yield "steps"
    for step, by in zip(found.steps, found.authors, strict=True):
        yield words.line(str(step.happened_on), _step_in_words(step, by))


def duty_as_data(duty: Duty) -> dict[str, Any]:
    """A duty, how it stands and the day it was fulfilled."""
    met = duty.met_on.isoformat() if duty.met_on else None
    return {**words.as_data(None, duty.deadline), "bound": duty.rule.bound, "stands": duty.kept.value, "met_on": met}


def duty_in_words(duty: Duty) -> str:
    """The same in one line."""
    condition = words.CONDITIONS.get(duty.rule.when, "")
    met = f" on {duty.met_on}" if duty.met_on else ""
    return ", ".join(
        part
        for part in (
            f"{duty.rule.id} ({duty.rule.source})",
            words.BOUND[duty.rule.bound],
            f"{STANDS[duty.kept]}{met}",
            condition,
        )
        if part
    )


def _step_as_data(step: ComplaintStep, by: str) -> dict[str, Any]:
    return {
        "move": step.move,
        "on": step.happened_on.isoformat(),
        "until": step.until_on.isoformat() if step.until_on else None,
        "reason": step.text,
        "reference": step.reference,
        "by": by,
        "recorded_at": step.recorded_at.isoformat(),
    }


def _step_in_words(step: ComplaintStep, by: str) -> str:
    until = f" until {step.until_on}" if step.until_on else ""
    reason = f": {step.text}" if step.text else ""
    recorded = step.recorded_at.astimezone(WARSAW).strftime("%Y-%m-%d %H:%M")
    return f"{step.move}{until}{reason} ({', '.join(part for part in (by, f'recorded {recorded}') if part)})"
