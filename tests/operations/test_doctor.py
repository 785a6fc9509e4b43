"""``flask doctor``: what is wrong, how to mend it, and an exit code."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from operations.health.checks import CHECKS
from storage.session import Storage

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])


@pytest.fixture
def well(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """A program of which only the database is looked at, and that is well."""
    monkeypatch.setattr(
        "operations.health.cli.CHECKS", [check for check in CHECKS if check.name in {"database", "version"}]
    )
    return app


def test_it_says_what_is_wrong_and_how_to_mend_it(app: Flask):
    done = app.test_cli_runner().invoke(args=["doctor", "--local"])
    assert done.exit_code == 1
    assert "BAD   worker    no worker ever ran" in done.output
    assert "-> systemctl enable --now interesant-worker" in done.output


def test_all_well_is_exit_code_0(well: Flask):
    done = well.test_cli_runner().invoke(args=["doctor"])
    assert done.exit_code == 0, done.output
    assert "->" not in done.output


def test_a_database_that_is_away_is_no_crash(well: Flask):
    well.extensions["storage"] = Storage("sqlite:////nowhere/at/all.sqlite")
    done = well.test_cli_runner().invoke(args=["doctor"])
    assert done.exit_code == 1
    assert "BAD   database" in done.output


def test_as_json_for_a_program(app: Flask):
    done = app.test_cli_runner().invoke(args=["doctor", "--json", "--local"])
    found = json.loads(done.output)
    assert found.keys() == {check.name for check in CHECKS if not check.goes_out}
    assert found["locks"] == {"signal": "fine", "code": "locks.fine", "said": "the record refuses changes", "mend": ""}
