"""The cases whose time is over: the plan, and the button that anonymises exactly these."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import ngettext

from complaints import forms, labels
from complaints.actions.retention import run_retention
from complaints.queries.retention import retention_plan
from complaints.routes.room import Answer, blueprint
from kernel.errors import RuleBroken
from kernel.permissions import Permission
from web import database
from web.access import current_actor, requires
from web.errors import status_of
from web.forms import tidy


@blueprint.route("/administration/retention", methods=["GET", "POST"])
@requires(Permission.RETENTION_RUN)
def retention() -> Answer:
    """What is due today; a form that was sent anonymises it, unless the list is another one by now."""
    form, status = forms.RetentionForm(), 200
    session, clock, actor = database.session(), database.clock(), current_actor()
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                done = run_retention(session, clock, actor, str(form.plan.data), tidy(form.reason.data))
            except RuleBroken as broken:
                status = status_of(broken)
                database.rollback()
                form.refuse(broken, labels.sentence_for(broken))
            else:
                database.commit()
                flash(ngettext("Usunięto dane z %(num)d sprawy.", "Usunięto dane z %(num)d spraw.", done.count))
                return redirect(url_for("complaints.retention"))
    plan = retention_plan(database.session(), clock.today())
    form.plan.data = plan.hash
    return render_template("complaints/retention.html", plan=plan, form=form), status
