"""The residents' way in, and the three pages every public body owes them: personal data, accessibility, contact."""

from __future__ import annotations

from flask import render_template

from web.access import public
from web.languages import resident_blueprint

blueprint = resident_blueprint("public", __name__)


@blueprint.get("/")
@public
def home() -> str:
    """Three doors: rate, complain, check."""
    return render_template("public/home.html")


@blueprint.get("/privacy")
@public
def privacy() -> str:
    """What happens to personal data. Source: art. 13 GDPR; for complaints also art. 226a KPA."""
    return render_template("public/privacy.html")


@blueprint.get("/accessibility")
@public
def accessibility() -> str:
    """The declaration of digital accessibility. Source: art. 10 of the act of 4 April 2019 (Dz.U. 2023 poz. 1440)."""
    return render_template("public/accessibility.html")


@blueprint.get("/contact")
@public
def contact() -> str:
    """Where the office is and when it is open."""
    return render_template("public/contact.html")
