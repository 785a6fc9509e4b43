"""Comments: screened, decided about with an entry each, tagged; what the record holds of it is their commitment."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from kernel.clock import warsaw
from kernel.errors import Stale
from kernel.permissions import Role
from kernel.screening import found_in
from ledger.models import LedgerEntry
from ledger.replays import compare
from office.actions.records import Duplicate
from surveys.actions import (
    Decision,
    ThemeTyped,
    change_theme,
    decide_comment,
    end_theme,
    erase_words,
    tag_comment,
)
from surveys.models import AnswerText, CommentReview, CommentTheme, Response
from surveys.queries.comments import Wanted, comments_page
from surveys.replaying import REPLAYS
from surveys.rules.comments import (
    HIDDEN,
    SHOWN,
    Erased,
    NoReason,
    NoSuchTheme,
    NotInWords,
    joined,
    shown_parts,
    shown_text,
    spans_of,
)
from surveys.rules.follow_up import NO_LANGUAGE
from tests.filling import errors_beside, send, text
from tests.surveys.commenting import commented, theme_of
from tests.surveys.versions import released

SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
WORDS = "Pani Nowak z okienka 3 była uprzejma. Mój numer 601 234 567."
MASKS = {"phone": "[tel]", "email": "[mail]", "pesel": "[p]", "nip": "[n]", "account": "[k]", "hand": "[x]"}
LIST = "/staff/pl/surveys/comments"


def entries(session):
    return session.scalar(select(func.count()).select_from(LedgerEntry)) or 0


def last_entry(session):
    return session.scalars(select(LedgerEntry).order_by(LedgerEntry.leaf.desc()).limit(1)).one()


# --- rules ---


def test_parts_hidden_by_hand_stand_beside_what_is_hidden_by_its_form():
    masked = spans_of(WORDS, ["Pani Nowak", "okienka 3", ""])
    assert shown_text(WORDS, masked, MASKS) == "[x] z [x] była uprzejma. Mój numer [tel]."
    assert spans_of("ala ala", ["ala"]) == ((0, 3), (4, 7))
    with pytest.raises(NotInWords):
        spans_of(WORDS, ["Pan Nowak"])


@given(
    st.text("ab 1@.601234567", max_size=40),
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)).map(sorted).map(tuple), max_size=4),
)
def test_no_decision_shows_what_its_form_hides(words, spans):
    pieces = shown_parts(words, joined(spans))
    assert "".join(letters for _mark, letters in pieces) == words
    at = 0
    for mark, letters in pieces:
        for one in found_in(words):
            if one.start < at + len(letters) and at < one.end:
                assert mark not in {"", "hand"}
        if mark == "":
            assert all(end <= at or at + len(letters) <= start for start, end in joined(spans))
        at += len(letters)


# --- actions ---


def test_a_decision_leaves_one_entry_that_knows_the_words_by_their_commitment(session, clock, office):
    officer, version = office.actor(Role.QUALITY_OFFICER), released(session, clock, office)
    words = commented(session, clock, version.id, WORDS, office.home.id)
    before = entries(session)
    masked = spans_of(WORDS, ["Pani Nowak"])
    assert decide_comment(session, clock, officer, words, Decision(SHOWN, "", masked), row_version=0)
    assert not decide_comment(session, clock, officer, words, Decision(SHOWN), row_version=1)
    assert entries(session) == before + 1
    data = json.loads(last_entry(session).canonical)["data"]
    assert data == {"words": words.commitment, "standing": "shown", "why": "", "masked": [[0, 10]]}
    assert "Nowak" not in last_entry(session).canonical
    with pytest.raises(Stale):
        decide_comment(session, clock, officer, words, Decision(HIDDEN, "abusive"), row_version=0)
    with pytest.raises(NoReason):
        decide_comment(session, clock, officer, words, Decision(HIDDEN), row_version=1)
    assert decide_comment(session, clock, officer, words, Decision(HIDDEN, "abusive"), row_version=1)
    session.flush()
    row = session.get_one(CommentReview, (words.response_id, "q3"))
    assert (row.standing, row.why, row.masked, row.row_version) == ("hidden", "abusive", "[[0,10]]", 2)
    assert compare(session, REPLAYS).difference is None
    row.masked = "[]"
    session.flush()
    assert "what is decided about it" in str(compare(session, REPLAYS).difference)


def test_themes_add_up_and_a_retired_one_stays_where_it_is(session, clock, office):
    officer, version = office.actor(Role.QUALITY_OFFICER), released(session, clock, office)
    words = commented(session, clock, version.id, WORDS, office.home.id)
    queue, staff = theme_of(session, clock, office), theme_of(session, clock, office, "Obsługa")
    with pytest.raises(Duplicate):
        theme_of(session, clock, office, "Obsługa")
    before = entries(session)
    assert tag_comment(session, clock, officer, words, add={queue.id})
    assert tag_comment(session, clock, officer, words, add={queue.id, staff.id})
    assert not tag_comment(session, clock, officer, words, add={staff.id})
    assert tag_comment(session, clock, officer, words, remove={staff.id})
    assert entries(session) == before + 3
    end_theme(session, clock, officer, queue, clock.today(), row_version=1, reason="Za szeroki")
    clock.advance(days=1)
    other = commented(session, clock, version.id, "Długo", office.home.id)
    with pytest.raises(NoSuchTheme):
        tag_comment(session, clock, officer, other, add={queue.id})
    typed = ThemeTyped("Uprzejmość", "", "", staff.valid_from_on)
    assert change_theme(session, clock, officer, staff, typed, row_version=1, reason="Jaśniej")
    session.flush()
    assert session.scalars(select(CommentTheme.theme_id)).all() == [queue.id]
    assert compare(session, REPLAYS).difference is None
    session.delete(session.scalars(select(CommentTheme)).one())
    session.flush()
    assert "its themes" in str(compare(session, REPLAYS).difference)


@SQLITE
def test_nothing_is_left_to_decide_about_erased_words(session, clock, office):
    officer, version = office.actor(Role.QUALITY_OFFICER), released(session, clock, office)
    words = commented(session, clock, version.id, WORDS, office.home.id, is_shown=True)
    tag_comment(session, clock, officer, words, add={theme_of(session, clock, office).id})
    session.flush()
    erase_words(session, clock, officer, words, reason="Dane osobowe")
    session.flush()
    with pytest.raises(Erased):
        decide_comment(session, clock, officer, words, Decision(SHOWN), row_version=1)
    with pytest.raises(Erased):
        tag_comment(session, clock, officer, words, remove={theme_of(session, clock, office, "Inny").id})
    assert compare(session, REPLAYS).difference is None


# --- pages ---


@pytest.fixture
def told(storage, clock, office):
    """Three comments at home, and a theme."""
    with storage.writing() as session:
        version = released(session, clock, office)
        for words in (WORDS, "Krzesła!", "Czekałam godzinę"):
            commented(session, clock, version.id, words, office.home.id)
        return str(theme_of(session, clock, office).id)


@SQLITE
def test_several_comments_are_tagged_shown_and_hidden_at_once(signed_in, storage, told):
    officer = signed_in(Role.QUALITY_OFFICER)
    page = officer.get(LIST)
    assert "601 234 567" not in page.get_data(as_text=True)
    assert "[numer telefonu]" in text(page)
    assert "Zakryte, bo wygląda na dane osobowe: numer telefonu." in text(page)
    picks = picks_of(page)
    assert len(picks) == 3
    refused = send(officer, page, "step", do="add", themes=told)
    assert (refused.status_code, set(errors_beside(refused))) == (422, {"pick"})
    refused = send(officer, page, "step", do="add", pick=picks)
    assert set(errors_beside(refused)) == {"themes"}
    assert refused.get_data(as_text=True).count("checked") == 3
    assert send(officer, page, "step", do="add", pick=picks[:2], themes=told).status_code == 303
    assert send(officer, page, "step", do="hidden", pick=picks[2:]).status_code == 422
    assert send(officer, page, "step", do="hidden", pick=picks[2:], why="empty").status_code == 303
    assert send(officer, page, "step", do="shown", pick=picks[:2]).status_code == 303
    assert send(officer, page, "step", do="shown", pick=picks[:2]).status_code == 409
    assert "Nic nie czeka na decyzję" in text(officer.get(LIST))
    assert len(picks_of(officer.get(f"{LIST}?standing=shown&theme={told}&month=2026-11&language=pl"))) == 2
    assert "Ukryty, bo nic nie mówi." in text(officer.get(f"{LIST}?standing=all&page=9"))
    for wrong in ("standing=x", "month=2026-13", "language=de"):
        assert officer.get(f"{LIST}?{wrong}").status_code == 404
    assert signed_in(Role.HEAD).get(LIST).status_code == 403
    assert officer.put(LIST).status_code == 405


def picks_of(page):
    return [line.split('"')[0] for line in page.get_data(as_text=True).split('name="pick" value="')[1:]]


@SQLITE
def test_a_comment_whose_language_is_not_kept_is_listed_without_one(signed_in, storage, told):
    with storage.writing() as session:
        for row in session.scalars(select(Response)):
            row.language = NO_LANGUAGE
    page = signed_in(Role.QUALITY_OFFICER).get(LIST)
    assert (page.status_code, text(page).count("kod QR")) == (200, 3)
    assert "kod QR ·" not in text(page)


@SQLITE
def test_the_first_hours_of_a_month_do_not_show_in_the_order(session, clock, office):
    version, officer = released(session, clock, office), office.actor(Role.QUALITY_OFFICER)
    for at in (warsaw(2026, 12, 1, 0, 30), *[warsaw(2026, 12, 2, hour) for hour in range(8, 16)]):
        clock.move_to(at)
        commented(session, clock, version.id, str(at), office.home.id)
    rows = comments_page(session, officer, Wanted(), 1).rows
    assert [row.words.commitment for row in rows] == sorted(row.words.commitment for row in rows)


@SQLITE
def test_one_comment_is_decided_about_and_erased(signed_in, storage, told):
    officer = signed_in(Role.QUALITY_OFFICER)
    with storage.reading() as session:
        words = session.scalars(select(AnswerText).where(AnswerText.text == WORDS)).one()
    address = f"{LIST}/{words.response_id}/q3"
    page = officer.get(address)
    assert set(errors_beside(send(officer, page, "step"))) == {"standing"}
    refused = send(officer, page, "step", standing="shown", parts="Pan Nowak")
    assert "nie ma w komentarzu" in errors_beside(refused)["parts"]
    assert send(officer, page, "step", standing="shown", parts="Pani Nowak\r\n", themes=told).status_code == 302
    again = officer.get(address)
    assert "[zakryte] z okienka 3" in text(again)
    stale = send(officer, page, "step", standing="hidden", why="abusive")
    assert stale.status_code == 409
    assert send(officer, again, "step", standing="hidden", why="personal").status_code == 302
    erase = officer.get(f"{address}/erase")
    assert send(officer, erase, "step").status_code == 422
    assert send(officer, erase, "step", reason="Prośba").status_code == 302
    assert officer.get(address).status_code == 404
    assert signed_in(Role.AUDITOR).get(address).status_code == 403
    with storage.reading() as session:
        assert session.get_one(AnswerText, (words.response_id, "q3")).text is None
        assert compare(session, REPLAYS).difference is None


@SQLITE
def test_the_list_of_themes_is_kept_by_the_quality_officer(signed_in, storage, told):
    officer, themes = signed_in(Role.QUALITY_OFFICER), "/staff/pl/surveys/themes"
    assert "Kolejka" in text(officer.get(themes))
    added = send(officer, officer.get(f"{themes}/add"), "step", name_pl="Kolejka")
    assert set(errors_beside(added)) == {"name_pl"}
    assert send(officer, officer.get(f"{themes}/add"), "step", name_pl="Jasność pism").status_code == 302
    page = officer.get(f"{themes}/{told}")
    assert send(officer, page, "step", name_pl="Czas").status_code == 422
    assert send(officer, page, "step", name_pl="Czas", reason="Krócej").status_code == 302
    assert send(officer, officer.get(f"{themes}/{told}/end"), "step", reason="Koniec").status_code == 302
    assert "Wycofaj ten temat" not in text(officer.get(f"{themes}/{told}"))
    assert signed_in(Role.HEAD).get(themes).status_code == 403
