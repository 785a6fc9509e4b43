"""What follows from the day a case came and the steps that were taken: the specification of terms, notices, duties."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.rules.competence import COMPETENCES, About, Matter, competence, is_competent_elsewhere
from complaints.rules.course import Happened, Inputs, Kept, course, duties
from complaints.rules.independence import Concerned, Subject, check_actor, check_handler
from complaints.rules.moves import Move
from complaints.rules.terms import TERM_RULES, deadline, rule_by_id
from kernel.ids import new_id

D = dt.date
MARCH = D(2026, 3, 2)


def on(*steps: Happened, kind: str = "skarga", received_on: dt.date = MARCH, **more: object) -> Inputs:
    return Inputs(kind, received_on, tuple(steps), **more)  # type: ignore[arg-type]


def duty(inputs: Inputs, rule_id: str, today: dt.date) -> tuple[str, dt.date] | None:
    found = {one.rule.id: one for one in duties(inputs, today)}.get(rule_id)
    return (found.kept.value, found.deadline.last_day) if found else None


# --- the main term ---


@pytest.mark.parametrize(
    ("kind", "last_day"),
    [
        ("skarga", D(2026, 4, 2)),
        ("wniosek", D(2026, 4, 2)),
        ("petycja", D(2026, 6, 2)),
        ("odwolanie", D(2026, 3, 9)),
        ("zazalenie", D(2026, 3, 9)),
        ("ponaglenie", D(2026, 3, 9)),
    ],
)
def test_without_steps_a_case_is_judged_by_its_first_duty(kind: str, last_day: dt.date):
    found = course(on(kind=kind))
    assert (found.due_on, found.main) == (last_day, deadline(kind, MARCH))
    assert (found.extension, found.noticed_on, found.announced_on) == (None, None, None)


def test_the_councils_month_runs_from_the_day_it_got_the_case():
    """Situation P09."""
    handed = Happened(Move.TO_COUNCIL, D(2026, 3, 9))
    found = course(on(handed))
    assert (found.main.term.starts_on, found.due_on) == (D(2026, 3, 9), D(2026, 4, 9))
    assert duty(on(handed), "skarga_transfer", D(2026, 3, 20)) == ("kept", D(2026, 3, 9))


def test_what_the_council_gives_back_is_judged_from_the_day_the_office_received_it():
    back = course(on(Happened(Move.TO_COUNCIL, D(2026, 3, 9)), Happened(Move.RETURN, D(2026, 3, 20))))
    assert back.due_on == D(2026, 4, 2)


def test_the_three_months_of_a_petition_run_from_the_day_it_was_completed():
    """Situation P14: the tenth is a Sunday."""
    completed = Happened(Move.COMPLETE, D(2026, 2, 10))
    found = course(on(completed, kind="petycja", received_on=D(2026, 1, 20)))
    assert (found.main.raw_end, found.due_on) == (D(2026, 5, 10), D(2026, 5, 11))


def test_the_three_months_of_several_petitions_run_from_the_end_of_the_announced_wait():
    """Art. 11 of the petitions act."""
    waiting = Happened(Move.WAIT, D(2026, 3, 20), D(2026, 5, 20))
    inputs = on(waiting, kind="petycja", is_multiple=True)
    assert course(inputs).due_on == D(2026, 8, 20)
    assert duty(inputs, "petycja_more", D(2026, 3, 21)) == ("open", D(2026, 4, 2))
    assert duty(inputs, "petycja_wait", D(2026, 3, 21)) == ("open", D(2026, 5, 20))


@given(st.lists(st.tuples(st.sampled_from([Move.CALL, Move.SERVE, Move.COMPLETE, Move.DELAY, Move.TELL]),
                          st.integers(0, 60)), max_size=6))  # fmt: skip
def test_nothing_stops_or_moves_the_clock_of_a_skarga(taken: list[tuple[Move, int]]):
    """Art. 237 does not take over the exclusions of art. 35 § 5, and a notice under art. 36 extends nothing."""
    steps = [Happened(move, MARCH + dt.timedelta(days), MARCH + dt.timedelta(days + 60)) for move, days in taken]
    assert course(on(*steps)).due_on == D(2026, 4, 2)


# --- notices and extensions ---


@pytest.mark.parametrize(
    ("told_on", "noticed_on"), [(D(2026, 3, 20), D(2026, 3, 20)), (D(2026, 4, 2), D(2026, 4, 2)), (D(2026, 4, 3), None)]
)
@pytest.mark.parametrize("kind", ["skarga", "wniosek"])
def test_a_notice_of_delay_counts_when_dispatched_on_or_before_the_last_day(kind, told_on, noticed_on):
    """Situation P11 and art. 36, 237 § 4: it announces a day, and the case stays due when it was."""
    found = course(on(Happened(Move.DELAY, told_on, D(2026, 4, 30)), kind=kind))
    assert (found.due_on, found.noticed_on, found.announced_on) == (D(2026, 4, 2), noticed_on, D(2026, 4, 30))


@pytest.mark.parametrize(
    ("notices", "ended_on", "noticed_on"),
    [
        ((("03-20", "04-10"),), D(2026, 4, 10), D(2026, 3, 20)),
        ((("03-20", "04-10"),), D(2026, 4, 11), None),
        ((("03-20", "04-10"), ("04-10", "05-10")), D(2026, 5, 4), D(2026, 3, 20)),
        ((("03-20", "04-10"), ("04-11", "05-10")), D(2026, 5, 4), None),
        ((("03-20", "04-10"),), None, D(2026, 3, 20)),
    ],
    ids=["inside the announced time", "beyond it", "told again in time", "told again too late", "still open"],
)
def test_every_failure_is_told_of_so_a_notice_covers_the_time_up_to_its_own_day(notices, ended_on, noticed_on):
    """Art. 36 § 1 and 237 § 4: of every case of not settling in time."""
    steps = [Happened(Move.DELAY, D.fromisoformat(f"2026-{day}"), D.fromisoformat(f"2026-{to}")) for day, to in notices]
    assert course(on(*steps, ended_on=ended_on)).noticed_on == noticed_on


def test_a_notice_about_the_offices_month_says_nothing_about_the_councils():
    told, handed = Happened(Move.DELAY, D(2026, 3, 5), D(2026, 4, 10)), Happened(Move.TO_COUNCIL, D(2026, 3, 9))
    assert course(on(told, handed)).noticed_on is None


def test_no_handing_to_and_fro_gives_the_council_a_second_month():
    first, back = Happened(Move.TO_COUNCIL, D(2026, 3, 9)), Happened(Move.RETURN, D(2026, 4, 1))
    again = Happened(Move.TO_COUNCIL, D(2026, 4, 20))
    assert course(on(first, back, again)).due_on == D(2026, 4, 9)


@pytest.mark.parametrize(
    ("told_on", "until", "due_on"),
    [
        (D(2026, 6, 2), D(2026, 9, 2), D(2026, 9, 2)),
        (D(2026, 6, 2), D(2026, 7, 15), D(2026, 7, 15)),
        (D(2026, 6, 3), D(2026, 9, 2), D(2026, 6, 2)),
        (D(2026, 6, 2), D(2026, 9, 3), D(2026, 6, 2)),
        (D(2026, 6, 2), D(2026, 6, 2), D(2026, 6, 2)),
    ],
    ids=["to the last possible day", "shorter", "told too late", "too far", "no extension at all"],
)
def test_a_petition_is_extended_by_three_months_at_most_and_only_if_told_in_time(told_on, until, due_on):
    found = course(on(Happened(Move.EXTEND, told_on, until), kind="petycja"))
    assert found.due_on == due_on
    assert found.extended is not None
    assert found.extended.last_day == D(2026, 9, 2)
    assert (found.extension is not None) == (due_on != D(2026, 6, 2))


def test_no_other_kind_can_be_extended():
    for kind in ("skarga", "wniosek", "odwolanie", "zazalenie", "ponaglenie"):
        found = course(on(Happened(Move.EXTEND, D(2026, 3, 4), D(2026, 5, 4)), kind=kind))
        assert (found.due_on, found.extension) == (deadline(kind, MARCH).last_day, None)


# --- the other duties ---


@pytest.mark.parametrize(
    ("today", "steps", "stands"),
    [
        (D(2026, 3, 5), (), "possible"),
        (D(2026, 3, 9), (Happened(Move.TRANSFER, D(2026, 3, 9)),), "kept"),
        (D(2026, 3, 12), (Happened(Move.TRANSFER, D(2026, 3, 10)),), "kept_late"),
        (D(2026, 3, 12), (Happened(Move.POINT, D(2026, 3, 3)),), "kept"),
    ],
)
def test_the_seven_days_of_a_transfer(today, steps, stands):
    assert duty(on(*steps), "skarga_transfer", today) == (stands, D(2026, 3, 9))


@pytest.mark.parametrize(
    ("today", "steps", "stands"),
    [
        (D(2026, 3, 16), (), "open"),
        (D(2026, 3, 17), (), "missed"),
        (D(2026, 3, 17), (Happened(Move.TELL, D(2026, 3, 16)),), "kept"),
        (D(2026, 3, 18), (Happened(Move.TELL, D(2026, 3, 17)),), "kept_late"),
        (D(2026, 3, 18), (Happened(Move.SETTLE, D(2026, 3, 10)),), "kept"),
    ],
)
def test_the_fourteen_days_of_a_councillor(today, steps, stands):
    inputs = on(*steps, is_councillors=True)
    assert duty(inputs, "skarga_councillor", today) == (stands, D(2026, 3, 16))
    assert duty(on(*steps), "skarga_councillor", today) is None


@pytest.mark.parametrize(("answered_on", "stands"), [(D(2026, 3, 9), "kept"), (D(2026, 3, 10), "kept_late")])
def test_the_complainants_seven_days_run_from_the_service_of_the_call(answered_on, stands):
    """Situation P01: what counts is the day it was posted, not the day it came."""
    steps = (Happened(Move.CALL, D(2026, 2, 27)), Happened(Move.SERVE, MARCH), Happened(Move.COMPLETE, answered_on))
    inputs = on(*steps, received_on=D(2026, 2, 20))
    assert duty(inputs, "call_answer", D(2026, 3, 12)) == (stands, D(2026, 3, 9))


@pytest.mark.parametrize(
    ("kind", "served_on", "posted_on", "received_on", "stands"),
    [
        ("odwolanie", D(2026, 3, 2), None, D(2026, 3, 16), "kept"),
        ("odwolanie", D(2026, 3, 2), None, D(2026, 3, 17), "kept_late"),
        ("odwolanie", D(2026, 3, 2), D(2026, 3, 16), D(2026, 3, 19), "kept"),
        ("zazalenie", D(2026, 3, 2), None, D(2026, 3, 9), "kept"),
        ("zazalenie", D(2026, 3, 2), D(2026, 3, 10), D(2026, 3, 12), "kept_late"),
    ],
)
def test_an_appeal_is_in_time_by_the_day_it_was_posted_or_its_receipt_was_confirmed(
    kind, served_on, posted_on, received_on, stands
):
    """Situation P03 and art. 57 § 5: e-Delivery on the last day is in time, its receipt is that day's."""
    inputs = on(Happened(Move.SERVED, served_on, posted_on), kind=kind, received_on=received_on)
    last_day = served_on + dt.timedelta(days=14 if kind == "odwolanie" else 7)
    assert duty(inputs, f"{kind}_party", D(2026, 4, 1)) == (stands, last_day)


