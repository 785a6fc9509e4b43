"""The rival: the least a Flask program can do. A page that is a constant, and inserts as durable as ours.

Beside a table of one text it fills the tables of responses with rows like ours: as many, as wide, under the same
indexes and constraints, in one transaction. It checks nothing, and what is not in the request it makes up.
"""

from __future__ import annotations

import os
import secrets
import uuid
from collections.abc import Mapping
from typing import Any

from flask import Flask, request
from sqlalchemy import Integer, String, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from kernel.clock import SystemClock
from office.models import Desk
from storage.engine import open_engine
from surveys.models import Answer, Delivery, Device, QuestionnaireVersion, Response

PAGE = "<!doctype html><html lang=pl><title>x</title><h1>x</h1><form method=post><input name=text></form>"


class Base(DeclarativeBase):
    """Parent of the one table."""


class Line(Base):
    """One row with one text."""

    __tablename__ = "line"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[str] = mapped_column(String(200))


def create_app() -> Flask:
    """A page, and inserts into the database of BENCH_RIVAL_URL."""
    app = Flask(__name__)
    engine = open_engine(os.environ["BENCH_RIVAL_URL"]).execution_options(writing=True)
    known: dict[str, Any] = {}

    @app.get("/")
    def page() -> str:
        return PAGE

    @app.post("/")
    def insert() -> tuple[str, int]:
        with Session(engine) as session:
            session.add(Line(text=request.form["text"]))
            session.commit()
        return "", 204

    @app.post("/response")
    def response() -> tuple[str, int]:
        with Session(engine) as session:
            add_response(session, known, uuid.UUID(request.form["submission_id"]), request.form)
            session.commit()
        return "", 204

    @app.post("/delivery")
    def delivery() -> tuple[dict[str, Any], int]:
        sent = request.get_json()
        with Session(engine) as session:
            for item in sent["items"]:
                key = uuid.UUID(item["id"])
                add_response(session, known, key, item["answers"])
                session.add(Delivery(submission_id=key, device_id=known["device"], seq=item["seq"], is_void=False))
            session.commit()
        return {"items": [item["id"] for item in sent["items"]]}, 200

    return app


def add_response(session: Session, known: dict[str, Any], key: uuid.UUID, sent: Mapping[str, str]) -> None:
    """Add a response and its answers. ``known``: what rows refer to, looked up once."""
    if not known:
        desk = session.scalars(select(Desk)).one()
        known["place"] = {
            "version_id": session.scalars(select(QuestionnaireVersion.id)).one(),
            "department_id": desk.department_id,
            "service_id": desk.service_id,
            "desk_id": desk.id,
        }
        known["device"] = session.scalars(select(Device.id)).one()
    session.add(
        Response(
            **known["place"],
            id=key,
            mode="web",
            layout_version=1,
            language="pl",
            received_at=SystemClock().now(),
            payload_hash=secrets.token_hex(32),
            salt=secrets.token_hex(16),
            commitment=secrets.token_hex(32),
            flags="",
        )
    )
    session.flush()  # answers refer to it, and the models do not say so to the session
    answers = {name: code for name, code in sent.items() if name[0] == "q"}
    session.add_all(
        Answer(response_id=key, question=name, value=int(code) if code.isdigit() else None,
               code=None if code.isdigit() else code)
        for name, code in answers.items()
    )  # fmt: skip


def make_table(url: str) -> None:
    """Create the rival's own table."""
    engine = open_engine(url)
    Base.metadata.create_all(engine)
    engine.dispose()
