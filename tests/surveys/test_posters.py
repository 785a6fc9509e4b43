"""QR posters: what is printed leads to the survey of its place, until the code is replaced; a flood closes one code."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
import typst
import zxingcpp
from PIL import Image
from sqlalchemy import func, select

from kernel.ids import new_id, place_code, read_place_code
from kernel.permissions import Role
from ledger.queries import entries_of
from office.actions import rotate_service_token, rotate_token
from office.models import Desk, Service
from surveys.models import Response
from surveys.queries import place_of
from surveys.rules.submission import MOST_FROM_CODE
from tests.papers.reading import count, is_accessible, pages, says
from tests.surveys.filling import opened

sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@sqlite
@pytest.mark.parametrize(("kind", "size"), [("desk", "poster"), ("service", "card")])
def test_a_poster_is_one_accessible_page_with_the_address_below_its_code(signed_in, office, kind, size):
    officer = signed_in(Role.QUALITY_OFFICER)
    place = office.desk if kind == "desk" else office.service
    page = officer.get("/staff/pl/surveys/posters").get_data(as_text=True)
    address = f"/staff/pl/surveys/posters/{kind}/{place.id}/{size}.pdf"
    assert address in page
    assert f"/r/{place.token}" in page
    paper = officer.get(address)
    assert (paper.status_code, paper.mimetype) == (200, "application/pdf")
    pdf = paper.get_data()
    assert is_accessible(pdf)
    assert (pages(pdf), count(pdf, "H1"), count(pdf, "Figure")) == (1, 1, 2)
    assert says(pdf, f"/r/{place.token}")
    assert officer.get(address.replace(str(place.id), str(office.home.id))).status_code == 404


@sqlite
@pytest.mark.parametrize(("kind", "size"), [("desk", "poster"), ("service", "card")])
def test_the_code_on_the_paper_is_read_as_the_address_of_its_place(signed_in, office, monkeypatch, kind, size):
    draw = typst.compile

    def pictured(layout, **how):
        return draw(layout, **{name: how[name] for name in how.keys() - {"pdf_standards"}} | {"format": "png"})

    monkeypatch.setattr("typst.compile", pictured)
    place = office.desk if kind == "desk" else office.service
    paper = signed_in(Role.QUALITY_OFFICER).get(f"/staff/pl/surveys/posters/{kind}/{place.id}/{size}.pdf")
    picture = Image.open(io.BytesIO(paper.get_data())).convert("L")
    [found] = zxingcpp.read_barcodes(np.asarray(picture))
    assert found.text.endswith(f"/r/{place.token}")
    assert found.ec_level in "QH"


@sqlite
def test_posters_are_for_whoever_sees_questionnaires(client, signed_in, office):
    assert client.get("/staff/pl/surveys/posters").status_code == 302
    assert signed_in(Role.HANDLER).get("/staff/pl/surveys/posters").status_code == 403
    officer = signed_in(Role.QUALITY_OFFICER)
    assert officer.post("/staff/pl/surveys/posters").status_code == 405
    address = f"/staff/pl/administration/services/{office.service.id}/token"
    assert officer.get(address).status_code == 403


@sqlite
@pytest.mark.parametrize(("accepted", "lang"), [("uk-UA,uk;q=0.9", "uk"), ("en-GB", "en"), ("de", "pl"), ("", "pl")])
def test_a_scan_opens_the_survey_of_the_place_in_the_language_of_the_phone(client, office, accepted, lang):
    answer = client.get(f"/r/{office.desk.token}", headers={"Accept-Language": accepted})
    assert answer.location == f"/{lang}/rate/{office.desk.token}"
    assert (answer.status_code, answer.headers["Vary"]) == (302, "Accept-Language")


@sqlite
def test_the_code_of_a_service_says_what_is_rated_without_a_desk(client, storage, office):
    address = f"/pl/rate/{office.service.token.upper()}"
    answer = client.post(address, data={**opened(client, address), "q1": "4"})
    assert client.get(answer.location).status_code == 200
    with storage.reading() as session:
        row = session.scalars(select(Response)).one()
    assert (row.mode, row.department_id, row.service_id, row.desk_id) == ("qr", office.home.id, office.service.id, None)


@sqlite
def test_a_replaced_code_leads_to_a_page_that_says_so_and_stores_nothing(client, signed_in, storage, office):
    old = office.service.token
    filled = {**opened(client, f"/pl/rate/{old}"), "q1": "4"}
    administrator = signed_in(Role.ADMINISTRATOR)
    address = f"/staff/pl/administration/services/{office.service.id}/token"
    form = administrator.get(address).get_data(as_text=True)
    hidden = dict(re.findall(r'name="(csrf_token|row_version)"[^>]*value="([^"]*)"', form))
    assert administrator.post(address, data={**hidden, "reason": ""}).status_code == 422
    assert administrator.post(address, data={**hidden, "reason": "Ktoś psuje oceny."}).status_code == 302
    for gone in (client.get(f"/pl/rate/{old}"), client.post(f"/pl/rate/{old}", data=filled)):
        assert gone.status_code == 404
        page = gone.get_data(as_text=True)
        assert "Ten kod już nie działa" in page
        assert 'href="/pl/rate"' in page
    with storage.reading() as session:
        assert session.scalar(select(func.count()).select_from(Response)) == 0
        fresh = session.get_one(Service, office.service.id).token
    assert fresh != old
    assert client.get(f"/pl/rate/{fresh}").status_code == 200


@sqlite
def test_the_record_tells_that_a_code_was_replaced_and_never_which(session, clock, office):
    for model, row, rotate in ((Desk, office.desk, rotate_token), (Service, office.service, rotate_service_token)):
        found = session.get_one(model, row.id)
        old = found.token
        rotate(session, clock, office.actor(Role.ADMINISTRATOR), found, row_version=found.row_version, reason="Nowy.")
        last = entries_of(session, f"{model.__tablename__}:{row.id}")[-1].canonical
        assert ":rotate" in last
        assert old not in last
        assert found.token not in last
        assert place_of(session, old, clock.today()) is None


@sqlite
def test_a_flooded_code_waits_and_no_other_does(client, storage, clock, office):
    address = f"/pl/rate/{office.desk.token}"
    first = {**opened(client, address), "q1": "3"}
    assert client.post(address, data=first).status_code == 303
    with storage.writing() as session:
        row = session.scalars(select(Response)).one()
        for _number in range(MOST_FROM_CODE - 1):
            copy = {column.key: getattr(row, column.key) for column in Response.__table__.columns}
            session.add(Response(**{**copy, "id": new_id()}))
    again = {**opened(client, address), "q1": "5"}
    refused = client.post(address, data=again)
    assert refused.status_code == 429
    assert "proszę wysłać je ponownie za 15 min" in refused.get_data(as_text=True).replace("\u00a0", " ")
    other = f"/pl/rate/{office.service.token}"
    assert client.post(other, data={**opened(client, other), "q1": "5"}).status_code == 303
    clock.advance(minutes=16)
    assert client.post(address, data={**opened(client, address), "q1": "5"}).status_code == 303


def test_a_typed_code_is_read_generously():
    code = place_code()
    assert len(code) >= 22
    assert read_place_code(f" {code[:5].upper()}-{code[5:]} ") == code
    assert read_place_code("ILO0") == "1100"
