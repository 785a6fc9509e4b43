"""The status page: what the doctor finds, in plain words for the administrator and for nobody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kernel.clock import FixedClock
from kernel.permissions import Role
from operations.health.checks import CHECKS
from operations.health.english import ENGLISH
from operations.health.finding import Finding, Signal
from operations.health.words import TITLES, WORDS, said, to_do
from operations.models import BackupRun
from storage.session import Storage
from tests.filling import send, text

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
STATUS = "/staff/pl/administration/status"
FACTS = dict.fromkeys(("url", "version", "leaf", "where"), "x") | dict.fromkeys(
    ("minutes", "hours", "days", "seconds", "megabytes", "count", "number"), 1234
)


@pytest.fixture
def administrator(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    return signed_in(Role.ADMINISTRATOR)


@pytest.fixture
def well(app: Flask, storage: Storage, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program of which nothing is bad: worker alive, a backup of the night tried and whole."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], public_url="http://localhost:8000")
    (tmp_path / "backups").mkdir(mode=0o750)
    tmp_path.chmod(0o750)
    Path(storage.url.removeprefix("sqlite:///")).chmod(0o640)
    now = clock.now()
    with storage.writing() as session:
        for kind in ("daily", "check"):
            run = BackupRun(kind=kind, day_on=clock.today(), started_at=now, finished_at=now, is_ok=True, file_name="x")
            session.add(run)
    monkeypatch.setattr("worker.queries.last_heartbeat", lambda _session: now - dt.timedelta(seconds=20))


def test_what_is_bad_stands_on_top_with_what_to_do(administrator: FlaskClient):
    shown = text(administrator.get(STATUS))
    assert "Coś trzeba naprawić teraz" in shown
    assert "nigdy nie została uruchomiona" in shown
    assert shown.index("Praca w tle") < shown.index("Zegar")
    assert "interesant doctor" in shown


def test_when_nothing_is_bad_it_says_so(administrator: FlaskClient, well: None):
    shown = text(administrator.get(STATUS))
    assert "Program działa, ale coś wymaga uwagi" in shown  # in the tests backups lie on the disk of the data
    assert "Coś trzeba naprawić" not in shown


def test_mail_and_https_are_tried_by_a_button(administrator: FlaskClient):
    page = administrator.get(STATUS)
    assert "Serwer pocztowy" not in text(page)
    tried = send(administrator, page)
    assert tried.status_code == 200
    assert "Nie podano serwera pocztowego" in text(tried)
    assert "Żaden list nie został wysłany" in text(tried)


@pytest.mark.parametrize("lang", ["pl", "en", "uk"])
def test_it_speaks_the_languages_of_the_house(administrator: FlaskClient, lang: str):
    assert administrator.get(f"/staff/{lang}/administration/status").status_code == 200


def test_a_wrong_method_is_refused(administrator: FlaskClient):
    assert administrator.put(STATUS).status_code == 405


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient):
    assert client.get(STATUS).status_code == 302


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_others_are_refused(signed_in: Callable[..., FlaskClient], role: Role):
    assert signed_in(role).get(STATUS).status_code == 403


def test_every_finding_has_its_words_and_no_other(storage: Storage):
    assert set(WORDS) == set(ENGLISH)
    assert set(TITLES) == {check.name for check in CHECKS}


@pytest.mark.parametrize("code", WORDS)
def test_every_sentence_is_filled(app: Flask, code: str):
    with app.test_request_context():
        finding = Finding(code, Signal.LATE, FACTS)
        assert "%" not in said(finding) + to_do(finding)
        assert said(finding).endswith(".")
