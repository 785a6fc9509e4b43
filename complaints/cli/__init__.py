"""``flask complaints``, ``cases``, ``register``, ``deadlines``: registers, search and terms from the command line."""

from __future__ import annotations

from flask.cli import AppGroup

from complaints.cli.deadlines import deadlines_cli
from complaints.cli.index import cases_cli
from complaints.cli.projecting import project_command, rejudge_command
from complaints.cli.register import register_cli
from complaints.cli.situation import situation_command
from complaints.importing.cli import import_command

complaints_cli = AppGroup("complaints", help="Take in registers of other systems.")
complaints_cli.add_command(import_command)
deadlines_cli.add_command(situation_command)
deadlines_cli.add_command(project_command)
deadlines_cli.add_command(rejudge_command)
GROUPS = (complaints_cli, cases_cli, register_cli, deadlines_cli)
