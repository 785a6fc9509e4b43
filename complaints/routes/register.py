"""A letter on paper or by word of mouth is registered at the desk."""

from __future__ import annotations

import uuid

from flask import redirect, render_template, request, url_for

from complaints import actions, forms, labels
from complaints.queries import case_for
from complaints.routes.room import Answer, blueprint
from complaints.routes.steps import file_facts
from kernel.errors import RuleBroken
from kernel.permissions import Permission
from office.queries import departments
from office.queries.lists import topics
from web import database
from web.access import current_actor, requires
from web.uploads import takes_files


@blueprint.route("/register", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_REGISTER)
@takes_files
def register() -> Answer:
    """Enter a letter that came by another way than the web."""
    session, clock = database.session(), database.clock()
    form = forms.RegisterForm()
    form.department.choices = forms.department_choices(departments(session, clock.today()))
    form.topic.choices = forms.topic_choices(topics(session, clock.today()))
    if request.method != "POST":
        return _register_page(form)
    if form.take_in():
        return _register_page(form), 422 if form.files.errors else 200
    if form.validate():
        try:
            received = actions.receive(session, clock, current_actor(), form.filing())
            actions.sort_new(session, clock, current_actor(), received, forms.chosen_department(form.topic.data))
            actions.enclose(session, clock, current_actor(), received, form.form_id(), shown=form.shown())
        except RuleBroken as broken:
            database.rollback()
            form.refused(broken, labels.sentence_for(broken))
        else:
            database.commit()
            may_read = case_is_ours(received.complaint_id)
            return redirect(
                url_for("complaints.case", complaint_id=received.complaint_id)
                if may_read
                else url_for("complaints.queue")
            )
    return _register_page(form), 422


def _register_page(form: forms.RegisterForm) -> str:
    return render_template("complaints/register.html", form=form, **file_facts(form))


def case_is_ours(complaint_id: uuid.UUID) -> bool:
    """Whether the reader may open a case; a clerk of one department can register a letter for another."""
    try:
        case_for(database.session(), current_actor(), complaint_id)
    except RuleBroken:
        return False
    return True
