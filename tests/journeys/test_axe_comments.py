"""axe on the pages of comments, themes and paper forms, full and in error; and the keys of the list of comments."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from kernel.permissions import Role
from surveys.actions import BatchTyped, begin_batch
from surveys.models import AnswerText, CommentTheme
from tests.accessibility import assert_accessible
from tests.journeys.test_complaint_journey import sign_in
from tests.surveys.commenting import commented, theme_of
from tests.surveys.test_paper_kinds import made

STAFF = "/staff/pl"


@pytest.mark.parametrize("backend", ["sqlite"])
def test_comments_are_read_and_tagged_by_keyboard_without_barriers(page, storage, clock, office):
    with storage.writing() as session:
        version = made(session, clock, office)
        for number in range(6):
            keys = {"q1": "4", "q7": f"Słowa {number}, tel. 601 234 567"}
            words = commented(session, clock, version.id, "", office.home.id, is_shown=number > 2, keys=keys)
        queue, staff = (theme_of(session, clock, office, name).id for name in ("Kolejka", "Obsługa"))
        officer = office.actor(Role.QUALITY_OFFICER)
        batch = begin_batch(session, clock, officer, BatchTyped(office.desk.id, clock.today()), version.id).id
    sign_in(page, office.member(Role.QUALITY_OFFICER).login)
    for where in (
        f"surveys/comments/{words.response_id}/q7",
        "surveys/themes",
        "results/comments?month=2026-11",
        "results/themes?month=2026-11",
        f"surveys/paper/{batch}",
        "surveys/comments",
    ):
        page.goto(f"{STAFF}/{where}")
        assert_accessible(page)
    page.locator("input[name=pick]").first.focus()
    for key in ("Space", "ArrowDown", "ArrowDown", "Space", "2"):
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    with storage.reading() as session:
        assert session.scalars(select(CommentTheme.theme_id)).all() == [staff, staff]
        assert len(session.scalars(select(AnswerText)).all()) == 6
    assert queue != staff
    page.locator("button[value=hidden]").click()
    page.wait_for_load_state()
    assert_accessible(page)
