"""Which body is competent for a skarga: by whom it is about and by its matter. A table, after art. 229 KPA."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final

from complaints.rules.kinds import Kind
from kernel.errors import RuleBroken


class NotCompetent(RuleBroken):
    """Another body decides this. ``facts``: body, as office.rules.bodies names it; ``source``: the article."""

    code = "not_competent"


class About(enum.StrEnum):
    """Whom a skarga is about."""

    NOBODY = ""
    EMPLOYEE = "employee"
    DEPARTMENT = "department"
    OFFICE = "office"
    MAYOR = "mayor"
    UNIT_HEAD = "unit_head"
    COUNCIL = "council"


class Matter(enum.StrEnum):
    """What it is about, as far as competence depends on it."""

    OWN = "own"  # tasks of the municipality itself
    DELEGATED = "delegated"  # tasks delegated by the state
    FINANCE = "finance"


@dataclass(frozen=True)
class Competence:
    """A row: about whom, in which matters, which body (as office.rules.bodies names it; empty: this office itself)."""

    about: About
    matters: frozenset[Matter]
    body: str
    source: str


EVERY: Final = frozenset(Matter)
COMPETENCES: Final[tuple[Competence, ...]] = (
    Competence(About.MAYOR, frozenset({Matter.DELEGATED}), "wojewoda", "art. 229 pkt 2 KPA"),
    Competence(About.MAYOR, frozenset({Matter.OWN, Matter.FINANCE}), "council", "art. 229 pkt 3 KPA"),
    Competence(About.UNIT_HEAD, frozenset({Matter.DELEGATED}), "wojewoda", "art. 229 pkt 2 KPA"),
    Competence(About.UNIT_HEAD, frozenset({Matter.OWN, Matter.FINANCE}), "council", "art. 229 pkt 3 KPA"),
    Competence(About.COUNCIL, frozenset({Matter.FINANCE}), "rio", "art. 229 pkt 1 KPA"),
    Competence(About.COUNCIL, frozenset({Matter.OWN, Matter.DELEGATED}), "wojewoda", "art. 229 pkt 1 KPA"),
    Competence(About.EMPLOYEE, EVERY, "", "art. 232 § 1 KPA"),
    Competence(About.DEPARTMENT, EVERY, "", "art. 232 § 1 KPA"),
    Competence(About.OFFICE, EVERY, "", "art. 227 KPA"),
    Competence(About.NOBODY, EVERY, "", "art. 227 KPA"),
)
"""Ours: where nobody is named, the office looks into the matter itself and can still pass it on."""


DECIDED_ELSEWHERE: Final = tuple(row.about for row in COMPETENCES if row.body)
"""About whom a skarga can be another body's."""


def competence(about: About | str, matter: Matter | str = Matter.OWN) -> Competence:
    """The row for a skarga. Total: every pair has exactly one."""
    return next(row for row in COMPETENCES if row.about == About(about) and Matter(matter) in row.matters)


def is_competent_elsewhere(about: About | str, matter: Matter | str = Matter.OWN) -> bool:
    """Whether another body than this office decides it."""
    return competence(about, matter).body != ""


def check_competent(kind: Kind | str, about: About | str, matter: Matter | str = Matter.OWN) -> None:
    """Raises NotCompetent for a skarga another body decides: it is not answered here (art. 229 KPA)."""
    row = elsewhere(kind, about, matter)
    if row is not None:
        raise NotCompetent(source=row.source, body=row.body)


def elsewhere(kind: Kind | str, about: About | str, matter: Matter | str = Matter.OWN) -> Competence | None:
    """The row of art. 229 KPA for a skarga that another body decides; None for what this office decides."""
    row = competence(about, matter) if kind == Kind.SKARGA else None
    return row if row is not None and row.body else None
