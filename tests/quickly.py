"""What costs every test much and shows nothing new is done once a run: addresses, templates, statements, hashes."""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Any, ClassVar

import pytest
from argon2 import PasswordHasher
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Dialect, Engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from office import passwords
from storage import session as sessions
from storage.engine import open_engine

QUICK: PasswordHasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Hashes of passwords cost next to nothing; nobody guesses them in a database that lives for a second."""

AS_IN_AN_OFFICE = passwords._hasher
"""What hashes passwords where nobody is in a hurry."""


class AddressCompiledOnce(Rule):
    """A rule whose builder of addresses is compiled once: werkzeug does it for each app, and each test has its own."""

    compiled: ClassVar[dict[object, Callable[..., Any]]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        if self.defaults:
            return super()._compile_builder(append_unknown)
        key = (tuple(self._trace), append_unknown)
        if key not in self.compiled:
            self.compiled[key] = super()._compile_builder(append_unknown)
        return self.compiled[key]


class TemplateCompiledOnce(BytecodeCache):
    """Templates compiled once per worker instead of once per test: that is most of the time of a page."""

    compiled: ClassVar[dict[tuple[str, str], CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what an earlier test compiled."""
        bucket.code = self.compiled.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it for the next test."""
        if bucket.code is not None:
            self.compiled[bucket.key, bucket.checksum] = bucket.code


class StatementsCompiledOnce:
    """Opens engines that share what SQLAlchemy made of a statement: it keeps that per engine, and each test has its own.

    An engine speaks the dialect of the first one of its kind that was connected, because the dialect is a part of what
    compiled statements are found by; the pool and the address stay its own.
    """

    MOST_STATEMENTS = 20_000
    """Ours: more than the whole suite sends."""

    def __init__(self) -> None:
        self._dialects: dict[str, Dialect] = {}
        self._compiled: dict[str, LRUCache[Any, Any]] = {}

    def open_engine(self, url: str) -> Engine:
        """An engine like any other, but for what it already knows."""
        engine = open_engine(url)
        kind = engine.dialect.name
        first = self._dialects.setdefault(kind, engine.dialect)
        if "default_isolation_level" in vars(first):  # set at the first connection: it knows its server
            engine.dialect = first
            engine._compiled_cache = self._compiled[kind]
        elif first is engine.dialect:
            self._compiled[kind] = LRUCache(self.MOST_STATEMENTS)
            engine._compiled_cache = self._compiled[kind]
        return engine


def hasten(patch: pytest.MonkeyPatch) -> None:
    """Make apps, statements and passwords of this run quick."""
    patch.setattr(Flask, "url_rule_class", AddressCompiledOnce)
    patch.setattr(passwords, "_hasher", lambda: QUICK)
    patch.setattr(sessions, "open_engine", StatementsCompiledOnce().open_engine)
