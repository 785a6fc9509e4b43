"""States and moves of every kind. The table below is the specification: what is not in it is forbidden."""

from __future__ import annotations

import re

import pytest

from complaints.rules.kinds import DESK_CHANNELS, LEGAL_KINDS, REGISTER_OF, Channel, Kind
from complaints.rules.moves import FINAL, NEEDS, OPINION
from complaints.rules.outcomes import (
    OUTCOMES,
    RESULTS,
    Outcome,
    WrongOutcome,
    check_outcome,
    check_result,
    legal_notice,
)
from complaints.rules.states import (
    LIKELY,
    PERMISSION_OF,
    TRANSITIONS,
    IllegalMove,
    Move,
    State,
    article_of,
    moves_from,
    transition,
)

OPEN = "received assigned called at_council for_approval approved"
EVERY = (
    "received assigned called at_council for_approval approved settled passed decided transferred unconsidered "
    "withdrawn diverted joined"
)
DESK = """
    assign: received > assigned; assigned called at_council for_approval approved passed =
    release: assigned > received
"""
NOTE = f"note: {EVERY} ="
CALLING = """
    call: received assigned > called
    serve: called =
    complete: called unconsidered > assigned
    leave: received assigned called > unconsidered
"""
ANSWER = """
    draft: assigned for_approval > for_approval
    send_back: for_approval approved > assigned
    approve: for_approval > approved
    settle: approved > settled
"""
COUNCIL = """
    to_council: received assigned > at_council
    resolve: at_council > approved
"""
ELSEWHERE = """
    transfer: received assigned > transferred
    return: transferred at_council > received
"""
QUALIFY = "qualify: received assigned ="
APPEAL = f"""
    {DESK}
    {NOTE}
    {QUALIFY}
    {CALLING}
    {ELSEWHERE}
    pass_on: received assigned > passed
    result: passed > decided
    withdraw: received assigned called passed > withdrawn
"""
SPECIFICATION = {
    "skarga": f"""
        {DESK}
        {NOTE}
        {QUALIFY}
        {CALLING}
        {ELSEWHERE}
        {COUNCIL}
        {ANSWER}
        point: received assigned > transferred
        pass_up: received assigned > received
        divert: received assigned > diverted
        delay: {OPEN} =
        tell: {OPEN} =
        annotate: assigned > settled
        split: received assigned =
        withdraw: {OPEN} > withdrawn
    """,
    "wniosek": f"""
        {DESK}
        {NOTE}
        {QUALIFY}
        {CALLING}
        {ELSEWHERE}
        {COUNCIL}
        {ANSWER}
        delay: {OPEN} =
        tell: {OPEN} =
        split: received assigned =
        withdraw: {OPEN} > withdrawn
    """,
    "petycja": f"""
        {DESK}
        {NOTE}
        {QUALIFY}
        {CALLING}
        {ELSEWHERE}
        {COUNCIL}
        {ANSWER}
        extend: {OPEN} =
        wait: received assigned =
        join: received assigned > joined
        withdraw: {OPEN} > withdrawn
    """,
    "odwolanie": f"{APPEAL}\nown_decision: assigned > settled\nserved: received assigned =",
    "zazalenie": f"{APPEAL}\nown_decision: assigned > settled\nserved: received assigned =",
    "ponaglenie": APPEAL,
    "sprawa": f"{DESK}\n{NOTE}\n{ANSWER}",
    "opinion": """
        review: received > reviewed
        close: received reviewed > closed
    """,
}
"""A line a move: the states it is possible in, and after ``>`` where it leads; ``=``: it stays where it is."""


PERMISSIONS = {
    "complaint:assign": "assign release pass_up",
    "complaint:note": "note serve served complete return result withdraw",
    "complaint:settle": "qualify call transfer point to_council delay tell draft settle split join pass_on",
    "complaint:approve": "leave resolve extend wait send_back approve annotate divert own_decision",
    "feedback:answer": "review close",
}
"""What each move asks of whoever makes it."""


def read(text: str) -> dict[tuple[str, str], str]:
    found = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        move, ways = line.split(":")
        for way in ways.split(";"):
            starts, _, to = way.partition(">")
            for start in starts.replace("=", "").split():
                found[start, move] = to.strip() or start
    return found


ALLOWED = {kind: read(text) for kind, text in SPECIFICATION.items()}
KINDS = sorted(SPECIFICATION)
FITTING = {
    "skarga": {"zasadna", "czesciowo_zasadna", "bezzasadna"},
    "wniosek": {"uwzgledniony", "czesciowo_uwzgledniony", "nieuwzgledniony"},
    "petycja": {"uwzgledniona", "czesciowo_uwzgledniona", "nieuwzgledniona"},
    "odwolanie": set(),
    "zazalenie": set(),
    "ponaglenie": set(),
    "sprawa": {"zalatwiona"},
}


