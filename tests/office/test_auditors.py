"""Auditors have dated accounts that only read: invited for a time, shut out after it, and never able to write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kernel.clock import FixedClock
from kernel.permissions import ROLE_PERMISSIONS, SYSTEM, Permission, Role
from ledger.models import LedgerEntry
from office.actions import add_person, grant_role, revoke_role
from office.models import Person, RoleAssignment
from office.queries.auditors import has_undated_auditors
from office.rules.roles import BadRole, last_audit_day
from storage.session import Storage
from tests.cast import PASSWORD, FoundedOffice
from tests.filling import errors_above, send, text
from tests.office.acting import refused
from web.access import mark_of

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
Enter = Callable[..., FlaskClient]
TODAY = dt.date(2026, 11, 21)
LIST = "/staff/pl/auditors"
TYPED = {
    "display_name": "Osoba Próbna", "post": "audytor zewnętrzny", "email": "audytor@example.org",
    "login": "audytor.zewnetrzny", "reason": "Umowa 7/2026",
}  # fmt: skip
READING_THAT_IS_RECORDED = {"assurance.verify", "assurance.take_evidence", "complaints.register_file"}
"""What auditors post that is no change: a verification asked for, and files taken away; each is recorded."""
OWN_VIEWS = {
    "analytics.results_view", "analytics.results_views", "analytics.subscription", "complaints.queue_view",
    "complaints.queue_views",
}  # fmt: skip
"""Filters somebody keeps for themselves, and what is sent to them: no part of the record, seen by nobody else."""
OWN_ACCOUNT = {
    "office.my_notices", "office.my_password", "office.my_sessions", "office.second_factor",
    "office.second_factor_confirm", "office.sign_out",
}  # fmt: skip


def days(first: dt.date, last: dt.date) -> dict[str, str]:
    parts = {"d": "day", "m": "month", "y": "year"}
    return {
        f"{name}-{part}": str(getattr(day, attribute))
        for name, day in (("since", first), ("until", last))
        for part, attribute in parts.items()
    }


def enter(client: FlaskClient, login: str, password: str = PASSWORD):
    return send(client, client.get("/staff/pl/sign-in"), login=login, password=password)


def test_an_audit_lasts_a_year_at_most(backend: str):
    assert last_audit_day(dt.date(2026, 11, 21)) == dt.date(2027, 11, 20)
    assert last_audit_day(dt.date(2028, 2, 29)) == dt.date(2029, 2, 28)
    assert last_audit_day(dt.date(2027, 3, 1)) == dt.date(2028, 2, 29)


def test_an_auditor_never_gets_a_role_without_an_end(session, clock, office):
    person = add_person(session, clock, SYSTEM, login="nowa", display_name="Nowa", post="", password=None)
    with refused(session, "audit_too_long", "until"):
        grant_role(session, clock, SYSTEM, person=person, role=Role.AUDITOR, to_on=dt.date(2027, 11, 21))
    grant_role(session, clock, SYSTEM, person=person, role=Role.AUDITOR)
    assert session.scalars(select(RoleAssignment.to_on).where(RoleAssignment.person_id == person.id)).one() == (
        dt.date(2027, 11, 20)
    )


def test_an_end_can_be_brought_forward_and_never_beyond_a_year_from_today(session, clock, office):
    of_auditor = select(RoleAssignment).where(RoleAssignment.role == Role.AUDITOR.value)
    found = session.scalars(of_auditor).one()
    found.to_on = None  # as the accounts of before were
    with refused(session, "audit_too_long", "last"):
        revoke_role(session, clock, SYSTEM, found, last_on=dt.date(2027, 11, 21), reason="")
    revoke_role(session, clock, SYSTEM, found, last_on=dt.date(2027, 11, 20), reason="")
    with pytest.raises(BadRole):
        revoke_role(session, clock, SYSTEM, found, last_on=dt.date(2027, 11, 20), reason="")


@pytest.mark.parametrize("role", [Role.QUALITY_OFFICER, Role.ADMINISTRATOR])
def test_one_page_invites_an_auditor_with_the_days(signed_in: Enter, storage: Storage, role: Role):
    client = signed_in(role)
    page = client.get(f"{LIST}/add")
    answer = send(client, page, "step", **TYPED, **days(TODAY, dt.date(2026, 12, 31)))
    assert (answer.status_code, answer.headers["Location"]) == (302, LIST)
    assert "Osoba Próbna" in text(client.get(LIST))
    with storage.reading() as session:
        tags = list(session.scalars(select(LedgerEntry.tag).order_by(LedgerEntry.leaf.desc()).limit(3)))
        held = session.scalars(select(RoleAssignment).join(Person).where(Person.login == TYPED["login"])).one()
        assert (held.role, held.from_on, held.to_on) == ("auditor", TODAY, dt.date(2026, 12, 31))
    assert tags == ["office:invitation:make", "office:role:grant_until", "office:person:add"]


def test_too_long_an_audit_is_refused_beside_its_day_and_nothing_is_lost(signed_in: Enter, storage: Storage):
    client = signed_in(Role.QUALITY_OFFICER)
    answer = send(client, client.get(f"{LIST}/add"), "step", **TYPED, **days(TODAY, dt.date(2028, 1, 1)))
    assert answer.status_code == 422
    assert "najwyżej na rok" in errors_above(answer)[0]
    assert 'value="audytor.zewnetrzny"' in answer.text
    with storage.reading() as session:
        assert session.scalars(select(Person).where(Person.login == TYPED["login"])).one_or_none() is None


def test_an_audit_is_ended_earlier(signed_in: Enter, storage: Storage, clock: FixedClock):
    client = signed_in(Role.QUALITY_OFFICER)
    with storage.reading() as session:
        found = session.scalars(select(RoleAssignment).where(RoleAssignment.role == "auditor")).one()
    page = client.get(f"{LIST}/{found.id}/end")
    last = {"last-d": "30", "last-m": "11", "last-y": "2026"}
    assert send(client, page, "step", **last, reason="Zakończony").status_code == 302
    clock.advance(days=10)
    refusal = enter(client.application.test_client(), "auditor")
    assert refusal.status_code == 403
    assert "30 listopada 2026" in errors_above(refusal)[0]


def test_the_end_of_another_role_is_nothing_the_quality_officer_reaches(signed_in: Enter, storage: Storage):
    with storage.reading() as session:
        found = session.scalars(select(RoleAssignment).where(RoleAssignment.role == "head")).first()
    assert found is not None
    assert signed_in(Role.QUALITY_OFFICER).get(f"{LIST}/{found.id}/end").status_code == 404
    assert signed_in(Role.HEAD).get(LIST).status_code == 403


def test_the_account_opens_on_the_first_day_and_not_after_the_last(
    client: FlaskClient, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        held = session.scalars(select(RoleAssignment).where(RoleAssignment.role == "auditor")).one()
        held.from_on, held.to_on = TODAY + dt.timedelta(days=1), TODAY + dt.timedelta(days=2)
    early = enter(client, "auditor")
    assert early.status_code == 403
    assert "22 listopada 2026" in errors_above(early)[0]
    clock.advance(days=1)
    assert enter(client, "auditor").status_code == 302
    assert client.get("/staff/pl/record").status_code == 200
    assert "23 listopada 2026" in text(client.get("/staff/pl/account"))
    clock.advance(days=2)
    assert client.get("/staff/pl/record").status_code in {302, 403}
    late = enter(client, "auditor")
    assert late.status_code == 403
    assert "Audyt skończył się 23 listopada 2026" in errors_above(late)[0]


def test_a_wrong_password_learns_nothing_of_the_end(client: FlaskClient, clock: FixedClock):
    clock.advance(days=400)
    assert "Login lub hasło" in errors_above(enter(client, "auditor", "zupełnie inne hasło"))[0]


def test_an_account_from_before_without_an_end_stands_on_the_checklist(
    signed_in: Enter, storage: Storage, clock: FixedClock
):
    administrator = signed_in(Role.ADMINISTRATOR)
    assert "bez ostatniego dnia" not in text(administrator.get("/staff/pl/administration"))
    with storage.writing() as session:
        session.scalars(select(RoleAssignment).where(RoleAssignment.role == "auditor")).one().to_on = None
        assert has_undated_auditors(session, clock.today())
    assert "bez ostatniego dnia" in text(administrator.get("/staff/pl/administration"))
    assert "brak ostatniego dnia" in text(administrator.get(LIST))


def test_auditors_hold_no_permission_that_writes(backend: str):
    assert ROLE_PERMISSIONS[Role.AUDITOR] == {
        Permission.DESK, Permission.COMPLAINT_READ, Permission.FEEDBACK_READ, Permission.COMMENT_READ,
        Permission.RESULTS_READ, Permission.RECORD_READ, Permission.QUALITY_READ,
    }  # fmt: skip


def test_no_page_an_auditor_may_open_writes_but_the_own_account_and_recorded_looks(app: Flask):
    held = ROLE_PERMISSIONS[Role.AUDITOR]
    writing = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"} and mark_of(app.view_functions[rule.endpoint]) in held
    }
    assert writing == OWN_ACCOUNT | OWN_VIEWS | READING_THAT_IS_RECORDED
