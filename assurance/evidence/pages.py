"""What people read in a bundle: README.txt in English, index.html in Polish and English."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from flask import current_app

from assurance.evidence.extent import MONTH

README: Final = """\
EVIDENCE BUNDLE OF INTERESANT
=============================

Office: {office}
What:   {what}
Record: entries 1 to {leaf}, as of {as_of}
Key:    {key}

HOW TO CHECK IT
---------------
You need Python 3.9 or newer and nothing else:

    python3 verify.py BUNDLE.zip --key FINGERPRINT [--anchor FILE] [--receipt FILE]

Do not trust the verify.py of this very file alone: whoever could forge the bundle could forge it too. Take it from
another bundle, from the published source of the program, or from somebody you trust, and compare its SHA-256. The
fingerprint of the office's key must have reached you in another way (paper, another bundle, the office's page). An
anchor is a seal kept outside the office: with one, nobody can have cut the end of the record off or rebuilt it.

It prints line by line what agrees. Exit code 0: everything agrees; 1: something differs, with the name of the file;
2: the file is no bundle or cannot be read; 3: nothing differs, but some figures were counted by definitions that
verify.py does not know, and nobody checked those.

WHAT IT PROVES
--------------
{proves}

WHAT IT CANNOT PROVE
--------------------
- that everything that happened was recorded, or that a day somebody typed is the true one;
- anything about entries after the last one of this bundle;
- that the key is the office's own, unless you know its fingerprint from elsewhere;
- what single residents answered in surveys: only suppressed counts and commitments are here.
{cannot}
"""
PROVES_ALWAYS: Final = """\
- no file of this bundle was changed since it was made, and it was made by the holder of the key;
- the entries are those of the record, none of a case's stream is left out in between, and no text was changed;
- last days, warnings and verdicts follow from the entries, the rules in definitions/ and the public holidays."""
PROVES_MONTH: Final = """
- the whole record up to its last entry: every hash, the chain, every seal's root;
- every figure in results/ with its base and interval, from the entries and the suppressed counts; limits that were
  drawn at random are drawn again;
- each published edition of the month: word for word, and its figures over cases from the entries up to then."""
PROVES_CASES: Final = """
- each entry is in the sealed record, by its own path to the root;
- the letters included are word for word, and byte for byte, those that were sent."""
CANNOT_MONTH: Final = "- that the suppressed counts are the sums of the answers: the answers never leave the office."
CANNOT_CASES: Final = """\
- figures of a month: only a bundle of a month holds what they are computed from;
- that there are no further cases or later entries: only the chosen ones are here."""
UNSIGNED: Final = "none - NOT SIGNED: it proves only that its files agree among themselves"


@dataclass(frozen=True)
class Facts:
    """What the pages tell of a bundle."""

    office: str
    kind: str
    what: str
    leaf: int
    root: str
    as_of: str
    key: str | None
    seals: int
    entries_are_all: bool
    cases: Sequence[dict[str, Any]] = ()
    figures: Sequence[tuple[str, ...]] = ()
    letters: int = 0
    pools: Sequence[dict[str, Any]] = field(default=())


def readme(facts: Facts) -> str:
    """The text file."""
    is_month = facts.kind == MONTH
    return README.format(
        office=facts.office,
        what=facts.what,
        leaf=facts.leaf,
        as_of=facts.as_of,
        key=facts.key or UNSIGNED,
        proves=PROVES_ALWAYS + (PROVES_MONTH if is_month else PROVES_CASES),
        cannot=CANNOT_MONTH if is_month else CANNOT_CASES,
    )


def index(facts: Facts) -> str:
    """The page: without scripts, without anything from elsewhere, and without what a request would put into it."""
    return current_app.jinja_env.get_template("assurance/bundle_index.html").render(facts=facts)
