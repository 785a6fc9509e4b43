"""``flask complaints``: the register from the command line."""

from __future__ import annotations

from flask.cli import AppGroup

from complaints.importing.cli import import_command

complaints_cli = AppGroup("complaints", help="Take in registers of other systems.")
complaints_cli.add_command(import_command)
GROUPS = (complaints_cli,)
