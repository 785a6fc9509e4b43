"""How whoever filed a settled case is asked about it: the link, the mail some days later, the burnt links at night.

The questions and the answers belong to another room, which learns department, kind and outcome of the case and the
ways the law offers; ``app.py`` joins the two. Nothing here ever sees an answer.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from complaints import labels
from complaints.actions.follow_up import burn_link, record_burnt_links
from complaints.events import ComplaintTag
from complaints.models import Complainant, Complaint
from complaints.queries.follow_up import case_behind, cases_to_write_to, last_day, may_be_asked, used_on
from complaints.rules.follow_up import link_token
from complaints.rules.remedies import remedies
from kernel.clock import Clock
from kernel.permissions import SYSTEM
from ledger.actions import append
from ledger.queries import entries_of
from office.queries import the_office
from worker import mail
from worker.actions import enqueue
from worker.effects import Effect, Hopeless, Work, titled
from worker.jobs import Job, JobWork
from worker.schedules import Daily

FOLLOW_UP: Final = "complaints.follow_up"


@dataclass(frozen=True)
class AskedCase:
    """What the other room learns of a case. ``ways``: what the law offers whoever is not content, in words."""

    department_id: uuid.UUID | None
    kind: str
    outcome: str
    until_on: dt.date
    used_on: dt.date | None
    ways: Sequence[Any]


def look(session: Session, _clock: Clock, secret: str, token: str) -> AskedCase | None:
    """The case a link asks about, None where it leads nowhere."""
    complaint = case_behind(session, secret, token)
    if complaint is None:
        return None
    open_ways = remedies(complaint.kind, complaint.state, complaint.outcome, is_late=False)
    return AskedCase(
        department_id=complaint.department_id,
        kind=complaint.kind,
        outcome=complaint.outcome or "",
        until_on=last_day(complaint),
        used_on=used_on(session, complaint.id),
        ways=[labels.REMEDIES[way] for way in open_ways],
    )


def burn(session: Session, clock: Clock, secret: str, token: str) -> bool:
    """Use a link up; False when it was used before or leads nowhere."""
    complaint = case_behind(session, secret, token)
    return complaint is not None and burn_link(session, clock, complaint)


def open_link(session: Session, clock: Clock, complaint: Complaint) -> str | None:
    """The token to ask whoever filed a case with; None where nothing is asked (any more)."""
    if not may_be_asked(complaint) or clock.today() > last_day(complaint) or not _is_asked(session, clock):
        return None
    if used_on(session, complaint.id) is not None:
        return None
    return link_token(current_app.config["SETTINGS"].secret_key, complaint.id)


@titled(_l("prośba o ocenę po załatwieniu sprawy"))
def send_follow_up(work: Work) -> None:
    """Send whoever filed a settled case the link; nothing where it was erased, restricted or used meanwhile."""
    with work.storage.reading() as session:
        complaint = session.get(Complaint, uuid.UUID(work.payload["complaint"]))
        if complaint is None:
            raise Hopeless("gone")
        person, token = session.get(Complainant, complaint.id), open_link(session, work.clock, complaint)
        if token is None or person is None or not person.email.strip() or _is_sent(session, work, complaint):
            return
        message = mail.compose(
            "complaint_follow_up",
            complaint.language,
            to=person.email.strip(),
            row_id=work.row_id,
            complaint=complaint,
            token=token,
            until_on=last_day(complaint),
            labels=labels,
        )
        is_invented = _is_invented(session)
    mail.send(message, into_folder=is_invented)
    with work.storage.writing() as session:
        data = {"complaint": str(complaint.id), "effect": str(work.row_id)}
        stream = f"follow_up:{complaint.id}"
        append(session, work.clock, SYSTEM, ComplaintTag.FOLLOW_UP_SENT, stream, data, work.clock.today())


def ask_settled(work: JobWork) -> str:
    """Ask for a mail to everybody whose case was settled so many days ago; once for a case."""
    days: int = current_app.config["SETTINGS"].follow_up_days
    with work.storage.writing() as session:
        if not days or _is_invented(session) or not _is_asked(session, work.clock):
            return "nobody is asked"
        cases = cases_to_write_to(session, work.clock.today(), days)
        for complaint_id in cases:
            payload = {"complaint": str(complaint_id)}
            enqueue(session, work.clock, FOLLOW_UP, payload, key=f"{FOLLOW_UP}:{complaint_id}")
    return f"{len(cases)} cases"


def record_links(work: JobWork) -> str:
    """Tell the record which links were used since the last night."""
    with work.storage.writing() as session:
        return f"{record_burnt_links(session, work.clock, SYSTEM)} links"


def _is_asked(session: Session, clock: Clock) -> bool:
    """Whether the other room asks anything after a case today."""
    return bool(current_app.extensions["asks_after_a_case"](session, clock))


def _is_invented(session: Session) -> bool:
    """Whether this is a sample office: its settled cases and their addresses are invented, nobody is to be asked."""
    office = the_office(session)
    return office is not None and office.is_sample


def _is_sent(session: Session, work: Work, complaint: Complaint) -> bool:
    """Whether this very mail went out before: a worker may have been killed between the mail and its last word."""
    tag = ComplaintTag.FOLLOW_UP_SENT.text
    sent = (entry for entry in entries_of(session, f"follow_up:{complaint.id}") if entry.tag == tag)
    return any(json.loads(entry.canonical)["data"]["effect"] == str(work.row_id) for entry in sent)


EFFECTS: Final[dict[str, Effect]] = {FOLLOW_UP: send_follow_up}
JOBS: Final = (
    Job("follow_ups", Daily(9), ask_settled, _l("Prośby o ocenę po załatwieniu sprawy")),
    Job("used_links", Daily(3, 20), record_links, _l("Zapis wykorzystanych linków do ankiety")),
)
