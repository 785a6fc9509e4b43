"""What a watching program is told: alive, ready, and how much of it without a token."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kernel.clock import FixedClock
from storage.session import Storage

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
TOKEN = {"Authorization": "Bearer a token of the tests"}
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def watched(app: Flask) -> FlaskClient:
    """A client of the program that has a metrics token."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], metrics_token="a token of the tests")
    return app.test_client()


@ON_SQLITE
def test_alive_without_any_database(app: Flask, storage: Storage):
    app.extensions["storage"] = Storage("sqlite:////nowhere/at/all.sqlite")
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


@ON_SQLITE
@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_probes_are_only_read(app: Flask, address: str):
    assert app.test_client().post(address).status_code == 405


def test_a_missing_worker_makes_it_degraded_and_not_away(watched: FlaskClient):
    answer = watched.get("/readyz", headers=TOKEN)
    assert answer.status_code == 200
    assert answer.get_json()["state"] == "degraded"
    assert answer.get_json()["checks"]["worker"]["code"] == "worker.none"
    assert set(answer.get_json()["checks"]) == {"database", "version", "disk", "worker", "outbox", "seals", "backup"}


@ON_SQLITE
def test_ready_when_all_is_well(watched: FlaskClient, clock: FixedClock, monkeypatch: pytest.MonkeyPatch):
    from operations.models import BackupRun

    storage: Storage = watched.application.extensions["storage"]
    (Path(watched.application.config["SETTINGS"].data_folder) / "backups").mkdir()
    now = clock.now()
    with storage.writing() as session:
        session.add(
            BackupRun(kind="daily", day_on=clock.today(), started_at=now, finished_at=now, is_ok=True, file_name="x")
        )
    monkeypatch.setattr("worker.queries.last_heartbeat", lambda _session: now - dt.timedelta(seconds=20))
    assert watched.get("/readyz").json == {"state": "ready"}


@ON_SQLITE
@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all.sqlite", "sqlite://"])
def test_without_a_database_of_this_version_it_is_away(watched: FlaskClient, url: str):
    watched.application.extensions["storage"] = Storage(url)
    answer = watched.get("/readyz")
    assert (answer.status_code, answer.json) == (503, {"state": "away"})


@ON_SQLITE
def test_with_a_full_disk_it_is_away(watched: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(10**12, 10**12, 0))
    assert watched.get("/readyz").status_code == 503


@ON_SQLITE
@pytest.mark.parametrize("given", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer "}])
def test_without_the_token_only_the_state_is_told(watched: FlaskClient, given: dict[str, str]):
    assert watched.get("/readyz", headers=given).get_json().keys() == {"state"}


@ON_SQLITE
def test_where_no_token_is_set_nobody_has_it(app: Flask):
    assert app.test_client().get("/readyz", headers={"Authorization": "Bearer "}).get_json().keys() == {"state"}


@ON_SQLITE
def test_nothing_typed_stands_in_what_is_told(watched: FlaskClient, filed: object):
    said = json.dumps(watched.get("/readyz", headers=TOKEN).json)
    assert "Prób" not in said
