"""The empty survey is drawn once: it has to look as if it were drawn every time."""

from __future__ import annotations

import re

import pytest

from surveys.routes.drawing import empty_questions


def questions(page: str) -> str:
    """What stands from the first question on."""
    return page[page.index("<fieldset") : page.rindex("</fieldset>")]


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("language", ["pl", "en", "uk"])
def test_the_form_drawn_once_is_the_form_drawn_anew(client, office, language):
    for address in (f"/{language}/rate", f"/{language}/rate/{office.desk.token}"):
        empty_questions.cache_clear()
        first, again = (client.get(address).text for _time in range(2))
        switched = client.post(address, data={"switch": language}).text
        assert questions(first) == questions(again) == questions(switched)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_every_opened_form_has_an_id_of_its_own(client, office):
    found = [re.findall(r'name="submission_id"[^>]*value="([^"]+)"', client.get("/pl/rate").text) for _time in range(2)]
    assert found[0] != found[1]
