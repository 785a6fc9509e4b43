"""Fields a form has not are left aside, whatever columns of the row behind it they name (mass assignment)."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import inspect, select

from complaints.models import Complaint
from kernel.permissions import Role
from office.models import Person, RoleAssignment
from storage.base import Base
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.test_filing_pages import on, to_step
from tests.complaints.test_intake_pages import REGISTER, letter
from tests.filling import fields, send

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
Enter = Callable[..., FlaskClient]
OTHERS = {
    "state": "settled", "number": "777", "year": "1999", "register": "PW", "outcome": "zasadna", "row_version": "9",
    "received_on": "2020-01-01", "received_at": "2020-01-01T00:00:00+00:00", "registered_at": "2020-01-01T00:00:00Z",
    "due_on": "2030-01-01", "settled_on": "2026-11-20", "left_on": "2026-11-20", "code_hash": "0" * 64,
    "restricted_at": "2026-11-20T00:00:00+00:00", "erased_at": "2026-11-20T00:00:00+00:00", "is_imported": "y",
}  # fmt: skip


def values(row: Base) -> dict[str, object]:
    return {column.key: getattr(row, column.key) for column in inspect(type(row)).columns}


def the_case(storage: Storage) -> dict[str, object]:
    with storage.reading() as session:
        return values(session.scalars(select(Complaint)).one())


def more(storage: Storage, office: FoundedOffice) -> dict[str, str]:
    """Every column of a case but those the form asks for, as somebody would like them."""
    handler = str(office.member(Role.HANDLER).person_id)
    return {**OTHERS, "id": str(uuid.UUID(int=7)), "handler_id": handler, "about_person_id": handler}


def test_a_resident_chooses_no_day_no_way_no_handler_and_no_number(
    client: FlaskClient, storage: Storage, office: FoundedOffice
):
    sent = {**more(storage, office), "channel": "paper", "is_withheld": "y", "is_safety": "y", "handler": "x"}
    assert on(client, to_step(client, office, 4), **sent).status_code == 200
    found = the_case(storage)
    assert (found["channel"], found["state"], found["handler_id"]) == ("web", "received", None)
    assert (found["number"], found["year"], found["settled_on"], found["left_on"]) == (1, 2026, None, None)
    assert str(found["received_on"]) == "2026-11-21"
    assert found["id"] != uuid.UUID(int=7)
    assert (found["is_withheld"], found["restricted_at"], found["erased_at"]) == (False, None, None)


def test_a_clerk_registers_what_the_form_asks_for_and_nothing_else(
    signed_in: Enter, storage: Storage, office: FoundedOffice
):
    clerk = signed_in(Role.CLERK)
    page = clerk.get(REGISTER)
    own = set(fields(page)) | {name.rsplit("-", 1)[0] for name in fields(page)}
    sent = {name: value for name, value in more(storage, office).items() if name not in own}
    assert send(clerk, page, **letter(office), **sent).status_code == 302
    found = the_case(storage)
    assert (found["state"], found["handler_id"], found["number"]) == ("received", None, 1)
    assert (found["about_person_id"], found["settled_on"], found["outcome"]) == (None, None, None)
    assert found["id"] != uuid.UUID(int=7)


def test_nobody_gives_themselves_a_role_or_another_name(signed_in: Enter, storage: Storage, office: FoundedOffice):
    clerk, me = signed_in(Role.CLERK), office.member(Role.CLERK).person_id
    with storage.reading() as session:
        before = values(session.get_one(Person, me))
        roles = len(session.scalars(select(RoleAssignment)).all())
    page = clerk.get("/staff/pl/account/notices")
    given = {"role": "administrator", "roles": "administrator", "login": "x", "display_name": "x", "is_active": ""}
    given |= {"person_id": str(office.member(Role.HEAD).person_id), "email": "x@example.pl"}
    assert send(clerk, page, **given).status_code in {200, 302}
    with storage.reading() as session:
        after = values(session.get_one(Person, me))
        assert {name for name in after if after[name] != before[name]} <= {"reminders", "row_version"}
        assert len(session.scalars(select(RoleAssignment)).all()) == roles
