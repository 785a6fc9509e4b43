"""What a tablet was refused is seen by the administrator with its reason, can be taken out, and is never deleted."""

from __future__ import annotations

import csv
import io
import json

import pytest
from sqlalchemy import func, select

from kernel.permissions import Role
from surveys.kiosk.actions.letters import MOST_LETTERS
from surveys.models import DeadLetter, Response
from tests.surveys.devices import paired

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])


@pytest.fixture
def tablet(storage, clock, office):
    with storage.writing() as session:
        made = paired(session, clock, office)
        session.flush()
        session.expunge(made.device)
    return made


def tells(client, tablet, *letters):
    return client.post("/api/kiosk/refused", json={"letters": list(letters)}, headers=tablet.headers)


def test_refused_and_put_aside_stand_on_the_page_and_in_the_files(storage, client, tablet, signed_in):
    item = tablet.item()
    tablet.sends(client, item)
    tablet.sends(client, {**item, "answers": {"q1": "1"}})
    letter = {**tablet.item(2, answers={"q1": "9"}), "status": 422, "code": "no_such_option"}
    twin = {**item, "status": 409, "code": "answered_otherwise"}
    assert tells(client, tablet, letter, twin).get_json() == {"kept": 2}
    assert tells(client, tablet, letter).status_code == 200  # told again: kept once
    back = f"/staff/pl/administration/devices/{tablet.device.id}"
    admin = signed_in(Role.ADMINISTRATOR)
    page = admin.get(back).get_data(as_text=True).replace("\u00a0", " ")
    assert "odpowiedź, której nie ma na liście" in page
    assert "pod tym numerem są już inne odpowiedzi" in page
    rows = list(csv.DictReader(io.StringIO(admin.get(f"{back}/refused.csv").get_data(as_text=True).lstrip("\ufeff"))))
    assert {(row["kind"], row["number"], row["code"]) for row in rows} == {
        ("refused", "2", "no_such_option"),
        ("aside", "", "answered_otherwise"),
    }
    found = json.loads(admin.get(f"{back}/refused.json").get_data())
    assert {json.loads(one["content"])["answers"]["q1"] for one in found} == {"9", "1"}
    with storage.reading() as session:
        assert session.scalar(select(func.count()).select_from(DeadLetter)) == 2
        assert session.scalar(select(func.count()).select_from(Response)) == 1


def test_files_of_refusals_are_for_administrators(client, tablet, signed_in):
    back = f"/staff/pl/administration/devices/{tablet.device.id}/refused"
    assert client.get(f"{back}.csv").status_code == 302
    assert signed_in(Role.HEAD).get(f"{back}.json").status_code == 403
    admin = signed_in(Role.ADMINISTRATOR)
    assert admin.post(f"{back}.csv").status_code == 405
    assert admin.get(f"{back}.txt").status_code == 404
    nowhere = back.replace(str(tablet.device.id), "00000000-0000-4000-8000-000000000000")
    assert admin.get(f"{nowhere}.csv").status_code == 404


def test_what_is_no_refusal_is_named_and_kept_nowhere(storage, clock, client, tablet):
    good = {"seq": 1, "status": 422, "code": "bad_item"}
    for bad in (
        {},
        1,
        {**good, "seq": 0},
        {**good, "status": 200},
        {**good, "code": "=1+1"},
        {**good, "code": "x" * 41},
    ):
        assert tells(client, tablet, good, bad).get_json() == {"error": "bad_item"}
    assert client.post("/api/kiosk/refused", json={"letters": []}, headers=tablet.headers).status_code == 422
    assert client.get("/api/kiosk/refused").status_code == 405
    with storage.writing() as session:
        assert session.scalar(select(func.count()).select_from(DeadLetter)) == 0
        for seq in range(MOST_LETTERS):
            row = {
                "seq": seq,
                "status": 422,
                "code": "x",
                "received_at": clock.now(),
                "text": "",
                "text_hash": str(seq),
            }
            session.add(DeadLetter(device_id=tablet.device.id, **row))
    assert tells(client, tablet, good).get_json() == {"error": "too_many_letters"}
