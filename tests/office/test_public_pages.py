"""A house without an office in it yet still opens its doors."""

from __future__ import annotations

from pathlib import Path

import pytest

from kernel.clock import FixedClock
from storage.session import Storage
from tests.pages import CheckedClient
from tests.program import program


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("page", ["/pl/", "/en/complaint", "/uk/contact", "/staff/pl/sign-in"])
def test_before_the_office_is_founded_pages_open(storage: Storage, clock: FixedClock, page: str, tmp_path: Path):
    for app in program(storage, clock, tmp_path):
        app.test_client_class = CheckedClient
        assert app.test_client().get(page).status_code == 200
