"""``flask complaints erase``: erasing what is personal in a closed case, and keeping the journal of it."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Final

import click
from flask import current_app
from sqlalchemy.orm import Session

from complaints.actions.erase import NoReason, StillOpen, erase
from complaints.cli import complaints_cli
from complaints.models import Complaint, HeldFiling
from complaints.queries.holding import held_by_number
from complaints.queries.status import by_number
from complaints.rules.erasing import Basis
from kernel.clock import Clock
from kernel.errors import Forbidden
from kernel.permissions import Actor, Grant, Role
from office.queries import person_by_login, roles_of
from office.rules import is_valid_on
from operations import erasures
from web.database import clock, storage

BASES: Final = click.Choice([basis.value for basis in Basis])
SENTENCES: Final = {
    Forbidden: "{login} may not erase this case: that takes the role quality_officer.",
    StillOpen: "Case {number} is still open; settle it first.",
    NoReason: "Give a reason with --reason: it stands in the record for ever, so without names.",
}

HELD: Final = (
    "{number} waits on the holding list, so it is open like every case that is not settled (art. 17(3)(b) GDPR). "
    "Put it into the register, settle it, also as withdrawn, then erase it."
)


@complaints_cli.command("erase")
@click.argument("number")
@click.option("--by", "login", required=True, help="Login of the quality officer who decided it.")
@click.option("--basis", type=BASES, default=Basis.REQUEST.value, show_default=True)
@click.option(
    "--reason",
    prompt=True,
    help="Why, in a few words and nothing personal; it stands in the record for ever.",
)
@click.confirmation_option(prompt="This cannot be undone. Erase?")
def erase_command(number: str, login: str, basis: str, reason: str) -> None:
    """Erase who filed case NUMBER (214/2026), the letter, notes, reply, attachments and what was published of it.

    Dates and outcome stay.
    """
    with storage().writing() as session:
        complaint = _case(session, number)
        actor = acting_as(session, clock(), login)
        try:
            erased = erase(session, clock(), actor, complaint, Basis(basis), reason)
        except (Forbidden, StillOpen, NoReason) as broken:
            raise click.ClickException(SENTENCES[type(broken)].format(login=login, number=number)) from None
    with storage().reading() as session:
        erasures.catch_up(session, Path(current_app.config["SETTINGS"].data_folder) / erasures.NAME)
    if erased is None:
        click.echo(f"{number} was erased already.")
    else:
        click.echo(f"{number}: erased, entry {erased.leaf} of the record. Older backups hold it still, until they go.")


def _case(session: Session, number: str) -> Complaint:
    filed = filed_as(session, number) or session.get(Complaint, _id(number))
    if filed is None:
        raise click.ClickException(f"There is no case {number}; write the number as 214/2026, or the id of the case.")
    if isinstance(filed, HeldFiling):
        raise click.ClickException(HELD.format(number=filed.list_number))
    return filed


def filed_as(session: Session, number: str) -> Complaint | HeldFiling | None:
    """The case with a number of a register, or of the holding list; the filing itself while it waits there."""
    held = held_by_number(session, number)
    if held is not None and held.complaint_id is not None:
        return session.get_one(Complaint, held.complaint_id)
    return held or by_number(session, number)


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


def acting_as(session: Session, now: Clock, login: str) -> Actor:
    """A member of staff with the roles held today."""
    person = person_by_login(session, login)
    if person is None:
        raise click.ClickException(f"There is no active member of staff with the login {login}.")
    held = [role for role in roles_of(session, person.id) if is_valid_on(role.from_on, role.to_on, now.today())]
    grants = frozenset(Grant(Role(role.role), role.department_id) for role in held)
    return Actor(f"person:{person.id}", person.display_name, person.post, person.id, grants)


GROUPS: Final = ()
"""It belongs to the group of the room."""
