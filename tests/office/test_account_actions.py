"""Accounts: inviting, setting a password, the second factor, sessions. Codes are good once, also for two at once."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernel.clock import FixedClock
from kernel.errors import NotFound, RuleBroken
from kernel.ids import new_id, one_time_code
from kernel.permissions import Role
from ledger.models import LedgerEntry
from ledger.queries import latest_entries
from ledger.verify import verify
from office.actions.codes import BadCode, NoAddress, NotActive, invite, send_recovery, use_code
from office.actions.passwords import WeakPassword, change_password
from office.actions.people import change_person
from office.actions.second_factor import (
    Needed,
    NeedsAnother,
    NotStarted,
    WrongCode,
    begin_second_factor,
    confirm_second_factor,
    new_recovery_codes,
    reset_second_factor,
    switch_off_second_factor,
    take_code,
)
from office.actions.sessions import end_session, end_sessions
from office.models import AccountCode, Office, Person, SecondFactor
from office.passwords import is_right
from office.queries.accounts import accounts, code_owner, has_second_factor, recovery_codes_left
from office.queries.sessions import open_sessions
from office.rules.accounts import LIFETIME, RECOVERY_CODES, Purpose, Way
from office.sealing import KeyChanged
from office.sign_in import actor_of, open_sign_in, see, sign_in_of
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.office.accounts import secured, tags, telephone
from tests.program import SECRET
from worker.models import OutboxRow

NEW = "pięć gęsi na moście"


@pytest.fixture
def admin(office: FoundedOffice):
    return office.actor(Role.ADMINISTRATOR)


@pytest.fixture
def handler(session: Session, office: FoundedOffice) -> Person:
    return session.get_one(Person, office.member(Role.HANDLER).person_id)


def one_more(session: Session, act: Callable[[], Any], tag: str) -> Any:
    """Do something and see that the record has exactly one entry more, with this tag."""
    count = select(func.count()).select_from(LedgerEntry)
    before = session.scalar(count)
    result = act()
    session.flush()
    assert session.scalar(count) == (before or 0) + 1
    assert latest_entries(session, 1)[0].tag == tag
    assert verify(session).is_whole
    return result


def at_once(storage: Storage, act: Callable[[Session], Any], count: int = 2) -> list[bool]:
    """Several do the same at once; who succeeded."""

    def once(_number: int) -> bool:
        try:
            with storage.writing() as session:
                act(session)
        except RuleBroken:
            return False
        return True

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(once, range(count)))


# --- one-time codes ---


def test_an_invitation_lets_somebody_without_a_password_set_one(session: Session, clock, office, admin, handler):
    handler.password_hash = ""
    made = one_more(
        session,
        lambda: invite(session, clock, admin, handler, way=Way.SLIP, secret_key=SECRET),
        "office:invitation:make",
    )
    assert made.expires_at == clock.now() + LIFETIME[Purpose.INVITATION]
    stored = session.get_one(AccountCode, made.id)
    assert made.code not in stored.code_hash
    person = one_more(
        session,
        lambda: use_code(session, clock, Purpose.INVITATION, made.code, NEW),
        "office:invitation:accept",
    )
    assert person is handler
    assert is_right(handler.password_hash, NEW)
    with pytest.raises(BadCode):
        use_code(session, clock, Purpose.INVITATION, made.code, NEW)


def test_a_new_invitation_replaces_the_old_one(session: Session, clock, admin, handler):
    first, second = (invite(session, clock, admin, handler, way=Way.SLIP, secret_key=SECRET) for _ in range(2))
    with pytest.raises(BadCode):
        use_code(session, clock, Purpose.INVITATION, first.code, NEW)
    assert code_owner(session, clock, Purpose.INVITATION, second.code) is handler


def test_a_code_ends_with_its_time_and_serves_its_purpose_only(session: Session, clock, admin, handler):
    made = invite(session, clock, admin, handler, way=Way.SLIP, secret_key=SECRET)
    assert code_owner(session, clock, Purpose.RECOVERY, made.code) is None
    clock.move_to(made.expires_at - dt.timedelta(seconds=1))
    assert code_owner(session, clock, Purpose.INVITATION, made.code) is handler
    clock.move_to(made.expires_at)
    with pytest.raises(BadCode):
        use_code(session, clock, Purpose.INVITATION, made.code, NEW)


def test_a_weak_password_does_not_use_up_the_code(session: Session, clock, admin, handler):
    made = invite(session, clock, admin, handler, way=Way.SLIP, secret_key=SECRET)
    with pytest.raises(WeakPassword) as weak:
        use_code(session, clock, Purpose.INVITATION, made.code, "krótkie")
    assert (weak.value.field, weak.value.code) == ("password", "short_password")
    with pytest.raises(WeakPassword) as weak:
        use_code(session, clock, Purpose.INVITATION, made.code, "Urząd Testowy 2026")
    assert weak.value.code == "own_words_password"
    use_code(session, clock, Purpose.INVITATION, made.code, NEW)


def test_an_invitation_by_mail_waits_in_the_outbox_without_a_name_or_a_code(session: Session, clock, admin, handler):
    with pytest.raises(NoAddress):
        invite(session, clock, admin, handler, way=Way.MAIL, secret_key=SECRET)
    handler.email = "osoba@proba.example"
    made = invite(session, clock, admin, handler, way=Way.MAIL, secret_key=SECRET)
    row = session.scalars(select(OutboxRow)).one()
    assert (row.kind, json.loads(row.payload)) == ("office:mail:invitation", {"invitation": str(made.id)})
    assert one_time_code(SECRET, made.id) == made.code


@pytest.mark.parametrize("way", list(Way))
def test_with_another_address_ends_what_was_mailed_to_the_old_one(session: Session, clock, office, admin, handler, way):
    handler.email = "pomylka@example.pl"
    made = invite(session, clock, admin, handler, way=way, secret_key=SECRET)
    for email, is_good in (("pomylka@example.pl", True), ("anna@example.pl", way is Way.SLIP)):
        change_person(session, clock, admin, handler, display_name="Anna", post="", email=email)
        owner = code_owner(session, clock, Purpose.INVITATION, made.code)
        assert (owner is not None) is is_good


def test_nobody_invites_who_was_deactivated(session: Session, clock, admin, handler):
    handler.is_active = False
    with pytest.raises(NotActive):
        invite(session, clock, admin, handler, way=Way.SLIP, secret_key=SECRET)


def test_a_recovery_is_made_once_however_often_the_worker_comes_back(session: Session, clock, admin, handler):
    code_id = new_id()

    def send() -> None:
        send_recovery(session, clock, admin, handler, code_id=code_id, language="pl", secret_key=SECRET)

    one_more(session, send, "office:recovery:send")
    send()
    assert len(session.scalars(select(OutboxRow)).all()) == 1
    code = one_time_code(SECRET, code_id)
    open_sign_in(session, clock, handler, 10)
    one_more(session, lambda: use_code(session, clock, Purpose.RECOVERY, code, NEW), "office:recovery:use")
    assert open_sessions(session, clock, handler.id) == []


def test_of_two_who_use_a_code_at_once_one_gets_in(storage: Storage, clock, office, admin):
    with storage.writing() as session:
        person = session.get_one(Person, office.member(Role.HANDLER).person_id)
        made = invite(session, clock, admin, person, way=Way.SLIP, secret_key=SECRET)
    won = at_once(storage, lambda session: use_code(session, clock, Purpose.INVITATION, made.code, NEW), 4)
    assert sorted(won) == [False, False, False, True]
    assert tags(storage).count("office:invitation:accept") == 1


# --- passwords and sessions ---


def test_a_changed_password_ends_all_other_sessions(session: Session, clock, office, handler):
    kept, other = (open_sign_in(session, clock, handler, 10).token for _ in range(2))
    actor = office.actor(Role.HANDLER)
    one_more(
        session,
        lambda: change_password(session, clock, actor, handler, NEW, keep_token=kept),
        "office:password:change",
    )
    assert is_right(handler.password_hash, NEW)
    assert actor_of(session, clock, kept) == actor
    assert actor_of(session, clock, other) is None


def test_one_session_or_all_others_can_be_ended(session: Session, clock, office, handler):
    actor = office.actor(Role.HANDLER)
    tokens = [open_sign_in(session, clock, handler, 10, device="Firefox, Windows").token for _ in range(3)]
    listed = open_sessions(session, clock, handler.id)
    assert [row.device for row in listed] == ["Firefox, Windows"] * 3
    one_more(session, lambda: end_session(session, clock, actor, handler.id, listed[0].ref), "office:session:revoke")
    assert len(open_sessions(session, clock, handler.id)) == 2
    for wrong in (listed[0].ref, "", "%", "_" * 16, "0" * 64):
        with pytest.raises(NotFound):
            end_session(session, clock, actor, handler.id, wrong)
    keep = next(token for token in tokens if actor_of(session, clock, token))
    assert one_more(
        session,
        lambda: end_sessions(session, clock, actor, handler.id, keep_token=keep),
        "office:session:revoke",
    )
    assert len(open_sessions(session, clock, handler.id)) == 1
    assert end_sessions(session, clock, actor, handler.id, keep_token=keep) == 0


def test_nobody_ends_the_session_of_somebody_else_by_its_mark(session: Session, clock, office, handler):
    open_sign_in(session, clock, handler, 10)
    ref = open_sessions(session, clock, handler.id)[0].ref
    head = office.actor(Role.HEAD)
    with pytest.raises(NotFound):
        end_session(session, clock, head, office.member(Role.HEAD).person_id, ref)


def test_last_seen_is_written_at_most_once_in_five_minutes(session: Session, clock: FixedClock, handler):
    token, opened_at = open_sign_in(session, clock, handler, 10).token, clock.now()

    def seen() -> dt.datetime:
        session.expire_all()
        return open_sessions(session, clock, handler.id)[0].seen_at

    clock.advance(minutes=4, seconds=59)
    see(session, clock, token)
    assert seen() == opened_at
    clock.advance(seconds=1)
    see(session, clock, token)
    assert seen() == clock.now()
    assert sign_in_of(session, clock, token, idle_minutes=60) is not None
    clock.advance(minutes=60)
    assert sign_in_of(session, clock, token, idle_minutes=60) is None
    assert sign_in_of(session, clock, token, idle_minutes=0) is not None


# --- the second factor ---


def begun(session: Session, clock: FixedClock, person: Person, office: FoundedOffice) -> list[str]:
    begin_second_factor(session, person.id, secret_key=SECRET)
    code = telephone(session, clock, person.id)
    actor = office.actor(Role.HANDLER)
    return confirm_second_factor(session, clock, actor, person.id, code, secret_key=SECRET)


def test_a_second_factor_counts_from_its_first_right_code_on(session: Session, clock, office, handler):
    actor = office.actor(Role.HANDLER)
    with pytest.raises(NotStarted):
        confirm_second_factor(session, clock, actor, handler.id, "123456", secret_key=SECRET)
    begin_second_factor(session, handler.id, secret_key=SECRET)
    before = telephone(session, clock, handler.id)
    assert not has_second_factor(session, handler.id)
    wrong = "000000" if before != "000000" else "000001"
    for typed in (wrong, "", "12345", "１２３４５６", "abc def"):
        with pytest.raises(WrongCode):
            confirm_second_factor(session, clock, actor, handler.id, typed, secret_key=SECRET)
    sheet = one_more(
        session,
        lambda: confirm_second_factor(
            session, clock, actor, handler.id, f" {before[:3]} {before[3:]} ", secret_key=SECRET
        ),
        "office:second_factor:open",
    )
    assert len(set(sheet)) == RECOVERY_CODES == recovery_codes_left(session, handler.id)
    assert has_second_factor(session, handler.id)


def test_a_code_of_the_telephone_is_taken_once_and_none_older(session: Session, clock, office, handler):
    begun(session, clock, handler, office)
    actor = office.actor(Role.HANDLER)
    with pytest.raises(WrongCode):  # the one that switched it on
        take_code(session, clock, actor, handler.id, telephone(session, clock, handler.id), secret_key=SECRET)
    clock.advance(seconds=60)
    current = telephone(session, clock, handler.id)
    take_code(session, clock, actor, handler.id, current, secret_key=SECRET)
    for typed in (
        current,
        telephone(session, clock, handler.id, steps=-1),
        telephone(session, clock, handler.id, steps=2),
    ):
        with pytest.raises(WrongCode):
            take_code(session, clock, actor, handler.id, typed, secret_key=SECRET)
    take_code(session, clock, actor, handler.id, telephone(session, clock, handler.id, steps=1), secret_key=SECRET)


def test_a_code_of_the_sheet_is_taken_once_and_leaves_an_entry(session: Session, clock, office, handler):
    sheet = begun(session, clock, handler, office)
    actor = office.actor(Role.HANDLER)
    one_more(
        session,
        lambda: take_code(session, clock, actor, handler.id, sheet[3].lower(), secret_key=SECRET),
        "office:recovery_codes:use",
    )
    assert recovery_codes_left(session, handler.id) == RECOVERY_CODES - 1
    with pytest.raises(WrongCode):
        take_code(session, clock, actor, handler.id, sheet[3], secret_key=SECRET)
    with pytest.raises(WrongCode):
        take_code(session, clock, actor, office.member(Role.HEAD).person_id, sheet[4], secret_key=SECRET)
    fresh = one_more(
        session, lambda: new_recovery_codes(session, clock, actor, handler.id), "office:recovery_codes:make"
    )
    assert not set(fresh) & set(sheet)
    with pytest.raises(WrongCode):
        take_code(session, clock, actor, handler.id, sheet[4], secret_key=SECRET)


@pytest.mark.parametrize("what", ["telephone", "sheet"])
def test_of_two_who_use_the_same_code_at_once_one_gets_in(storage: Storage, clock, office, what: str):
    sheet = secured(storage, clock, office, Role.HANDLER)
    member = office.member(Role.HANDLER)
    with storage.reading() as session:
        code = sheet[0] if what == "sheet" else telephone(session, clock, member.person_id)
    won = at_once(
        storage,
        lambda session: take_code(session, clock, member.actor, member.person_id, code, secret_key=SECRET),
        4,
    )
    assert sorted(won) == [False, False, False, True]


def test_a_changed_key_is_said_and_the_sheet_still_opens(session: Session, clock, office, handler):
    sheet = begun(session, clock, handler, office)
    clock.advance(minutes=1)
    actor, code = office.actor(Role.HANDLER), telephone(session, clock, handler.id)
    with pytest.raises(KeyChanged):
        take_code(session, clock, actor, handler.id, code, secret_key="x" * 40)
    take_code(session, clock, actor, handler.id, sheet[0], secret_key="x" * 40)


def test_only_administrators_of_a_real_office_cannot_switch_it_off(session: Session, clock, office, handler, admin):
    begun(session, clock, handler, office)
    actor = office.actor(Role.HANDLER)
    one_more(
        session,
        lambda: switch_off_second_factor(session, clock, actor, handler.id),
        "office:second_factor:close",
    )
    assert not has_second_factor(session, handler.id)
    assert recovery_codes_left(session, handler.id) == 0
    session.scalars(select(Office)).one().is_sample = False
    with pytest.raises(Needed):
        switch_off_second_factor(session, clock, admin, office.member(Role.ADMINISTRATOR).person_id)


def test_another_administrator_resets_a_lost_second_factor(session: Session, clock, office, handler, admin):
    begun(session, clock, handler, office)
    token = open_sign_in(session, clock, handler, 10).token
    one_more(
        session,
        lambda: reset_second_factor(session, clock, admin, handler, "zgubiony telefon"),
        "office:second_factor:reset",
    )
    assert json.loads(latest_entries(session, 1)[0].canonical)["reason"] == "zgubiony telefon"
    assert not has_second_factor(session, handler.id)
    assert actor_of(session, clock, token) is None
    with pytest.raises(NeedsAnother):
        reset_second_factor(session, clock, admin, session.get_one(Person, admin.person_id), "mój własny")


def test_a_new_telephone_takes_over_only_with_its_first_code(session: Session, clock, office, handler):
    begun(session, clock, handler, office)
    old = session.get_one(SecondFactor, handler.id).sealed_secret
    begin_second_factor(session, handler.id, secret_key=SECRET)
    row = session.get_one(SecondFactor, handler.id)
    assert (row.sealed_secret, row.confirmed_at is None) == (old, False)
    clock.advance(minutes=1)
    actor = office.actor(Role.HANDLER)
    code = telephone(session, clock, handler.id)
    confirm_second_factor(session, clock, actor, handler.id, code, secret_key=SECRET)
    assert session.get_one(SecondFactor, handler.id).sealed_secret != old


# --- reading ---


def test_the_administrator_sees_how_each_account_stands(session: Session, clock, office, admin, handler):
    begun(session, clock, handler, office)
    invite(session, clock, admin, handler, way=Way.SLIP, secret_key=SECRET)
    open_sign_in(session, clock, handler, 10)
    session.flush()
    (state,) = accounts(session, clock, handler.id)
    assert state.roles == {Role.HANDLER}
    assert (state.has_password, state.has_second_factor, state.open_sessions) == (True, True, 1)
    assert state.seen_at == clock.now()
    assert state.invited_until == clock.now() + LIFETIME[Purpose.INVITATION]
    everybody = accounts(session, clock)
    assert len(everybody) == len(office.people)
    assert sum(state.open_sessions for state in everybody) == 1
    assert accounts(session, clock, uuid.UUID(int=0)) == []
