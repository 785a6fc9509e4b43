"""Taking away what keeps somebody out of a case: a head's, with a reason that stands in the record."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from complaints.actions import Description, describe
from complaints.actions.describe import description_of
from complaints.models import Complaint
from complaints.queries import history
from complaints.rules.competence import About, Matter
from complaints.rules.description import consistent, lifts_independence
from complaints.rules.kinds import Councillor
from kernel.clock import Clock, FixedClock
from kernel.permissions import Actor, Grant, Role
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import Reply, answered, assigned, last_entry, received, refused
from tests.filling import send, text

ONE, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)


def test_every_pair_of_descriptions_lifts_only_what_it_drops_or_replaces():
    subjects = [
        consistent(Description(about, person, unit, is_withheld=withheld))
        for about, person, unit, withheld in product(
            (About.NOBODY, About.EMPLOYEE, About.MAYOR), (None, ONE, OTHER), (None, ONE), (False, True)
        )
    ]
    for before, after in product(subjects, subjects):
        keeps = (
            (before.about in (About.NOBODY, after.about))
            and before.person_id in (None, after.person_id)
            and before.department_id in (None, after.department_id)
            and (after.is_withheld or not before.is_withheld)
        )
        assert lifts_independence(before, after) is not keeps
        assert not lifts_independence(before, before)


def test_what_has_nothing_to_do_with_independence_lifts_nothing():
    before = Description(About.EMPLOYEE, ONE, is_withheld=True, is_safety=True, councillor=Councillor.MP)
    after = replace(before, matter=Matter.FINANCE, councillor=Councillor.NOBODY, is_safety=False)
    assert not lifts_independence(before, after)


@pytest.mark.parametrize("backend", ["sqlite"])
class TestTheAction:
    """By actions, on a case about the handler, whose complainant is withheld."""

    def test_a_clerk_adds_and_never_takes_away(self, session: Session, clock: FixedClock, office: FoundedOffice):
        case = self._case(session, clock, office)
        for typed in (replace(description_of(case), is_withheld=False), Description(is_withheld=True)):
            for role in (Role.CLERK, Role.QUALITY_OFFICER):
                with refused(session, "only_a_head_lifts") as broken:
                    self._describe(session, clock, office.actor(role), case, typed, "Pomyłka.")
                assert broken[0].source == "art. 232, 236 KPA"
        more = replace(description_of(case), is_safety=True)
        self._describe(session, clock, office.actor(Role.CLERK), case, more)
        assert case.is_safety
        assert last_entry(session)["data"]["text"] is None

    def test_a_head_does_with_a_reason_that_the_record_commits_to(
        self, session: Session, clock: FixedClock, office: FoundedOffice
    ):
        case, head = self._case(session, clock, office), office.actor(Role.HEAD)
        with refused(session, "no_lifting_reason") as broken:
            self._describe(session, clock, head, case, Description(), " ")
        assert broken[0].field == "reason"
        self._describe(session, clock, head, case, Description(), "Chodziło o Zenona Próbnego.")
        entry = last_entry(session)
        assert (case.about_person_id, case.is_withheld) == (None, False)
        assert "Zenon" not in str(entry)
        assert entry["data"]["text"]
        assert history(session, case.id)[0].text == "Chodziło o Zenona Próbnego."

    def test_the_head_of_the_unit_it_is_about_does_not_take_it_out_of_a_closed_case(
        self, session: Session, clock: FixedClock, office: FoundedOffice
    ):
        case = assigned(session, clock, office)
        answered(session, clock, office, case, Reply("zasadna"))
        self._describe(session, clock, office.actor(Role.CLERK), case, Description(department_id=office.home.id))
        with refused(session, "concerned"):
            self._describe(session, clock, office.actor(Role.HEAD), case, Description(), "Nie o nas.")
        superior = replace(office.actor(Role.HEAD, next_door=True), grants=frozenset({Grant(Role.HEAD)}))
        self._describe(session, clock, superior, case, Description(), "O wydział sąsiedni.")
        assert case.about_department_id is None

    def test_the_page_keeps_what_was_typed_and_says_what_is_missing(
        self, signed_in: Callable[..., FlaskClient], storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        with storage.writing() as session:
            case = self._case(session, clock, office)
        clerk, head, address = signed_in(Role.CLERK), signed_in(Role.HEAD), f"/staff/pl/case/{case.id}/about"
        page = clerk.get(address)
        answer = send(clerk, page, "step", about="", about_person="", reason="Pomyłka.")
        assert answer.status_code == 403
        assert "może zmienić lub usunąć tylko kierownik" in text(answer)
        answer = send(head, head.get(address), "step", about="", about_person="", reason="")
        assert answer.status_code == 422
        assert "Proszę napisać jej powód" in text(answer)
        assert send(head, head.get(address), "step", about="", about_person="", reason="Pomyłka.").status_code == 302

    @staticmethod
    def _case(session: Session, clock: Clock, office: FoundedOffice) -> Complaint:
        handler = office.member(Role.HANDLER)
        return received(session, clock, office, about_person_id=handler.person_id, is_withheld=True)

    @staticmethod
    def _describe(
        session: Session, clock: Clock, actor: Actor, case: Complaint, typed: Description, reason: str = ""
    ) -> None:
        describe(session, clock, actor, case, typed, row_version=case.row_version, reason=reason)
