"""The head of reports: the office's name, its crest, today's date, in the language of the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, g
from sqlalchemy.orm import Session

from attachments.actions import store_crest
from attachments.shelf import Shelf
from kernel.clock import FixedClock
from kernel.permissions import SYSTEM
from office.actions.crest import set_crest
from office.labels.papers import masthead
from office.queries.crest import crest_picture
from papers import render_report
from tests.attachments.specimens import photograph
from tests.cast import FoundedOffice
from tests.papers.reading import is_accessible

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_a_report_bears_the_offices_own_crest(
    app: Flask, session: Session, clock: FixedClock, office: FoundedOffice, shelf: Shelf
):
    file = store_crest(session, clock, shelf, photograph())
    set_crest(session, clock, SYSTEM, file, row_version=0)
    session.flush()
    with app.test_request_context("/staff/pl/"):
        head = masthead(session, clock, shelf)
    assert head.crest.startswith(b"\x89PNG")
    assert head.day == "Wydruk z dnia 21 listopada 2026"
    assert is_accessible(render_report("Rejestr", [], [], masthead=head))


def test_without_a_crest_or_with_a_lost_file_the_plain_shield_stands_there(
    app: Flask, session: Session, clock: FixedClock, office: FoundedOffice, shelf: Shelf
):
    assert crest_picture(session, shelf) == b""
    file = store_crest(session, clock, shelf, photograph())
    set_crest(session, clock, SYSTEM, file, row_version=0)
    session.flush()
    shelf.path_of(file.digest).unlink()
    with app.test_request_context("/staff/en/"):
        g.lang = "en"
        head = masthead(session, clock, shelf)
    assert (head.crest, head.lang) == (b"", "en")
    assert is_accessible(render_report("Register", [], [], masthead=head))
