"""/metrics: for whoever has the token, from every process the same, and nobody's data."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from storage.session import Storage
from tests.program import SECRET
from web.settings import Settings

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
TOKEN = {"Authorization": "Bearer a token of the tests"}


@pytest.fixture
def watched(storage: Storage, tmp_path: Path, office: object) -> FlaskClient:
    """A client of a program that has a metrics token."""
    app = create_app(
        Settings(
            database_url=storage.url,
            secret_key=SECRET,
            data_folder=str(tmp_path),
            metrics_token="a token of the tests",
            testing=True,
        )
    )
    app.extensions["storage"].close()
    app.extensions["storage"] = storage
    return app.test_client()


def numbers(client: FlaskClient) -> dict[str, float]:
    """Every line of the answer: name with labels to value."""
    answer = client.get("/metrics", headers=TOKEN)
    assert answer.status_code == 200, answer.text
    assert answer.content_type.startswith("text/plain; version=")
    lines = [line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in lines}


def test_the_state_of_the_office_in_numbers(watched: FlaskClient):
    found = numbers(watched)
    assert found["interesant_record_entries"] > 10
    assert found["interesant_responses"] == 0
    assert found['interesant_outbox_rows{state="waiting"}'] == 0
    assert found["interesant_disk_free_bytes"] > 0
    assert found['interesant_check{check="locks"}'] == 0
    assert found['interesant_check{check="worker"}'] == 2
    assert "interesant_backup_age_seconds" not in found


@ON_SQLITE
def test_requests_are_counted_by_rule_and_never_by_address(watched: FlaskClient):
    watched.get("/pl/contact")
    watched.get("/pl/rate/a-secret-token")
    watched.get("/nowhere/at/all")
    found = numbers(watched)
    assert found['interesant_requests_total{method="GET",rule="/<lang>/contact",status="200"}'] == 1
    assert found['interesant_requests_total{method="GET",rule="none",status="404"}'] == 1
    assert found['interesant_request_seconds_count{rule="/<lang>/contact"}'] == 1
    assert not any("secret" in name for name in found)


@ON_SQLITE
def test_methods_somebody_invents_are_one_number(watched: FlaskClient):
    for method in ("BREW", "WHEN", "PROPFIND"):
        watched.open("/pl/contact", method=method)
    found = numbers(watched)
    assert found['interesant_requests_total{method="other",rule="none",status="405"}'] == 3
    assert not any("BREW" in name or "PROPFIND" in name for name in found)


@ON_SQLITE
def test_without_a_database_the_checks_are_still_told(watched: FlaskClient):
    watched.application.extensions["storage"] = Storage("sqlite:////nowhere/at/all.sqlite")
    found = numbers(watched)
    assert found['interesant_check{check="database"}'] == 2
    assert "interesant_responses" not in found


@ON_SQLITE
@pytest.mark.parametrize("given", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer"}])
def test_a_stranger_is_told_nothing(watched: FlaskClient, given: dict[str, str]):
    answer = watched.get("/metrics", headers=given)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert "interesant" not in answer.text


@ON_SQLITE
def test_numbers_are_only_read(watched: FlaskClient):
    assert watched.post("/metrics", headers=TOKEN).status_code == 405


@ON_SQLITE
def test_without_a_token_there_is_no_such_address(app: Flask):
    assert app.test_client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


PROCESS = """
import sys
from app import create_app
from web.settings import Settings
app = create_app(Settings(database_url="sqlite://", secret_key="x" * 40, metrics_token="x", testing=True))
client = app.test_client()
client.get("/healthz")
print(client.get("/metrics", headers={"Authorization": "Bearer x"}).text)
"""


def test_what_several_processes_count_is_added_up(tmp_path: Path):
    environment = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PATH": "/usr/bin"}
    root = Path(__file__).parents[2]
    for times in (1, 2):
        done = subprocess.run(
            [sys.executable, "-c", PROCESS], cwd=root, env=environment, check=True, capture_output=True, text=True
        )
        line = 'interesant_requests_total{method="GET",rule="/healthz",status="200"} '
        assert f"{line}{times}.0" in done.stdout