def test_a_call_nobody_served_starts_nothing():
    assert duty(on(Happened(Move.CALL, D(2026, 3, 3))), "call_answer", D(2026, 4, 1)) is None


def test_an_ended_case_owes_nothing_more():
    inputs = on(ended_on=D(2026, 3, 20), is_councillors=True)
    assert {one.kept for one in duties(inputs, D(2026, 5, 1))} == {Kept.OVER}


def test_the_first_duty_stands_first_and_is_judged_by_the_extended_day():
    inputs = on(Happened(Move.EXTEND, D(2026, 5, 2), D(2026, 8, 2)), kind="petycja")
    first = duties(inputs, D(2026, 7, 1))[0]
    assert (first.rule.id, first.kept) == ("petycja_settle", Kept.OPEN)
    assert duties(inputs, D(2026, 8, 3))[0].kept is Kept.MISSED


@given(
    st.sampled_from(["skarga", "wniosek", "petycja", "odwolanie", "zazalenie", "ponaglenie"]),
    st.dates(D(2018, 1, 1), D(2039, 12, 31)),
    st.lists(st.tuples(st.sampled_from(list(Move)), st.integers(0, 200), st.integers(1, 200)), max_size=8),
    st.booleans(),
)
def test_the_same_inputs_give_the_same_course_and_only_an_extension_or_a_new_start_moves_the_day(
    kind, received_on, taken, is_councillors
):
    day = dt.timedelta
    steps = tuple(Happened(move, received_on + day(a), received_on + day(a + b)) for move, a, b in taken)
    inputs = Inputs(kind, received_on, steps, is_councillors)
    found = course(inputs)
    assert found == course(inputs)
    assert (found.due_on == found.main.last_day) == (found.extension is None)
    assert found.warn_on < found.due_on
    for one in duties(inputs, received_on + day(30)):
        assert one.deadline.last_day >= received_on
        assert (one.met_on is None) == (one.kept not in (Kept.KEPT, Kept.KEPT_LATE))


