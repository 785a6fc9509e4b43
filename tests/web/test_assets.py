"""The stylesheet and the scripts: one address per content, compressed, kept for ever."""

from __future__ import annotations

import gzip
import re

from web.assets import FOLDER, LAYERS, load


def address(client, pattern=r'href="(/assets/[^"]+\.css)"'):
    (found,) = re.findall(pattern, client.get("/pl/").get_data(as_text=True))
    return found


def test_the_stylesheet_is_the_three_layers_in_their_order():
    sheet = load()["css"].body.decode()
    places = [sheet.index((FOLDER / "css" / layer).read_text(encoding="utf-8")) for layer in LAYERS]
    assert places == sorted(places)


def test_an_asset_is_sent_compressed_to_whom_can_read_it_and_kept_for_a_year(client):
    where = address(client)
    packed = client.get(where, headers={"Accept-Encoding": "gzip, deflate"})
    plain = client.get(where, headers={"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert packed.mimetype == "text/css"


def test_another_content_has_another_address_and_an_old_address_is_gone(client):
    where = address(client)
    assert client.get(re.sub(r"/[0-9a-f]{16}/", "/0000000000000000/", where)).status_code == 404
    assert client.get("/assets/0000000000000000/js/../../app.py").status_code == 404


def test_a_rule_of_the_stylesheet_never_reaches_for_another_host():
    assert "http" not in load()["css"].body.decode()
    assert "@import" not in load()["css"].body.decode()
