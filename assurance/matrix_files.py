"""The permission matrix as a file: every cell a row of CSV, or the tables in Markdown. In codes, not in words."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Final

from assurance.rules.matrix import (
    HOLDINGS,
    Place,
    View,
    duty_of,
    may_read,
    movers,
    roles_with,
    rows,
    transitions,
    views_of,
)
from complaints.rules.moves import Move
from kernel.formulas import disarmed
from kernel.permissions import Permission, Role

COLUMNS: Final = (
    "role", "held_for", "what", "action", "permission", "kind", "state", "to", "case_of", "allowed", "source",
    "version",
)  # fmt: skip


def as_csv(views: Sequence[View], version: str) -> str:
    """Every cell a row; commas, CRLF: RFC 4180. ``version``: of the program, in each row, so that no sheet loses it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for row in rows(views):
        role, held = row.holding.role.value, row.holding.held.value
        about = (row.what, row.action, row.permission.value, row.kind, row.state, row.to, row.place.value)
        told = (role, held, *about, "yes" if row.is_allowed else "no", row.source, version)
        writer.writerow([disarmed(str(cell)) for cell in told])
    return buffer.getvalue()


def as_markdown(views: Sequence[View], version: str) -> str:
    """The tables as they are read: permissions by role, who reaches which case, moves by kind, pages by permission."""
    parts = (_permissions(), _reach(), _moves(), _pages(views))
    lines = [f"# Permission matrix of Interesant {version}", ""]
    for part in parts:
        lines += [*part, ""]
    return "\n".join(lines)


def _permissions() -> Iterator[str]:
    yield "## Roles and permissions"
    yield ""
    yield from _table(
        ("permission", *(role.value for role in Role)),
        [(p.value, *("yes" if role in roles_with(p) else "-" for role in Role)) for p in Permission],
    )


def _reach() -> Iterator[str]:
    yield "## Which cases are reached"
    yield ""
    body = [
        (one.role.value, one.held.value, *("yes" if may_read(one, place) else "-" for place in Place))
        for one in HOLDINGS
    ]
    yield from _table(("role", "held for", *(place.value for place in Place)), body)


def _moves() -> Iterator[str]:
    yield "## Moves: from which state, to which, by whom"
    yield ""
    body = [
        (kind, state.value, move.value, found.to.value, found.permission.value, _names(movers(move)), _duty(move))
        for kind, state, move, found in transitions()
    ]
    yield from _table(("kind", "state", "move", "to", "permission", "roles", "own duty"), body)


def _pages(views: Sequence[View]) -> Iterator[str]:
    yield "## Pages"
    yield ""
    body = [
        (f"`{view.address}`", " ".join(view.methods), permission.value, _names(roles_with(permission)))
        for permission, found in views_of(views).items()
        for view in found
    ]
    yield from _table(("address", "methods", "permission", "roles"), body)


def _duty(move: Move) -> str:
    found = duty_of(move)
    return found.value if found else ""


def _names(roles: Sequence[Role]) -> str:
    return ", ".join(role.value for role in roles) or "nobody"


def _table(heads: Sequence[str], body: Sequence[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in body:
        yield "| " + " | ".join(row) + " |"
