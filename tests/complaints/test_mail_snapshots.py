"""The mails to staff about last days, word for word, in each language they are written in.

After a change of words or of a translation ``INTERESANT_TEST_SNAPSHOTS=write .venv/bin/pytest -n 0`` with the path of
this file writes the snapshots anew; what changed is then read in the difference.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import uuid
from pathlib import Path
from typing import Any, Final

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from complaints import labels
from complaints.models import Complaint
from complaints.queries.escalation import Passed
from complaints.queries.reminders import ASSIGN, Line, Reminder, reminder_for
from complaints.rules.competence import About
from complaints.rules.kinds import Councillor, Kind
from complaints.rules.lateness import Lateness
from complaints.rules.moves import Move, State
from complaints.rules.reminding import Occasion
from kernel.clock import FixedClock
from kernel.permissions import Role
from office.models import Person
from office.rules.notices import LANGUAGES
from tests.cast import FoundedOffice
from tests.complaints.courses import case_in, take
from tests.complaints.handling import assigned, received
from worker import mail

D = dt.date
SNAPSHOTS: Final = Path(__file__).parent / "snapshots"
IS_WRITING: Final = os.environ.get("INTERESANT_TEST_SNAPSHOTS") == "write"
MAILS: Final = ("digest", "escalations", "stand_in", "late", "late_noticed", "warning", "last_day", "assign", "tell")
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def scene(session: Session, clock: FixedClock, office: FoundedOffice) -> dict[str, tuple[str, dict[str, Any]]]:
    """Every mail with its facts, as of 21 November 2026."""
    late = assigned(session, clock, office, received_on=D(2026, 10, 12))
    noticed = assigned(session, clock, office, received_on=D(2026, 10, 13), kind=Kind.WNIOSEK)
    take(session, clock, office, noticed, Move.DELAY, happened_on=D(2026, 11, 12), until_on=D(2026, 12, 11))
    near = assigned(session, clock, office, received_on=D(2026, 10, 26))
    nobodys = received(session, clock, office, received_on=D(2026, 11, 20), kind=Kind.PETYCJA)
    assigned(session, clock, office, received_on=D(2026, 11, 9), councillor=Councillor.COUNCILLOR, about=About.EMPLOYEE)
    case_in(session, clock, office, Kind.SKARGA, State.FOR_APPROVAL)
    session.flush()
    handler, head = (office.member(role).person_id for role in (Role.HANDLER, Role.HEAD))
    assert handler is not None
    assert head is not None
    own, heads = (reminder_for(session, clock.today(), one) for one in (handler, head))
    pressing = own.pressing[0]
    first = Lateness("skarga_settle", 1, D(2026, 11, 12))
    second = Lateness("wniosek_settle", 1, D(2026, 11, 13), D(2026, 11, 12), D(2026, 12, 11))
    told = [Passed(late, first), Passed(noticed, second)]
    empty = Reminder([], [], [])
    digest = {"person": session.get_one(Person, head)}
    return {
        "digest": ("complaint_reminder", {**digest, "reminder": _all(own, heads), "passed": told[:1]}),
        "escalations": ("complaint_reminder", {**digest, "reminder": empty, "passed": told}),
        "stand_in": ("complaint_late", {"one": Passed(late, first, is_stand_in=True)}),
        "late": ("complaint_late", {"one": told[0]}),
        "late_noticed": ("complaint_late", {"one": told[1]}),
        "warning": ("complaint_occasion", {"line": _line(near, Occasion.WARNING)}),
        "last_day": ("complaint_occasion", {"line": _line(near, Occasion.LAST_DAY)}),
        "assign": ("complaint_occasion", {"line": Line(nobodys, ASSIGN, nobodys.due_on)}),
        "tell": ("complaint_occasion", {"line": Line(pressing.case, "tell", pressing.advised.last, pressing.advised)}),
    }


def _all(own: Reminder, heads: Reminder) -> Reminder:
    return Reminder(own.own, heads.unassigned, own.own[:1], heads.approvals, own.pressing)


def _line(case: Complaint, when: Occasion) -> Line:
    return Line(case, when.value, case.due_on)


def written(message: mail.Message) -> str:
    """A mail as a snapshot keeps it: subject and text, ids taken out, no blanks at the ends of lines."""
    text = ID.sub("ID", f"{message.subject}\n\n{message.text}")
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_mail_reads_as_its_snapshot(
    app: Flask, session: Session, clock: FixedClock, office: FoundedOffice, lang: str
):
    with app.app_context():
        for name, (template, facts) in scene(session, clock, office).items():
            message = mail.compose(template, lang, to="x@example.pl", row_id=uuid.UUID(int=7), labels=labels, **facts)
            path = SNAPSHOTS / f"mail_{name}.{lang}.txt"
            if IS_WRITING:
                path.write_text(written(message), encoding="utf-8")
            assert written(message) == path.read_text(encoding="utf-8"), name


def test_every_snapshot_belongs_to_a_mail():
    found = {path.name for path in SNAPSHOTS.glob("mail_*.txt")}
    assert found == {f"mail_{name}.{lang}.txt" for name in MAILS for lang in LANGUAGES}


@pytest.mark.parametrize("lang", ["en", "uk"])
def test_no_sentence_stays_polish_in_another_language(lang: str):
    """Polish signs stand nowhere but in the name and the address of the office: a sentence nobody extracted would."""
    for path in SNAPSHOTS.glob(f"mail_*.{lang}.txt"):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if re.search("[ąćęłńśźż]", line)]
        assert lines == ["Urząd Testowy", "ul. Próbna 1, 00-001 Próbowo"][: len(lines)], path.name


def test_no_mail_tells_a_subject_a_name_or_an_address():
    for path in SNAPSHOTS.glob("mail_*.txt"):
        text = path.read_text(encoding="utf-8")
        for secret in ("Kolejka do stanowiska", "Źdźbło", "Sekretna", "zaneta", "600 100 200"):
            assert secret not in text, path.name
