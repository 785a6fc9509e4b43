"""What costs every test much and shows nothing new is done once a run: addresses, templates, statements, migrations."""

from __future__ import annotations

import gc
from copy import copy
from functools import cache
from types import CodeType
from typing import Any, ClassVar, Final

import pytest
from argon2 import PasswordHasher
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Dialect, Engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Map, Rule, RuleFactory

from office import passwords
from storage import migrate
from storage import session as sessions
from storage.engine import open_engine
from web.assets import Asset

QUICK: PasswordHasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Hashes of passwords cost next to nothing; nobody guesses them in a database that lives for a second."""

AS_IN_AN_OFFICE = passwords._hasher
"""What hashes passwords where nobody is in a hurry."""


class AddressesFilledOnce(Map):
    """A map of addresses that is filled once: werkzeug does it for each app, and each test has its own.

    Rules are only noted until somebody asks. A map with the rules of an earlier one then answers as that one does; one
    that has others, or is given another later, is filled anew.
    """

    filled: ClassVar[dict[tuple[object, ...], Map]] = {}

    def __init__(self, *rules: Any, **options: Any) -> None:
        self._noted: list[Rule] = []
        self._is_filled = False
        super().__init__(*rules, **options)

    def add(self, rulefactory: RuleFactory) -> None:
        """Note a rule."""
        self._noted.extend(rulefactory.get_rules(self))
        self._is_filled, self._remap = False, True

    def update(self) -> None:
        """Take over what an earlier map with these rules was filled with, before the first question is answered."""
        if not self._is_filled:
            key = (self._options(), *map(_told, self._noted))
            found = self.filled.get(key) or self.filled.setdefault(key, self._fill())
            self._matcher, self._rules_by_endpoint = found._matcher, found._rules_by_endpoint
            self._is_filled, self._remap = True, False

    def _options(self) -> tuple[object, ...]:
        slashes = (self.strict_slashes, self.merge_slashes, self.redirect_defaults)
        return (*slashes, self.host_matching, self.default_subdomain, self.sort_parameters, *self.converters.items())

    def _fill(self) -> Map:
        found = Map(default_subdomain=self.default_subdomain, converters=self.converters)
        for name in ("strict_slashes", "merge_slashes", "redirect_defaults", "host_matching", "sort_parameters"):
            setattr(found, name, getattr(self, name))
        for rule in self._noted:
            own = copy(rule)
            own.arguments = set(rule.arguments)
            found.add(own)
        found.update()
        return found


def _told(rule: Rule) -> tuple[object, ...]:
    """All a rule was told; what it is taken apart into follows from it."""
    methods, defaults = frozenset(rule.methods or ()), tuple(sorted((rule.defaults or {}).items()))
    slashes = (rule.strict_slashes, rule.merge_slashes, rule.build_only, rule.alias, rule.websocket)
    answers = (rule.redirect_to, getattr(rule, "provide_automatic_options", None))
    return (rule.rule, rule.endpoint, methods, defaults, rule.subdomain, rule.host, *slashes, *answers)


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


SELDOM: Final = (5_000, 20, 20)
"""Ours: after how many new objects garbage is looked for, and how rarely among older ones; Python's 700, 10 and 10
took a fifth of the processor's time, because thousands of collected tests were looked through again and again."""


def look_for_garbage_seldom() -> None:
    """From now on, never among what stands already: modules, tests and fixtures stay to the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
    gc.enable()


def hasten(patch: pytest.MonkeyPatch) -> None:
    """Make apps, statements, passwords and commands of this run quick."""
    patch.setattr(Flask, "url_map_class", AddressesFilledOnce)
    patch.setattr(Asset, "of", staticmethod(cache(Asset.of)))
    patch.setattr(passwords, "_hasher", lambda: QUICK)
    patch.setattr(migrate, "_scripts", cache(migrate._scripts))  # every command looks for the newest of them
    patch.setattr(sessions, "open_engine", StatementsCompiledOnce().open_engine)
