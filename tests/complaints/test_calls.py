"""Calls to mend an appeal: the law says "not shorter than seven days", so the office may give more, and never less."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from complaints.models import Complaint
from complaints.queries.letter_facts import SEVEN_DAYS, case_facts, step_facts
from complaints.queries.steps import inputs_of, steps_of
from complaints.rules.kinds import Kind
from complaints.rules.letters import TEMPLATES
from complaints.rules.moves import Move
from kernel.clock import FixedClock, warsaw
from kernel.permissions import Role
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import assigned, received, refused
from tests.complaints.test_call_terms import answering
from tests.complaints.test_steps import Desk
from tests.filling import fields, send, text

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
D = dt.date


@pytest.fixture
def desk(session: Session, clock: FixedClock, office: FoundedOffice) -> Desk:
    return Desk(session, clock, office)


def called(desk: Desk, kind: Kind = Kind.ODWOLANIE, **typed: Any) -> Complaint:
    case = desk.case(kind=kind)
    desk.take(case, Move.CALL, **{"happened_on": D(2026, 11, 3), "text": "Brak podpisu.", **typed})
    return case


def test_a_longer_time_is_waited_for_shown_and_kept(desk: Desk):
    case = called(desk, until_on=D(2026, 11, 28))  # a Saturday
    desk.take(case, Move.SERVE, happened_on=D(2026, 11, 5))
    shown = answering(inputs_of(case, steps_of(desk.session, case.id)), D(2026, 11, 21))
    assert (shown.kept, shown.deadline.last_day) == ("open", D(2026, 11, 30))
    desk.clock.move_to(warsaw(2026, 11, 30, 9))
    with refused(desk.session, "call_running") as broken:
        desk.take(case, Move.LEAVE, basis="kpa_64_2")
    assert broken[0].facts["last"] == D(2026, 11, 30)
    desk.clock.move_to(warsaw(2026, 12, 1, 9))
    desk.take(case, Move.LEAVE, basis="kpa_64_2", happened_on=D(2026, 12, 1))
    desk.take(case, Move.COMPLETE, happened_on=D(2026, 11, 30))
    assert case.state == "assigned", "posted on the last day the office had set"


def test_a_late_service_gives_seven_days_all_the_same(desk: Desk):
    case = called(desk, until_on=D(2026, 11, 12))
    desk.take(case, Move.SERVE, happened_on=D(2026, 11, 18))
    with refused(desk.session, "call_running") as broken:
        desk.take(case, Move.LEAVE, basis="kpa_64_2")
    assert broken[0].facts["last"] == D(2026, 11, 25)


def test_a_shorter_time_is_refused_with_the_earliest_day(desk: Desk):
    case = desk.case(kind=Kind.ZAZALENIE)
    typed: dict[str, Any] = {"happened_on": D(2026, 11, 3), "text": "Brak podpisu."}
    with refused(desk.session, "call_too_short") as broken:
        desk.take(case, Move.CALL, until_on=D(2026, 11, 9), **typed)
    assert (broken[0].field, broken[0].source, broken[0].facts["last"]) == ("until", "art. 64 § 2 KPA", D(2026, 11, 10))
    assert desk.take(case, Move.CALL, until_on=D(2026, 11, 10), **typed).until_on == D(2026, 11, 10)


@pytest.mark.parametrize("kind", [Kind.SKARGA, Kind.WNIOSEK, Kind.PETYCJA])
def test_no_last_day_is_set_where_the_law_says_how_long_it_is(desk: Desk, kind: Kind):
    case = desk.case(kind=kind)
    with refused(desk.session, "call_has_its_term") as broken:
        desk.take(case, Move.CALL, text="Co się stało?", until_on=D(2026, 12, 30))
    assert broken[0].field == "until"
    assert broken[0].source


def test_the_letter_says_the_day_and_never_less_than_seven_days(desk: Desk):
    template = TEMPLATES["wezwanie_64"]
    plain, longer = called(desk), called(desk, until_on=D(2026, 11, 28))
    assert "answer_by" not in step_facts(desk.session, plain, template)
    assert case_facts(desk.session, D(2026, 11, 21), plain)["answer_by"] == SEVEN_DAYS
    said = step_facts(desk.session, longer, template)["answer_by"]
    assert said == "do 28 listopada 2026 r., a jeśli 7 dni od dnia doręczenia upłynie później: do końca tych 7 dni"


def test_the_form_asks_for_a_day_only_where_there_is_one_to_set(
    signed_in: Callable[..., FlaskClient], storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        skarga = received(session, clock, office)
        appeal = assigned(session, clock, office, kind=Kind.ODWOLANIE)
    head = signed_in(Role.HEAD)
    assert "until-d" not in fields(head.get(f"/staff/pl/case/{skarga.id}/step/call"), "step")
    page = head.get(f"/staff/pl/case/{appeal.id}/step/call")
    assert "until-d" in fields(page, "step")
    assert "Ostatni dzień na odpowiedź" in text(page)
    typed = {"until__d": "23", "until__m": "11", "until__y": "2026", "text": "Brak podpisu.", "channel": "paper"}
    answer = send(head, page, "step", **typed)
    assert answer.status_code == 422
    assert "Najwcześniejszy możliwy dzień" in text(answer)
    assert send(head, page, "step", **{**typed, "until__d": "30"}).status_code == 302
