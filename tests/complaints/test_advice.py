"""What a case needs before it is too late. The table is the specification: a situation, a day, and the advice."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest

from complaints.rules.advice import Advice, Advised, Situation, Urgency, advice
from complaints.rules.competence import competence
from complaints.rules.course import Happened, Inputs, course
from complaints.rules.courses import TRANSITIONS
from complaints.rules.kinds import LEGAL_KINDS, Kind
from complaints.rules.moves import FINAL, Move, State
from complaints.rules.offer import impossible, offer
from complaints.rules.proposals import UNKNOWN_DAY, proposed_basis, proposed_body, proposed_day, proposed_until
from complaints.rules.remedies import Remedy, remedies
from complaints.rules.states import moves_from
from tests.complaints.courses import reachable

RECEIVED = dt.date(2026, 3, 2)
"""A Monday: skarga and wniosek end on Thursday, 2 April, warned from 30 March; a petition on 2 June, from 28 May."""


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2026-{text}")


def step(move: str, on: str, until: str = "") -> Happened:
    return Happened(Move(move), day(on), day(until) if until else None)


CALL, SERVED = step("call", "03-04"), step("serve", "03-09")
NOTICE, LATE_NOTICE = step("delay", "04-02", "05-04"), step("delay", "04-03", "05-04")
EXTENSION, LATE_EXTENSION = step("extend", "06-02", "09-02"), step("extend", "06-03", "09-02")
COUNCIL = step("to_council", "03-09")
MAYOR, UNIT_IN_DELEGATED = competence("mayor"), competence("unit_head", "delegated")
NOTHING: dict[str, object] = {}
CASES: tuple[tuple[str, str, tuple[Happened, ...], dict[str, object], str, str], ...] = (
    # a skarga: quiet, near its end, late, with a notice in time and a late one, with the announced day near and over
    ("skarga", "assigned", (), NOTHING, "03-27", ""),
    ("skarga", "assigned", (), NOTHING, "03-30", "notify_36 soon delay 04-02 -"),
    ("skarga", "assigned", (), NOTHING, "04-02", "notify_36 soon delay 04-02 -"),
    ("skarga", "assigned", (), NOTHING, "04-03", "notify_36 late delay 04-02 -"),
    ("skarga", "assigned", (NOTICE,), NOTHING, "04-02", "announced neutral - 04-02 05-04"),
    ("skarga", "assigned", (NOTICE,), NOTHING, "04-27", "announced neutral - 04-02 05-04"),
    ("skarga", "assigned", (NOTICE,), NOTHING, "04-28", "notify_again soon delay 05-04 -"),
    ("skarga", "assigned", (NOTICE,), NOTHING, "05-05", "notify_again late delay 05-04 -"),
    ("skarga", "assigned", (LATE_NOTICE,), NOTHING, "04-03", "announced neutral - 04-02 05-04"),
    # a wniosek: the notice has to come inside the month
    ("wniosek", "assigned", (), NOTHING, "03-27", ""),
    ("wniosek", "received", (), NOTHING, "03-30", "notify_245 soon delay 04-02 -"),
    ("wniosek", "assigned", (), NOTHING, "04-03", "notify_245 late delay 04-02 -"),
    ("wniosek", "assigned", (NOTICE,), NOTHING, "04-03", "announced neutral - 04-02 05-04"),
    # a petition: extension on or before the last day, at most three months more
    ("petycja", "assigned", (), NOTHING, "05-27", ""),
    ("petycja", "assigned", (), NOTHING, "05-28", "extend soon extend 06-02 09-02"),
    ("petycja", "assigned", (), NOTHING, "06-02", "extend soon extend 06-02 09-02"),
    ("petycja", "assigned", (), NOTHING, "06-03", "extend late - 06-02 09-02"),
    ("petycja", "assigned", (EXTENSION,), NOTHING, "06-03", "extended neutral - 06-02 09-02"),
    ("petycja", "assigned", (EXTENSION,), NOTHING, "08-28", "extended soon - 06-02 09-02"),
    ("petycja", "assigned", (EXTENSION,), NOTHING, "09-03", "extended late - 06-02 09-02"),
    ("petycja", "assigned", (LATE_EXTENSION,), NOTHING, "06-03", "extend late - 06-02 09-02"),
    # another body decides: seven days, and no delay of ours before that
    ("skarga", "received", (), {"competent": MAYOR}, "03-02", "to_council soon to_council 03-09 -"),
    ("skarga", "assigned", (), {"competent": MAYOR}, "04-07", "to_council late to_council 03-09 -"),
    ("skarga", "received", (), {"competent": UNIT_IN_DELEGATED}, "03-09", "transfer soon transfer 03-09 -"),
    ("skarga", "at_council", (COUNCIL,), {"competent": MAYOR}, "03-10", "council neutral resolve 04-09 -"),
    ("skarga", "at_council", (COUNCIL,), {"competent": MAYOR}, "04-10",
     "council late resolve 04-09 -; notify_36 late delay 04-09 -"),
    # a councillor hears in fourteen days
    ("skarga", "assigned", (), {"councillor": True}, "03-02", "tell neutral tell 03-16 -"),
    ("skarga", "assigned", (), {"councillor": True}, "03-11", "tell soon tell 03-16 -"),
    ("wniosek", "assigned", (), {"councillor": True}, "03-17", "tell late tell 03-16 -"),
    ("skarga", "assigned", (step("tell", "03-16"),), {"councillor": True}, "03-17", ""),
    # the time of whoever was called begins with service; the office's own goes on
    ("skarga", "called", (CALL,), NOTHING, "03-05", "serve neutral serve - -"),
    ("skarga", "called", (CALL, SERVED), NOTHING, "03-16", "await_answer neutral complete 03-16 -"),
    ("skarga", "called", (CALL, SERVED), NOTHING, "03-17", "call_lapsed soon leave 03-16 -"),
    ("petycja", "called", (CALL, SERVED), NOTHING, "03-23", "await_answer neutral complete 03-23 -"),
    ("odwolanie", "called", (CALL, SERVED), NOTHING, "03-17", "call_lapsed soon leave 03-16 -"),
    ("skarga", "called", (CALL, SERVED, CALL), NOTHING, "03-17", "serve neutral serve - -"),
    # what is passed on
    ("odwolanie", "received", (), NOTHING, "03-03", "pass_on neutral pass_on 03-09 -"),
    ("zazalenie", "assigned", (), NOTHING, "03-04", "pass_on soon pass_on 03-09 -"),
    ("ponaglenie", "assigned", (), NOTHING, "03-10", "pass_on late pass_on 03-09 -"),
    ("odwolanie", "passed", (step("pass_on", "03-09"),), NOTHING, "05-09", "await_result neutral result - -"),
    ("ponaglenie", "received", (), {"is_plain_email": True}, "03-10", "leave_email soon leave - -"),
    # four eyes, then the post
    ("skarga", "for_approval", (), NOTHING, "03-20", "approve neutral approve 04-02 -"),
    ("skarga", "for_approval", (), NOTHING, "04-02", "approve soon approve 04-02 -; notify_36 soon delay 04-02 -"),
    ("skarga", "approved", (), NOTHING, "04-03", "dispatch late settle 04-02 -; notify_36 late delay 04-02 -"),
    # no name
    ("wniosek", "received", (), {"is_anonymous": True}, "03-03", "leave_anonymous soon leave - -"),
    ("skarga", "for_approval", (), {"is_anonymous": True}, "03-03", "approve neutral approve 04-02 -"),
)  # fmt: skip


def situation(kind: str, state: str, steps: tuple[Happened, ...] = (), **more: object) -> Situation:
    councillor = bool(more.pop("councillor", False))
    inputs = Inputs(kind, RECEIVED, steps, is_councillors=councillor)
    return Situation(inputs, State(state), **more)  # type: ignore[arg-type]


def written(one: Advised) -> str:
    days = [f"{found:%m-%d}" if found else "-" for found in (one.last, one.until)]
    return " ".join([one.advice, one.urgency, one.move or "-", *days])


@pytest.mark.parametrize(("kind", "state", "steps", "more", "today", "expected"), CASES)
def test_a_case_is_told_what_it_needs(
    kind: str, state: str, steps: tuple[Happened, ...], more: dict[str, object], today: str, expected: str
):
    found = advice(situation(kind, state, steps, **more), day(today))
    assert "; ".join(map(written, found)) == expected


@pytest.mark.parametrize(("kind", "state"), list(product(LEGAL_KINDS, State)))
def test_advice_is_lawful_cited_and_in_the_order_of_urgency_on_every_day(kind: Kind, state: State):
    """Whatever is advised can be done from there and names its article; the day after its last day it is late."""
    if state not in reachable(kind):
        return
    for offset in range(0, 120, 3):
        today = RECEIVED + dt.timedelta(days=offset)
        for more in (
            {},
            {"is_anonymous": True, "is_plain_email": True},
            {"competent": MAYOR} if kind == "skarga" else {},
        ):
            found = advice(situation(kind, state, (), councillor=kind in ("skarga", "wniosek"), **more), today)
            assert bool(found) <= (state not in FINAL)
            assert [one.urgency for one in found] == sorted((one.urgency for one in found), key=list(Urgency).index)
            for one in found:
                assert one.source
                assert one.move is None or (state, one.move) in TRANSITIONS[kind], (state, one)
                if one.last is not None and one.advice not in (Advice.CALL_LAPSED, Advice.ANNOUNCED, Advice.EXTENDED):
                    assert (one.urgency is Urgency.LATE) == (today > one.last)


@pytest.mark.parametrize(("kind", "state"), list(product(LEGAL_KINDS, State)))
def test_every_possible_move_is_offered_once_and_every_other_is_explained(kind: Kind, state: State):
    moves = moves_from(kind, state)
    for has_handler in (False, True):
        found = offer(moves, advice(situation(kind, state), RECEIVED), has_handler=has_handler)
        offered = [move for move in (found.first, *found.common, *found.rare) if move]
        assert sorted(offered) == sorted(moves)
        assert found.first is not Move.NOTE
    explained = impossible(kind, state)
    assert {move for move, _starts, _source in explained}.isdisjoint(moves)
    assert all(source and starts and state not in starts for _move, starts, source in explained)


@pytest.mark.parametrize(
    ("kind", "state", "steps", "more", "today", "first"),
    [
        ("skarga", "received", (), {}, "03-03", Move.ASSIGN),
        ("skarga", "assigned", (), {}, "03-03", Move.DRAFT),
        ("skarga", "assigned", (), {}, "04-03", Move.DELAY),
        ("skarga", "assigned", (), {"competent": MAYOR}, "03-03", Move.TO_COUNCIL),
        ("skarga", "called", (CALL,), {}, "03-05", Move.SERVE),
        ("skarga", "called", (CALL, SERVED), {}, "03-10", Move.COMPLETE),
        ("skarga", "for_approval", (), {}, "03-10", Move.APPROVE),
        ("skarga", "approved", (), {}, "03-10", Move.SETTLE),
        ("skarga", "at_council", (COUNCIL,), {}, "03-10", Move.RESOLVE),
        ("skarga", "received", (), {"is_anonymous": True}, "03-10", Move.LEAVE),
        ("odwolanie", "assigned", (), {}, "03-03", Move.PASS_ON),
        ("odwolanie", "passed", (), {}, "03-10", Move.RESULT),
        ("skarga", "settled", (), {}, "03-10", None),
    ],
)
def test_the_next_step_is_the_most_likely_one(
    kind: str, state: str, steps: tuple[Happened, ...], more: dict[str, object], today: str, first: Move | None
):
    now = situation(kind, state, steps, **more)
    moves = moves_from(kind, state)
    found = offer(
        moves, advice(now, day(today)), is_elsewhere=now.competent is not None, has_handler=state != "received"
    )
    assert found.first is first
    assert now.competent is None or Move.DRAFT not in (found.first, *found.common, *found.rare)


REMEDIES = {
    ("skarga", "settled", "zasadna", False): "new_skarga",
    ("skarga", "settled", "bezzasadna", False): "repeated new_skarga",
    ("skarga", "settled", "powtorna", False): "repeated new_skarga",
    ("wniosek", "settled", "nieuwzgledniony", False): "skarga_246",
    ("petycja", "settled", "nieuwzgledniona", False): "new_petition",
    ("odwolanie", "decided", "przekazane", False): "as_in_decision",
    ("ponaglenie", "decided", "przekazane", False): "",
    ("skarga", "assigned", None, True): "ponaglenie",
    ("skarga", "assigned", None, False): "",
    ("wniosek", "assigned", None, True): "skarga_on_delay",
    ("petycja", "received", None, True): "skarga_on_delay",
    ("odwolanie", "received", None, True): "ponaglenie",
    ("skarga", "unconsidered", None, True): "file_again",
    ("skarga", "transferred", None, True): "ask_the_body",
    ("skarga", "withdrawn", None, True): "",
}


@pytest.mark.parametrize(("asked", "expected"), REMEDIES.items())
def test_the_law_offers_what_it_offers_and_never_to_reopen(asked: tuple[str, str, str | None, bool], expected: str):
    kind, state, outcome, is_late = asked
    assert " ".join(remedies(kind, state, outcome, is_late=is_late)) == expected


def test_a_late_wniosek_or_petition_has_no_ponaglenie():
    """Art. 246 § 1 KPA: dissatisfaction with a wniosek is a skarga; ponaglenie belongs to cases and skargi."""
    for kind, state in product((Kind.WNIOSEK, Kind.PETYCJA), State):
        assert Remedy.PONAGLENIE not in remedies(kind, state, None, is_late=True)


@pytest.mark.parametrize(
    ("kind", "about", "matter", "move", "body"),
    [
        ("skarga", "mayor", "", Move.TO_COUNCIL, "council"),
        ("skarga", "mayor", "delegated", Move.TRANSFER, "wojewoda"),
        ("skarga", "council", "finance", Move.TRANSFER, "rio"),
        ("skarga", "council", "", Move.POINT, "wojewoda"),
        ("skarga", "employee", "", Move.TRANSFER, ""),
        ("skarga", "", "", Move.TRANSFER, ""),
        ("wniosek", "mayor", "", Move.TRANSFER, ""),
        ("odwolanie", "", "", Move.PASS_ON, "sko"),
    ],
)
def test_a_form_proposes_the_competent_body(kind: str, about: str, matter: str, move: Move, body: str):
    assert proposed_body(kind, about, matter, move) == body


@pytest.mark.parametrize(
    ("kind", "move", "steps", "today", "expected"),
    [
        ("skarga", Move.DELAY, (), "03-20", "2026-05-04"),
        ("skarga", Move.DELAY, (), "04-10", "2026-05-11"),
        ("skarga", Move.DELAY, (NOTICE,), "05-04", "2026-06-05"),
        ("petycja", Move.EXTEND, (), "06-02", "2026-09-02"),
        ("petycja", Move.EXTEND, (), "06-03", None),
        ("petycja", Move.WAIT, (), "03-20", "2026-05-20"),
        ("skarga", Move.TELL, (), "03-20", None),
    ],
)
def test_a_form_proposes_a_lawful_new_day(
    kind: str, move: Move, steps: tuple[Happened, ...], today: str, expected: str | None
):
    found = proposed_until(move, course(Inputs(kind, RECEIVED, steps)), day(today))
    assert (found.isoformat() if found else None) == expected


def test_at_the_end_of_the_calendar_nothing_is_proposed():
    late = dt.date(2040, 11, 20)
    assert proposed_until(Move.DELAY, course(Inputs("skarga", late)), dt.date(2040, 12, 20)) is None


def test_a_day_that_stands_on_a_paper_is_not_guessed():
    assert {move for move in Move if proposed_day(move, RECEIVED) is None} == UNKNOWN_DAY


def test_the_basis_for_leaving_follows_from_what_is_so():
    assert proposed_basis("skarga", Move.LEAVE, [Advice.LEAVE_ANONYMOUS]) == "reg_8_1"
    assert proposed_basis("wniosek", Move.LEAVE, [Advice.CALL_LAPSED]) == "reg_8_2"
    assert proposed_basis("ponaglenie", Move.LEAVE, [Advice.LEAVE_EMAIL]) == "kpa_63_1"
    assert proposed_basis("skarga", Move.LEAVE, []) == ""
    assert proposed_basis("skarga", Move.DIVERT, [Advice.LEAVE_ANONYMOUS]) == ""
