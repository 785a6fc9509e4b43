"""flask office invite and reset-second-factor: the way back in from the command line."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kernel.clock import FixedClock
from kernel.permissions import Role
from ledger.queries import latest_entries
from office.models import Person
from office.queries.accounts import has_second_factor
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.filling import send
from tests.office.accounts import secured, tags
from tests.office.test_cli import refused, run

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])


def test_an_invitation_is_printed_and_works(app: Flask, client: FlaskClient, storage: Storage, office: FoundedOffice):
    said = run(app.test_cli_runner(), "office", "invite", "administrator")
    assert "https://opinie.proba.example/staff/pl/invitation" in said
    assert "until 28.11.2026 10:00" in said
    found = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", said)
    assert found
    page = client.get("/staff/pl/invitation")
    new = "pięć gęsi na moście"
    assert send(client, page, code=found[0], password=new, password_again=new).status_code == 302


def test_a_lost_second_factor_is_reset_with_a_reason(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    secured(storage, clock, office, Role.ADMINISTRATOR)
    runner = app.test_cli_runner()
    assert "The reason is empty" in refused(runner, "office", "reset-second-factor", "administrator", "--reason", " ")
    run(runner, "office", "reset-second-factor", "administrator", "--reason", "lost telephone and sheet")
    with storage.reading() as session:
        entry = latest_entries(session, 1)[0]
        assert not has_second_factor(session, office.member(Role.ADMINISTRATOR).person_id)
    content = json.loads(entry.canonical)
    assert (entry.tag, content["reason"], content["actor"]) == (
        "office:second_factor:reset",
        "lost telephone and sheet",
        "system",
    )
    assert "has no second factor" in refused(
        runner, "office", "reset-second-factor", "administrator", "--reason", "again"
    )


@pytest.mark.parametrize("command", [("invite", "nobody"), ("reset-second-factor", "nobody", "--reason", "x")])
def test_nobody_is_said_to_be_nobody(app: Flask, office: FoundedOffice, command):
    assert refused(app.test_cli_runner(), "office", *command) == "There is nobody with the login nobody."


def test_a_closed_account_is_not_invited(app: Flask, storage: Storage, office: FoundedOffice):
    with storage.writing() as session:
        session.get_one(Person, office.member(Role.HEAD).person_id).is_active = False
    before = tags(storage)
    assert "is closed" in refused(app.test_cli_runner(), "office", "invite", "head")
    assert tags(storage) == before


@pytest.mark.parametrize("password", ["Password!!2026!!", "anna.probna.2026!", "abcdefghijklmnopq"])
def test_the_rules_for_passwords_hold_on_the_command_line_too(app: Flask, storage: Storage, office, password: str):
    before = tags(storage)
    person = ("office", "add-person", "anna.probna", "Anna Próbna", "inspektor", "--role", "handler")
    said = refused(app.test_cli_runner(), *person, "--password-stdin", typed=f"{password}\n")
    assert "password" in said
    assert password not in said
    assert tags(storage) == before
