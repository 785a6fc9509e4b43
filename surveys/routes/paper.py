"""Paper forms: choosing a batch, typing form after form, entering a sample again, saying what holds."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kernel.errors import NotFound, RuleBroken
from kernel.permissions import Permission
from surveys import actions, queries, sealer
from surveys.forms.paper import BatchForm, KeysForm, keys_form, resolve_form
from surveys.instruments import DEFAULT
from surveys.labels.paper import sentence
from surveys.models import PaperBatch, PaperForm
from surveys.queries import OpenVersion
from surveys.queries import paper as papers
from surveys.queries.questionnaires import version_for
from surveys.routes.room import blueprint
from surveys.rules.paper import OPEN, entry_of, keys_of
from surveys.rules.submission import AnsweredOtherwise
from web import database
from web.access import current_actor, requires
from web.errors import status_of
from web.forms import Form
from web.languages import current_language

Answer = str | tuple[str, int] | Response


@blueprint.route("/surveys/paper", methods=["GET", "POST"])
@requires(Permission.SURVEY_ENTER)
def paper() -> Answer:
    """Choose desk, service and day once; below it what was typed last and what waits for a second entry."""
    session, actor = database.session(), current_actor()
    form, status = BatchForm(), 200
    form.offer(papers.desks_to_choose(session, actor), papers.services_to_choose(session, actor))
    if form.is_submitted():
        status = 422
        if form.validate():
            typed = form.typed()
            asked_at = papers.place_at(session, typed.desk_id)
            version = version_for(session, asked_at, typed.visited_on, DEFAULT)
            try:
                batch = actions.begin_batch(session, database.clock(), actor, typed, version.id if version else None)
            except RuleBroken as broken:
                status = _refused(form, broken)
            else:
                database.commit()
                return redirect(url_for(".paper_batch", batch_id=batch.id), 303)
    session = database.session()
    lists = {
        "batches": papers.recent_batches(session, actor),
        "checks": papers.waiting_checks(session, actor),
        "compared": papers.check_counts(session, actor),
    }
    return render_template("surveys/paper.html", form=form, own=actor.person_id, OPEN=OPEN, **lists), status


@blueprint.route("/surveys/paper/<uuid:batch_id>", methods=["GET", "POST"])
@requires(Permission.SURVEY_ENTER)
def paper_batch(batch_id: uuid.UUID) -> Answer:
    """Type the next form: a key a question, Enter, and the next one is there."""
    session, actor = database.session(), current_actor()
    batch = papers.batch_for(session, actor, batch_id)
    if batch.person_id != actor.person_id:
        return _not_now()
    form, status = keys_form(_version(batch).definition, current_language()), 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                done = actions.enter_form(session, database.clock(), actor, batch, form.submission(), form.keys())
            except RuleBroken as broken:
                status = _refused(form, broken)
            else:
                database.commit()
                sealer.poke()
                said = _("Formularz nr %(number)s jest zapisany.", number=done.number)
                again = _("Ten formularz będzie wpisany drugi raz przez inną osobę; proszę go odłożyć osobno.")
                flash(f"{said} {again}" if done.is_sampled else said)
                return redirect(url_for(".paper_batch", batch_id=batch.id), 303)
    batch = papers.batch_for(database.session(), actor, batch_id)
    return _keys_page(form, batch, papers.count_forms(database.session(), batch) + 1), status


@blueprint.route("/surveys/paper/<uuid:batch_id>/<int(max=999999999):number>/again", methods=["GET", "POST"])
@requires(Permission.SURVEY_ENTER)
def paper_again(batch_id: uuid.UUID, number: int) -> Answer:
    """Enter a form of the sample a second time, without seeing the first entry."""
    batch, found = _form(batch_id, number)
    if not found.is_sampled or found.standing or batch.person_id == current_actor().person_id:
        return _not_now()
    form, status = keys_form(_version(batch).definition, current_language()), 200
    if form.is_submitted():
        status = 422
        if form.validate():
            session, clock = database.session(), database.clock()
            done = actions.check_form(session, clock, current_actor(), batch, found, form.keys())
            database.commit()
            if done.differs:
                return redirect(url_for(".paper_differs", batch_id=batch.id, number=number), 303)
            flash(_("Formularz nr %(number)s: oba wpisy są takie same.", number=number))
            return redirect(url_for(".paper"), 303)
    return _keys_page(form, batch, number, again=True), status


@blueprint.route("/surveys/paper/<uuid:batch_id>/<int(max=999999999):number>/differs", methods=["GET", "POST"])
@requires(Permission.SURVEY_ENTER)
def paper_differs(batch_id: uuid.UUID, number: int) -> Answer:
    """Show where two entries of a form differ, and say with the paper in hand what holds."""
    session = database.session()
    batch, found = _form(batch_id, number)
    if found.standing != OPEN:
        return _not_now()
    first, second = papers.both_entries(session, found)
    form, status = resolve_form(_version(batch).definition, first, second, current_language()), 200
    if form.is_submitted():
        status = 422
        if form.validate():
            actions.resolve_form(session, database.clock(), current_actor(), batch, found, form.right())
            database.commit()
            sealer.poke()
            flash(_("Formularz nr %(number)s: ustalono, co jest na kartce. Oba wpisy zostają.", number=number))
            return redirect(url_for(".paper"), 303)
    row = papers.batch_row(session, batch)
    return render_template("surveys/paper_differs.html", form=form, batch=row, number=number), status


def _not_now() -> Answer:
    """There is no such step for this reader; who sent it was overtaken by somebody else and is told so."""
    if not Form().is_submitted():
        raise NotFound
    if Form().validate():
        flash(_("Ten formularz ktoś już sprawdził albo wpisuje go kto inny. Nic nie zmieniono."))
    return redirect(url_for(".paper"))


def _form(batch_id: uuid.UUID, number: int) -> tuple[PaperBatch, PaperForm]:
    session = database.session()
    batch = papers.batch_for(session, current_actor(), batch_id)
    return batch, papers.form_in(session, batch, number)


def _version(batch: PaperBatch) -> OpenVersion:
    found = queries.version(database.session(), batch.version_id)
    if found is None:
        raise NotFound
    return found


def _keys_page(form: KeysForm, batch: PaperBatch, number: int, *, again: bool = False) -> str:
    row = papers.batch_row(database.session(), batch)
    how = {"entry_of": entry_of, "keys_of": keys_of, "version_id": batch.version_id}
    return render_template("surveys/paper_form.html", form=form, batch=row, number=number, again=again, **how)


def _refused(form: BatchForm | KeysForm, broken: RuleBroken) -> int:
    """Say beside its field, or above the form, why something is refused. What is not there is not found."""
    if isinstance(broken, NotFound):
        raise broken
    status = 409 if isinstance(broken, AnsweredOtherwise) else status_of(broken)
    database.rollback()
    form.refuse(broken, sentence(broken))
    return status
