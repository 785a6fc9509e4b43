"""The empty survey is drawn once: it has to look as if it were drawn every time."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from kernel.permissions import SYSTEM
from office.actions import open_department
from office.models import Office

OWN = re.compile(r'name="(?:csrf_token|submission_id)"[^>]*value="[^"]*"')


def shape(page: str) -> str:
    """The page without what differs for each reader."""
    return OWN.sub("", page)


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("language", ["pl", "en", "uk"])
def test_the_form_drawn_once_is_the_form_drawn_anew(client, office, language):
    for address in (f"/{language}/rate", f"/{language}/rate/{office.desk.token}"):
        first, again = (client.get(address).text for _time in range(2))
        switched = client.post(address, data={"switch": language}).text
        assert shape(first) == shape(again) == shape(switched)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_what_the_office_changes_is_seen_at_once(client, office, storage, clock):
    before = client.get("/pl/rate").text
    with storage.writing() as session:
        session.scalars(select(Office)).one().is_sample = False
        session.flush()
        open_department(session, clock, SYSTEM, code="NOW", name="Wydział Nowy")
    after = client.get("/pl/rate").text
    assert ("dane są zmyślone" in before, "dane są zmyślone" in after) == (True, False)
    assert ("Wydział Nowy" in before, "Wydział Nowy" in after) == (False, True)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_addresses_keep_their_query(client, office):
    client.get("/pl/rate")
    assert 'action="/pl/rate?od=plakat"' in client.get("/pl/rate?od=plakat").text
    assert "od=plakat" not in client.get("/pl/rate").text


@pytest.mark.parametrize("backend", ["sqlite"])
def test_every_opened_form_has_an_id_of_its_own(client, office):
    found = [re.findall(r'name="submission_id"[^>]*value="([^"]+)"', client.get("/pl/rate").text) for _time in range(2)]
    assert found[0] != found[1]
