"""Two administrators at once: nobody ends with an office that nobody runs, or with a role twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from attachments.actions import store_crest
from attachments.models import StoredFile
from attachments.shelf import Shelf
from kernel.clock import FixedClock
from kernel.errors import RuleBroken
from kernel.permissions import SYSTEM, Role
from ledger.verify import verify
from office.actions import add_person, enter_absence, grant_role, revoke_role
from office.actions.crest import set_crest
from office.actions.letters import LettersTyped, change_letters
from office.models import Absence, Person, ReferenceFigure, RoleAssignment
from office.queries.hours import shown_office
from office.queries.letters import letter_data
from storage.session import Storage
from tests.attachments.specimens import image
from tests.cast import PASSWORD, FoundedOffice
from tests.filling import fields


def at_once(storage: Storage, acts: Sequence[Callable[[Session], Any]]) -> list[bool]:
    """Several act at once, each in a transaction; how it went, refusals first."""

    def one(act: Callable[[Session], Any]) -> bool:
        try:
            with storage.writing() as session:
                act(session)
        except (RuleBroken, IntegrityError):  # pages know both
            return False
        return True

    with ThreadPoolExecutor(len(acts)) as pool:
        went = sorted(pool.map(one, acts))
    with storage.reading() as session:
        assert verify(session).is_whole
    return went


def test_of_two_administrators_who_take_each_others_role_one_stays(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        second = add_person(
            session, clock, SYSTEM, login="druga", display_name="Druga Próbna", post="", password=PASSWORD
        )
        grant_role(session, clock, SYSTEM, person=second, role=Role.ADMINISTRATOR)
    with storage.reading() as session:
        held = select(RoleAssignment.id).where(RoleAssignment.role == Role.ADMINISTRATOR.value)
        ids = session.scalars(held).all()

    def take(role_id: Any) -> Callable[[Session], None]:
        def act(session: Session) -> None:
            assignment = session.get_one(RoleAssignment, role_id)
            revoke_role(session, clock, SYSTEM, assignment, last_on=clock.today(), reason="spór")

        return act

    assert at_once(storage, [take(role_id) for role_id in ids]) == [False, True]


def test_a_role_given_twice_at_once_is_held_once(storage: Storage, clock: FixedClock, office: FoundedOffice):
    person_id = office.member(Role.CLERK).person_id

    def give(session: Session) -> None:
        grant_role(session, clock, SYSTEM, person=session.get_one(Person, person_id), role=Role.AUDITOR)

    assert at_once(storage, [give] * 4) == [False, False, False, True]
    with storage.reading() as session:
        held = select(func.count()).where(RoleAssignment.person_id == person_id, RoleAssignment.role == "auditor")
        assert session.scalar(held) == 1


def test_an_absence_entered_twice_at_once_is_entered_once(storage: Storage, clock: FixedClock, office: FoundedOffice):
    person_id, day = office.member(Role.CLERK).person_id, clock.today()

    def enter(session: Session) -> None:
        person = session.get_one(Person, person_id)
        enter_absence(session, clock, office.actor(Role.ADMINISTRATOR), person, from_on=day, to_on=day)

    assert at_once(storage, [enter] * 4) == [False, False, False, True]
    with storage.reading() as session:
        assert session.scalar(select(func.count()).select_from(Absence)) == 1


def test_the_crest_chosen_twice_at_once_is_there_once_and_every_page_still_opens(
    storage: Storage, clock: FixedClock, office: FoundedOffice, tmp_path: Path
):
    with storage.writing() as session:
        file_id = store_crest(session, clock, Shelf(tmp_path), image("PNG")).id

    def choose(session: Session) -> None:
        set_crest(session, clock, SYSTEM, session.get_one(StoredFile, file_id), row_version=0)

    assert at_once(storage, [choose] * 4) == [False, False, False, True]
    with storage.reading() as session:
        assert shown_office(session, clock.today()).crest


def test_letters_set_twice_at_once_are_there_once(storage: Storage, clock: FixedClock, office: FoundedOffice):
    def write(session: Session) -> None:
        change_letters(session, clock, SYSTEM, LettersTyped(letterhead="Urząd"), row_version=0)

    assert at_once(storage, [write] * 4) == [False, False, False, True]
    with storage.reading() as session:
        assert letter_data(session) is not None


def test_a_figure_sent_by_two_administrators_at_once_is_there_once(
    storage: Storage, signed_in: Callable[..., FlaskClient]
):
    page = "/staff/pl/administration/figures/add"
    clients = [signed_in(Role.ADMINISTRATOR) for _ in range(3)]
    forms = [fields(client.get(page), "step") for client in clients]
    typed = {"year": "2025", "value": "12 345", "source": "GUS"}

    def post(number: int) -> int:
        return clients[number].post(page, data={**forms[number], **typed}).status_code

    with ThreadPoolExecutor(len(clients)) as pool:
        assert sorted(pool.map(post, range(len(clients)))) == [302, 422, 422]
    with storage.reading() as session:
        assert session.scalar(select(func.count()).select_from(ReferenceFigure)) == 1
