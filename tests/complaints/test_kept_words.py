"""The words of a case are kept from the person it is about, and where the complainant is withheld from the unit."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from complaints.actions import StepTyped, note, take_step
from complaints.models import Complaint
from complaints.rules.moves import Move
from kernel.clock import FixedClock
from kernel.permissions import Role
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import Reply, answered, approved, assigned
from tests.filling import text

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
Enter = Callable[..., FlaskClient]
LETTER, REMEDY, NOTE, REASON = "Inspektor krzyczał.", "Żądam przeprosin.", "Pani dzwoniła.", "Choroba świadka."
HIDDEN = "są zakryte przed tymi, których sprawa dotyczy"
REPLY = Reply("zasadna", "Przepraszamy Panią.", cause="Brak szkolenia.", corrective="Szkolenie.")


@pytest.fixture
def case(storage: Storage, clock: FixedClock, office: FoundedOffice) -> uuid.UUID:
    """A skarga with a note and a notice of delay, and an answer that was approved."""
    handler = office.actor(Role.HANDLER)
    with storage.writing() as session:
        found = assigned(session, clock, office, text=LETTER, remedy_sought=REMEDY)
        note(session, clock, handler, found, NOTE)
        delay = StepTyped(clock.today(), until_on=clock.today() + dt.timedelta(60), text=REASON)
        take_step(session, clock, handler, found, Move.DELAY, delay, row_version=found.row_version)
        approved(session, clock, office, found, REPLY)
        return found.id


def words(page: str) -> set[str]:
    """Those of the words that stand on a page."""
    all_of_them = (LETTER, REMEDY, NOTE, REASON, REPLY.text, REPLY.cause)
    return {one for one in all_of_them if one in page}


def about(storage: Storage, case: uuid.UUID, **values: object) -> None:
    with storage.writing() as session:
        found = session.get_one(Complaint, case)
        for name, value in values.items():
            setattr(found, name, value)


def test_the_person_a_case_is_about_reads_none_of_its_words(
    storage: Storage, clock: FixedClock, office: FoundedOffice, signed_in: Enter, case: uuid.UUID
):
    page, clerk = f"/staff/pl/case/{case}", signed_in(Role.CLERK)
    assert words(text(clerk.get(page))) == {LETTER, REMEDY, NOTE, REASON, REPLY.text}
    about(storage, case, about_person_id=office.member(Role.CLERK).person_id)
    kept = text(clerk.get(page))
    assert (words(kept), HIDDEN in kept) == (set(), True)
    assert "Kolejka do stanowiska" in kept, "the case itself is no secret"
    told = text(signed_in(Role.AUDITOR).get(page))
    assert (words(told), HIDDEN in told) == ({LETTER, REMEDY, NOTE, REASON, REPLY.text}, False)


def test_nor_does_the_unit_where_the_complainant_is_withheld(
    storage: Storage, clock: FixedClock, office: FoundedOffice, signed_in: Enter, case: uuid.UUID
):
    with storage.writing() as session:
        found = session.get_one(Complaint, case)
        answered_case = assigned(session, clock, office, text=LETTER)
        answered(session, clock, office, answered_case, REPLY)
        done = answered_case.id
        assert found.reply is None
    about(storage, case, about_department_id=office.home.id, is_withheld=True)
    about(storage, done, about_person_id=office.member(Role.HANDLER).person_id, is_withheld=True)
    for one in (case, done):
        page = f"/staff/pl/case/{one}"
        assert words(text(signed_in(Role.CLERK).get(page))) == set()
        assert words(text(signed_in(Role.MANAGEMENT).get(page))) >= {LETTER, REPLY.text}
