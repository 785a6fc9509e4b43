"""Erasing what is personal in a case: what goes, what stays, and who may."""

from __future__ import annotations

import json
import uuid
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.actions.erase import NoReason, StillOpen, erase, erase_again
from complaints.actions.handle import note
from complaints.actions.saved_views import save_view
from complaints.models import Complainant, Complaint, ComplaintMatter, ComplaintNote, SavedView
from complaints.rules.erasing import ERASED, Basis
from complaints.rules.moves import State
from complaints.rules.outcomes import Outcome
from kernel.clock import FixedClock
from kernel.errors import Forbidden
from kernel.permissions import Role
from ledger.queries import entries_of
from ledger.verify import verify
from tests.cast import FoundedOffice
from tests.complaints.handling import Reply, answered

REASON = "wniosek z 20 listopada"


@pytest.fixture
def case(session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID) -> Complaint:
    """A settled case with a note and a reply."""
    complaint = session.get_one(Complaint, filed)
    handler = office.actor(Role.HANDLER)
    note(session, clock, handler, complaint, "Pani dzwoniła.")
    reply = Reply(Outcome.ZASADNA, "Szanowna Pani!", clock.today())
    answered(session, clock, office, complaint, reply)
    return complaint


def count(session: Session, table: type) -> int:
    return session.execute(select(func.count()).select_from(table)).scalar_one()


def test_what_is_personal_goes_and_the_case_stays(
    session: Session, clock: FixedClock, office: FoundedOffice, case: Complaint
):
    clock.advance(days=3)
    before = (case.number, case.received_on, case.settled_on, case.outcome, case.due_on, case.handler_id)
    erased = erase(session, clock, office.actor(Role.QUALITY_OFFICER), case, Basis.REQUEST, REASON)
    session.flush()
    session.expire_all()
    assert erased is not None
    assert (case.number, case.received_on, case.settled_on, case.outcome, case.due_on, case.handler_id) == before
    assert (case.subject, case.reply, case.reply_salt, case.code_hash) == (ERASED, None, None, None)
    assert case.erased_at == clock.now()
    assert (count(session, Complainant), count(session, ComplaintMatter)) == (0, 0)
    assert [(row.text, row.salt) for row in session.scalars(select(ComplaintNote))] == [("", "")]
    entry = entries_of(session, f"complaint:{case.id}")[-1]
    content = json.loads(entry.canonical)
    assert (entry.tag, entry.leaf, content["reason"]) == ("complaints:complaint:erase", erased.leaf, REASON)
    assert content["data"] == {
        "basis": "request",
        "complainant": True,
        "matter": True,
        "notes": 1,
        "attachments": 0,
        "letters": 0,
        "reply": True,
        "publication": False,
        "rule": None,
        "batch": None,
    }
    assert verify(session).is_whole


def test_views_that_look_for_the_person_go_and_others_stay(
    session: Session, clock: FixedClock, office: FoundedOffice, case: Complaint
):
    person = session.get_one(Complainant, case.id)
    surname = person.name.split()[-1]
    clerk, head = office.actor(Role.CLERK), office.actor(Role.HEAD)
    save_view(session, clock, clerk, "Szukana", urlencode({"q": f"„{surname.upper()}” kolejka"}))
    save_view(session, clock, head, f"Sprawa: {surname}", "state=all")
    save_view(session, clock, head, "Skargi", urlencode({"q": "kolejka", "kind": "skarga"}))
    erase(session, clock, office.actor(Role.QUALITY_OFFICER), case, Basis.REQUEST, REASON)
    session.flush()
    assert [view.name for view in session.scalars(select(SavedView))] == ["Skargi"]


def test_a_second_time_nothing_happens(session: Session, clock: FixedClock, office: FoundedOffice, case: Complaint):
    officer = office.actor(Role.QUALITY_OFFICER)
    erase(session, clock, officer, case, Basis.REQUEST, REASON)
    session.flush()
    entries = len(entries_of(session, f"complaint:{case.id}"))
    assert erase(session, clock, officer, case, Basis.REQUEST, REASON) is None
    assert not erase_again(session, clock, case, Basis.REQUEST, REASON)
    assert len(entries_of(session, f"complaint:{case.id}")) == entries


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.QUALITY_OFFICER])
def test_nobody_else_may(role: Role, session: Session, clock: FixedClock, office: FoundedOffice, case: Complaint):
    with pytest.raises(Forbidden):
        erase(session, clock, office.actor(role), case, Basis.REQUEST, REASON)
    assert case.erased_at is None


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_reason_is_needed(session: Session, clock: FixedClock, office: FoundedOffice, case: Complaint):
    with pytest.raises(NoReason):
        erase(session, clock, office.actor(Role.QUALITY_OFFICER), case, Basis.MISTAKE, " \n")


@pytest.mark.parametrize("backend", ["sqlite"])
def test_an_open_case_keeps_its_letter_but_not_after_a_restore(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID
):
    complaint = session.get_one(Complaint, filed)
    with pytest.raises(StillOpen):
        erase(session, clock, office.actor(Role.QUALITY_OFFICER), complaint, Basis.REQUEST, REASON)
    assert erase_again(session, clock, complaint, Basis.REQUEST, REASON)
    assert complaint.is_open
    assert count(session, Complainant) == 0


@pytest.mark.parametrize("backend", ["sqlite"])
def test_an_appeal_whose_result_is_awaited_keeps_its_letter(
    session: Session, clock: FixedClock, office: FoundedOffice, case: Complaint
):
    case.state = State.PASSED.value
    session.flush()
    with pytest.raises(StillOpen):
        erase(session, clock, office.actor(Role.QUALITY_OFFICER), case, Basis.REQUEST, REASON)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_page_of_an_erased_case_says_so(session: Session, clock, office, case: Complaint, signed_in):
    erase(session, clock, office.actor(Role.QUALITY_OFFICER), case, Basis.REQUEST, REASON)
    session.commit()
    page = signed_in(Role.HEAD).get(f"/staff/pl/case/{case.id}").get_data(as_text=True).replace("\xa0", " ")
    assert "treść pism usunięto" in page
    assert "Pani dzwoniła" not in page
    assert "Osoba Próbna" not in page
