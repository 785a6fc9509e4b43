"""Who may do what, printed for the auditor: a page to read and print, and every cell as CSV."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import Response, render_template
from flask_babel import gettext as _

from assurance.labels import HELD, PERMISSIONS, PLACES
from assurance.matrix_files import as_csv
from assurance.routes.room import blueprint
from assurance.rules.matrix import HOLDINGS, Place, duty_of, may_read, movers, roles_with, transitions, views_of
from assurance.views import views
from complaints.labels.moves import MOVES
from complaints.labels.names import KINDS, OPINION_STATES, STATES
from complaints.rules.moves import OPINION, PERMISSION_OF
from kernel.permissions import NEVER_DEPUTED, Permission, Role
from kernel.version import VERSION
from office.labels.structure import ROLES
from web.access import requires


@blueprint.get("/record/matrix")
@requires(Permission.RECORD_READ)
def matrix() -> str:
    """The matrix, worked out anew from the tables of the running program."""
    return render_template(
        "assurance/matrix.html",
        version=VERSION,
        roles=[(role, ROLES[role.value]) for role in Role],
        permissions=[(one, PERMISSIONS[one], roles_with(one)) for one in Permission],
        never_deputed=NEVER_DEPUTED,
        holdings=[
            (ROLES[one.role.value], HELD[one.held.value], [may_read(one, at) for at in Place]) for one in HOLDINGS
        ],
        places=[PLACES[place.value] for place in Place],
        courses=[(_kind(kind), moves) for kind, moves in _courses()],
        pages=views_of(views()),
        role_names=lambda held: [ROLES[role.value] for role in held],
    )


@blueprint.get("/record/matrix.csv")
@requires(Permission.RECORD_READ)
def matrix_file() -> Response:
    """Every cell as a row."""
    answer = Response("\ufeff" + as_csv(views(), VERSION), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="macierz-uprawnien-{VERSION}.csv"'
    return answer


def _courses() -> list[tuple[str, list[dict[str, Any]]]]:
    """By kind: each move with the states it is possible in, where it leads, what it asks for and of whom."""
    found = []
    for kind, of_kind in groupby(transitions(), key=lambda one: one[0]):
        states = OPINION_STATES if kind == OPINION else STATES
        moves: dict[str, dict[str, Any]] = {}
        for _kind_again, state, move, leads in of_kind:
            row = moves.setdefault(move.value, _row(move))
            row["ways"].append((states[state.value], states[leads.to.value] if leads.to != state else None))
            row["source"] = leads.source
        found.append((kind, list(moves.values())))
    return found


def _row(move: Any) -> dict[str, Any]:
    duty = duty_of(move)
    return {
        "name": MOVES.get(move.value) or _("Zwolnij (tylko gdy ktoś odchodzi z urzędu)"),
        "ways": [],
        "permission": PERMISSION_OF[move].value,
        "roles": movers(move),
        "duty": roles_with(duty) if duty else (),
    }


def _kind(kind: str) -> Any:
    return _("Anonimowa opinia") if kind == OPINION else KINDS[kind]
