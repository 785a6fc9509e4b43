"""The tablet's page can be put on its screen as an app that opens full screen."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])


def test_the_page_names_a_manifest_whose_addresses_are_ours_and_answer(client: FlaskClient):
    page = client.get("/kiosk").get_data(as_text=True)
    found = re.search(r'rel="manifest" href="([^"]+)"', page)
    assert found
    answer = client.get(found.group(1))
    assert answer.mimetype == "application/manifest+json"
    told = json.loads(answer.get_data(as_text=True))
    assert (told["display"], told["start_url"], told["scope"]) == ("fullscreen", "/kiosk", "/kiosk")
    [icon] = told["icons"]
    drawn = client.get(icon["src"])
    assert drawn.mimetype == icon["type"]
    assert drawn.get_data(as_text=True).startswith("<svg")


def test_its_colours_are_those_of_the_stylesheet(client: FlaskClient):
    told = json.loads(client.get("/kiosk/app.webmanifest").get_data(as_text=True))
    tokens = Path("static/css/tokens.css").read_text(encoding="utf-8")
    assert f"--accent: {told['theme_color']};" in tokens
    assert f"--paper: {told['background_color']};" in tokens
