"""The residents' way in, and the three pages every public body owes them: personal data, accessibility, contact."""

from __future__ import annotations

import datetime as dt
from typing import Final

from flask import render_template

from office.queries import the_office
from office.queries.hours import days_off
from office.queries.letters import privacy_clause
from office.rules.declaration import CHANGED_ON, DRAWN_UP_ON, REVIEWED_ON
from web import database
from web.access import public
from web.languages import current_language, resident_blueprint

blueprint = resident_blueprint("public", __name__)

SHOWN_AHEAD: Final = dt.timedelta(days=62)
"""Ours: days off of the next two months; what is further away nobody plans a visit around."""


@blueprint.get("/")
@public
def home() -> str:
    """Three doors: rate, complain, check."""
    return render_template("public/home.html")


@blueprint.get("/privacy")
@public
def privacy() -> str:
    """What happens to personal data. Source: art. 13 GDPR; for complaints also art. 226a KPA."""
    return render_template("public/privacy.html", clause=privacy_clause(database.session(), current_language()))


@blueprint.get("/accessibility")
@public
def accessibility() -> str:
    """The declaration of digital accessibility. Source: art. 10 of the act of 4 April 2019 (Dz.U. 2023 poz. 1440)."""
    days = {"changed_on": CHANGED_ON, "drawn_up_on": DRAWN_UP_ON, "reviewed_on": REVIEWED_ON}
    return render_template("public/accessibility.html", **days)


@blueprint.get("/contact")
@public
def contact() -> str:
    """Where the office is and when it is open."""
    session, today = database.session(), database.clock().today()
    soon = [row for row in days_off(session, today) if row.day_on <= today + SHOWN_AHEAD] if the_office(session) else []
    return render_template("public/contact.html", days_off=soon)
