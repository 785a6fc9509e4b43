"""The rival: the least a Flask program can do. A page that is a constant, and an insert as durable as ours."""

from __future__ import annotations

import os

from flask import Flask, request
from sqlalchemy import Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from storage.engine import open_engine

PAGE = "<!doctype html><html lang=pl><title>x</title><h1>x</h1><form method=post><input name=text></form>"


class Base(DeclarativeBase):
    """Parent of the one table."""


class Line(Base):
    """One row with one text."""

    __tablename__ = "line"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[str] = mapped_column(String(200))


def create_app() -> Flask:
    """A page, and an insert into the database of BENCH_RIVAL_URL."""
    app = Flask(__name__)
    engine = open_engine(os.environ["BENCH_RIVAL_URL"]).execution_options(writing=True)

    @app.get("/")
    def page() -> str:
        return PAGE

    @app.post("/")
    def insert() -> tuple[str, int]:
        with Session(engine) as session:
            session.add(Line(text=request.form["text"]))
            session.commit()
        return "", 204

    return app


def make_table(url: str) -> None:
    """Create the rival's table."""
    engine = open_engine(url)
    Base.metadata.create_all(engine)
    engine.dispose()
