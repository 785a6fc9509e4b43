"""States, moves and outcomes. The tables below are the specification: what is not in them is forbidden."""

from __future__ import annotations

import pytest

from complaints.rules.kinds import DESK_CHANNELS, LEGAL_KINDS, Channel, Kind
from complaints.rules.outcomes import OUTCOMES, Outcome, WrongOutcome, check_outcome
from complaints.rules.states import PERMISSION_OF, TRANSITIONS, IllegalMove, Move, State, moves_from, transition
from kernel.permissions import Permission

ALLOWED = {
    ("received", "assign"): "assigned",
    ("received", "note"): "received",
    ("assigned", "assign"): "assigned",
    ("assigned", "note"): "assigned",
    ("assigned", "release"): "received",
    ("assigned", "settle"): "settled",
    ("settled", "note"): "settled",
}
PAIRS = [(state, move) for state in State for move in Move]
FITTING = {
    "skarga": {"zasadna", "czesciowo_zasadna", "bezzasadna"},
    "wniosek": {"uwzgledniony", "czesciowo_uwzgledniony", "nieuwzgledniony"},
    "sprawa": {"zalatwiona"},
}


@pytest.mark.parametrize(("state", "move"), [pair for pair in PAIRS if pair in ALLOWED])
def test_an_allowed_move_leads_where_the_table_says(state: State, move: Move):
    assert transition(state, move).to == ALLOWED[state.value, move.value]
    assert transition(state.value, move).to == ALLOWED[state.value, move.value]
    assert (move in moves_from(state)) == (
        move is not Move.RELEASE
    )  # nobody releases a case, it follows from a leaving


@pytest.mark.parametrize(("state", "move"), [pair for pair in PAIRS if pair not in ALLOWED])
def test_any_other_move_is_refused_naming_state_and_move(state: State, move: Move):
    with pytest.raises(IllegalMove) as refused:
        transition(state, move)
    assert refused.value.facts == {"state": state.value, "move": move.value}
    assert refused.value.code == "illegal_move"
    assert move not in moves_from(state)


def test_the_table_of_this_test_is_the_table_of_the_program():
    assert {(state.value, move.value): found.to.value for (state, move), found in TRANSITIONS.items()} == ALLOWED
    assert all(found.source for found in TRANSITIONS.values())


def test_every_move_asks_for_a_permission_of_its_own():
    assert PERMISSION_OF == {
        Move.ASSIGN: Permission.COMPLAINT_ASSIGN,
        Move.NOTE: Permission.COMPLAINT_NOTE,
        Move.RELEASE: Permission.COMPLAINT_ASSIGN,
        Move.SETTLE: Permission.COMPLAINT_SETTLE,
    }


def test_a_settled_case_takes_notes_and_nothing_else():
    assert moves_from(State.SETTLED) == [Move.NOTE]
    assert moves_from(State.ASSIGNED)[0] is Move.SETTLE
    assert moves_from(State.RECEIVED)[0] is Move.ASSIGN


@pytest.mark.parametrize(("kind", "outcome"), [(kind, outcome) for kind in Kind for outcome in Outcome])
def test_each_kind_has_its_own_outcomes(kind: Kind, outcome: Outcome):
    if outcome.value in FITTING[kind.value]:
        assert check_outcome(kind.value, outcome.value) is outcome
        return
    with pytest.raises(WrongOutcome) as refused:
        check_outcome(kind.value, outcome.value)
    assert refused.value.facts == {"kind": kind.value, "outcome": outcome.value}


@pytest.mark.parametrize("outcome", ["", "ZASADNA", "None", "zasadna "])
def test_an_outcome_nobody_knows_is_refused(outcome: str):
    with pytest.raises(WrongOutcome):
        check_outcome("skarga", outcome)


def test_what_the_program_offers_is_what_the_table_says():
    assert {kind.value: {outcome.value for outcome in fitting} for kind, fitting in OUTCOMES.items()} == FITTING
    assert LEGAL_KINDS == (Kind.SKARGA, Kind.WNIOSEK)


def test_a_telephone_call_is_no_way_to_file():
    """§ 5 of the complaints regulation: in writing, by telex, telefax, e-mail, and orally to a protocol."""
    assert Channel.PHONE not in DESK_CHANNELS
    assert Channel.WEB not in DESK_CHANNELS
    assert Channel.ORAL in DESK_CHANNELS