def test_every_kind_and_the_anonymous_opinion_has_its_table():
    assert set(TRANSITIONS) == set(SPECIFICATION) == {*Kind, OPINION}


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_of_this_test_is_the_table_of_the_program(kind: str):
    table = {(state.value, move.value): found.to.value for (state, move), found in TRANSITIONS[kind].items()}
    assert table == ALLOWED[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_every_allowed_pair_leads_there_with_article_permission_and_fields(kind: str):
    for (state, move), to in ALLOWED[kind].items():
        found = transition(kind, state, Move(move))
        assert found.to == to
        assert found.source
        assert found.permission is PERMISSION_OF[Move(move)]
        assert found.needs == NEEDS.get(Move(move), ())
        assert (Move(move) in moves_from(kind, state)) == (move != "release")  # that only follows from a leaving


@pytest.mark.parametrize("kind", KINDS)
def test_every_other_pair_is_refused_naming_kind_state_move_and_where_the_move_is_written(kind: str):
    for state in State:
        for move in Move:
            if (state.value, move.value) in ALLOWED[kind]:
                continue
            with pytest.raises(IllegalMove) as refused:
                transition(kind, state, move)
            assert refused.value.facts == {"kind": kind, "state": state.value, "move": move.value}
            assert refused.value.source == article_of(kind, move)
            assert re.search(r"art\. \d|§ \d|ISO 10002", refused.value.source), "it always names an article"
            assert move not in moves_from(kind, state)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_final_can_only_be_noted_on_and_opens_again_by_a_return_or_an_answer_sent_in_time(kind: str):
    for state in FINAL:
        assert set(moves_from(kind, state)) <= {Move.NOTE, Move.RETURN, Move.COMPLETE}


@pytest.mark.parametrize("kind", KINDS)
def test_from_every_state_one_can_reach_some_end(kind: str):
    reached = {"received"}
    for _round in State:
        reached |= {to for (state, _move), to in ALLOWED[kind].items() if state in reached}
    ends = {state.value for state in FINAL}
    able = ends | ({"reviewed"} if kind == OPINION else set())
    for _round in State:
        able |= {state for (state, _move), to in ALLOWED[kind].items() if to in able}
    assert reached <= able


@pytest.mark.parametrize(
    ("kind", "move", "article"),
    [("wniosek", "annotate", "art. 239 § 1 KPA"), ("skarga", "extend", "art. 10 ust. 3 ustawy o petycjach"),
     ("wniosek", "transfer", "art. 243 KPA"), ("skarga", "transfer", "art. 231 § 1 KPA")],
)  # fmt: skip
def test_a_move_of_another_kind_is_named_by_where_it_is_written(kind: str, move: str, article: str):
    assert article_of(kind, move) == article


def test_every_move_asks_for_its_permission_and_has_its_place_in_the_order():
    assert {move.value: permission.value for move, permission in PERMISSION_OF.items()} == {
        move: permission for permission, moves in PERMISSIONS.items() for move in moves.split()
    }
    assert set(PERMISSION_OF) == set(Move)
    assert {*LIKELY, Move.RELEASE} == set(Move)
    assert len(LIKELY) == len(set(LIKELY))


def test_the_next_step_stands_first():
    assert moves_from("skarga", "received")[0] is Move.ASSIGN
    assert moves_from("skarga", "assigned")[:2] == [Move.DRAFT, Move.ASSIGN]
    assert moves_from("skarga", "approved")[0] is Move.SETTLE
    assert moves_from("odwolanie", "assigned")[0] is Move.PASS_ON


def test_each_kind_has_its_register():
    assert {kind.value: register.value for kind, register in REGISTER_OF.items()} == {
        "skarga": "SW",
        "wniosek": "SW",
        "petycja": "P",
        "odwolanie": "O",
        "zazalenie": "O",
        "ponaglenie": "O",
    }
    assert set(REGISTER_OF) == set(LEGAL_KINDS)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("outcome", list(Outcome))
def test_only_the_outcomes_of_a_kind_can_answer_it(kind: Kind, outcome: Outcome):
    if outcome.value in FITTING[kind.value]:
        assert check_outcome(kind, outcome.value) is outcome
        return
    with pytest.raises(WrongOutcome) as refused:
        check_outcome(kind, outcome.value)
    assert refused.value.facts == {"kind": kind.value, "outcome": outcome.value}
    assert refused.value.field == "outcome"


def test_what_the_program_offers_is_what_the_table_says():
    assert {kind.value: {outcome.value for outcome in found} for kind, found in OUTCOMES.items()} == FITTING


@pytest.mark.parametrize("outcome", ["", "ZASADNA", "None", "zasadna ", "ok"])
def test_an_outcome_nobody_knows_is_refused(outcome: str):
    with pytest.raises(WrongOutcome):
        check_outcome("skarga", outcome)


def test_the_results_of_article_138_belong_to_appeals_and_those_of_article_37_to_the_ponaglenie():
    assert check_result("odwolanie", "utrzymane") in RESULTS[Kind.ZAZALENIE]
    for kind, result in (("ponaglenie", "utrzymane"), ("odwolanie", "ponaglenie_razace"), ("skarga", "utrzymane")):
        with pytest.raises(WrongOutcome):
            check_result(kind, result)


@pytest.mark.parametrize(
    ("kind", "outcome", "article"),
    [
        ("skarga", "bezzasadna", "239"),
        ("skarga", "czesciowo_zasadna", "239"),
        ("skarga", "zasadna", ""),
        ("wniosek", "nieuwzgledniony", "246"),
        ("wniosek", "czesciowo_uwzgledniony", "246"),
        ("wniosek", "uwzgledniony", ""),
        ("petycja", "nieuwzgledniona", ""),
        ("skarga", None, ""),
    ],
)
def test_an_unfavourable_outcome_names_what_can_be_done(kind: str, outcome: str | None, article: str):
    assert legal_notice(kind, outcome) == article


def test_a_telephone_call_is_no_way_to_file():
    """§ 5 of the complaints regulation: in writing, by telex, telefax, e-mail, and orally to a protocol."""
    assert Channel.PHONE not in DESK_CHANNELS
    assert Channel.WEB not in DESK_CHANNELS
    assert Channel.ORAL in DESK_CHANNELS
