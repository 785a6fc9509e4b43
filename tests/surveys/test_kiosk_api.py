"""The door for a tablet's answers: each one once, a signed word about every one, a name for every refusal."""

from __future__ import annotations

import datetime as dt
import json
import threading
import uuid

import pytest
from sqlalchemy import func, select

from kernel.permissions import SYSTEM
from office.models import DayOff, OpeningSchedule
from office.routes.qr import drawn
from surveys.kiosk.actions import DeviceTyped, change_device, deliver, invite_device, revoke_device, token_hash
from surveys.kiosk.queries import numbers_of
from surveys.kiosk.receipts import receipt_key, signature
from surveys.kiosk.rules import COUNTER
from surveys.models import Answer, Delivery, Device, DeviceState, Quarantined, QuestionnaireVersion, Response
from surveys.rules.submission import RETIRED
from tests.program import ADDRESS, SECRET
from tests.surveys.devices import ORIGIN, paired, set_up

NOTHING = dt.timedelta(0)


@pytest.fixture
def tablet(storage, clock, office):
    with storage.writing() as session:
        made = paired(session, clock, office)
        session.flush()
        session.expunge(made.device)
    return made


def outcomes(answer):
    return [(one["status"], one["code"]) for one in json.loads(answer.get_json()["receipt"])["items"]]


def count(storage, model):
    with storage.reading() as session:
        return session.scalar(select(func.count()).select_from(model))


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_tablet_pairs_delivers_and_gets_a_receipt_it_can_check(storage, clock, office, client):
    with storage.writing() as session:
        code = invite_device(session, clock, SYSTEM, set_up(session, clock, office), SECRET)
    answer = client.post("/api/kiosk/pair", json={"code": code.lower()}, headers=ORIGIN)
    assert (answer.status_code, answer.get_json()["next"]) == (201, 1)
    assert "Set-Cookie" not in answer.headers
    told = answer.get_json()
    headers = {**ORIGIN, "Authorization": f"Bearer {told['token']}"}
    shown = client.post("/api/kiosk/contents", json={}, headers=headers).get_json()
    assert set(shown["words"]) == {"pl", "en", "uk"}
    item = {
        "id": str(uuid.uuid4()), "seq": 1, "age_ms": 60_000, "version": shown["version"], "desk": shown["desk"],
        "mode": "kiosk_tap", "language": "uk", "layout": shown["layout"], "answers": {"q1": "5"}, "flags": ["partial"],
    }  # fmt: skip
    body = {"items": [item], "nonce": "0" * 32}
    answer = client.post("/api/kiosk/responses", json=body, headers=headers)
    text = answer.get_json()["receipt"]
    assert signature(bytes.fromhex(told["key"]), text) == answer.get_json()["signature"]
    assert json.loads(text) == {
        "device": told["device"],
        "nonce": "0" * 32,
        "items": [{"id": item["id"], "status": 201, "code": "stored"}],
    }
    with storage.reading() as session:
        row = session.get_one(Response, uuid.UUID(item["id"]))
        assert (row.mode, row.language, row.flags) == ("kiosk_tap", "uk", "")
        assert (clock.now() - row.received_at).total_seconds() == 60
        assert row.desk_id == office.desk.id


@pytest.mark.parametrize("backend", ["sqlite"])
def test_again_is_a_duplicate_otherwise_is_kept_aside_and_nonsense_is_named(storage, client, tablet):
    item = tablet.item()
    assert outcomes(tablet.sends(client, item)) == [(201, "stored")]
    other, bad, score = {**item, "answers": {"q1": "1"}}, tablet.item("x"), tablet.item(3, answers={"q1": "9"})
    void, version = tablet.item(4, void=True), tablet.item(5, version=str(uuid.uuid4()))
    answer = tablet.sends(client, {**item, "age_ms": 5000}, other, other, bad, score, void, void, version, "no item")
    assert outcomes(answer) == [
        (200, "duplicate"), (409, "answered_otherwise"), (409, "answered_otherwise"), (422, "bad_item"),
        (422, "no_such_option"), (201, "void"), (200, "void"), (422, "not_open"), (422, "bad_item"),
    ]  # fmt: skip
    assert [count(storage, model) for model in (Response, Quarantined, Delivery)] == [1, 1, 2]
    with storage.reading() as session:
        assert session.scalar(select(Answer.value).where(Answer.question == "q1")) == 4


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_retired_version_is_still_taken_and_a_wrong_clock_is_marked(storage, clock, client, tablet):
    with storage.writing() as session:
        session.scalars(select(QuestionnaireVersion)).one().state = RETIRED
    ahead = int(clock.now().timestamp() * 1000) + 86_400_000
    item = tablet.item()
    assert outcomes(tablet.sends(client, item, now_ms=ahead)) == [(201, "stored")]
    with storage.reading() as session:
        row = session.get_one(Response, uuid.UUID(item["id"]))
        assert (row.flags, row.received_at) == ("clock_skew", clock.now())


def test_gaps_in_the_numbers_are_found(office, session, clock):
    tablet = paired(session, clock, office)
    assert numbers_of(session, tablet.device.id).gaps == []
    deliver(session, clock, tablet.device, [tablet.item(seq) for seq in (2, 3, 7)], NOTHING)
    found = numbers_of(session, tablet.device.id)
    assert (found.highest, found.count, found.missing, found.gaps) == (7, 3, 4, [(1, 1), (4, 6)])


def test_two_processes_with_the_same_id_store_it_once(storage, clock, tablet):
    item, ready = tablet.item(), threading.Barrier(2)
    seen: list[int] = []

    def send() -> None:
        ready.wait()
        with storage.writing() as session:
            device = session.get_one(Device, tablet.device.id)
            seen.extend(one.status for one in deliver(session, clock, device, [item], NOTHING))

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == [200, 201]
    assert [count(storage, model) for model in (Response, Delivery)] == [1, 1]


