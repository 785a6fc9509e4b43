"""Forms on paper: typed once, a sample entered again, differences resolved; both entries stay."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernel.clock import FixedClock
from kernel.errors import NotFound
from kernel.permissions import Role
from ledger.models import LedgerEntry
from office.models import Desk
from storage.session import Storage
from surveys.actions import BatchTyped, begin_batch, check_form, enter_form, resolve_form, seal_responses
from surveys.instruments import load
from surveys.models import PaperBatch, PaperForm, Response
from surveys.queries.paper import both_entries, form_in
from surveys.replaying import REPLAYS
from surveys.rules.flags import REPLACED
from surveys.rules.paper import (
    FIRST,
    MIXED,
    SAMPLE_EVERY,
    SECOND,
    BadDay,
    NoSuchKey,
    NotSampled,
    OwnEntry,
    code_of,
    is_sampled,
    key_of,
    keyed,
)
from surveys.rules.submission import NotAnswered
from tests.cast import FoundedOffice
from tests.filling import errors_beside, fields, send, text
from tests.surveys.filling import version_id

SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
KEYS = {"q1": "4", "q2": "1", "q3": "5", "q4": "0", "q5": "6", "q6": "", "q7": "1"}


def batch_of(session: Session, clock: FixedClock, office: FoundedOffice) -> PaperBatch:
    typed = BatchTyped(office.desk.id, clock.today() - dt.timedelta(days=1))
    return begin_batch(session, clock, office.actor(Role.CLERK), typed, version_id(session))


def sampled(session: Session, clock: FixedClock, office: FoundedOffice, batch: PaperBatch) -> Iterator[PaperForm]:
    """Forms of the sample, one after the other."""
    while True:
        done = enter_form(session, clock, office.actor(Role.CLERK), batch, uuid.uuid4(), KEYS)
        if done.is_sampled:
            yield form_in(session, batch, done.number)


def entries(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(LedgerEntry)) or 0


def differences(session: Session) -> list[str]:
    return [str(one) for replay in REPLAYS for one in replay.differences(session, lambda _count: None)]


def test_a_key_is_the_place_of_an_answer_on_the_paper():
    for question in keyed(load()):
        for place, option in enumerate(question.options, 1):
            assert code_of(question, str(place)) == option.code
            assert key_of(question, option.code) == str(place)
        assert code_of(question, "0") == code_of(question, " ") == code_of(question, "") == ""
        for wrong in (str(len(question.options) + 1), "x", "-1", "٣"):
            with pytest.raises(NoSuchKey):
                code_of(question, wrong)


def test_every_tenth_form_is_entered_twice_and_anybody_can_tell_which():
    for _ in range(20):
        batch = uuid.uuid4()
        chosen = [number for number in range(1, 101) if is_sampled(batch, number)]
        assert len(chosen) == 100 // SAMPLE_EVERY
        assert chosen == [number for number in range(1, 101) if is_sampled(batch, number)]


def test_a_form_is_stored_once_under_the_next_number(session: Session, clock: FixedClock, office: FoundedOffice):
    batch = batch_of(session, clock, office)
    assert batch_of(session, clock, office) is batch
    one, clerk = uuid.uuid4(), office.actor(Role.CLERK)
    before = entries(session)
    first = enter_form(session, clock, clerk, batch, one, KEYS)
    again = enter_form(session, clock, clerk, batch, one, KEYS)
    second = enter_form(session, clock, clerk, batch, uuid.uuid4(), KEYS)
    assert (first.number, again.number, again.is_duplicate, second.number) == (1, 1, True, 2)
    assert session.scalar(select(func.count()).select_from(Response)) == 2
    row = session.get_one(Response, one)
    assert (row.mode, row.desk_id, row.service_id) == ("paper", office.desk.id, office.service.id)
    assert row.received_at == dt.datetime(2026, 11, 20, 11, tzinfo=dt.UTC)
    assert entries(session) == before
    assert seal_responses(session, clock, clerk)
    assert entries(session) == before + 1
    assert differences(session) == []


@SQLITE
def test_what_cannot_be_typed_is_refused(session: Session, clock: FixedClock, office: FoundedOffice):
    clerk, version = office.actor(Role.CLERK), version_id(session)
    with pytest.raises(BadDay):
        begin_batch(session, clock, clerk, BatchTyped(office.desk.id, clock.today() + dt.timedelta(days=1)), version)
    stranger = office.actor(Role.CLERK, next_door=True)
    with pytest.raises(NotFound):
        begin_batch(session, clock, stranger, BatchTyped(office.desk.id, clock.today()), version)
    batch = batch_of(session, clock, office)
    with pytest.raises(NotAnswered):
        enter_form(session, clock, clerk, batch, uuid.uuid4(), {**KEYS, "q1": "0"})
    with pytest.raises(NoSuchKey):
        enter_form(session, clock, clerk, batch, uuid.uuid4(), {**KEYS, "q1": "9"})
    with pytest.raises(NotFound):
        enter_form(session, clock, office.actor(Role.QUALITY_OFFICER), batch, uuid.uuid4(), KEYS)
    assert session.scalar(select(func.count()).select_from(Response)) == 0


@SQLITE
def test_two_entries_are_compared_and_what_holds_counts_once(
    session: Session, clock: FixedClock, office: FoundedOffice
):
    batch, other = batch_of(session, clock, office), office.actor(Role.QUALITY_OFFICER)
    forms = sampled(session, clock, office, batch)
    alike, wrong, right, parts = next(forms), next(forms), next(forms), next(forms)
    with pytest.raises(OwnEntry):
        check_form(session, clock, office.actor(Role.CLERK), batch, alike, KEYS)
    before = entries(session)
    assert check_form(session, clock, other, batch, alike, KEYS).differs == ()
    with pytest.raises(NotSampled):
        check_form(session, clock, other, batch, alike, KEYS)
    told = {**KEYS, "q3": "2", "q4": "1"}
    for form in (wrong, right, parts):
        assert check_form(session, clock, other, batch, form, told).differs == ("q3", "q4")
    assert entries(session) == before + 4
    assert resolve_form(session, clock, other, batch, wrong, {"q3": "2", "q4": "1"}) == SECOND
    assert resolve_form(session, clock, other, batch, right, {"q3": "5", "q4": ""}) == FIRST
    with pytest.raises(NotSampled):
        resolve_form(session, clock, other, batch, parts, {"q3": "4", "q4": ""})
    assert resolve_form(session, clock, other, batch, parts, {"q3": "2", "q4": ""}) == MIXED
    assert entries(session) == before + 7
    assert session.get_one(Response, wrong.response_id).flags == REPLACED
    assert session.get_one(Response, right.response_id).flags == ""
    assert session.get_one(Response, wrong.replaced_by_id).flags == ""
    first, second = both_entries(session, wrong)
    assert (first["q3"], second["q3"]) == ("5", "2")
    session.flush()
    assert differences(session) == []
    wrong.second = wrong.second.replace("2", "3")
    session.flush()
    assert any("does not give its commitment" in one for one in differences(session))


@SQLITE
def test_forms_are_typed_one_after_the_other_by_keyboard_alone(
    signed_in: Callable[..., FlaskClient], storage: Storage, office: FoundedOffice
):
    clerk = signed_in(Role.CLERK)
    page = clerk.get("/staff/pl/surveys/paper")
    assert set(errors_beside(send(clerk, page, "step"))) == {"desk"}
    begun = send(clerk, page, "step", desk=str(office.desk.id))
    assert begun.status_code == 303
    empty = clerk.get(begun.location)
    assert "numer 1" in text(empty)
    bad = send(clerk, empty, "step", q1="8")
    assert (bad.status_code, set(errors_beside(bad))) == (422, {"q1"})
    assert fields(bad, "step")["q1"] == "8"
    assert send(clerk, bad, "step", **KEYS).status_code == 303
    assert send(clerk, bad, "step", **KEYS).status_code == 303
    assert "numer 2" in text(clerk.get(begun.location))
    other = send(clerk, bad, "step", **{**KEYS, "q1": "1"})
    assert other.status_code == 409
    with storage.reading() as session:
        assert session.scalar(select(func.count()).select_from(Response)) == 1
    assert signed_in(Role.CLERK, next_door=True).get(begun.location).status_code == 404
    assert signed_in(Role.HANDLER).get(begun.location).status_code == 403
    assert clerk.put(begun.location).status_code == 405


@SQLITE
def test_somebody_else_enters_the_sample_again_and_says_what_stands_on_the_paper(
    signed_in: Callable[..., FlaskClient], storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        batch = batch_of(session, clock, office)
        form = next(sampled(session, clock, office, batch))
        address = f"/staff/pl/surveys/paper/{batch.id}/{form.number}"
        assert session.get(Desk, batch.desk_id)
    assert signed_in(Role.CLERK).get(f"{address}/again").status_code == 404
    officer = signed_in(Role.QUALITY_OFFICER)
    page = officer.get("/staff/pl/surveys/paper")
    assert "wpisać drugi raz" in text(page)
    second = send(officer, officer.get(f"{address}/again"), "step", **{**KEYS, "q3": "2"})
    assert second.location.endswith("/differs")
    shown = officer.get(second.location)
    assert send(officer, shown, "step").status_code == 422
    assert send(officer, shown, "step", q3="second").status_code == 303
    assert "Sprawdzono drugim wpisem: 1, takie same: 0." in text(officer.get("/staff/pl/surveys/paper"))
    assert officer.get(f"{address}/differs").status_code == 404
