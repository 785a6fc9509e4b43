"""``flask results``: figures, what is published, and what changed since."""

from typing import Final

from analytics.cli import answers, figures, published
from analytics.cli.values import results_cli

GROUPS: Final = (results_cli,)

__all__ = ["GROUPS", "answers", "figures", "published"]
