"""The office's list of themes of comments."""

from __future__ import annotations

import uuid
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from kernel.permissions import Permission
from office.forms.records import EndForm
from office.queries.history import changes_of, stream_of
from office.routes.steps import Answer, loaded, shown, stamp, step
from surveys.actions import add_theme, change_theme, end_theme
from surveys.forms.comments import ThemeForm
from surveys.labels.comments import sentence
from surveys.models import Theme
from surveys.queries import comments as queries
from surveys.routes.comments import HERE
from surveys.routes.room import blueprint
from web import database
from web.access import current_actor, requires


@blueprint.get("/surveys/themes")
@requires(Permission.COMMENT_REVIEW)
def themes() -> str:
    """All themes there ever were."""
    session = database.session()
    return render_template(
        "surveys/themes.html", rows=queries.themes(session), counts=queries.theme_counts(session), trail=_trail()[:-1]
    )


@blueprint.route("/surveys/themes/add", methods=["GET", "POST"])
@requires(Permission.COMMENT_REVIEW)
def add_a_theme() -> Answer:
    """Add a theme."""
    form = ThemeForm()
    del form.reason

    def act() -> None:
        add_theme(database.session(), database.clock(), current_actor(), form.typed())

    return step(
        form,
        act,
        back=url_for(".themes"),
        saved=_("Dodano."),
        sentences=sentence,
        title=_("Nowy temat"),
        lead=_("Nazwy w innych językach można dopisać później."),
        go=_("Dodaj"),
        trail=_trail(),
        here=HERE,
    )


@blueprint.route("/surveys/themes/<uuid:theme_id>", methods=["GET", "POST"])
@requires(Permission.COMMENT_REVIEW)
def theme(theme_id: uuid.UUID) -> Answer:
    """Rename a theme."""
    row = loaded(lambda: queries.theme_by_id(database.session(), theme_id))
    form = ThemeForm(data={} if request.method == "POST" else _facts(row))

    def act() -> None:
        session, clock, actor = database.session(), database.clock(), current_actor()
        change_theme(session, clock, actor, row, form.typed(), row_version=form.version(), reason=form.why())

    return step(
        form,
        act,
        back=url_for(".themes"),
        saved=_("Zapisano."),
        sentences=sentence,
        title=row.name_pl,
        lead=_("Nową nazwę dostaną też komentarze, które mają już ten temat."),
        go=_("Zapisz"),
        trail=_trail(),
        more=[] if row.valid_to_on else [(url_for(".end_a_theme", theme_id=row.id), _("Wycofaj ten temat"))],
        changes=changes_of(database.session(), stream_of("theme", row.id)),
        shown=shown,
        here=HERE,
    )


@blueprint.route("/surveys/themes/<uuid:theme_id>/end", methods=["GET", "POST"])
@requires(Permission.COMMENT_REVIEW)
def end_a_theme(theme_id: uuid.UUID) -> Answer:
    """Retire a theme."""
    row = loaded(lambda: queries.theme_by_id(database.session(), theme_id))
    form = EndForm(data=stamp(row))

    def act() -> None:
        session, clock, actor = database.session(), database.clock(), current_actor()
        end_theme(session, clock, actor, row, form.valid_to_on.data, row_version=form.version(), reason=form.why())

    return step(
        form,
        act,
        back=url_for(".themes"),
        saved=_("Zapisano ostatni dzień."),
        sentences=sentence,
        title=_("Wycofanie: %(name)s", name=row.name_pl),
        lead=_("Komentarze, które mają ten temat, zachowają go. Nowe już go nie dostaną."),
        go=_("Wycofaj"),
        trail=_trail(),
        here=HERE,
    )


def _facts(row: Theme) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in Theme.__table__.columns}


def _trail() -> tuple[tuple[str, Any], ...]:
    return (
        (url_for(HERE), _("Ankiety")),
        (url_for(".comments"), _("Komentarze")),
        (url_for(".themes"), _("Tematy komentarzy")),
    )
