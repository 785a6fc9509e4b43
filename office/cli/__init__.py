"""``flask office``: the office from the command line."""

from office.cli import accounts as accounts
from office.cli import structure as structure
from office.cli.basics import office_cli
from office.importing.cli import import_departments_command, import_people_command

office_cli.add_command(import_departments_command)
office_cli.add_command(import_people_command)
GROUPS = (office_cli,)

__all__ = ["GROUPS", "office_cli"]
