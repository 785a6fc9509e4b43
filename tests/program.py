"""The program as tests start it, and signing in without waiting for argon2."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from kernel.clock import FixedClock
from office.models import Person
from office.sign_in import open_sign_in
from storage.session import Storage
from tests.cast import CastMember
from tests.quickly import TemplateCompiledOnce
from web.settings import Settings

ADDRESS = "https://opinie.proba.example"
SECRET = "not a secret: the key of the tests, long enough"


def program(storage: Storage, clock: FixedClock, folder: Path) -> Iterator[Flask]:
    """The app on a database, a clock and a folder for what is no database; gives the connections back at the end."""
    app = create_app(
        Settings(database_url=storage.url, secret_key=SECRET, data_folder=str(folder), public_url=ADDRESS, testing=True)
    )
    app.extensions["storage"].close()
    storage.reactions = app.extensions["storage"].reactions
    app.extensions["storage"] = storage
    app.extensions["clock"] = clock
    app.jinja_env.bytecode_cache = TemplateCompiledOnce()
    yield app


def sign_in(app: Flask, storage: Storage, clock: FixedClock, member: CastMember) -> FlaskClient:
    """A client that carries the cookie of a signed-in member of staff."""
    with storage.writing() as session:
        person = session.get_one(Person, member.person_id)
        token = open_sign_in(session, clock, person, hours=10).token
    client = app.test_client()
    with client.session_transaction("/staff/pl/") as cookie:
        cookie["token"] = token
    return client
