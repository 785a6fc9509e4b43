"""A visit to the office's pages is nobody else's business: nothing is fetched from another host."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FETCHING = re.compile(
    r"""(?:\bsrc|\baction|<link[^>]*\bhref|@import|url\(|fetch\(|importScripts\(|sendBeacon\()\s*[=(]?\s*["']?(https?:)?//""",
    re.IGNORECASE,
)
FILES = sorted(
    file
    for folder in ("templates", "static")
    for ending in ("html", "css", "js")
    for file in (ROOT / folder).rglob(f"*.{ending}")
)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_nothing_is_fetched_from_another_host(file: Path):
    found = [line for line in file.read_text(encoding="utf-8").splitlines() if FETCHING.search(line)]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        '<script src="https://cdn.example/x.js">',
        "<img src=//cdn.example/x.png>",
        '<link rel="stylesheet" href="https://fonts.example/a.css">',
        "@import 'https://fonts.example/a.css';",
        "background: url(https://cdn.example/x.png)",
        'fetch("https://stats.example/hit")',
    ],
)
def test_the_search_finds_what_it_is_for(line: str):
    assert FETCHING.search(line)
