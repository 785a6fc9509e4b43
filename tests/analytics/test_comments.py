"""Comments for departments: words alone, no order, and below the minimum nothing, not even that there is one."""

from __future__ import annotations

import uuid
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from analytics.frames.comments import ThemeCounts, Words, shown_comments, theme_counts
from analytics.measures.period import Month
from analytics.methods.suppression import MINIMUM_N
from analytics.reports.comments import NO_THEME, theme_lines, told_comments
from kernel.permissions import Role
from surveys.actions import Decision, decide_comment, erase_words, tag_comment
from surveys.models import AnswerText, Response
from surveys.rules.comments import HIDDEN
from tests.filling import text
from tests.surveys.commenting import commented, theme_of
from tests.surveys.versions import released

SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
NOVEMBER = Month(2026, 11)
HOME = uuid.UUID(int=7)
ANY = [uuid.UUID(int=number) for number in range(1, 5)]


# --- what may be told ---


@pytest.mark.parametrize("n", range(12))
def test_fewer_than_the_minimum_look_like_none(n):
    found = [Words("a", ())] * n
    assert told_comments(found) == (found if n >= MINIMUM_N else None)


@given(
    st.integers(0, 40),
    st.dictionaries(st.sampled_from(ANY), st.integers(1, 12), max_size=4),
    st.integers(0, 8),
)
def test_no_small_theme_is_told_and_none_is_found_by_subtracting(n, themes, without):
    parts = {**themes, **({NO_THEME: without} if without else {})}
    lines = theme_lines({(NOVEMBER, HOME): ThemeCounts(n, Counter(themes), without)})
    if n < MINIMUM_N:
        assert lines == []
        return
    assert {line.theme for line in lines} == set(parts)
    assert all(line.count is None or line.count == parts[line.theme] >= MINIMUM_N for line in lines)
    hidden = [parts[line.theme] for line in lines if line.count is None]
    assert not hidden or sum(hidden) >= MINIMUM_N or len(hidden) == len(lines)
    assert len(hidden) != 1 or len(lines) == 1


# --- from the database ---


def test_only_shown_comments_of_clean_responses_count(session, clock, office):
    version, officer = released(session, clock, office), office.actor(Role.QUALITY_OFFICER)
    queue = theme_of(session, clock, office)
    made = [commented(session, clock, version.id, f"Słowa {n}", office.home.id, is_shown=True) for n in range(7)]
    commented(session, clock, version.id, "Nikt nie zdecydował", office.home.id)
    commented(session, clock, version.id, "Obok", office.next_door.id, is_shown=True)
    for words in made[:3]:
        tag_comment(
            session, clock, officer, words, add={queue.id, theme_of(session, clock, office, f"Temat {words.text}").id}
        )
    decide_comment(session, clock, officer, made[3], Decision(HIDDEN, "abusive"), row_version=1)
    session.get_one(Response, made[4].response_id).flags = "replaced"
    session.flush()
    erase_words(session, clock, officer, made[5], reason="Prośba")
    session.flush()
    told = shown_comments(session, NOVEMBER, office.home.id)
    assert sorted(one.text for one in told) == ["Słowa 0", "Słowa 1", "Słowa 2", "Słowa 6"]
    order = [row.commitment for one in told for row in session.scalars(select(AnswerText).filter_by(text=one.text))]
    assert order == sorted(order)
    counts = theme_counts(session, [NOVEMBER])
    home = counts[NOVEMBER, office.home.id]
    assert (home.n, home.themes[queue.id], home.without) == (4, 3, 1)
    assert counts[NOVEMBER, office.next_door.id].n == 1
    assert theme_counts(session, [NOVEMBER.plus(-1)]) == {}


# --- pages ---


@SQLITE
def test_a_department_reads_its_own_comments_and_nothing_that_identifies(signed_in, storage, clock, office):
    with storage.writing() as session:
        version = released(session, clock, office)
        queue = theme_of(session, clock, office)
        for number in range(5):
            words = commented(
                session, clock, version.id, f"Numer {number}, tel. 601 234 567", office.home.id, is_shown=True
            )
            tag_comment(session, clock, office.actor(Role.QUALITY_OFFICER), words, add={queue.id})
        for number in range(4):
            commented(session, clock, version.id, f"Obok {number}", office.next_door.id, is_shown=True)
    head, where = signed_in(Role.HEAD), "/staff/pl/results/comments?month=2026-11"
    page = head.get(where)
    assert "Numer 4, tel. [numer telefonu]" in text(page)
    assert "601 234 567" not in page.get_data(as_text=True)
    assert "Odpis aktu" not in text(page)
    assert "mniej niż 5 komentarzy" in text(head.get("/staff/pl/results/comments?month=2026-10"))
    assert head.get(f"{where}&department={office.next_door.id}").status_code == 404
    auditor = signed_in(Role.AUDITOR)
    closed = text(auditor.get(f"{where}&department={office.next_door.id}"))
    assert "mniej niż 5 komentarzy" in closed
    assert "Obok" not in closed
    themes = auditor.get("/staff/pl/results/themes?month=2026-11")
    assert "Kolejka" in text(themes)
    assert "Wydział Komunikacji" not in {cell.text for cell in _heads(themes)}
    year = text(head.get(f"/staff/pl/results/themes?month=2026-11&department={office.home.id}"))
    assert "Miesiąc po miesiącu" in year
    file = auditor.get("/staff/pl/results/themes.csv?month=2026-11").get_data(as_text=True)
    assert "2026-11,Urząd Stanu Cywilnego,Kolejka,5,5,false" in file.replace(";", ",")
    assert signed_in(Role.CLERK).get(where).status_code == 403
    assert head.post(where).status_code == 405


def _heads(page):
    from tests.filling import document

    return [cell for cell in document(page).iter("th") if cell.get("scope") == "row"]
