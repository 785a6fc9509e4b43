"""The law the program counts by, as the record writes it down: every rule with its version, and the calendar's hash."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from complaints.rules.term_rule import TermRule
from complaints.rules.term_table import TERM_RULES
from kernel.holidays import CALENDAR_VERSION, HOLIDAYS
from kernel.workdays import FREE_WEEKDAYS


def law_in_use() -> dict[str, Any]:
    """The rules in the order of the table, the calendar's version, and the hash (SHA-256, hex) of its free days."""
    return {
        "rules": [_written(rule) for rule in TERM_RULES],
        "calendar_version": CALENDAR_VERSION,
        "calendar": hashlib.sha256(repr((HOLIDAYS, FREE_WEEKDAYS)).encode()).hexdigest(),
    }


def digest_of(law: dict[str, Any]) -> str:
    """Sixteen letters that are others as soon as anything of it is."""
    return hashlib.sha256(json.dumps(law, sort_keys=True).encode()).hexdigest()[:16]


def _written(rule: TermRule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "version": rule.version,
        "kinds": sorted(str(kind) for kind in rule.kinds),
        "starts": rule.starts.value,
        "amount": rule.amount,
        "unit": rule.unit.value,
        "bound": rule.bound,
        "source": rule.source,
        "in_force_from": rule.in_force_from.isoformat() if rule.in_force_from else None,
        "in_force_to": rule.in_force_to.isoformat() if rule.in_force_to else None,
    }
