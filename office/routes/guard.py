"""Administrators of a real office set up a second factor before anything else."""

from __future__ import annotations

from typing import Final

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response

from kernel.permissions import Role
from office.actions.second_factor import is_needed
from office.queries.accounts import has_second_factor
from office.routes.room import blueprint
from web import database

OPEN: Final = frozenset({"office.second_factor", "office.second_factor_confirm", "office.sign_out"})
"""What they may do until then."""


@blueprint.before_app_request
def lead_to_second_factor() -> Response | None:
    """After the access check: who must have a second factor and has none is led to where one sets it up."""
    actor = g.get("actor")
    if actor is None or actor.person_id is None or request.endpoint in OPEN or Role.ADMINISTRATOR not in actor.roles:
        return None
    session = database.session()
    if has_second_factor(session, actor.person_id) or not is_needed(session, database.clock(), actor.roles):
        return None
    return redirect(url_for("office.second_factor"))
