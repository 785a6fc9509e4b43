"""Paper forms by keyboard alone in a real browser: a key an answer, and the next box is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.permissions import Role
from surveys.actions import BatchTyped, begin_batch
from surveys.models import Answer, AnswerText, PaperForm
from surveys.models.paper import PaperBatch
from tests.journeys.test_complaint_journey import sign_in
from tests.surveys.filling import version_id
from tests.surveys.test_paper_kinds import CODES, made

if TYPE_CHECKING:
    from playwright.sync_api import Page

SATYS_FORM = "4152061"
"""One key a question, the fifth one skipped; with Enter eight keys. At a typist's 4 keys a second: two seconds."""

EVERY_KIND = [*"43", *"10", *"2", *"31", "Space", *"5", *"Zimno", "Enter"]
CARRIED = [*"43", "1", "2", *"1", "Space", "Space", "Enter"]
"""After 1 a 0 could follow; a 2 does not, so it belongs to the next question. Faces and words are skipped."""


def typed(page: Page, keys: list[str]) -> None:
    for key in keys[:-1]:
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press(keys[-1])


def answers(session: Session, number: int, batch_id: object) -> dict[str, str]:
    form = session.scalars(select(PaperForm).where(PaperForm.batch_id == batch_id, PaperForm.number == number)).one()
    rows = session.scalars(select(Answer).where(Answer.response_id == form.response_id))
    words = session.scalars(select(AnswerText).where(AnswerText.response_id == form.response_id))
    told = {row.question: row.code or str(row.value) for row in rows}
    return told | {row.question: row.text or "" for row in words}


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_stack_of_forms_is_typed_without_a_mouse(page, storage, clock, office):
    clerk = office.actor(Role.CLERK)
    with storage.writing() as session:
        where = BatchTyped(office.desk.id, clock.today())
        satys = begin_batch(session, clock, clerk, where, version_id(session)).id
        mixed = begin_batch(session, clock, clerk, where, made(session, clock, office).id).id
    sign_in(page, office.member(Role.CLERK).login)
    page.goto(f"/staff/pl/surveys/paper/{satys}")
    typed(page, [*SATYS_FORM, "Enter"])
    typed(page, [*"4152", "Space", *"61", "Enter"])
    page.goto(f"/staff/pl/surveys/paper/{mixed}")
    typed(page, EVERY_KIND)
    typed(page, CARRIED)
    page.keyboard.type("9")  # no such answer: the box stays marked, the right key replaces it
    page.keyboard.type("42")
    assert page.evaluate("[...document.querySelectorAll('[data-box]')].map((box) => box.value).join('|')") == "4|2|||||"
    with storage.reading() as session:
        assert session.scalars(select(PaperBatch.id)).all()
        for number in (1, 2):
            assert answers(session, number, satys) == {
                "q1": "4", "q2": "yes", "q3": "5", "q4": "2", "q6": "na", "q7": "1",
            }  # fmt: skip
        assert answers(session, 1, mixed) == {**CODES, "q7": "Zimno"}
        assert answers(session, 2, mixed) == {"q1": "4", "q2": "no", "q3": "1", "q4": "b", "q5": "a"}
