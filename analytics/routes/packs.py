"""Packs of figures: asked for, watched while they are made, fetched; and being sent what is published."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

from flask import Response, current_app, flash, jsonify, redirect, render_template, request, send_file, url_for

from analytics import frames, labels, moments
from analytics.actions import PackNotPossible, order_pack, subscribe, unsubscribe
from analytics.forms import months_to_choose
from analytics.frames.packs import is_subscribed, order_named, orders
from analytics.models import PackOrder
from analytics.pack_files import kept
from analytics.publishing_forms import PackForm
from analytics.reports.as_of import NotRecorded
from analytics.reports.choice import last_complete_month
from analytics.reports.pack import parsed
from analytics.routes.room import blueprint
from analytics.texts import _
from attachments.serving import HEADERS
from kernel.errors import NotFound
from kernel.permissions import EVERYWHERE, Permission
from office.forms import EmptyForm
from web import database
from web.access import current_actor, requires
from web.filters import number

Answer = Response | str | tuple[str, int]
TYPES: Final = {
    ".csv": "text/csv",
    ".html": "application/octet-stream",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The media types of the files of a pack; a page is saved, never opened under our address."""


@blueprint.get("/results/packs")
@requires(Permission.RESULTS_READ)
def packs() -> Answer:
    """The packs there are, the one on its way, and whether one is sent what is published."""
    return _page(_form())


@blueprint.post("/results/packs")
@requires(Permission.RESULTS_PUBLISH)
def ask_for_pack() -> Answer:
    """Ask the worker for the pack of a run of months."""
    session, form = database.session(), _form()
    if not form.validate():
        return _page(form), 422
    try:
        order_pack(session, database.clock(), current_actor(), form.wanted())
    except NotRecorded as refused:
        form.as_of.errors = [moments.refusal(refused)]
        return _page(form), 422
    except PackNotPossible as refused:
        form.refuse(
            refused, _("Ten okres wtedy jeszcze się nie zaczął. Proszę wybrać wcześniejszy okres albo inną chwilę.")
        )
        return _page(form), 422
    database.commit()
    flash(_("Paczka jest zamówiona."))
    return redirect(url_for(".packs"))  # type: ignore[return-value]


@blueprint.post("/results/packs/subscription")
@requires(Permission.RESULTS_READ)
def subscription() -> Answer:
    """Be sent what is published from now on, or no longer."""
    if not EmptyForm().validate():
        return _page(_form()), 400
    session, actor = database.session(), current_actor()
    if request.form.get("wanted") == "yes":
        subscribe(session, database.clock(), actor)
    else:
        unsubscribe(session, actor)
    database.commit()
    flash(_("Zapisano."))
    return redirect(url_for(".packs"))  # type: ignore[return-value]


@blueprint.get("/results/packs/<name>")
@requires(Permission.RESULTS_READ)
def pack_progress(name: str) -> Answer:
    """How far a pack is, for the bar on the page; without a script, the page itself."""
    order = _order(name)
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) != "application/json":
        return redirect(url_for(".packs"))  # type: ignore[return-value]
    return jsonify(over=not order.is_awaited, done=order.step, total=order.steps, written=number(order.step))


@blueprint.get("/results/packs/<name>/all.zip")
@requires(Permission.RESULTS_READ)
def pack_archive(name: str) -> Answer:
    """All files of a pack as one archive."""
    folder = _folder(_order(name))
    if not kept.names(folder):
        raise NotFound
    content = io.BytesIO(kept.archive(folder))
    return _safely(send_file(content, "application/zip", as_attachment=True, download_name=f"wyniki-{folder.name}.zip"))


@blueprint.get("/results/packs/<name>/<path:file>")
@requires(Permission.RESULTS_READ)
def pack_file(name: str, file: str) -> Answer:
    """One file of a pack, as the manifest names it."""
    folder = _folder(_order(name))
    if file not in kept.names(folder) or not (folder / file).is_file():
        raise NotFound
    named, kind = f"wyniki-{folder.name}-{file.replace('/', '-')}", TYPES[Path(file).suffix]
    content = io.BytesIO((folder / file).read_bytes())  # read at once: a new pack may take its place meanwhile
    return _safely(send_file(content, kind, as_attachment=True, download_name=named))


def _page(form: PackForm) -> str:
    session, actor = database.session(), current_actor()
    is_whole = actor.scope(Permission.RESULTS_READ) is EVERYWHERE
    found = orders(session) if is_whole else []
    return render_template(
        "analytics/packs.html",
        form=form,
        plain_form=EmptyForm(formdata=None),
        orders=found,
        files={one.name: kept.names(_folder(one)) for one in found if one.digest},
        periods={one.name: labels.period_name(parsed(one.period)) for one in found},
        is_whole=is_whole,
        now=database.clock().now(),
        may_ask=actor.scope(Permission.RESULTS_PUBLISH) is EVERYWHERE,
        is_subscribed=is_subscribed(session, actor.person_id),
        labels=labels,
    )


def _form() -> PackForm:
    """The form with the months that have begun, the newest first; one that is over stands there chosen."""
    today = database.clock().today()
    months = months_to_choose(frames.first_month(database.session()), today)
    return PackForm.of([(str(one), labels.month_inside(one)) for one in months], last_complete_month(today))


def _order(name: str) -> PackOrder:
    """A pack by its name, for who reads the results of the whole office; to others it is not there."""
    if current_actor().scope(Permission.RESULTS_READ) is not EVERYWHERE:
        raise NotFound
    order = order_named(database.session(), name)
    if order is None:
        raise NotFound
    return order


def _folder(order: PackOrder) -> Path:
    return kept.folder_of(current_app.config["SETTINGS"], order.name)


def _safely(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response
