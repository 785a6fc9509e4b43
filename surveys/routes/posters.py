"""Posters with the QR code of a desk or a service: the list of places, and the paper of one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import Response, current_app, render_template, url_for

from attachments.serving import shelf_of
from kernel.errors import NotFound
from kernel.permissions import Permission
from office.models import Desk, Service
from office.queries import desks, services, the_office
from office.queries.crest import crest_picture
from office.routes.qr import drawn_for_paper, public_home
from papers import PosterFacts, PosterSize, render_poster
from surveys.labels import posters as words
from surveys.routes.room import blueprint
from web import database
from web.access import requires

HERE = "survey_room.questionnaires"

SIZES = frozenset(PosterSize)
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True)
class Posted:
    """A place with a code of its own: its kind (desk, service), its words, the address below its code."""

    kind: str
    id: uuid.UUID
    name: str
    department: str
    address: str


@blueprint.get("/surveys/posters")
@requires(Permission.QUESTIONNAIRE_APPROVE)
def posters() -> str:
    """Every desk and service of today with its posters."""
    return render_template("surveys/posters.html", places=_places(), here=HERE)


@blueprint.get("/surveys/posters/<kind>/<uuid:place_id>/<size>.pdf")
@requires(Permission.QUESTIONNAIRE_APPROVE)
def poster(kind: str, place_id: uuid.UUID, size: str) -> Response:
    """The poster (A4) or the card for a table (A6) of a place, to be printed."""
    place = next((one for one in _places() if (one.kind, one.id) == (kind, place_id)), None)
    if place is None or size not in SIZES:
        raise NotFound
    answer = Response(render_poster(_facts(place, PosterSize(size))), mimetype="application/pdf", headers=HEADERS)
    answer.headers["Content-Disposition"] = f'inline; filename="qr-{size}-{place.id.hex[:8]}.pdf"'
    return answer


def _places() -> list[Posted]:
    session, today = database.session(), database.clock().today()
    rows: list[tuple[str, Desk | Service, str]] = [("desk", row, of.name) for row, of, _service in desks(session)]
    rows += [("service", row, of.name) for row, of in services(session)]
    return [
        Posted(kind, row.id, row.name, department, f"{public_home()}{url_for('codes.scan', token=row.token)}")
        for kind, row, department in rows
        if row.valid_to_on is None or row.valid_to_on >= today
    ]


def _facts(place: Posted, size: PosterSize) -> PosterFacts:
    session = database.session()
    office = the_office(session)
    name = office.name if office else ""
    shown = place.address.split("://", 1)[-1]
    return PosterFacts(
        size=size,
        office=name,
        title=f"{words.in_one(words.TITLE, 'pl')}: {place.name}",
        place=place.name,
        department=place.department,
        invites=tuple(words.in_all(words.INVITES)),
        typed=tuple(words.in_all(words.ADDRESS)),
        address=shown,
        qr=drawn_for_paper(place.address),
        qr_alt=f"{words.in_one(words.PICTURE, 'pl')} {shown}",
        made_at=database.clock().now(),
        crest=crest_picture(session, shelf_of(current_app.config["SETTINGS"])),
        crest_alt=f"{words.in_one(words.CREST, 'pl')} {name}",
    )
