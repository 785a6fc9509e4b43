"""The office's crest: drawn anew, shown on every page, served from its own address."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import FixedClock
from kernel.errors import Stale
from kernel.permissions import SYSTEM, Role
from office.actions.crest import set_crest
from office.models import OfficeCrest
from storage.session import Storage
from tests.attachments.specimens import image, photograph
from tests.cast import FoundedOffice
from tests.filling import errors_beside, fields
from tests.office.test_actions import last_entry

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
PAGE = "/staff/pl/administration/crest"


@pytest.fixture
def administrator(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    return signed_in(Role.ADMINISTRATOR)


def sent(client: FlaskClient, content: bytes | None, what: str = "file"):
    data = {**fields(client.get(PAGE), "step"), "what": what}
    if content is not None:
        data["picture"] = (io.BytesIO(content), "herb.png")  # type: ignore[assignment]
    return client.post(PAGE, data=data, content_type="multipart/form-data")


def test_a_picture_becomes_the_crest_on_every_page(administrator: FlaskClient, client: FlaskClient, storage: Storage):
    assert sent(administrator, photograph()).status_code == 302
    page = client.get("/pl/").get_data(as_text=True)
    address = page.split('class="crest" src="')[1].split('"')[0]
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    content = answer.data
    answer.close()
    with Image.open(io.BytesIO(content)) as drawn:
        assert not drawn.getexif()
        assert max(drawn.size) <= 512
    with storage.reading() as session:
        entry = last_entry(session)
        assert (entry["tag"], address.count(entry["data"]["file"])) == ("office:crest:set", 1)
    assert sent(administrator, None, "none").status_code == 302
    assert "/crest/" not in client.get("/pl/").get_data(as_text=True)
    with storage.reading() as session:
        assert last_entry(session)["data"] == {"file": None}
        assert session.scalars(select(OfficeCrest)).all() == []


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "Nie wybrano pliku"), (b"", "Plik jest pusty"), (b"%PDF-1.4\nnothing", ""), (image()[:40], "")],
)
def test_what_is_no_picture_is_refused_beside_the_field(
    administrator: FlaskClient, storage: Storage, content: bytes | None, words: str
):
    answer = sent(administrator, content)
    assert answer.status_code == 422
    assert words in errors_beside(answer)["picture"]
    with storage.reading() as session:
        assert session.scalars(select(OfficeCrest)).all() == []


def test_a_stale_form_is_refused(session: Session, clock: FixedClock, office: FoundedOffice):
    with pytest.raises(Stale):
        set_crest(session, clock, SYSTEM, None, row_version=3)
    before = last_entry(session)
    set_crest(session, clock, SYSTEM, None, row_version=0)
    assert last_entry(session) == before


def test_only_administrators_get_there(signed_in: Callable[..., FlaskClient], client: FlaskClient):
    assert signed_in(Role.HEAD).get(PAGE).status_code == 403
    assert "/sign-in" in client.get(PAGE).location
