"""The pages of results one named for oneself."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from analytics import desk, views
from analytics.actions.views import MOST_VIEWS, delete_results_view, rename_results_view, save_results_view
from analytics.frames.views import view_for, views_of
from analytics.models import ResultsView
from analytics.reports.material import departments_in
from analytics.routes.room import blueprint
from analytics.texts import _
from analytics.views import ViewForm, address, known, written_query
from kernel.errors import RuleBroken
from kernel.permissions import Permission
from office.forms.sign_in import EmptyForm
from web import database
from web.access import current_actor, requires
from web.errors import status_of
from web.forms import tidy

Answer = str | Response | tuple[str, int]


@blueprint.route("/results/views", methods=["GET", "POST"])
@requires(Permission.RESULTS_READ)
def results_views() -> Answer:
    """One's own views, and a name for the page one came from."""
    form = ViewForm() if request.method == "POST" else _asked()
    if request.method != "POST":
        return _page(form)
    if not form.validate():
        return _page(form), 422

    def save() -> object:
        name, page = tidy(form.name.data), known(str(form.page.data or ""))
        query = written_query(str(form.query.data or ""))
        return save_results_view(database.session(), database.clock(), current_actor(), name, page, query)

    refused = _tried(form, save)
    if refused is not None:
        return _page(form), refused
    flash(_("Widok „%(name)s” jest zapisany.", name=tidy(form.name.data)))
    return redirect(url_for("analytics.results_views"))


@blueprint.post("/results/views/<uuid:view_id>/<any(rename, delete):what>")
@requires(Permission.RESULTS_READ)
def results_view(view_id: uuid.UUID, what: str) -> Answer:
    """Rename or delete one of one's own views."""
    form = ViewForm() if what == "rename" else EmptyForm()
    if not form.validate():
        return _page(ViewForm(formdata=None), view_id, form), 422
    session, actor = database.session(), current_actor()
    view = view_for(session, actor.person_id, view_id)

    def change() -> None:
        if what == "rename":
            rename_results_view(session, actor, view, tidy(form.name.data))
        else:
            delete_results_view(session, actor, view)

    refused = _tried(form, change)
    if refused is not None:
        return _page(ViewForm(formdata=None), view_id, form), refused
    return redirect(url_for("analytics.results_views"))


def _asked() -> ViewForm:
    query = request.query_string.decode(errors="replace")
    return ViewForm(page=known(request.args.get("page", "")), query=written_query(query))


def _tried(form: ViewForm | EmptyForm, act: Callable[[], object]) -> int | None:
    """Act and commit; the HTTP number of a refusal, whose sentence then stands in the form."""
    try:
        act()
    except RuleBroken as broken:
        database.rollback()
        form.refuse(broken, views.sentence(broken))
        return status_of(broken)
    database.commit()
    return None


def _page(form: ViewForm, view_id: uuid.UUID | None = None, beside: ViewForm | EmptyForm | None = None) -> str:
    session = database.session()
    names = departments_in(session, desk.scope())
    page, query = str(form.page.data or ""), written_query(str(form.query.data or ""))
    asked = ResultsView(page=known(page), query=query, name="") if page else None
    return render_template(
        "analytics/views.html",
        form=form,
        views=views_of(session, current_actor().person_id),
        told=lambda view: views.told(view, names),
        asked=asked,
        address=address,
        refused=view_id,
        beside=beside,
        most=MOST_VIEWS,
    )
