"""Taking a step: the change, its row, one entry and the dates that follow; or a refusal that leaves nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.actions import StepTyped, assign, resolve, send_back, take_step
from complaints.actions.handle import Assignment
from complaints.models import Complainant, Complaint, ComplaintLink, ComplaintStep
from complaints.queries.queue import dates_of
from complaints.queries.steps import steps_of
from complaints.rules.kinds import Channel, Kind
from complaints.rules.moves import Move
from complaints.rules.verdicts import Verdict, verdict
from kernel.clock import FixedClock, warsaw
from kernel.permissions import Role
from ledger.canonical import commitment
from ledger.verify import verify
from tests.cast import NOW, FoundedOffice
from tests.complaints.handling import (
    Reply,
    answered,
    assigned,
    last_entry,
    length,
    outside_body,
    received,
    refused,
)

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
D = dt.date
TODAY = D(2026, 11, 21)


class Desk:
    """A session with an office, in which one takes steps as the head, who may all of them."""

    def __init__(self, session: Session, clock: FixedClock, office: FoundedOffice) -> None:
        self.session, self.clock, self.office = session, clock, office

    def case(self, **typed: Any) -> Complaint:
        """A case received on the second of November and assigned to the handler."""
        return assigned(self.session, self.clock, self.office, **{"received_on": D(2026, 11, 2), **typed})

    def body(self, kind: str) -> uuid.UUID:
        """A body of a kind."""
        return outside_body(self.session, self.clock, self.office, kind).id

    def take(self, case: Complaint, move: Move, role: Role = Role.HEAD, **typed: Any) -> ComplaintStep:
        """Take a step on a day, today where none is given, and give back its row."""
        step = StepTyped(**{"happened_on": TODAY, **typed})
        actor = self.office.actor(role)
        taken = take_step(self.session, self.clock, actor, case, move, step, row_version=case.row_version)
        return self.session.get_one(ComplaintStep, taken.step_id)


@pytest.fixture
def desk(session: Session, clock: FixedClock, office: FoundedOffice) -> Desk:
    return Desk(session, clock, office)


# --- what every step leaves ---


def test_a_step_is_a_row_an_entry_and_new_dates_and_its_reason_stands_in_the_record_as_a_commitment(desk: Desk):
    case = desk.case()
    before = length(desk.session)
    step = desk.take(case, Move.DELAY, until_on=D(2026, 12, 20), text="Czekamy na pana Próbnego.", channel="paper")
    assert length(desk.session) == before + 1
    assert (step.position, step.move, step.happened_on, step.recorded_at) == (1, "delay", TODAY, NOW)
    assert step.person_id == desk.office.member(Role.HEAD).person_id
    assert (case.state, case.noticed_on, case.announced_on) == ("assigned", TODAY, D(2026, 12, 20))
    assert (case.due_on, case.row_version) == (D(2026, 12, 2), 3)
    entry = last_entry(desk.session)
    assert (entry["tag"], entry["effective_on"]) == ("complaints:complaint:delay", "2026-11-21")
    assert entry["data"] == {
        "state": "assigned",
        "on": "2026-11-21",
        "until": "2026-12-20",
        "body": None,
        "basis": "",
        "reference": "",
        "channel": "paper",
        "text": commitment(step.salt, "Czekamy na pana Próbnego."),
        "last_day": "2026-12-02",
    }
    assert "Próbn" not in str(entry)
    assert verify(desk.session).is_whole


@pytest.mark.parametrize(
    ("move", "typed", "field"),
    [
        (Move.DELAY, {"until_on": D(2026, 12, 20)}, "text"),
        (Move.DELAY, {"text": "Bo tak."}, "until"),
        (Move.CALL, {"text": "\n"}, "text"),
        (Move.TRANSFER, {}, "body"),
        (Move.LEAVE, {}, "basis"),
        (Move.QUALIFY, {"kind": "wniosek"}, "text"),
        (Move.QUALIFY, {"text": "Z treści."}, "kind"),
        (Move.ANNOTATE, {"text": "Powtórka."}, "earlier"),
        (Move.TELL, {}, "text"),
    ],
)
def test_what_a_move_asks_for_has_to_be_there(desk: Desk, move: Move, typed: dict[str, Any], field: str):
    case = desk.case()
    with refused(desk.session, "missing") as broken:
        desk.take(case, move, **typed)
    assert broken[0].field == field
    assert broken[0].source
    assert desk.session.scalar(select(func.count()).select_from(ComplaintStep)) == 0


@pytest.mark.parametrize("day", [D(2026, 11, 1), D(2026, 11, 22)])
def test_a_step_lies_between_receipt_and_today(desk: Desk, day: dt.date):
    case = desk.case()
    with refused(desk.session, "wrong_day"):
        desk.take(case, Move.WITHDRAW, happened_on=day)


def test_an_impossible_move_says_where_it_is_written(desk: Desk):
    case = desk.case()
    desk.take(case, Move.WITHDRAW)
    with refused(desk.session, "illegal_move") as broken:
        desk.take(case, Move.DELAY, until_on=D(2026, 12, 20), text="Za późno.")
    assert broken[0].source == "art. 237 § 4 w zw. z art. 36 KPA"


@pytest.mark.parametrize("role", [Role.CLERK, Role.AUDITOR, Role.QUALITY_OFFICER, Role.MANAGEMENT, Role.ADMINISTRATOR])
def test_who_may_not_settle_transfers_nothing(desk: Desk, role: Role):
    case, body = desk.case(), desk.body("wojewoda")
    with refused(desk.session, "forbidden"):
        desk.take(case, Move.TRANSFER, role, body_id=body)


# --- competence ---


def test_a_transfer_ends_the_case_here_and_a_return_opens_it_again(desk: Desk):
    case = desk.case()
    desk.take(case, Move.TRANSFER, body_id=desk.body("wojewoda"), happened_on=D(2026, 11, 9))
    assert (case.state, case.left_on, case.left_how, case.is_open) == (
        "transferred",
        D(2026, 11, 9),
        "transfer",
        False,
    )
    desk.take(case, Move.RETURN, text="Wojewoda uważa, że właściwy jest burmistrz.")
    assert (case.state, case.left_on, case.left_how, case.handler_id, case.is_open) == (
        "received",
        None,
        None,
        None,
        True,
    )
    assert case.due_on == D(2026, 12, 2)


def test_what_goes_to_the_council_is_handed_to_it_and_not_passed_out_of_the_register(desk: Desk):
    case, council, wojewoda = desk.case(), desk.body("council"), desk.body("wojewoda")
    with refused(desk.session, "own_council") as broken:
        desk.take(case, Move.TRANSFER, body_id=council)
    assert broken[0].source == "art. 229 pkt 3, 237 § 1 KPA"
    with refused(desk.session, "no_council"):
        desk.take(case, Move.TO_COUNCIL, body_id=wojewoda)


def test_a_skarga_on_the_council_does_not_go_to_the_council(desk: Desk):
    case, council = desk.case(), desk.body("council")
    case.about = "council"
    desk.session.flush()
    for move in (Move.TO_COUNCIL, Move.POINT):
        with refused(desk.session, "body_concerned") as broken:
            desk.take(case, move, body_id=council)
        assert broken[0].source == "art. 232 § 1 KPA"


def test_a_body_nobody_knows_gets_nothing(desk: Desk):
    case = desk.case()
    with refused(desk.session, "unknown_body"):
        desk.take(case, Move.TRANSFER, body_id=uuid.uuid4())


# --- independence ---


def test_whom_a_skarga_is_about_neither_gets_it_nor_acts_on_it_but_passes_it_up(desk: Desk):
    handler = desk.office.member(Role.HANDLER)
    case = desk.case()
    case.about, case.about_person_id = "employee", handler.person_id
    desk.session.flush()
    to = Assignment(handler.person_id, desk.office.home.id)
    with refused(desk.session, "concerned") as broken:
        assign(desk.session, desk.clock, desk.office.actor(Role.HEAD), case, to, row_version=case.row_version)
    assert (broken[0].field, broken[0].source) == ("handler", "art. 232 § 1 KPA")
    with refused(desk.session, "concerned"):
        desk.take(case, Move.DELAY, Role.HANDLER, until_on=D(2026, 12, 20), text="Sam się sobą zajmę.")
    desk.take(case, Move.PASS_UP, Role.HANDLER)
    assert (case.state, case.handler_id) == ("received", None)


def test_a_unit_complained_about_does_not_get_the_case(desk: Desk):
    case = desk.case()
    case.about, case.about_department_id = "department", desk.office.home.id
    desk.session.flush()
    to = Assignment(desk.office.member(Role.HANDLER).person_id, desk.office.home.id)
    with refused(desk.session, "concerned") as broken:
        assign(desk.session, desk.clock, desk.office.actor(Role.HEAD), case, to, row_version=case.row_version)
    assert broken[0].field == "department"
    with refused(desk.session, "unit_concerned"):
        desk.take(case, Move.WITHDRAW)


# --- calls and leaving without consideration ---


def test_without_a_name_or_an_address_a_skarga_is_left_without_consideration_and_stays_in_the_register(desk: Desk):
    """Situation P07."""
    case = desk.case()
    with refused(desk.session, "has_name_and_address"):
        desk.take(case, Move.LEAVE, basis="reg_8_1")
    desk.session.get_one(Complainant, case.id).address = " "
    desk.session.flush()
    desk.take(case, Move.LEAVE, basis="reg_8_1")
    assert (case.state, case.left_how, case.number) == ("unconsidered", "leave", 1)


def test_an_unanswered_call_counts_only_when_it_was_served_and_its_seven_days_are_over(desk: Desk):
    case = desk.case()
    desk.take(case, Move.CALL, happened_on=D(2026, 11, 12), text="Czego dotyczy skarga?")
    with refused(desk.session, "call_not_served"):
        desk.take(case, Move.LEAVE, basis="reg_8_2")
    with refused(desk.session, "before_the_call"):
        desk.take(case, Move.SERVE, happened_on=D(2026, 11, 11))
    desk.take(case, Move.SERVE, happened_on=D(2026, 11, 16))
    with refused(desk.session, "call_running") as broken:
        desk.take(case, Move.LEAVE, basis="reg_8_2")
    assert broken[0].facts["last"] == D(2026, 11, 23)
    desk.clock.move_to(warsaw(2026, 11, 24, 9))
    desk.take(case, Move.LEAVE, basis="reg_8_2", happened_on=D(2026, 11, 24))
    assert (case.state, case.due_on) == ("unconsidered", D(2026, 12, 2))


def test_a_call_answered_in_time_is_no_reason_to_leave_the_case_and_a_second_call_has_to_be_served_too(desk: Desk):
    case = desk.case()
    desk.take(case, Move.CALL, happened_on=D(2026, 11, 3), text="Czego dotyczy skarga?")
    desk.take(case, Move.SERVE, happened_on=D(2026, 11, 4))
    desk.take(case, Move.COMPLETE, happened_on=D(2026, 11, 6))
    with refused(desk.session, "call_answered"):
        desk.take(case, Move.LEAVE, basis="reg_8_2")
    desk.take(case, Move.CALL, text="A kiedy to było?")
    with refused(desk.session, "call_not_served"):
        desk.take(case, Move.LEAVE, basis="reg_8_2")


@pytest.mark.parametrize("posted_on", [D(2026, 11, 12), D(2026, 11, 13)])
def test_an_answer_posted_in_time_opens_again_what_was_left_as_unanswered(desk: Desk, posted_on: dt.date):
    """Situation P01: posted on the last day, it came when the case had been left."""
    case = desk.case()
    desk.take(case, Move.CALL, happened_on=D(2026, 11, 3), text="Czego dotyczy skarga?")
    desk.take(case, Move.SERVE, happened_on=D(2026, 11, 5))
    desk.take(case, Move.LEAVE, basis="reg_8_2")
    if posted_on == D(2026, 11, 13):
        with refused(desk.session, "answered_too_late"):
            desk.take(case, Move.COMPLETE, happened_on=posted_on)
        return
    desk.take(case, Move.COMPLETE, happened_on=posted_on)
    assert (case.state, case.left_on, case.left_how, case.is_open) == ("assigned", None, None, True)


def test_what_was_left_for_another_reason_is_not_opened_by_an_answer(desk: Desk):
    case = desk.case(kind=Kind.PONAGLENIE)
    desk.take(case, Move.LEAVE, basis="kpa_37_3a", text="Termin jeszcze biegnie.")
    with refused(desk.session, "not_by_a_call"):
        desk.take(case, Move.COMPLETE)


def test_an_early_ponaglenie_owed_nothing_so_it_is_not_late_however_long_it_lay(desk: Desk):
    """Situation P08: no seven days."""
    case = desk.case(kind=Kind.PONAGLENIE)
    desk.take(case, Move.LEAVE, basis="kpa_37_3a", text="Termin jeszcze biegnie.")
    assert case.due_on == D(2026, 11, 9)
    assert verdict(dates_of(case), TODAY, desk.clock.now()) is Verdict.LEFT


def test_only_what_the_council_decides_goes_to_the_council_and_its_answer_sent_back_stays_there(desk: Desk):
    case, council = desk.case(), desk.body("council")
    with refused(desk.session, "not_the_councils") as broken:
        desk.take(case, Move.TO_COUNCIL, body_id=council)
    assert broken[0].source == "art. 227 KPA"
    case.about = "mayor"
    desk.session.flush()
    with refused(desk.session, "not_competent"):
        desk.take(case, Move.ANNOTATE, other_id=case.id, text="Bez zmian.")
    desk.take(case, Move.TO_COUNCIL, body_id=council, happened_on=D(2026, 11, 9))
    head, words = desk.office.actor(Role.HEAD), Reply("bezzasadna").answer()
    number = StepTyped(reference="XL/1/2026")
    resolve(desk.session, desk.clock, head, case, words, number, row_version=case.row_version)
    send_back(desk.session, desk.clock, head, case, "Literówka.", row_version=case.row_version)
    assert (case.state, case.due_on) == ("at_council", D(2026, 12, 9))


def test_an_answer_posted_in_time_brings_the_case_back_to_its_handler(desk: Desk):
    """Situation P01: the day it was posted counts."""
    case = desk.case()
    desk.take(case, Move.CALL, happened_on=D(2026, 11, 3), text="Czego dotyczy skarga?")
    desk.take(case, Move.SERVE, happened_on=D(2026, 11, 9))
    desk.take(case, Move.COMPLETE, happened_on=D(2026, 11, 16), text="Chodzi o kolejkę.")
    assert (case.state, case.handler_id) == ("assigned", desk.office.member(Role.HANDLER).person_id)


def test_an_appeal_by_plain_email_is_left_and_one_on_paper_is_not(desk: Desk):
    """Situation P05, art. 63 § 1."""
    paper = desk.case(kind=Kind.ODWOLANIE)
    with refused(desk.session, "not_by_email"):
        desk.take(paper, Move.LEAVE, basis="kpa_63_1")
    by_mail = desk.case(kind=Kind.ODWOLANIE, channel=Channel.EMAIL)
    desk.take(by_mail, Move.LEAVE, basis="kpa_63_1")
    assert by_mail.state == "unconsidered"


def test_an_early_ponaglenie_is_left_without_consideration_with_a_word_about_which_term_runs(desk: Desk):
    """Situation P08, art. 37 § 3a."""
    case = desk.case(kind=Kind.PONAGLENIE)
    with refused(desk.session, "no_text"):
        desk.take(case, Move.LEAVE, basis="kpa_37_3a")
    desk.take(case, Move.LEAVE, basis="kpa_37_3a", text="Termin sprawy SO.5340.1 upływa 4 grudnia.")
    assert (case.state, case.settled_on) == ("unconsidered", None)


def test_a_skarga_of_a_party_goes_on_in_the_partys_own_case(desk: Desk):
    case = desk.case()
    desk.take(case, Move.DIVERT, basis="kpa_233", text="Sprawa indywidualna GN.6831.2.")
    assert (case.state, case.left_how) == ("diverted", "divert")


@pytest.mark.parametrize(
    ("kind", "move", "basis"),
    [
        (Kind.SKARGA, Move.LEAVE, "pet_12"),
        (Kind.PETYCJA, Move.LEAVE, "reg_8_1"),
        (Kind.SKARGA, Move.LEAVE, "kpa_233"),
        (Kind.SKARGA, Move.DIVERT, "reg_8_1"),
    ],
)
def test_a_basis_of_another_kind_or_move_is_no_basis(desk: Desk, kind: Kind, move: Move, basis: str):
    case = desk.case(kind=kind)
    with refused(desk.session, "wrong_basis"):
        desk.take(case, move, basis=basis, text="Tak.")


# --- notices ---


def test_a_late_case_with_a_notice_in_time_is_late_with_notice_and_never_on_time(desk: Desk):
    told, untold = desk.case(), desk.case()
    desk.take(told, Move.DELAY, until_on=D(2026, 12, 20), text="Czekamy na opinię.", channel="paper")
    desk.clock.move_to(warsaw(2026, 12, 10, 9))
    desk.take(untold, Move.DELAY, happened_on=D(2026, 12, 10), until_on=D(2026, 12, 20), text="Za późno.")
    for case in (told, untold):
        answered(desk.session, desk.clock, desk.office, case, Reply("zasadna", settled_on=D(2026, 12, 10)))
    judged = [verdict(dates_of(case), D(2026, 12, 11), desk.clock.now()) for case in (told, untold)]
    assert judged == [Verdict.LATE_NOTICED, Verdict.LATE]


@pytest.mark.parametrize("until", [D(2026, 12, 2), D(2026, 11, 21), D(2026, 11, 20)])
def test_a_notice_announces_a_later_day(desk: Desk, until: dt.date):
    case = desk.case()
    with refused(desk.session, "until_too_early"):
        desk.take(case, Move.DELAY, until_on=until, text="Czekamy.")


def test_a_petition_is_extended_to_three_months_and_no_further(desk: Desk):
    case = desk.case(kind=Kind.PETYCJA)
    assert case.due_on == D(2027, 2, 2)
    with refused(desk.session, "until_too_late") as broken:
        desk.take(case, Move.EXTEND, until_on=D(2027, 5, 5), text="Trzeba ekspertyzy.")
    assert broken[0].facts["last"] == D(2027, 5, 4)  # 2 May is a Sunday, 3 May a holiday
    desk.take(case, Move.EXTEND, until_on=D(2027, 5, 4), text="Trzeba ekspertyzy.")
    assert (case.due_on, case.rule_id) == (D(2027, 5, 4), "petycja_settle")


@pytest.mark.parametrize("until", [D(2026, 11, 21), D(2027, 1, 22)])
def test_further_petitions_are_awaited_two_months_at_most(desk: Desk, until: dt.date):
    case = desk.case(kind=Kind.PETYCJA)
    with refused(desk.session, "wait_too_long") as broken:
        desk.take(case, Move.WAIT, until_on=until, text="Czekamy na dalsze petycje.")
    assert (broken[0].field, broken[0].facts["last"]) == ("until", D(2027, 1, 21))
    desk.take(case, Move.WAIT, until_on=D(2027, 1, 21), text="Czekamy na dalsze petycje.")
    assert (case.starts_on, case.due_on, case.state) == (D(2027, 1, 21), D(2027, 4, 21), "assigned")


# --- qualification ---


def test_requalifying_keeps_both_kinds_and_both_numbers_and_counts_anew_from_receipt(desk: Desk):
    case = desk.case()
    number = case.register_number
    step = desk.take(case, Move.QUALIFY, kind="petycja", text="Treść jest petycją.")
    assert (step.qualified_from, step.qualified_to, step.reference) == ("skarga", "petycja", number)
    assert (case.kind, case.register_number, case.due_on) == ("petycja", "P 1/2026", D(2027, 2, 2))
    assert last_entry(desk.session)["data"]["from"] == "skarga"
    desk.take(case, Move.QUALIFY, kind="wniosek", text="Jednak wniosek.")
    assert (case.kind, case.register_number) == ("wniosek", "2/2026")
    with refused(desk.session, "same_kind"):
        desk.take(case, Move.QUALIFY, kind="wniosek", text="Nic nowego.")
    assert [step.position for step in steps_of(desk.session, case.id)] == [1, 2]


def test_a_case_is_qualified_into_another_register_though_its_old_number_is_taken_there(desk: Desk):
    skarga, petition = desk.case(), desk.case(kind=Kind.PETYCJA)
    assert (skarga.register_number, petition.register_number) == ("1/2026", "P 1/2026")
    desk.take(petition, Move.QUALIFY, kind="skarga", text="Treść jest skargą.")
    assert petition.register_number == "2/2026"


# --- repeats, joins, appeals ---


def test_a_note_in_the_file_answers_a_repeated_skarga_only_where_the_earlier_one_was_groundless(desk: Desk):
    """Situation P12, art. 239."""
    groundless, justified, again = desk.case(), desk.case(), desk.case()
    answered(desk.session, desk.clock, desk.office, groundless, Reply("bezzasadna"))
    answered(desk.session, desk.clock, desk.office, justified, Reply("zasadna"))
    strange = desk.case(name="Ktoś Inny", email="inny@example.pl")
    with refused(desk.session, "of_somebody_else"):
        desk.take(strange, Move.ANNOTATE, other_id=groundless.id, text="Brak nowych okoliczności.")
    for other in (justified.id, again.id, uuid.uuid4()):
        with refused(desk.session, "not_groundless" if other == justified.id else "unknown_case"):
            desk.take(again, Move.ANNOTATE, other_id=other, text="Brak nowych okoliczności.")
    desk.take(again, Move.ANNOTATE, other_id=groundless.id, text="Brak nowych okoliczności.")
    assert (again.state, again.outcome, again.settled_on) == ("settled", "powtorna", TODAY)
    assert desk.session.get_one(ComplaintLink, (again.id, groundless.id, "earlier"))


def test_a_petition_joins_another_open_one(desk: Desk):
    first, second = desk.case(kind=Kind.PETYCJA), desk.case(kind=Kind.PETYCJA)
    desk.take(second, Move.JOIN, other_id=first.id)
    assert (second.state, second.left_how) == ("joined", "join")
    with refused(desk.session, "unknown_case"):
        desk.take(first, Move.JOIN, other_id=second.id)


@pytest.mark.parametrize(
    ("kind", "result", "wrong"),
    [
        (Kind.ODWOLANIE, "uchylone_przekazane", "ponaglenie_uzasadnione"),
        (Kind.ZAZALENIE, "utrzymane", "zasadna"),
        (Kind.PONAGLENIE, "ponaglenie_uzasadnione", "utrzymane"),
    ],
)
def test_an_appeal_is_judged_by_the_day_it_was_passed_on_and_its_result_is_recorded_when_it_comes(
    desk: Desk, kind: Kind, result: str, wrong: str
):
    case = desk.case(kind=kind, received_on=D(2026, 11, 9))
    desk.take(case, Move.PASS_ON, body_id=desk.body("sko"), happened_on=D(2026, 11, 16))
    assert (case.state, case.outcome, case.settled_on, case.due_on) == (
        "passed",
        "przekazane",
        D(2026, 11, 16),
        D(2026, 11, 16),
    )
    assert verdict(dates_of(case), TODAY, desk.clock.now()) is Verdict.ON_TIME
    with refused(desk.session, "wrong_outcome"):
        desk.take(case, Move.RESULT, basis=wrong)
    desk.take(case, Move.RESULT, basis=result, reference="SKO.41/1/2026")
    assert (case.state, case.result, case.result_on) == ("decided", result, TODAY)


def test_an_own_new_decision_settles_an_appeal(desk: Desk):
    case = desk.case(kind=Kind.ODWOLANIE, received_on=D(2026, 11, 16))
    desk.take(case, Move.OWN_DECISION, reference="GN.6831.2.2026")
    assert (case.state, case.outcome, case.settled_on) == ("settled", "nowa_decyzja", TODAY)


def test_numbers_of_each_register_run_by_themselves(desk: Desk):
    kinds = (Kind.SKARGA, Kind.PETYCJA, Kind.ODWOLANIE, Kind.WNIOSEK, Kind.ZAZALENIE, Kind.PETYCJA)
    numbers = [received(desk.session, desk.clock, desk.office, kind=kind).register_number for kind in kinds]
    assert numbers == ["1/2026", "P 1/2026", "O 1/2026", "2/2026", "O 2/2026", "P 2/2026"]
