"""The editor: a questionnaire is written, approved by a second person, published at a desk, all on pages."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from kernel.permissions import Role
from ledger.replays import compare
from surveys.models import QuestionnaireVersion
from surveys.replaying import REPLAYS
from tests.surveys.versions import approved, drafted, released

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
ROOM = "/staff/pl/surveys/questionnaires"
TITLE = {"title_pl": "Kolejka", "title_en": "Queue", "title_uk": "Черга"}
FIRST = {"kind": "outcome", "text_pl": "Załatwione?", "text_en": "Settled?", "text_uk": "Вирішено?", "required": "y"}
WHY = {
    "kind": "several", "text_pl": "Dlaczego?", "text_en": "Why?", "text_uk": "Чому?", "show_if": "q1:no",
    "options_pl": "Kolejka\nBrak pisma", "options_en": "Queue\nNo letter", "options_uk": "Черга\nНемає листа",
}  # fmt: skip


@pytest.fixture
def officer(signed_in):
    return signed_in(Role.QUALITY_OFFICER)


@pytest.fixture
def made(storage, clock, office):
    """A version on its way, and the address of its page."""

    def make(how):
        with storage.writing() as session:
            return f"{ROOM}/{how(session, clock, office).id}"

    return make


def send(client, address, **data):
    """Open a form, then send it with its hidden fields."""
    page = client.get(address).get_data(as_text=True)
    for name in ("csrf_token", "row_version"):
        if f'name="{name}"' in page:
            at = page.rindex(f'name="{name}"')
            data.setdefault(name, page[at:].split('value="')[1].split('"')[0])
    return client.post(address, data=data)


def button(client, page_address, what, **data):
    """Press a button of a version's page."""
    page = client.get(page_address).get_data(as_text=True)
    for name in ("csrf_token", "row_version"):
        if f'name="{name}" value="' in page:
            data.setdefault(name, page.rsplit(f'name="{name}" value="', 1)[1].split('"')[0])
    if "csrf_token" not in data:
        token = page.rsplit('name="csrf_token"', 1)[1]
        data["csrf_token"] = token.split('value="')[1].split('"')[0]
    return client.post(f"{page_address}/{what}", data=data)


def state_of(storage, address):
    with storage.reading() as session:
        query = select(QuestionnaireVersion).order_by(QuestionnaireVersion.version)
        return next((one.state for one in session.scalars(query) if str(one.id) in address), None)


def test_a_questionnaire_is_written_approved_and_asked_at_a_desk(officer, signed_in, client, storage, office):
    page = send(officer, f"{ROOM}/add", key="kolejka", **TITLE).location
    assert "Nie ma jeszcze żadnego pytania" in officer.get(page).get_data(as_text=True)
    assert send(officer, f"{page}/questions/add", **FIRST).status_code == 302
    assert send(officer, f"{page}/questions/add", **WHY).status_code == 302
    shown = officer.get(page).get_data(as_text=True)
    assert "Чому?" in shown
    assert "Tylko po: Nie" in shown
    assert send(officer, f"{page}/approve").status_code == 403
    second = signed_in(Role.ADMINISTRATOR)
    assert send(second, f"{page}/approve").status_code == 302
    assert state_of(storage, page) == "approved"
    days = {"from_on-d": "21", "from_on-m": "11", "from_on-y": "2026"}
    assert send(officer, f"{page}/publish", place=f"desk:{office.desk.id}", **days).status_code == 302
    assert "Why?" in client.get(f"/en/rate/{office.desk.token}").get_data(as_text=True)
    with storage.reading() as session:
        assert compare(session, REPLAYS).difference is None


def test_questions_are_corrected_moved_and_taken_out(officer, made):
    page = made(drafted)
    changed = {"kind": "short_text", "text_pl": "Co poprawić?", "text_en": "What?", "text_uk": "Що?"}
    assert send(officer, f"{page}/questions/q3", **changed).status_code == 302
    assert "Co poprawić?" in officer.get(page).get_data(as_text=True)
    assert button(officer, page, "questions/q3/up").status_code == 303
    assert button(officer, page, "questions/q1/remove").status_code == 303
    assert "zależy inne" in officer.get(page).get_data(as_text=True), "q2 hangs on it"
    assert button(officer, page, "questions/q3/remove").status_code == 303
    assert "Co poprawić?" not in officer.get(page).get_data(as_text=True)
    assert send(officer, f"{page}/title", title_pl="Nowy", title_en="New", title_uk="Нова").status_code == 302


def test_bad_input_says_so_beside_its_field_and_loses_nothing(officer, made):
    refused = send(officer, f"{ROOM}/add", key="Za duże", title_pl="Zostaje")
    assert refused.status_code == 422
    assert "Zostaje" in refused.get_data(as_text=True)
    page = made(drafted)
    both = send(officer, f"{page}/questions/q3", kind="short_text", text_pl="Zostaje", show_if=["q1:no", "q2:a"])
    assert both.status_code == 422
    assert "jednego, wcześniejszego pytania" in both.get_data(as_text=True)
    stale = send(officer, f"{page}/title", title_pl="Zostaje", row_version="1")
    assert stale.status_code == 409
    assert "Zostaje" in stale.get_data(as_text=True)


def test_steps_back_ask_why(officer, made, storage):
    page = made(approved)
    assert send(officer, f"{page}/reopen").status_code == 422
    assert send(officer, f"{page}/reopen", reason="Literówka").status_code == 302
    assert state_of(storage, page) == "draft"
    assert send(officer, f"{page}/discard", reason="Niepotrzebny").status_code == 302
    assert state_of(storage, page) is None


def test_what_is_published_is_frozen_copied_ended_and_retired(officer, made, storage):
    page = made(released)
    assert officer.get(f"{page}/title").status_code == 303
    shown = officer.get(page).get_data(as_text=True)
    end = shown.split("/publications/")[1].split('"')[0]
    day = {"to_on-d": "30", "to_on-m": "11", "to_on-y": "2026"}
    assert send(officer, f"{page}/publications/{end}", reason="Próba", **day).status_code == 302
    copy = button(officer, page, "copy")
    assert "wersja 2" in officer.get(copy.location).get_data(as_text=True)
    assert send(officer, f"{page}/retire", reason="Jest nowa").status_code == 302
    assert state_of(storage, page) == "retired"
    refused = send(officer, f"{page}/publish", place="office", **{k.replace("to", "from"): v for k, v in day.items()})
    assert refused.status_code == 422
    assert "jest wycofana" in refused.get_data(as_text=True)


@pytest.mark.parametrize("tongue", ["pl", "en", "uk"])
def test_the_preview_shows_each_language_wide_and_narrow(officer, made, tongue):
    page = made(drafted)
    shown = officer.get(f"{page}/preview/{tongue}").get_data(as_text=True)
    assert shown.count({"pl": "Powód po polsku", "en": "Powód in English", "uk": "Powód українською"}[tongue]) >= 2


def test_the_list_and_its_doors(officer, made, signed_in, client):
    page = made(drafted)
    assert "wersja 1" in officer.get(ROOM).get_data(as_text=True)
    assert officer.post(ROOM).status_code == 405
    assert officer.get(f"{ROOM}/00000000-0000-4000-8000-000000000000").status_code == 404
    assert signed_in(Role.HANDLER).get(ROOM).status_code == 403
    assert signed_in(Role.ADMINISTRATOR).get(f"{page}/title").status_code == 403
    assert client.get(ROOM).status_code == 302
