"""Answers of people whose case was settled: what is kept of the case, and when answers may leave the pen. Pure.

An answer waits in the *pen* with others, without a moment and without an order, until so many of its group are there
that nobody can tell whose it is. Then the group is *let in*: it becomes responses.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol

from kernel.errors import RuleBroken

AFTER_A_CASE: Final = "follow_up"
"""The key of the questionnaire that is asked of whoever filed a case, once it is settled, and nowhere else."""

FOLLOW_UP_MODE: Final = "follow_up"
"""The mode of these responses; they are never pooled with others."""

NO_LANGUAGE: Final = "und"
"""The language of these responses, which is not kept: one Ukrainian among five would say who it was.

Source: ISO 639-2, code for an undetermined language.
"""

FEWEST_LET_IN: Final = 5
"""Answers of a group that are let in together at least. Ours: the smallest number under which others publish counts of
people; with it the burnt links of a group are at least as many as its answers."""


class AlreadyUsed(RuleBroken):
    """The link was used before; what was answered then stays."""

    code = "already_used"


class Asked(Protocol):
    """What another room tells of a settled case to the page that asks about it: no number, no name, no word of it."""

    @property
    def department_id(self) -> uuid.UUID | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def outcome(self) -> str: ...
    @property
    def until_on(self) -> dt.date: ...
    @property
    def used_on(self) -> dt.date | None: ...
    @property
    def ways(self) -> Sequence[Any]: ...


@dataclass(frozen=True)
class Cases:
    """The room of the cases as this one sees it; ``app.py`` joins the two.

    ``look(session, clock, secret, token)``: the case behind a link, None where it leads nowhere. ``burn(...)``: use the
    link up; False when somebody did so before.
    """

    look: Callable[..., Asked | None]
    burn: Callable[..., bool]


@dataclass(frozen=True)
class Waiting:
    """An answer in the pen. ``month`` (2026-11): since when it waits; it is no part of what is let in."""

    version_id: uuid.UUID
    department_id: uuid.UUID | None
    kind: str
    outcome: str
    month: str
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def group(self) -> tuple[str, str, str, str]:
        """What an answer is seen by once it is let in."""
        return str(self.version_id), str(self.department_id or ""), self.kind, self.outcome


def _as_it_is(one: Waiting) -> Waiting:
    return one


def _without_case(one: Waiting) -> Waiting:
    return replace(one, kind="", outcome="")


def _without_place(one: Waiting) -> Waiting:
    return replace(one, department_id=None, kind="", outcome="")


def parted(waiting: Sequence[Waiting], month: str) -> tuple[list[Waiting], list[Waiting]]:
    """Who is let in, as it will be seen, and who goes on waiting, as it is. ``month``: the present one.

    A group of one department, kind and outcome is let in when it is large enough. What waits since an earlier month
    gives up kind and outcome, then the department, as far as that makes a group.
    """
    let_in, left = _full(waiting, _as_it_is)
    old, young = [one for one in left if one.month < month], [one for one in left if one.month >= month]
    for coarser in (_without_case, _without_place):
        more, old = _full(old, coarser)
        let_in += more
    return let_in, young + old


def _full(waiting: Sequence[Waiting], seen_as: Callable[[Waiting], Waiting]) -> tuple[list[Waiting], list[Waiting]]:
    groups: dict[tuple[str, str, str, str], list[Waiting]] = defaultdict(list)
    for one in waiting:
        groups[seen_as(one).group].append(one)
    large = [group for group in groups.values() if len(group) >= FEWEST_LET_IN]
    small = [group for group in groups.values() if len(group) < FEWEST_LET_IN]
    return [seen_as(one) for group in large for one in group], [one for group in small for one in group]


def pen_key(secret: str) -> bytes:
    """The key, 32 bytes, under which answers wait for others, from the secret of the office."""
    return hashlib.sha256(b"interesant:survey-pen:v1\0" + secret.encode()).digest()


def pen_name(secret: str) -> str:
    """What the pen of a secret is called; nothing of the secret can be told from it."""
    return hashlib.sha256(pen_key(secret)).hexdigest()[:16]
