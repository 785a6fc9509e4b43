"""The table of all checks, and asking them in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from operations.health.checks import configuration, databases, machine, outside, sealing, work
from operations.health.finding import Check, Finding, Look, Needs, Signal, late, neutral

CHECKS: Final = (
    Check("address", configuration.address),
    Check("key", configuration.key),
    Check("zones", configuration.zones),
    Check("database", databases.reachable),
    Check("server", databases.server, Needs.DATABASE),
    Check("version", databases.version, Needs.DATABASE),
    Check("locks", databases.locks, Needs.TABLES),
    Check("record", databases.record, Needs.TABLES),
    Check("sample", configuration.sample, Needs.TABLES),
    Check("clock", machine.clock, Needs.TABLES),
    Check("disk", machine.disk),
    Check("files", machine.files),
    Check("worker", work.worker, Needs.TABLES),
    Check("outbox", work.outbox, Needs.TABLES),
    Check("seals", work.seals, Needs.TABLES),
    Check("pens", work.pens, Needs.TABLES),
    Check("record_seal", sealing.record_seal, Needs.TABLES),
    Check("backup", work.backup, Needs.TABLES),
    Check("restore", work.restore, Needs.TABLES),
    Check("mail", outside.mail, goes_out=True),
    Check("scanner", outside.scanner, goes_out=True),
    Check("https", outside.https, goes_out=True),
)
"""In the order in which one mends: what comes first makes what follows right."""

READY: Final = frozenset({"database", "version", "disk", "worker", "outbox", "backup", "seals"})
"""What a monitoring program asks for again and again: quick, and nothing that leaves the machine."""

Found = tuple[Check, Finding]


def ask(look: Look, checks: Iterable[Check] = CHECKS) -> Iterator[Found]:
    """Every check with its finding, in the order of the table.

    Where the database is away or of another version, what needs it is not looked at.
    """
    there = Needs.NOTHING
    for check in _with_grounds(checks):
        finding = neutral("any.skipped") if check.needs > there else _asked(check, look)
        there = max(there, _ground(check, finding))
        yield check, finding


def chosen(names: Iterable[str]) -> list[Check]:
    """The checks of some names, in the order of the table."""
    return [check for check in CHECKS if check.name in names]


def _with_grounds(checks: Iterable[Check]) -> list[Check]:
    """The checks, and where they need a database also the two that tell whether it is there."""
    wanted = {check.name for check in checks}
    if any(check.needs for check in checks):
        wanted |= {"database", "version"}
    return chosen(wanted)


def _ground(check: Check, finding: Finding) -> Needs:
    """What a finding lets others stand on."""
    if finding.signal is not Signal.FINE:
        return Needs.NOTHING
    return {"database": Needs.DATABASE, "version": Needs.TABLES}.get(check.name, Needs.NOTHING)


def _asked(check: Check, look: Look) -> Finding:
    """What a check finds; that it could not look is a finding too."""
    try:
        return check.run(look)
    except (OSError, SQLAlchemyError) as error:
        return late("any.failed", error=type(error).__name__)
