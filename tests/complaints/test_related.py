"""Earlier cases of the same person as hints, and linking them."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from complaints.actions import How, StepTyped, link_cases, take_step
from complaints.actions.links import link
from complaints.models import Complaint
from complaints.queries.related import MOST_HINTS, beside, hints_for
from complaints.rules.kinds import Kind
from complaints.rules.moves import Move
from complaints.rules.outcomes import Outcome
from complaints.rules.repeats import Repeat
from kernel.clock import FixedClock
from kernel.permissions import Actor, Role
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import PERSONAL, assigned, last_entry, length, received, refused

OTHER_HAND = {"name": "ŹDŹBŁO-PRÓBNA Żaneta", "address": "Sekretna 13\n00-001 Próbowo", "email": ""}


def settle_as(session: Session, case: Complaint, clock: FixedClock, outcome: Outcome) -> None:
    """Settled with an outcome, however it came to it."""
    values = {"settled_on": clock.today(), "outcome": outcome.value, "state": "settled"}
    session.execute(update(Complaint).where(Complaint.id == case.id).values(**values))


@pytest.mark.parametrize(
    ("changes", "is_hint"),
    [
        (OTHER_HAND, True),
        ({"name": "Inna Osoba", "address": "ul. Inna 1", "email": " ZANETA@example.pl"}, True),
        ({"name": "Inna Osoba", "email": ""}, False),
        ({"address": "ul. Sekretna 14, 00-001 Próbowo", "email": ""}, False),
        ({"kind": Kind.WNIOSEK}, False),
        ({"department_id": "next_door"}, False),
    ],
)
def test_the_same_person_with_the_same_kind_is_a_hint(
    storage: Storage, clock: FixedClock, office: FoundedOffice, changes: dict[str, Any], is_hint: bool
):
    if changes.get("department_id"):
        changes = {"department_id": office.next_door.id}
    with storage.writing() as session:
        earlier = received(session, clock, office, **changes)
        clock.advance(days=1)
        case = received(session, clock, office)
        hints = hints_for(session, office.actor(Role.HANDLER), case)
        assert [hint.id for hint in hints] == ([earlier.id] if is_hint else [])
        assert hints_for(session, office.actor(Role.HANDLER), earlier) == []


@pytest.mark.parametrize("backend", ["sqlite"])
def test_who_says_nothing_of_themselves_is_nobody_s_double(storage: Storage, clock: FixedClock, office: FoundedOffice):
    nothing = dict.fromkeys(PERSONAL, "")
    with storage.writing() as session:
        received(session, clock, office, **nothing)
        assert hints_for(session, office.actor(Role.HEAD), received(session, clock, office, **nothing)) == []


@pytest.mark.parametrize("backend", ["sqlite"])
def test_p12_after_a_justified_skarga_no_note_is_possible_and_after_a_groundless_one_it_is(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        was_open, justified, groundless = (assigned(session, clock, office) for _ in range(3))
        settle_as(session, justified, clock, Outcome.ZASADNA)
        settle_as(session, groundless, clock, Outcome.BEZZASADNA)
        session.expire_all()
        clock.advance(days=1)
        case = assigned(session, clock, office)
        means = {hint.id: hint.means for hint in hints_for(session, office.actor(Role.HANDLER), case)}
        assert means == {
            was_open.id: Repeat.STILL_OPEN,
            justified.id: Repeat.NOTE_IMPOSSIBLE,
            groundless.id: Repeat.NOTE_POSSIBLE,
        }
        head, day = office.actor(Role.HEAD), clock.today()
        with refused(session, "not_groundless"):
            step = StepTyped(day, other_id=justified.id, text="To samo.")
            take_step(session, clock, head, case, Move.ANNOTATE, step, row_version=case.row_version)
        step = StepTyped(day, other_id=groundless.id, text="To samo.")
        take_step(session, clock, head, case, Move.ANNOTATE, step, row_version=case.row_version)
        assert case.outcome == Outcome.POWTORNA


@pytest.mark.parametrize("backend", ["sqlite"])
def test_hints_are_few(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session:
        cases = [received(session, clock, office) for _ in range(MOST_HINTS + 3)]
        assert len(hints_for(session, office.actor(Role.HEAD), cases[-1])) == MOST_HINTS


@pytest.mark.parametrize("backend", ["sqlite"])
def test_neither_hint_nor_link_tells_who_filed_a_withheld_case(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    handler, auditor = office.actor(Role.HANDLER), office.actor(Role.AUDITOR)
    with storage.writing() as session:
        withheld = received(session, clock, office, is_withheld=True)
        withheld.about_department_id = office.home.id
        about_me = received(session, clock, office, about_person_id=handler.person_id)
        plain, case = received(session, clock, office), received(session, clock, office)
        assert [hint.id for hint in hints_for(session, handler, case)] == [plain.id]
        for other, how in ((withheld, "earlier"), (about_me, "duplicate"), (plain, "split"), (withheld, "joined")):
            link(session, clock, case.id, other.id, how)
        session.flush()

        def linked(actor: Actor, one: Complaint) -> set[tuple[str, str]]:
            found = beside(session, actor, one, with_hints=False)[0]
            return {(other.complaint.register_number, other.how) for other in found}

        told = {(plain.register_number, "split"), (withheld.register_number, "joined")}
        assert linked(handler, case) == told
        assert linked(handler, withheld) == {(case.register_number, "joined")}
        assert len(linked(auditor, case)) == 4, "who knows no names learns none from a link"


@pytest.mark.parametrize("backend", ["sqlite"])
class TestLinking:
    """Linking by hand."""

    @pytest.mark.parametrize("how", list(How))
    def test_a_link_is_one_entry_and_an_event_and_the_hint_says_so(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, how: How
    ):
        clerk = office.actor(Role.CLERK)
        with storage.writing() as session:
            earlier, case = received(session, clock, office), received(session, clock, office)
            before, version = length(session), case.row_version
            event = link_cases(session, clock, clerk, case, earlier, how, row_version=version)
            assert (length(session), case.row_version) == (before + 1, version + 1)
            assert last_entry(session)["data"] == {"other": str(earlier.id), "how": how.value}
            assert (event.complaint_id, event.other_id, event.how) == (case.id, earlier.id, how)
            assert [hint.how for hint in hints_for(session, clerk, case)] == [how]
            with refused(session, "not_linked"):
                link_cases(session, clock, clerk, case, earlier, how, row_version=case.row_version)

    def test_what_cannot_be_linked_is_refused(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        with storage.writing() as session:
            earlier, case = received(session, clock, office), received(session, clock, office)
            foreign = received(session, clock, office, department_id=office.next_door.id)
            clerk, how = office.actor(Role.CLERK), How.EARLIER
            with refused(session, "not_linked"):
                link_cases(session, clock, clerk, case, case, how, row_version=case.row_version)
            with refused(session, "stale"):
                link_cases(session, clock, clerk, case, earlier, how, row_version=99)
            for actor, one, other in (
                (clerk, case, foreign),
                (clerk, foreign, case),
                (office.actor(Role.AUDITOR), case, earlier),
            ):
                with refused(session, "forbidden"):
                    link_cases(session, clock, actor, one, other, how, row_version=one.row_version)
