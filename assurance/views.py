"""Every page of the running program with the mark it carries."""

from __future__ import annotations

from flask import current_app

from assurance.rules.matrix import View
from kernel.permissions import Permission
from web.access import mark_of


def views() -> list[View]:
    """The pages of all rooms by address; those open to everybody have no permission."""
    found = []
    for rule in current_app.url_map.iter_rules():
        mark = mark_of(current_app.view_functions.get(rule.endpoint))
        methods = tuple(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        found.append(View(rule.endpoint, rule.rule, methods, mark if isinstance(mark, Permission) else None))
    return sorted(found, key=lambda view: (view.address, view.methods))
