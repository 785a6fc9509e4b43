"""Views of the queue one named, and giving ticked cases to somebody."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from complaints import actions, labels
from complaints.actions.reassign import NotPassed
from complaints.actions.saved_views import MOST_VIEWS, delete_view, open_with, rename_view, save_view
from complaints.forms.choices import topic_name
from complaints.forms.queue import read_query, written_query
from complaints.forms.queue_views import GiveForm, ViewForm
from complaints.labels.department import not_given
from complaints.labels.queue import filter_words
from complaints.models import Complaint, SavedView
from complaints.queries.saved_views import view_for, views_of
from complaints.queries.scope import within
from complaints.routes.room import Answer, blueprint
from kernel.errors import RuleBroken
from kernel.permissions import EVERYWHERE, Actor, Permission
from office.forms.sign_in import EmptyForm
from office.queries import absent_on, people
from office.queries.choices import Choices, choices
from web import database
from web.access import current_actor, requires
from web.errors import status_of
from web.forms import tidy


@blueprint.route("/queue/views", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_READ)
def queue_views() -> Answer:
    """One's own views, and a name for the filter of the page one came from."""
    form = ViewForm() if request.method == "POST" else ViewForm(query=written_query(read_query(request.query_string)))

    def save() -> object:
        session, clock = database.session(), database.clock()
        query = written_query(read_query(str(form.query.data or "")))
        return save_view(session, clock, current_actor(), tidy(form.name.data), query)

    if request.method == "POST" and form.validate():
        refused = _tried(form, save)
        if refused is None:
            flash(_("Widok „%(name)s” jest zapisany.", name=tidy(form.name.data)))
            return redirect(_back(str(form.query.data or "")))
        return _views_page(form), refused
    return _views_page(form), 422 if request.method == "POST" else 200


@blueprint.post("/queue/views/<uuid:view_id>/<any(rename, delete, default, plain):what>")
@requires(Permission.COMPLAINT_READ)
def queue_view(view_id: uuid.UUID, what: str) -> Answer:
    """Rename or delete one of one's own views, or have the queue open with it."""
    session, actor = database.session(), current_actor()
    view = view_for(session, actor.person_id, view_id)
    form = ViewForm() if what == "rename" else EmptyForm()
    if not form.validate():
        return _views_page(ViewForm(formdata=None), view, form), 422

    def change() -> None:
        if what == "rename":
            rename_view(session, actor, view, tidy(form.name.data))
        elif what == "delete":
            delete_view(session, actor, view)
        else:
            open_with(session, actor, view, is_default=what == "default")

    refused = _tried(form, change)
    if refused is not None:
        return _views_page(
            ViewForm(formdata=None), view_for(database.session(), actor.person_id, view_id), form
        ), refused
    return redirect(url_for("complaints.queue_views"))


def _tried(form: ViewForm | EmptyForm, act: Callable[[], object]) -> int | None:
    """Act and commit; the HTTP number of a refusal, whose sentence then stands in the form."""
    try:
        act()
    except RuleBroken as broken:
        database.rollback()
        form.refuse(broken, labels.sentence_for(broken))
        return status_of(broken)
    database.commit()
    return None


def _views_page(form: ViewForm, view: SavedView | None = None, beside: ViewForm | EmptyForm | None = None) -> str:
    session, actor = database.session(), current_actor()
    offered = choices(session, database.clock().today())
    names = _names(offered)
    views = views_of(session, actor.person_id)
    told = {one.id: "; ".join(filter_words(read_query(one.query), names)) for one in views}
    asked = read_query(str(form.query.data or ""))
    return render_template(
        "complaints/queue_views.html",
        form=form,
        views=views,
        told=told,
        asked="; ".join(filter_words(asked, names)) if form.query.data else "",
        refused=view,
        beside=beside,
        address=lambda one: _back(one.query),
        back=_back(str(form.query.data or "")),
        most=MOST_VIEWS,
    )


def _names(offered: Choices) -> Mapping[uuid.UUID, str]:
    return {**offered.departments, **offered.people, **{topic.id: topic_name(topic) for topic in offered.topics}}


def _back(query: str) -> str:
    """The queue under a filter."""
    return f"{url_for('complaints.queue')}?{written_query(read_query(query))}"


@blueprint.post("/queue/assign")
@requires(Permission.COMPLAINT_ASSIGN)
def queue_assign() -> Answer:
    """Give the ticked cases to one person, each by its own rules; what cannot be given is told, with why."""
    session, clock, actor = database.session(), database.clock(), current_actor()
    form, away = GiveForm(), absent_on(session, clock.today())
    form.fill(takers(choices(session, clock.today()), actor), away)
    ticked = form.ticked()
    cases = {case.id: case for case in _reachable(actor, ticked)}
    moved, why = 0, dict[uuid.UUID, str]()
    is_whole = form.validate()
    if not ticked:
        form.form_errors.append(_("Nie zaznaczono żadnej sprawy. Proszę zaznaczyć sprawy na liście."))
    elif is_whole:
        done = actions.reassign(session, clock, actor, form.wanted(set(cases)), may_wait=bool(form.may_wait.data))
        database.commit()
        moved, why = len(done.passed), why_not(done.kept)
        lost = len(ticked) - len(cases)
        if not why and not lost:
            flash(ngettext("Przydzielono %(num)d sprawę.", "Przydzielono %(num)d spraw.", moved))
            return redirect(_back(str(form.back.data or "")))
        cases = {key: cases[key] for key in why}
        form.form_errors.append(_summary(len(why) + lost))
        if lost:
            form.form_errors.append(_("Część zaznaczonych spraw jest już w wydziale, którego Pani/Pan nie prowadzi."))
    page = render_template(
        "complaints/queue_assign.html",
        form=form,
        cases=list(cases.values()),
        why=why,
        moved=moved,
        labels=labels,
        back=_back(str(form.back.data or "")),
    )
    return page, 422


def takers(offered: Choices, actor: Actor) -> dict[uuid.UUID, str]:
    """Whom the actor may give cases: those who handle in a department in which the actor assigns."""
    scope = actor.scope(Permission.COMPLAINT_ASSIGN)
    if scope is EVERYWHERE:
        return offered.people
    return {key: name for key, name in offered.people.items() if offered.works_in[key] & {None, *scope}}


def _reachable(actor: Actor, ticked: Mapping[uuid.UUID, int]) -> list[Complaint]:
    query = select(Complaint).where(Complaint.id.in_(list(ticked)), within(actor, Permission.COMPLAINT_ASSIGN))
    return sorted(database.session().scalars(query), key=lambda case: list(ticked).index(case.id))


def why_not(kept: Sequence[NotPassed]) -> dict[uuid.UUID, str]:
    """Why each case was not given to somebody, by the case. One statement where there is any."""
    names = people(database.session()) if kept else {}
    told = [(one.complaint, one.why) for one in kept]
    return {case.id: not_given(why, names[case.handler_id] if case.handler_id else "") for case, why in told}


def _summary(count: int) -> str:
    return str(ngettext("%(num)d sprawy nie przydzielono.", "%(num)d spraw nie przydzielono.", count))
