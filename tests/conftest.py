"""What all tests share: two databases, a clock that stands, a founded office with a cast, a checked client, a browser.

Every fixture is small and says what it gives; the machinery is in the modules beside this file.
"""

from __future__ import annotations

import gc
import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from sqlalchemy.orm import Session

from kernel.clock import FixedClock
from kernel.permissions import Role
from storage.session import Storage
from tests import browser as browsers
from tests import cast, counting, network, quickly
from tests.databases import (
    Databases,
    PostgresDatabases,
    PostgresServer,
    SqliteDatabases,
    no_postgres,
    quick_folder,
)
from tests.pages import CheckedClient
from tests.sharing_out import ByFileAndFolder, place

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

hypothesis_settings.register_profile("house", derandomize=True, deadline=None, print_blob=True)
hypothesis_settings.load_profile("house")

for name in [name for name in os.environ if name.startswith("INTERESANT_") and not name.startswith("INTERESANT_TEST_")]:
    if name != "INTERESANT_REFERENCE_DATA":
        del os.environ[name]  # the settings of an office that runs here are none of the tests' business

gc.disable()  # while tests are collected nothing is thrown away: see pytest_collection_finish

NEEDS_AN_OFFICE = {"office", "app"}
"""Fixtures whose database is copied from the founded office instead of the empty tables."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser or PostgreSQL, so that one can leave it out: ``-m "not browser"``; long files first."""
    items.sort(key=lambda item: place(item.nodeid))
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & {"browser", "page"}:
            item.add_marker(pytest.mark.browser)
        if "[postgresql" in item.name or "postgres_server" in fixtures:
            item.add_marker(pytest.mark.postgres)
        if "tests/reference/" in item.nodeid:
            item.add_marker(pytest.mark.reference)


def pytest_collection_finish() -> None:
    """Tests and modules are there now, and nothing of them is garbage."""
    quickly.look_for_garbage_seldom()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Share files out as tests/sharing_out.py says, unless the person says how."""
    return ByFileAndFolder(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Connections that would leave the machine are refused."""
    with pytest.MonkeyPatch.context() as patch:
        network.cut(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_needless_waiting() -> Iterator[None]:
    """Addresses and templates are compiled once, passwords hashed in no time."""
    with pytest.MonkeyPatch.context() as patch:
        quickly.hasten(patch)
        yield


# --- databases ---


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteDatabases]:
    """Copies of SQLite templates."""
    with quick_folder(lambda: tmp_path_factory.mktemp("sqlite")) as folder:
        yield SqliteDatabases(folder, cast.TEMPLATES)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server for this worker, started when the first test asks for it."""
    with quick_folder(lambda: Path(tempfile.mkdtemp(prefix="interesant-postgres-"))) as folder:
        try:
            server = PostgresServer(folder)
        except Exception as why:  # noqa: BLE001 - whatever stands in the way is told
            no_postgres(why)
        yield server
        server.stop()


@pytest.fixture(scope="session")
def postgres_databases(postgres_server: PostgresServer) -> Iterator[PostgresDatabases]:
    """Copies of PostgreSQL templates."""
    databases = PostgresDatabases(postgres_server.url, cast.TEMPLATES)
    yield databases
    databases.drop_templates()


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """The name of the database; whoever asks for it, or for what is built on it, runs on both."""
    return str(request.param)


@pytest.fixture
def databases(request: pytest.FixtureRequest, backend: str) -> Databases:
    """The maker of copies for the present database."""
    found: Databases = request.getfixturevalue("sqlite_databases" if backend == "sqlite" else "postgres_databases")
    return found


@pytest.fixture
def bare_storage(databases: Databases) -> Iterator[Storage]:
    """A database without a single table, for tests of migrations."""
    with_url = databases.fresh("nothing")
    storage = Storage(with_url)
    yield storage
    storage.close()
    databases.drop(with_url)


@pytest.fixture
def storage(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Storage]:
    """A migrated database of one's own, with the test office in it where the test asks for the office."""
    template = "founded" if NEEDS_AN_OFFICE & set(request.fixturenames) else "migrated"
    url = databases.fresh(template)
    storage = Storage(url)
    yield storage
    storage.close()
    databases.drop(url)


@pytest.fixture
def session(storage: Storage) -> Iterator[Session]:
    """A writing session; what the test does not commit is gone at its end."""
    with storage.session(writing=True) as session:
        yield session


@pytest.fixture
def statements(storage: Storage) -> Callable[[], AbstractContextManager[list[str]]]:
    """Counts SQL: ``with statements() as seen: ...`` and then ``assert len(seen) <= 5``."""
    return lambda: counting.statements(storage.engine)


# --- the office ---


@pytest.fixture
def clock() -> FixedClock:
    """Saturday, 21 November 2026, ten o'clock in Warsaw, until the test moves it."""
    return FixedClock(cast.NOW)


@pytest.fixture
def office(storage: Storage) -> cast.FoundedOffice:
    """The test office with two departments and its cast."""
    with storage.reading() as session:
        return cast.read_copy(session)


@pytest.fixture
def app(storage: Storage, clock: FixedClock, tmp_path: Path) -> Iterator[Flask]:
    """The program on the test database, with the test clock."""
    from tests.program import program

    yield from program(storage, clock, tmp_path)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor: every page it fetches is checked."""
    app.test_client_class = CheckedClient
    return app.test_client()


@pytest.fixture
def signed_in(
    app: Flask, storage: Storage, clock: FixedClock, office: cast.FoundedOffice
) -> Callable[..., FlaskClient]:
    """``signed_in(Role.HEAD)`` is a client of the head at home; ``next_door=True`` the one of the other department."""
    from tests.program import sign_in

    app.test_client_class = CheckedClient

    def enter(role: Role | str, *, next_door: bool = False) -> FlaskClient:
        return sign_in(app, storage, clock, office.member(role, next_door=next_door))

    return enter


@pytest.fixture
def filed(storage: Storage, clock: FixedClock, office: cast.FoundedOffice) -> uuid.UUID:
    """A skarga filed today at home and given to the handler there; the id of the complaint."""
    with storage.writing() as session:
        return cast.file_complaint(session, clock, office)


# --- the browser ---


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, one for all browser tests of this worker."""
    with browsers.chromium() as browser:
        yield browser


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The app served on this machine; the address of its root."""
    with browsers.served(app) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A browser page on the served app, 1280 x 800; the test fails when the browser's console complains."""
    with browsers.quiet_page(browser, address) as page:
        yield page