@pytest.mark.parametrize("backend", ["sqlite"])
def test_every_refusal_has_a_name_and_stores_nothing(storage, clock, client, tablet):
    def error(path="responses", base_url="http://localhost", headers=tablet.headers, **sent):
        answer = client.post(f"/api/kiosk/{path}", headers=headers, base_url=base_url, **sent)
        return answer.status_code, answer.get_json()["error"]

    body = {"items": [tablet.item()], "nonce": "0" * 32}
    stranger = {**ORIGIN, "Authorization": "Bearer nobody"}
    assert error(json=body, headers=stranger) == (401, "unknown_device")
    assert error(json=body, headers=ORIGIN) == (401, "unknown_device")
    assert error(json=body, headers={**tablet.headers, "Origin": "https://else.example"}) == (403, "foreign_origin")
    assert error(json=body, base_url="http://opinie.proba.example") == (403, "insecure")
    assert error("pair", json={"code": "x"}, base_url="http://opinie.proba.example") == (403, "insecure")
    assert error("pair", json={"code": "ż\ud800"}) == (422, "bad_pairing_code")
    assert error(data="{", content_type="application/json") == (400, "no_json")
    assert error(data="[" * 100_000, content_type="application/json") == (400, "no_json")
    assert error(data="x") == (400, "no_json")
    assert error(json=[]) == (400, "no_json")
    assert error(json={**body, "more": "x" * 1_000_000}) == (413, "too_large")
    assert error(json={**body, "items": [1] * 51}) == (422, "too_many_items")
    assert error(json={**body, "nonce": ""}) == (422, "bad_request")
    with storage.writing() as session:
        device = session.get_one(Device, tablet.device.id)
        revoke_device(session, clock, SYSTEM, device, clock.today(), row_version=1, reason="zgubiony")
    assert error(json=body) == (403, "device_revoked")
    assert count(storage, Response) == 0


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_beat_is_noted(storage, clock, client, tablet):
    now = int(clock.now().timestamp() * 1000) - 30_000
    told = {"queued": 3, "refused": 1, "oldest_ms": 60_000, "version": "9.9", "now_ms": now}
    assert client.post("/api/kiosk/beat", json=told, headers=tablet.headers).get_json() == {"row_version": 1}
    with storage.reading() as session:
        state = session.get_one(DeviceState, tablet.device.id)
        assert (state.queued, state.refused, state.app_version, state.clock_ms) == (3, 1, "9.9", -30_000)
        assert (clock.now() - state.oldest_at).total_seconds() == 60
    assert client.get("/api/kiosk/ping").get_json() == {"interesant": True}
    assert client.post("/api/kiosk/ping").status_code == 405


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_tablet_knows_its_hours_its_days_off_and_the_bare_address_of_the_complaint_form(
    storage, clock, office, client, tablet
):
    with storage.writing() as session:
        session.add(OpeningSchedule(valid_from_on=clock.today(), week="\n".join(["8-16"] * 5 + ["", ""])))
        session.add(DayOff(day_on=dt.date(2026, 12, 24), name="Wigilia"))
    shown = client.post("/api/kiosk/contents", json={}, headers=tablet.headers).get_json()
    assert shown["week"] == [[[480, 960]]] * 5 + [[], []]
    assert shown["closed"][:3] == ["2026-12-24", "2026-12-25", "2026-12-26"]
    assert shown["qr"] == {code: drawn(f"{ADDRESS}/{code}/complaint") for code in ("pl", "en", "uk")}
    assert "counter" not in shown


@pytest.mark.parametrize("backend", ["sqlite"])
def test_at_the_counter_a_tablet_gets_the_form_and_no_questions(storage, clock, office, client, tablet):
    with storage.writing() as session:
        typed = DeviceTyped("Tablet 1", office.desk.id, COUNTER, clock.today())
        device = session.get_one(Device, tablet.device.id)
        change_device(session, clock, SYSTEM, device, typed, row_version=1, reason="inna rola")
    shown = client.post("/api/kiosk/contents", json={}, headers=tablet.headers).get_json()
    assert shown["counter"] == {code: f"/{code}/complaint" for code in ("pl", "en", "uk")}
    assert "questions" not in shown


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_cookie_of_a_form_at_the_counter_is_taken_back(client, office):
    assert client.get("/pl/complaint").status_code == 200
    assert client.get_cookie("form") is not None
    assert client.post("/api/kiosk/forget", json={}, headers={"Origin": "https://else.example"}).status_code == 403
    assert client.post("/api/kiosk/forget", json={}, headers=ORIGIN).get_json() == {"forgotten": True}
    assert client.get_cookie("form") is None
    assert client.get("/api/kiosk/forget").status_code == 405


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_page_starts_for_anybody_but_not_without_https(client, office):
    assert "Set-Cookie" not in client.get("/kiosk").headers
    assert client.get("/kiosk", base_url="http://opinie.proba.example").status_code == 403
    assert client.get("/kiosk", base_url="https://opinie.proba.example").status_code == 200
    worker = client.get("/kiosk/worker.js")
    assert worker.headers["Service-Worker-Allowed"] == "/kiosk"
    assert client.post("/kiosk").status_code == 405


def test_receipt_keys_differ_by_office_device_and_pairing():
    one, two = uuid.uuid4(), uuid.uuid4()
    keys = {
        receipt_key("a", one, "t"),
        receipt_key("b", one, "t"),
        receipt_key("a", two, "t"),
        receipt_key("a", one, "u"),
    }
    assert len(keys) == 4
    assert token_hash("x") != token_hash("y")
