"""``flask ledger``, ``flask evidence`` and ``flask access``."""

from assurance.cli.access import access_cli
from assurance.cli.evidence import evidence_cli
from assurance.cli.seals import COMMANDS
from assurance.cli.verify import ledger_cli

for command in COMMANDS:
    ledger_cli.add_command(command)
GROUPS = (ledger_cli, evidence_cli, access_cli)
