"""The holding list: what came in a flood, and putting it into the register, one by one or many at once."""

from __future__ import annotations

import uuid

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from complaints import actions, labels
from complaints.models import HeldFiling
from complaints.queries.holding import PAGE_SIZE, held_for, held_page, within_list
from complaints.routes.protecting import copy_of
from complaints.routes.room import Answer, blueprint
from complaints.rules.holding import list_number, read_list_number
from kernel.errors import Forbidden
from kernel.ids import access_code
from kernel.permissions import Permission
from office.forms import EmptyForm
from web import database
from web.access import current_actor, requires
from web.screening import shown


@blueprint.get("/holding-list")
@requires(Permission.COMPLAINT_READ)
def holding_list() -> Answer:
    """What waits for its number, the oldest first."""
    return _page(EmptyForm())


@blueprint.post("/holding-list/release")
@requires(Permission.COMPLAINT_NOTE)
def holding_release() -> Answer:
    """Put the chosen ones into the register with the day they were received, in the order they came."""
    form, actor = EmptyForm(), current_actor()
    if not form.validate():
        return _page(form), 400
    chosen = _chosen()
    session, secret = database.session(), current_app.config["SETTINGS"].secret_key
    waiting = select(HeldFiling).where(within_list(actor), HeldFiling.id.in_(chosen)).order_by(HeldFiling.number)
    found = session.scalars(waiting).all()
    if not found:
        form.form_errors.append(_("Nic nie zaznaczono. Proszę zaznaczyć sprawy do wpisania."))
        if chosen:
            form.form_errors[:] = [_("Te sprawy są już w rejestrze. Lista niżej jest aktualna.")]
        return _page(form), 409 if chosen else 422
    try:
        released = [
            actions.release(session, database.clock(), actor, held, access_code(secret, held.submission_id))
            for held in found
        ]
    except Forbidden:
        database.rollback()
        raise
    database.commit()
    count = sum(not one.is_repeated for one in released)
    if not count:  # somebody else released them while this form was on its way
        form.form_errors[:] = [_("Te sprawy są już w rejestrze. Lista niżej jest aktualna.")]
        return _page(form), 409
    flash(ngettext("Do rejestru wpisano %(num)s sprawę.", "Do rejestru wpisano spraw: %(num)s.", count), "fine")
    return redirect(url_for("complaints.holding_list"), 303)


@blueprint.post("/holding-list/<uuid:held_id>/personal")
@requires(Permission.PERSONAL_PROTECT)
def holding_personal(held_id: uuid.UUID) -> Answer:
    """Hand out the copy of what is kept on whoever sent a filing that waits; the entry stands before the file goes."""
    session, clock, actor = database.session(), database.clock(), current_actor()
    held = held_for(session, actor, held_id)
    form = EmptyForm()
    if not form.validate():
        return _page(form), 400
    return copy_of(actions.export_personal_of_held(session, clock, actor, held))


def _chosen() -> list[uuid.UUID]:
    """The ids that were ticked; what is none is left aside."""
    found = []
    for text in request.form.getlist("held")[:PAGE_SIZE]:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def _page(form: EmptyForm) -> str:
    wanted, number = request.args.get("page", 1, type=int), request.args.get("number", "")
    page = held_page(database.session(), database.clock(), current_actor(), wanted, number)
    return render_template(
        "complaints/holding_list.html",
        page=page,
        form=form,
        shown=shown,
        labels=labels,
        chosen=list_number(*read) if (read := read_list_number(number)) else "",
        address=lambda at: url_for("complaints.holding_list", page=at),
    )
