"""The residents' pages of petitions: the list, one petition, the summary of a year."""

from __future__ import annotations

from flask import Response, render_template, request, url_for

from attachments.serving import answer
from complaints.labels.petitions import public_state
from complaints.queries.petitions import petition, petitions_page, year_of_petitions, years_of_petitions
from kernel.errors import NotFound
from web import database
from web.access import public
from web.languages import resident_blueprint

blueprint = resident_blueprint("petitions", __name__)


@blueprint.get("/petitions")
@public
def petitions() -> str:
    """Published petitions, the newest first. Source: art. 8 of the petitions act."""
    session, today = database.session(), database.clock().today()
    number = request.args.get("page", 1, type=int)
    return render_template(
        "complaints/petitions.html",
        page=petitions_page(session, number),
        years=years_of_petitions(session, today),
        state=public_state,
        address=lambda at: url_for("petitions.petitions", page=at),
    )


@blueprint.get("/petitions/<int(max=9999):year>/<int(max=999999999):number>")
@public
def one(year: int, number: int) -> str:
    """One petition: what it asks for, its days, its answer."""
    found = petition(database.session(), year, number)
    if found is None:
        raise NotFound
    return render_template("complaints/petition.html", petition=found, state=public_state)


@blueprint.get("/petitions/<int(max=9999):year>/<int(max=999999999):number>/scan.pdf")
@public
def scan(year: int, number: int) -> Response:
    """The copy of a petition made for everybody, while it is published. Source: art. 8 of the petitions act."""
    found = petition(database.session(), year, number)
    if found is None or found.scan is None:
        raise NotFound
    return answer(found.scan, f"petycja-{number}-{year}.pdf")


@blueprint.get("/petitions/<int(max=9999):year>")
@public
def summary(year: int) -> str:
    """The summary of a year that is over. Source: art. 14 of the petitions act."""
    session, today = database.session(), database.clock().today()
    if year not in years_of_petitions(session, today):
        raise NotFound
    return render_template("complaints/petitions_year.html", found=year_of_petitions(session, year), state=public_state)
