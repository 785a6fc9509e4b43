"""Anonymous opinions: read, marked as read, closed with what the office did."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from flask import redirect, render_template, request, url_for

from complaints import actions, forms, labels
from complaints.models import Feedback
from complaints.queries.feedback import feedback_for, feedback_page
from complaints.routes.room import Answer, blueprint
from complaints.rules.moves import OPINION, Move
from complaints.rules.states import PERMISSION_OF, moves_from, transition
from kernel.errors import Forbidden, RuleBroken, Stale
from kernel.permissions import Permission
from office.queries.lists import topics
from web import database
from web.access import current_actor, requires
from web.errors import status_of
from web.forms import tidy
from web.screening import shown


@blueprint.get("/feedback")
@requires(Permission.FEEDBACK_READ)
def feedback() -> str:
    """Anonymous opinions, newest first, each with the steps this reader may take."""
    actor = current_actor()
    page = feedback_page(database.session(), actor, request.args.get("page", 1, type=int))

    def moves(opinion: Feedback) -> list[Move]:
        possible = moves_from(OPINION, opinion.state)
        return [move for move in possible if actor.can_for(PERMISSION_OF[move], opinion.department_id)]

    return render_template(
        "complaints/feedback.html",
        page=page,
        moves=moves,
        shown=shown,
        labels=labels,
        topic_name=forms.topic_name,
        address=lambda at: url_for("complaints.feedback", page=at),
    )


@blueprint.route("/feedback/<uuid:feedback_id>/review", methods=["GET", "POST"])
@requires(Permission.FEEDBACK_ANSWER)
def review(feedback_id: uuid.UUID) -> Answer:
    """Mark an opinion as read."""
    found = _opinion(feedback_id, Move.REVIEW)
    form = forms.ReviewForm()

    def act() -> object:
        session, clock, actor = database.session(), database.clock(), current_actor()
        chosen = forms.chosen_department(form.topic.data)
        return actions.review(session, clock, actor, found, chosen, row_version=form.version())

    return _step(found, form, act, Move.REVIEW)


@blueprint.route("/feedback/<uuid:feedback_id>/close", methods=["GET", "POST"])
@requires(Permission.FEEDBACK_ANSWER)
def close(feedback_id: uuid.UUID) -> Answer:
    """Close an opinion with what the office did."""
    found = _opinion(feedback_id, Move.CLOSE)
    form = forms.CloseForm()

    def act() -> object:
        session, clock, actor = database.session(), database.clock(), current_actor()
        chosen, text = forms.chosen_department(form.topic.data), tidy(form.text.data)
        return actions.close(session, clock, actor, found, chosen, text, row_version=form.version())

    return _step(found, form, act, Move.CLOSE)


def _opinion(feedback_id: uuid.UUID, move: Move) -> Feedback:
    """The opinion, for somebody who may also make the move; 404 to strangers, 403 to the under-privileged."""
    found = feedback_for(database.session(), current_actor(), feedback_id)
    if not current_actor().can_for(PERMISSION_OF[move], found.department_id):
        raise Forbidden(labels.sentence_for(Forbidden()))
    if request.method != "POST":
        try:
            transition(OPINION, found.state, move)
        except RuleBroken as broken:
            broken.message = labels.sentence_for(broken)
            raise
    return found


def _step(found: Feedback, form: forms.ReviewForm, act: Callable[[], object], move: Move) -> Answer:
    """Show the form, or take the step and go back to the opinions. A refusal keeps what was typed."""
    session, status = database.session(), 200
    form.topic.choices = forms.topic_choices(topics(session, database.clock().today()))
    if request.method != "POST":
        form.row_version.data, form.topic.data = str(found.row_version), str(found.topic_id or "")
    elif form.validate():
        try:
            act()
        except RuleBroken as broken:
            status = status_of(broken)
            database.rollback()
            form.refuse(broken, labels.sentence_for(broken))
            if isinstance(broken, Stale):
                found = feedback_for(database.session(), current_actor(), found.id)
                form.row_version.data = str(found.row_version)
        else:
            database.commit()
            return redirect(url_for("complaints.feedback"))
    else:
        status = 422
    words = {"subject": shown(found.subject), "words": shown(found.text)}
    page = render_template("complaints/opinion.html", opinion=found, form=form, move=move, labels=labels, **words)
    return page, status
