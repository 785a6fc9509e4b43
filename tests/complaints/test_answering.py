"""Answering with four eyes: one writes, another approves, then it goes out; on time or late follows by itself."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from complaints.actions import StepTyped, approve, draft, resolve, send_back, settle, take_step
from complaints.models import Complaint, ComplaintDraft
from complaints.rules.kinds import Kind
from complaints.rules.moves import Move
from kernel.clock import FixedClock
from kernel.errors import RuleBroken
from kernel.permissions import RESIDENT, Role
from ledger.canonical import commitment
from ledger.models import LedgerEntry
from ledger.verify import verify
from storage.session import Storage
from tests.cast import NOW, FoundedOffice
from tests.complaints.handling import (
    Reply,
    answered,
    approved,
    assigned,
    last_entry,
    length,
    outside_body,
    received,
    refused,
)

TODAY = dt.date(2026, 11, 21)
REPLY = Reply("zasadna")
REFUSAL = Reply("bezzasadna", "Nie stwierdzono uchybień.", dt.date(2026, 11, 20))
SQLITE = pytest.mark.parametrize("backend", ["sqlite"])


def test_two_who_dispatch_at_once_settle_once(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session:
        case = approved(session, clock, office, assigned(session, clock, office), REPLY).id

    def try_it(number: int) -> str:
        try:
            with storage.writing() as session:
                complaint = session.get_one(Complaint, case)
                actor = office.actor(Role.HANDLER if number % 2 else Role.HEAD)
                settle(session, clock, actor, complaint, REPLY.dispatch(), row_version=4)
        except RuleBroken as broken:
            return broken.code
        return "settled"

    with ThreadPoolExecutor(6) as pool:
        results = sorted(pool.map(try_it, range(6)))
    assert results.count("settled") == 1
    assert set(results) <= {"settled", "illegal_move", "stale"}
    with storage.reading() as session:
        tags = session.scalars(select(LedgerEntry.tag).where(LedgerEntry.stream == f"complaint:{case}")).all()
        assert tags.count("complaints:complaint:settle") == 1
        assert session.get_one(Complaint, case).row_version == 5
        assert verify(session).is_whole


@SQLITE
class TestDraft:
    """Putting the words forward."""

    def test_it_waits_for_approval_and_the_record_commits_to_the_words(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        with storage.writing() as session:
            case = assigned(session, clock, office)
            before = length(session)
            draft(session, clock, office.actor(Role.HANDLER), case, REFUSAL.answer(), row_version=2)
            assert length(session) == before + 1
            written, entry = session.get_one(ComplaintDraft, case.id), last_entry(session)
        assert (case.state, case.outcome, case.reply, case.row_version) == ("for_approval", None, None, 3)
        assert (written.drafted_by_id, written.drafted_at) == (office.member(Role.HANDLER).person_id, NOW)
        words = ["bezzasadna", "Nie stwierdzono uchybień.", "Sprawdzono system kolejkowy.", "Art. 238 § 1 KPA."]
        assert entry["data"] == {
            "outcome": "bezzasadna",
            "reply": commitment(written.salt, [*words, "Anna Próbna", "inspektor"]),
        }

    @pytest.mark.parametrize(
        ("kind", "outcome"), [(Kind.SKARGA, "uwzgledniony"), (Kind.WNIOSEK, "zasadna"), (Kind.SKARGA, "zalatwiona")]
    )
    def test_the_outcome_has_to_fit_the_kind(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, kind: Kind, outcome: str
    ):
        with storage.writing() as session:
            case = assigned(session, clock, office, kind=kind)
            with refused(session, "wrong_outcome") as broken:
                draft(session, clock, office.actor(Role.HANDLER), case, Reply(outcome).answer(), row_version=2)
        assert broken[0].field == "outcome"

    @pytest.mark.parametrize(
        ("kind", "outcome", "lacks", "code", "field"),
        [
            (Kind.SKARGA, "zasadna", {"text": " \n"}, "no_text", "text"),
            (Kind.SKARGA, "zasadna", {"signatory_name": ""}, "no_signatory", "signatory"),
            (Kind.SKARGA, "zasadna", {"signatory_name": "Anna"}, "no_surname", "signatory"),
            (Kind.SKARGA, "zasadna", {"signatory_post": " "}, "no_signatory", "signatory"),
            (Kind.SKARGA, "bezzasadna", {"factual": ""}, "no_factual", "factual"),
            (Kind.SKARGA, "bezzasadna", {"legal": ""}, "no_legal", "legal"),
            (Kind.SKARGA, "bezzasadna", {"has_instruction": False}, "no_instruction_239", "has_instruction"),
            (Kind.WNIOSEK, "nieuwzgledniony", {"has_instruction": False}, "no_instruction_246", "has_instruction"),
            (Kind.WNIOSEK, "czesciowo_uwzgledniony", {"factual": ""}, "no_factual", "factual"),
        ],
    )
    def test_what_article_238_asks_for_has_to_be_there(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, kind, outcome, lacks, code, field
    ):
        with storage.writing() as session:
            case = assigned(session, clock, office, kind=kind)
            with refused(session, code) as broken:
                words = Reply(outcome).answer(**lacks)
                draft(session, clock, office.actor(Role.HANDLER), case, words, row_version=2)
        assert broken[0].field == field
        assert "238" in str(broken[0].source)

    def test_an_agreeing_answer_needs_neither_reasons_nor_an_instruction(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        with storage.writing() as session:
            case = assigned(session, clock, office)
            words = REPLY.answer(factual="", legal="", has_instruction=False)
            draft(session, clock, office.actor(Role.HANDLER), case, words, row_version=2)
        assert case.state == "for_approval"

    @pytest.mark.parametrize(
        ("about", "matter", "body", "source"),
        [
            ("mayor", "own", "council", "art. 229 pkt 3 KPA"),
            ("mayor", "delegated", "wojewoda", "art. 229 pkt 2 KPA"),
            ("unit_head", "", "council", "art. 229 pkt 3 KPA"),
            ("council", "finance", "rio", "art. 229 pkt 1 KPA"),
        ],
    )
    def test_a_skarga_another_body_decides_is_not_answered_here(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, about, matter, body, source
    ):
        with storage.writing() as session:
            case = assigned(session, clock, office)
            case.about, case.matter = about, matter
            session.flush()
            with refused(session, "not_competent") as broken:
                draft(session, clock, office.actor(Role.HANDLER), case, REPLY.answer(), row_version=2)
        assert (broken[0].facts["body"], broken[0].source) == (body, source)


@SQLITE
class TestApprove:
    """Four eyes."""

    def test_whoever_wrote_it_does_not_approve_it(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        head = office.actor(Role.HEAD)
        with storage.writing() as session:
            case = assigned(session, clock, office)
            draft(session, clock, head, case, REPLY.answer(), row_version=2)
            with refused(session, "own_words"):
                approve(session, clock, head, case, row_version=3)

    def test_a_handler_approves_nothing(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        with storage.writing() as session:
            case = assigned(session, clock, office)
            draft(session, clock, office.actor(Role.HANDLER), case, REPLY.answer(), row_version=2)
            able = {Role.HEAD}
            for actor in [*(office.actor(role) for role in Role if role not in able), RESIDENT]:
                with refused(session, "forbidden"):
                    approve(session, clock, actor, case, row_version=3)

    def test_what_was_sent_back_is_approved_no_more_and_can_be_written_anew(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        with storage.writing() as session:
            case = approved(session, clock, office, assigned(session, clock, office), REPLY)
            with refused(session, "missing") as broken:
                send_back(session, clock, office.actor(Role.HEAD), case, " ", row_version=4)
            assert broken[0].field == "text"
            send_back(session, clock, office.actor(Role.HEAD), case, "Brak daty.", row_version=4)
            assert case.state == "assigned"
            assert session.get_one(ComplaintDraft, case.id).approved_by_id is None
            approved(session, clock, office, case, REFUSAL)
        assert case.state == "approved"


@SQLITE
class TestSettle:
    """The day the notice went out."""

    @pytest.mark.parametrize("role", [Role.HANDLER, Role.HEAD])
    def test_it_changes_the_case_tells_of_it_and_leaves_an_entry(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, role: Role
    ):
        with storage.writing() as session:
            case = assigned(session, clock, office, received_on=dt.date(2026, 11, 10))
            approved(session, clock, office, case, REFUSAL)
            before = length(session)
            event = settle(session, clock, office.actor(role), case, REFUSAL.dispatch(), row_version=4)
            assert length(session) == before + 1
            entry = last_entry(session)
        assert (event.complaint_id, event.outcome, event.settled_on) == (case.id, "bezzasadna", dt.date(2026, 11, 20))
        assert (case.state, case.outcome, case.settled_on) == ("settled", "bezzasadna", dt.date(2026, 11, 20))
        assert (case.settled_recorded_at, case.row_version, case.is_open) == (NOW, 5, False)
        assert case.reply is not None
        assert case.reply.startswith("Nie stwierdzono uchybień.")
        assert case.reply.endswith("Anna Próbna\ninspektor")
        assert (entry["effective_on"], entry["data"]["channel"]) == ("2026-11-20", "paper")
        assert entry["data"]["reply"] == commitment(str(case.reply_salt), case.reply)
        assert entry["data"]["cause"] == commitment(str(case.reply_salt), "Za mało stanowisk.")

    def test_a_justified_skarga_is_not_closed_without_its_cause(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        bare = Reply("zasadna", cause=" ")
        with storage.writing() as session:
            case = approved(session, clock, office, assigned(session, clock, office), bare)
            with refused(session, "no_text") as broken:
                settle(session, clock, office.actor(Role.HANDLER), case, bare.dispatch(), row_version=4)
        assert broken[0].field == "cause"

    @pytest.mark.parametrize("day", [dt.date(2026, 11, 9), dt.date(2026, 11, 22)])
    def test_a_notice_goes_out_neither_before_receipt_nor_tomorrow(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, day: dt.date
    ):
        with storage.writing() as session:
            case = assigned(session, clock, office, received_on=dt.date(2026, 11, 10))
            approved(session, clock, office, case, REPLY)
            with refused(session, "wrong_day") as broken:
                sent = Reply("zasadna", settled_on=day).dispatch()
                settle(session, clock, office.actor(Role.HANDLER), case, sent, row_version=4)
        assert broken[0].field == "settled"

    @pytest.mark.parametrize(
        ("changes", "code", "field"),
        [
            ({"settled_on": dt.date(2026, 11, 19)}, "before_approval", "settled"),
            ({"channel": "email", "settled_on": dt.date(2026, 11, 20)}, "mail_goes_now", "settled"),
        ],
    )
    def test_nothing_goes_out_before_it_is_approved_and_a_mail_goes_out_now(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, changes, code, field
    ):
        with storage.writing() as session:
            case = assigned(session, clock, office, received_on=dt.date(2026, 11, 10))
            approved(session, clock, office, case, Reply("zasadna", settled_on=dt.date(2026, 11, 20)))
            with refused(session, code) as broken:
                sent = Reply("zasadna", **changes).dispatch()
                settle(session, clock, office.actor(Role.HANDLER), case, sent, row_version=4)
        assert broken[0].field == field

    def test_a_mail_needs_an_address(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        with storage.writing() as session:
            case = approved(session, clock, office, assigned(session, clock, office, email=""), REPLY)
            with refused(session, "no_email") as broken:
                sent = Reply("zasadna", channel="email").dispatch()
                settle(session, clock, office.actor(Role.HANDLER), case, sent, row_version=4)
        assert broken[0].field == "channel"

    def test_what_turned_out_to_be_anothers_is_neither_approved_nor_sent(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        with storage.writing() as session:
            case = approved(session, clock, office, assigned(session, clock, office), REPLY)
            case.about = "mayor"
            session.flush()
            with refused(session, "not_competent"):
                settle(session, clock, office.actor(Role.HANDLER), case, REPLY.dispatch(), row_version=4)

    @pytest.mark.parametrize("day", [dt.date(2026, 11, 10), TODAY])
    def test_the_day_of_receipt_and_today_are_days_for_it(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, day: dt.date
    ):
        with storage.writing() as session:
            case = assigned(session, clock, office, received_on=dt.date(2026, 11, 10))
            answered(session, clock, office, case, Reply("zasadna", settled_on=day))
        assert case.settled_on == day

    def test_an_old_version_is_stale(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        with storage.writing() as session:
            case = approved(session, clock, office, assigned(session, clock, office), REPLY)
            for version in (0, 1, 3):
                with refused(session, "stale"):
                    settle(session, clock, office.actor(Role.HANDLER), case, REPLY.dispatch(), row_version=version)

    def test_what_nobody_approved_is_not_sent_and_nothing_is_sent_twice(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        handler = office.actor(Role.HANDLER)
        with storage.writing() as session:
            case = received(session, clock, office)
            with refused(session, "illegal_move"):
                settle(session, clock, handler, case, REPLY.dispatch(), row_version=1)
            case = assigned(session, clock, office)
            answered(session, clock, office, case, REPLY)
            with refused(session, "illegal_move"):
                settle(session, clock, handler, case, REPLY.dispatch(), row_version=5)

    def test_neither_a_neighbour_nor_a_role_without_the_right_settles(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        able = {Role.HANDLER, Role.HEAD}
        actors = [office.actor(role) for role in Role if role not in able]
        actors += [office.actor(role, next_door=True) for role in able]
        with storage.writing() as session:
            case = approved(session, clock, office, assigned(session, clock, office), REPLY)
            for actor in [*actors, RESIDENT]:
                with refused(session, "forbidden"):
                    settle(session, clock, actor, case, REPLY.dispatch(), row_version=4)


@SQLITE
def test_the_councils_answer_needs_its_resolution_and_nobodys_approval(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    handler, head = office.actor(Role.HANDLER), office.actor(Role.HEAD)
    with storage.writing() as session:
        case = assigned(session, clock, office, received_on=dt.date(2026, 11, 2))
        case.about = "mayor"
        session.flush()
        council = outside_body(session, clock, office, "council")
        handed = StepTyped(happened_on=dt.date(2026, 11, 9), body_id=council.id)
        take_step(session, clock, handler, case, Move.TO_COUNCIL, handed, row_version=2)
        assert (case.state, case.starts_on, case.due_on) == ("at_council", dt.date(2026, 11, 9), dt.date(2026, 12, 9))
        with refused(session, "missing") as broken:
            resolve(session, clock, head, case, REPLY.answer(), StepTyped(), row_version=3)
        assert broken[0].field == "reference"
        resolve(session, clock, head, case, REPLY.answer(), StepTyped(reference="XX/123/2026"), row_version=3)
        assert case.state == "approved"
        settle(session, clock, handler, case, REPLY.dispatch(), row_version=case.row_version)
    assert (case.state, case.settled_on) == ("settled", TODAY)
