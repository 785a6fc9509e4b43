"""An office that has not published a questionnaire yet says so."""

from __future__ import annotations

from sqlalchemy import update

from surveys.models import QuestionnaireVersion


def test_without_an_open_questionnaire_the_page_says_so(client, storage, office):
    with storage.writing() as session:
        session.execute(update(QuestionnaireVersion).values(state="draft"))
    answer = client.get("/pl/rate")
    assert answer.status_code == 404
    assert "nie jest jeszcze otwarta" in answer.get_data(as_text=True)