# --- competence and independence ---


@pytest.mark.parametrize("about", list(About))
@pytest.mark.parametrize("matter", list(Matter))
def test_every_pair_of_subject_and_matter_has_exactly_one_competent_body(about: About, matter: Matter):
    rows = [row for row in COMPETENCES if row.about is about and matter in row.matters]
    assert rows == [competence(about, matter)]
    assert is_competent_elsewhere(about, matter) == (about in {About.MAYOR, About.UNIT_HEAD, About.COUNCIL})


def test_article_229_sends_each_skarga_to_its_body():
    assert competence("mayor", "own").body == "council"
    assert competence("mayor", "delegated").body == "wojewoda"
    assert competence("unit_head", "own").body == "council"
    assert competence("council", "finance").body == "rio"
    assert competence("council", "own").body == "wojewoda"
    assert competence("employee", "finance").body == ""


def test_the_person_and_the_unit_complained_about_do_not_handle_it():
    person, unit, other = new_id(), new_id(), new_id()
    with pytest.raises(Concerned) as refused:
        check_handler(Subject(person_id=person), person, other)
    assert (refused.value.field, refused.value.source) == ("handler", "art. 232 § 1 KPA")
    with pytest.raises(Concerned) as refused:
        check_handler(Subject(department_id=unit), other, unit)
    assert refused.value.field == "department"
    check_handler(Subject(person, unit), other, other)
    with pytest.raises(Concerned):
        check_actor(Subject(person_id=person), person)
    check_actor(Subject(), None)
    check_actor(Subject(person, unit), other)


# --- the table ---


def test_every_duty_of_the_table_can_be_looked_up_by_its_name():
    for rule in TERM_RULES:
        assert rule_by_id(rule.id, rule.in_force_from or MARCH) == rule


def test_every_move_a_duty_is_met_by_exists():
    assert {move for rule in TERM_RULES for move in rule.met_by} <= {move.value for move in Move}
