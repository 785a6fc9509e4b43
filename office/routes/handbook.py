"""Help: the handbook of the staff, a chapter for each job, inside the program."""

from __future__ import annotations

from typing import Final

from flask import Response, render_template, request, send_from_directory, url_for

from kernel.errors import NotFound
from kernel.permissions import Permission
from office.routes.room import blueprint
from web import handbook
from web.access import current_actor, requires

KEPT: Final = 24 * 60 * 60
"""Ours: seconds a browser keeps a picture; a new version of the program may bring another of the same name."""


PARTS: Final = {
    "complaints.queue": "kolejka",
    "complaints.desk": "obsluga-interesanta",
    "complaints.department": "dzien-pracy",
    "complaints.case": "karta-sprawy",
    "complaints.register": "rejestracja",
    "complaints.assign": "przydzielanie",
    "complaints.draft": "odpowiedz",
    "complaints.approve": "zatwierdzanie",
    "analytics.dashboard": "wyniki",
    "analytics.month": "wyniki",
    "assurance.record": "sprawdzenie-zapisu",
    "assurance.evidence": "pakiet-dowodowy",
    "survey_room.questionnaires": "ankiety",
    "survey_room.comments": "komentarze",
    "survey_room.paper": "ankiety-z-papieru",
    "office.administration": "administracja",
    "office.people": "ludzie-i-konta",
    "office.accounts": "ludzie-i-konta",
    "office.outbox": "poczta-i-zadania",
    "office.absences": "nieobecnosci",
    "devices.all": "tablety",
}
"""Where the chapters speak of a page: the place is the same in every chapter that does."""


@blueprint.app_template_global()
def help_address() -> str:
    """The way to help from the page at hand: one's own chapter where it speaks of this page, else its beginning."""
    key = next((key for key in handbook.CHAPTERS if key in current_actor().roles), None)
    if key is None or not handbook.is_here():
        return url_for("office.help_contents")
    part = PARTS.get(request.endpoint or "")
    has_part = part in dict(_chapter(key).contents)
    return url_for("office.help_page", page=key, _anchor=part if has_part else None)


@blueprint.get("/help")
@requires(Permission.DESK)
def help_contents() -> str:
    """What chapters there are, one's own first."""
    chapters = [_chapter(key) for key in handbook.CHAPTERS]
    own = current_actor().roles
    return render_template("office/help.html", chapters=chapters, own=[one for one in chapters if one.key in own])


@blueprint.get("/help/<page>")
@requires(Permission.DESK)
def help_page(page: str) -> str:
    """One chapter."""
    if page not in handbook.CHAPTERS:
        raise NotFound
    chapters = [_chapter(key) for key in handbook.CHAPTERS]
    return render_template("office/help_chapter.html", chapter=_chapter(page), chapters=chapters)


@blueprint.get("/help/pictures/<name>.png")
@requires(Permission.DESK)
def help_picture(name: str) -> Response:
    """A picture of a chapter."""
    if not handbook.is_picture(name):
        raise NotFound
    return send_from_directory(handbook.PICTURES, f"{name}.png", max_age=KEPT)


def _chapter(key: str) -> handbook.Chapter:
    return handbook.chapter(key, url_for("office.help_picture", name="NAME"))
