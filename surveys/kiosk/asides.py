"""What a device was refused, as the administrator sees it: why, and as a file. Nothing is deleted by itself."""

from __future__ import annotations

import csv
import io
import json
import uuid
from typing import Any, Final

from flask import Response
from flask_babel import lazy_gettext as _l

from kernel.formulas import disarmed
from kernel.permissions import Permission
from office.routes.steps import loaded
from surveys.kiosk import queries
from web import database
from web.access import requires
from web.languages import staff_blueprint

blueprint = staff_blueprint("devices_aside", __name__)

REASONS: Final = {
    "answered_otherwise": _l("pod tym numerem są już inne odpowiedzi"),
    "bad_item": _l("nie da się odczytać"),
    "no_such_question": _l("pytanie, którego nie ma w tej ankiecie"),
    "no_such_option": _l("odpowiedź, której nie ma na liście"),
    "not_answered": _l("brak odpowiedzi na konieczne pytanie"),
    "not_asked": _l("odpowiedź na pytanie, o które nie pytano"),
    "not_open": _l("ta wersja ankiety nie przyjmuje odpowiedzi"),
}
"""Why a submission was refused or kept aside; another code stands for itself."""

COLUMNS: Final = ("kind", "number", "status", "code", "received_at", "content")


@blueprint.get("/administration/devices/<uuid:device_id>/refused.csv")
@requires(Permission.OFFICE_ADMINISTER)
def as_csv(device_id: uuid.UUID) -> Response:
    """All that was refused or kept aside, with its content, for a spreadsheet."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for row in _rows(device_id):
        writer.writerow(disarmed("" if row[name] is None else str(row[name])) for name in COLUMNS)
    return _file("\ufeff" + buffer.getvalue(), "text/csv", f"{device_id}.csv")


@blueprint.get("/administration/devices/<uuid:device_id>/refused.json")
@requires(Permission.OFFICE_ADMINISTER)
def as_json(device_id: uuid.UUID) -> Response:
    """The same as JSON."""
    return _file(json.dumps(_rows(device_id), ensure_ascii=False, indent=1), "application/json", f"{device_id}.json")


def _file(text: str, kind: str, name: str) -> Response:
    response = Response(text, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="refused-{name}"'
    return response


def _rows(device_id: uuid.UUID) -> list[dict[str, Any]]:
    found = loaded(lambda: queries.device_by_id(database.session(), device_id))
    return [_facts(one) for one in queries.asides_of(database.session(), found.id)]


def _facts(one: queries.Aside) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "number": one.seq,
        "status": one.status,
        "code": one.code,
        "received_at": one.received_at.isoformat(timespec="seconds"),
        "content": one.text,
    }
