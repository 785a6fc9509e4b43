"""One's own secret address for a calendar: made and shown once, made anew, revoked."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from kernel.errors import NotFound
from kernel.permissions import Permission
from office.actions.calendar import close_calendar, open_calendar
from office.forms import EmptyForm
from office.queries.calendar import calendar_made_at
from office.routes.my_account import account_trail, me
from office.routes.qr import public_home
from office.routes.room import blueprint
from office.routes.sign_in import Answer
from web import database
from web.access import current_actor, requires
from web.slots import address


@blueprint.get("/account/calendar")
@requires(Permission.COMPLAINT_NOTE)
def my_calendar() -> str:
    """What the address gives away, whether there is one, and the buttons."""
    return _page()


@blueprint.post("/account/calendar")
@requires(Permission.COMPLAINT_NOTE)
def change_calendar() -> Answer:
    """Make an address and show it this once, or revoke it."""
    if not EmptyForm().validate():
        return _page(), 422
    session, clock, actor, person = database.session(), database.clock(), current_actor(), me()
    if request.form.get("do") != "close":
        secret = open_calendar(session, clock, actor, person.id)
        database.commit()
        return _page(public_home() + (address("office.calendar", secret=secret) or ""))
    try:
        close_calendar(session, clock, actor, person.id)
    except NotFound:
        database.rollback()  # somebody was faster, in another tab
    else:
        database.commit()
        flash(_("Adres kalendarza jest odwołany. Kalendarze, które go znały, nie dostaną już terminów."))
    return redirect(url_for("office.my_calendar"))


def _page(shown: str = "") -> str:
    made_at = calendar_made_at(database.session(), me().id)
    return render_template("office/my_calendar.html", made_at=made_at, shown=shown, trail=account_trail())
