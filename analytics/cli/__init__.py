"""``flask results``: figures, what is published, and what changed since. ``flask kpi``: definitions and packs."""

from typing import Final

from analytics.cli import answers, export, figures, pack, published, snapshot, voice
from analytics.cli.kpi import kpi_cli
from analytics.cli.values import results_cli

GROUPS: Final = (results_cli, kpi_cli)

__all__ = ["GROUPS", "answers", "export", "figures", "pack", "published", "snapshot", "voice"]
