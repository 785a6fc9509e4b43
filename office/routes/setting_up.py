"""The first run: a page that shows nothing but a field for the one-time code, and behind it the office and its first
administrator. Once there is an office the page is gone.
"""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from kernel.errors import RuleBroken
from kernel.permissions import SYSTEM
from office import throttle
from office.actions.crest import set_crest
from office.actions.setting_up import WrongSetUpCode, is_set_up_code, set_up_office, wrong_set_up_code
from office.forms.office import CodeForm, SetUpForm
from office.labels import sentence_for
from office.models import Person
from office.queries import the_office
from office.routes.crest import kept_picture, sent_picture, sentence_of_crest
from office.routes.room import blueprint
from office.sign_in import open_sign_in
from web import database, uploads
from web.access import public
from web.errors import status_of
from web.uploads import takes_files

Answer = str | tuple[str, int] | Response


@blueprint.route("/set-up", methods=["GET", "POST"])
@public
@takes_files
def set_up() -> Answer:
    """Ask for the code; then, code in hand, for everything else. The code travels in forms, never in an address."""
    if the_office(database.session()) is not None:
        abort(404)
    code = CodeForm()
    if request.method != "POST":
        return render_template("office/code.html", form=code)
    if not code.validate():
        return render_template("office/code.html", form=code), 400 if code.is_expired else 422
    try:
        is_right = is_set_up_code(database.session(), database.clock(), str(code.code.data))
    except throttle.TooManyTries as wait:
        code.form_errors.append(
            _("Za dużo nieudanych prób. Proszę spróbować ponownie za %(num)s min.", num=wait.facts["minutes"])
        )
        return render_template("office/code.html", form=code), 429
    if not is_right:
        return _wrong(code)
    if "filled" not in request.form:
        form = SetUpForm(formdata=None, code=code.code.data, filled="yes")
        return _page(form)
    form = SetUpForm()
    if "switch" in request.form:
        return _page(form)
    return _founded(form) if form.validate() else (_page(form), 422)


def _wrong(form: CodeForm) -> Answer:
    wrong_set_up_code(database.session(), database.clock())
    database.commit()
    form.refuse(RuleBroken(field="code"), sentence_for(WrongSetUpCode()))
    return render_template("office/code.html", form=form), 422


def _page(form: SetUpForm) -> str:
    """The form; no browser gives a chosen file back, so who had chosen one is told to choose again."""
    sent = request.files.get("picture")
    is_lost = (uploads.are_too_large() or bool(sent and sent.filename)) and not form.picture.errors
    return render_template("office/set_up.html", form=form, is_picture_lost=is_lost)


def _founded(form: SetUpForm) -> Answer:
    """Everything in one transaction; the new administrator is signed in and sees what is still missing."""
    here, clock = database.session(), database.clock()
    try:
        person = _all_of_it(form)
        opened = open_sign_in(here, clock, person, current_app.config["SETTINGS"].sign_in_hours)
        database.commit()
    except IntegrityError:
        database.rollback()  # two browsers at once, and the other one was first
        abort(404)
    except RuleBroken as broken:
        database.rollback()
        form.refuse(broken, sentence_of_crest(broken))
        return _page(form), status_of(broken)
    session.clear()
    session["token"] = opened.token
    flash(_("Urząd jest założony."))
    return redirect(url_for("office.administration"))


def _all_of_it(form: SetUpForm) -> Person:
    """The office, its first administrator and, where one was sent, its crest. The picture is looked at before anything
    is written. Raises WrongSetUpCode, BadPerson, FileRefused.
    """
    here, clock, draft = database.session(), database.clock(), sent_picture()
    try:
        person = set_up_office(here, clock, str(form.code.data), form.office(), form.administrator())
        if draft is not None:
            set_crest(here, clock, SYSTEM, kept_picture(draft), row_version=0)
        return person
    finally:
        if draft is not None:
            draft.discard()
