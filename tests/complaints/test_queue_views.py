"""Views of the queue one named for oneself: seen as chips, renamed, deleted, one of them the default."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import cast
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from sqlalchemy import String, func, select
from werkzeug.test import TestResponse

from complaints.actions.saved_views import MOST_VIEWS, NameTaken, TooManyViews, save_view
from complaints.forms.queue import LONGEST_SEARCH, read_query, written_query
from complaints.models import SavedView
from complaints.queries.queue_filter import QueueFilter
from kernel.errors import Forbidden
from kernel.ids import new_id
from kernel.permissions import SYSTEM, Role
from ledger.queries import head
from storage.session import Storage
from tests.filling import text
from tests.forms import hidden

Enter = Callable[..., FlaskClient]
pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
VIEWS = "/staff/pl/queue/views"


def saved(client: FlaskClient, name: str, query: str) -> TestResponse:
    page = client.get(f"{VIEWS}?{query}")
    assert page.status_code == 200
    fields = {field: html.unescape(value) for field, value in hidden(page.text).items()}
    return client.post(VIEWS, data=fields | {"name": name})


def chips(page: TestResponse) -> list[str]:
    """Names of the views above the list."""
    nav = page.text.partition('aria-label="Moje widoki"')[2].partition("</nav>")[0]
    return [html.unescape(found) for found in re.findall(r'class="chip"[^>]*>([^<]*)<', nav)]


def change(client: FlaskClient, what: str, **typed: str) -> TestResponse:
    """Press a button of the only view there is."""
    page = client.get(VIEWS)
    address = re.search(rf'action="({VIEWS}/[^"]*/{what})"', page.text)
    assert address
    token = re.search(r'name="csrf_token" value="([^"]*)"', page.text)
    assert token
    return client.post(address[1], data={"csrf_token": token[1], **typed})


def test_the_longest_filter_fits_into_a_view(backend: str):
    ids = {name: str(new_id()) for name in ("department", "who", "topic")}
    longest = QueueFilter(text="😀" * LONGEST_SEARCH, kind="wniosek", state="for_approval", due="late", channel="mail")
    wanted = read_query(f"{written_query(longest)}&{urlencode(ids)}")
    assert wanted.topic_id is not None
    most = cast(String, SavedView.__table__.c.query.type).length
    assert most is not None
    assert len(written_query(wanted)) <= most
    words = "ąćę" * 66
    assert read_query(urlencode({"q": words})).text == words


def test_a_named_filter_is_a_chip_of_its_owner_alone_and_leaves_no_entry(signed_in: Enter, storage: Storage):
    client = signed_in(Role.HEAD)
    with storage.reading() as session:
        before = head(session)
    answer = saved(client, "Moje pilne", "kind=skarga&due=soon&junk=x")
    assert answer.headers["Location"].endswith("/staff/pl/queue?kind=skarga&due=soon")
    assert "Widok „Moje pilne” jest zapisany." in text(client.get(answer.headers["Location"]))
    assert chips(client.get("/staff/pl/queue")) == ["Moje pilne"]
    with storage.reading() as session:
        assert head(session) == before
    assert chips(signed_in(Role.AUDITOR).get("/staff/pl/queue")) == []


def test_a_view_is_renamed_and_deleted(signed_in: Enter):
    client = signed_in(Role.HANDLER)
    saved(client, "Stary", "state=called")
    assert change(client, "rename", name="Nowy").status_code == 302
    assert chips(client.get("/staff/pl/queue")) == ["Nowy"]
    assert "Stan: czekają na mieszkańca" in text(client.get(VIEWS))
    refused = change(client, "rename", name=" ")
    assert refused.status_code == 422
    assert "Brak nazwy." in text(refused)
    assert change(client, "delete").status_code == 302
    assert chips(client.get("/staff/pl/queue")) == []


def test_the_default_opens_the_queue_and_any_address_goes_before_it(signed_in: Enter):
    client = signed_in(Role.HEAD)
    saved(client, "Zamknięte", "state=settled")
    change(client, "default")
    assert "Stan: załatwione" in text(client.get("/staff/pl/queue"))
    assert "Stan: otwarte" in text(client.get("/staff/pl/queue?state=open"))
    change(client, "plain")
    assert "Stan: otwarte" in text(client.get("/staff/pl/queue"))


def test_a_taken_name_and_too_many_are_refused_with_the_typed_name_kept(
    signed_in: Enter, storage: Storage, clock, office
):
    client = signed_in(Role.HEAD)
    saved(client, "Pilne", "due=late")
    again = saved(client, "pilne", "due=soon")
    assert again.status_code == 422
    assert "Jest już widok o tej nazwie." in text(again)
    assert 'value="pilne"' in again.text
    actor = office.actor(Role.HEAD)
    with storage.writing() as session:
        for number in range(MOST_VIEWS - 1):
            save_view(session, clock, actor, f"Widok {number}", "state=open")
        with pytest.raises(TooManyViews):
            save_view(session, clock, actor, "za dużo", "state=open")
        with pytest.raises(Forbidden):
            save_view(session, clock, SYSTEM, "niczyj", "state=open")
        other = office.actor(Role.AUDITOR)
        save_view(session, clock, other, "Pilne", "state=open")
        with pytest.raises(NameTaken):
            save_view(session, clock, other, "PILNE", "state=open")
    with storage.reading() as session:
        assert session.execute(select(func.count()).select_from(SavedView)).scalar_one() == MOST_VIEWS + 1


def test_the_same_name_from_two_windows_at_once_is_refused_and_nothing_else_is_lost(
    storage: Storage, clock, office, monkeypatch: pytest.MonkeyPatch
):
    head, query = office.actor(Role.HEAD), written_query(QueueFilter())
    with storage.writing() as session:
        save_view(session, clock, head, "Moje", query)
    monkeypatch.setattr("complaints.actions.saved_views.views_of", lambda _session, _person: [])
    with storage.writing() as session:
        other = save_view(session, clock, head, "Inne", query)
        with pytest.raises(NameTaken):
            save_view(session, clock, head, "Moje", query)
        assert session.scalars(select(SavedView.name).order_by(SavedView.name)).all() == ["Inne", "Moje"]
        assert other in session


def test_somebody_elses_view_is_not_there(client: FlaskClient, signed_in: Enter, storage: Storage, clock, office):
    with storage.writing() as session:
        view = save_view(session, clock, office.actor(Role.AUDITOR), "Obcy", "state=open")
        address = f"{VIEWS}/{view.id}/delete"
    assert client.post(address).status_code == 401
    assert signed_in(Role.HEAD).post(address).status_code == 404
    assert signed_in(Role.ADMINISTRATOR).post(address).status_code == 403
    assert signed_in(Role.AUDITOR).get(address).status_code == 405
    assert signed_in(Role.AUDITOR).post(address).status_code == 422  # without the token of a form
