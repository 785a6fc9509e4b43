"""Every move of every kind is made through the running program by whoever may; any other is refused in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from complaints.models import Complaint
from complaints.queries.replay import differences, replayed_cases
from complaints.rules.courses import TRANSITIONS
from complaints.rules.kinds import LEGAL_KINDS, Kind
from complaints.rules.moves import PERMISSION_OF, Move, State
from complaints.rules.states import basis_of, moves_from
from kernel.clock import FixedClock
from kernel.permissions import Permission, Role
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.courses import case_in, filled_in, reachable
from tests.filling import send, text

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
Enter = Callable[..., FlaskClient]
WHO = {
    Permission.COMPLAINT_ASSIGN: Role.HEAD,
    Permission.COMPLAINT_NOTE: Role.CLERK,
    Permission.COMPLAINT_SETTLE: Role.HANDLER,
    Permission.COMPLAINT_APPROVE: Role.HEAD,
}
OWN_PAGES = {Move.ASSIGN, Move.NOTE, Move.SETTLE, Move.DRAFT, Move.RESOLVE, Move.APPROVE}
SAID_BY_THE_TEST = {"about", "about_person_id", "about_department_id"}
"""What the test writes into a row itself to bring a case where it wants it."""
ELSEWHERE = {Move.RELEASE, Move.SPLIT}
"""Nobody releases a case, it follows from somebody's leaving; a letter is split on a page of its own."""


def address(case: Complaint, move: Move) -> str:
    return f"/staff/pl/case/{case.id}/{move}" if move in OWN_PAGES else f"/staff/pl/case/{case.id}/step/{move}"


@pytest.mark.parametrize("kind", LEGAL_KINDS)
def test_every_allowed_move_is_made_with_its_form_and_leads_where_the_table_says(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice, kind: Kind
):
    clients = {role: signed_in(role) for role in set(WHO.values())}
    for (state, move), found in TRANSITIONS[kind].items():
        if state not in reachable(kind) or move in ELSEWHERE or (move is Move.NOTE and state is not State.SETTLED):
            continue
        if (state, move) == (State.UNCONSIDERED, Move.COMPLETE):
            continue  # only after a call: tests/complaints/test_steps.py
        with storage.writing() as session:
            case = case_in(session, clock, office, kind, state)
            typed = filled_in(session, clock, office, case, move)
        client = clients[WHO[PERMISSION_OF[move]]]
        page = client.get(address(case, move))
        assert page.status_code == 200, (state, move)
        answer = send(client, page, "step", **typed)
        assert answer.status_code == 302, (state, move, text(answer))
        with storage.reading() as session:
            assert session.get_one(Complaint, case.id).state == found.to, (state, move)
    with storage.reading() as session:
        for told in replayed_cases(session):
            found_in_row = set(differences(session.get_one(Complaint, told.case_id), told.case))
            assert found_in_row <= SAID_BY_THE_TEST, found_in_row


@pytest.mark.parametrize("kind", LEGAL_KINDS)
def test_a_forbidden_move_is_refused_with_its_reason_and_its_article_and_changes_nothing(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice, kind: Kind
):
    head = signed_in(Role.HEAD)
    for move in Move:
        states = [state for state in State if state in reachable(kind) and move not in moves_from(kind, state)]
        if move in {*ELSEWHERE, Move.REVIEW, Move.CLOSE} or not states:
            continue
        with storage.writing() as session:
            case = case_in(session, clock, office, kind, states[-1])
        page = head.get(address(case, move))
        assert page.status_code == 422, (states[-1], move)
        said = text(page)
        assert "Tego kroku nie można teraz zrobić" in said, move
        assert basis_of(kind, move) in said, move
        with storage.reading() as session:
            assert session.get_one(Complaint, case.id).row_version == case.row_version
