"""``flask personal``: the copy of what is kept on a person (art. 15 and 20 GDPR)."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from attachments.serving import shelf
from complaints.actions.personal import NothingKept, export_personal, export_personal_of_held
from complaints.models import Complaint, HeldFiling
from complaints.personal_file import write_personal
from complaints.queries.personal_data import PersonalData
from kernel.errors import Forbidden
from kernel.permissions import Actor
from office.queries import the_office
from operations.erasing_cli import acting_as, filed_as
from web.database import clock, storage

personal_cli = AppGroup("personal", help="Hand out what is kept on a person.")
GROUPS: Final = (personal_cli,)


@personal_cli.command("export")
@click.option(
    "--case",
    "number",
    required=True,
    help="Number of a case the person filed, as 214/2026, or of the holding list, as L 3/2026.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The archive to write.")
@click.option("--by", "login", required=True, help="Login of the quality officer who hands it out.")
def export_command(number: str, out: Path, login: str) -> None:
    """Write everything kept on whoever filed a case, over all cases under the same name and address, as a ZIP."""
    if out.exists():
        raise click.ClickException(f"{out} is there already; name another file.")
    content = io.BytesIO()
    with storage().writing() as session:
        filed = filed_as(session, number)
        if filed is None:
            raise click.ClickException(f"There is no case {number}; write the number as 214/2026 or L 3/2026.")
        try:
            found = _copy(session, acting_as(session, clock(), login), filed)
        except Forbidden:
            raise click.ClickException(f"{login} may not do this: it takes the role quality_officer.") from None
        except NothingKept:
            raise click.ClickException(f"What was personal in {number} is erased.") from None
        office = the_office(session)
        missing = write_personal(content, found, office.name if office else "", clock().today(), shelf())
        out.touch(mode=0o600)
        out.write_bytes(content.getvalue())
    click.echo(
        f"{out}: {len(found.cases)} cases, {len(found.files) - len(missing)} files. Read it before handing it out."
    )
    for path in missing:
        click.echo(f"Not on this machine any more: {path}")


def _copy(session: Session, actor: Actor, filed: Complaint | HeldFiling) -> PersonalData:
    if isinstance(filed, Complaint):
        return export_personal(session, clock(), actor, filed)
    return export_personal_of_held(session, clock(), actor, filed)
