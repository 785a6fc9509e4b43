"""What costs every test much and shows nothing new is done once a run: addresses, templates, statements, hashes."""

from __future__ import annotations

from functools import cache
from types import CodeType
from typing import Any, ClassVar

import pytest
from argon2 import PasswordHasher
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Dialect, Engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Map, Rule

from office import passwords
from storage import session as sessions
from storage.engine import open_engine
from web.assets import Asset

QUICK: PasswordHasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Hashes of passwords cost next to nothing; nobody guesses them in a database that lives for a second."""

AS_IN_AN_OFFICE = passwords._hasher
"""What hashes passwords where nobody is in a hurry."""


class AddressCompiledOnce(Rule):
    """A rule that is taken apart once: werkzeug does it for each app, and each test has its own."""

    compiled: ClassVar[dict[object, tuple[dict[str, Any], set[str]]]] = {}

    def compile(self) -> None:
        """Take over what an earlier rule of this address was found to consist of. Rules with defaults are not kept."""
        assert self.map is not None
        key = (self.rule, self.merge_slashes, self.subdomain, self.host, self.map.host_matching)
        if self.defaults or type(self.map) is not Map or self.map.converters != Map.default_converters:
            super().compile()
        elif key in self.compiled:
            found, arguments = self.compiled[key]
            self.arguments |= arguments
            for name, value in found.items():
                setattr(self, name, value.__get__(self) if callable(value) else value.copy())
        else:
            super().compile()
            found = {name: getattr(self, name) for name in ("_parts", "_trace", "_converters")}
            builders = {name: getattr(self, name).__func__ for name in ("_build", "_build_unknown")}
            self.compiled[key] = found | builders, set(self.arguments)


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
    """Opens engines that share what SQLAlchemy made of a statement; by itself it would keep that for one test only.

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
    patch.setattr(Asset, "of", staticmethod(cache(Asset.of)))
    patch.setattr(passwords, "_hasher", lambda: QUICK)
    patch.setattr(sessions, "open_engine", StatementsCompiledOnce().open_engine)
