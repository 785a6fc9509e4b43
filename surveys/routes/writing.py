"""Writing a draft: its title, its questions one by one, their order."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, request
from flask_babel import gettext as _

from kernel.errors import NotFound, RuleBroken
from kernel.permissions import Permission
from office.forms.records import RecordForm
from office.routes.steps import Answer, stamp, step
from surveys.actions import change_draft
from surveys.forms.questionnaires import PlainForm, QuestionForm, TitleForm, shown_question
from surveys.labels.questionnaires import sentence_for
from surveys.queries.questionnaires import Listed, content_of
from surveys.routes.questionnaires import HERE, found, page_of, trail
from surveys.routes.room import blueprint
from surveys.rules.definition import LANGUAGES
from surveys.rules.drafting import Content, moved, titled, with_question, without_question
from web import database
from web.access import current_actor, requires
from web.languages import current_language

EDIT = requires(Permission.QUESTIONNAIRE_EDIT)


@blueprint.route("/surveys/questionnaires/<uuid:version_id>/title", methods=["GET", "POST"])
@EDIT
def title(version_id: uuid.UUID) -> Answer:
    """Write the title of a draft anew."""
    row = found(version_id)
    texts = content_of(row.version)["title"]
    form = TitleForm(data={**stamp(row.version), **{f"title_{lang}": texts[lang] for lang in LANGUAGES}})
    del form.reason
    return _change(row, form, "title", lambda content: titled(content, form.title()), title=_("Tytuł ankiety"))


@blueprint.route("/surveys/questionnaires/<uuid:version_id>/questions/add", methods=["GET", "POST"])
@EDIT
def add_question(version_id: uuid.UUID) -> Answer:
    """Add a question at the end of a draft."""
    row = found(version_id)
    form = QuestionForm(data=stamp(row.version))
    return _question(row, form, None, content_of(row.version)["questions"], _("Nowe pytanie"))


@blueprint.route("/surveys/questionnaires/<uuid:version_id>/questions/<key>", methods=["GET", "POST"])
@EDIT
def question(version_id: uuid.UUID, key: str) -> Answer:
    """Write a question of a draft anew."""
    row = found(version_id)
    rows = content_of(row.version)["questions"]
    at = next((at for at, one in enumerate(rows) if one["key"] == key), None)
    if at is None:
        raise NotFound
    form = QuestionForm(data={**stamp(row.version), **shown_question(rows[at])})
    return _question(row, form, key, rows[:at], _("Pytanie %(number)s", number=at + 1))


@blueprint.post("/surveys/questionnaires/<uuid:version_id>/questions/<key>/<what>")
@EDIT
def rearrange(version_id: uuid.UUID, key: str, what: str) -> Answer:
    """Move a question up or down, or take it out of a draft."""
    row = found(version_id)
    form = PlainForm()
    if not form.validate():
        abort(400)
    changes: dict[str, Callable[[Content], Content]] = {
        "up": lambda content: moved(content, key, -1),
        "down": lambda content: moved(content, key, 1),
        "remove": lambda content: without_question(content, key),
    }
    if what not in changes:
        raise NotFound
    session, clock, actor = database.session(), database.clock(), current_actor()
    try:
        change_draft(session, clock, actor, row.version, changes[what], what=what, row_version=form.version())
        database.commit()
        flash(_("Zapisano."))
    except RuleBroken as broken:
        database.rollback()
        flash(sentence_for(broken))
    return redirect(page_of(row), 303)


def _question(row: Listed, form: QuestionForm, key: str | None, earlier: list[dict[str, Any]], words: str) -> Answer:
    form.offer(earlier, current_language())
    del form.reason
    if not form.show_if.choices:
        del form.show_if
    return _change(
        row,
        form,
        "question",
        lambda content: with_question(content, key, form.typed()),
        template="surveys/question.html",
        title=words,
        lead=_(
            "Te same odpowiedzi w trzech językach, po jednej w wierszu, w tej samej kolejności. Puste: zwykłe słowa "
            "skali."
        ),
    )


def _change(
    row: Listed, form: RecordForm, what: str, change: Callable[[Content], Content], *, title: str, **facts: Any
) -> Answer:
    def act() -> None:
        session, clock, actor = database.session(), database.clock(), current_actor()
        change_draft(session, clock, actor, row.version, change, what=what, row_version=form.version())

    is_shown = request.method != "POST"
    if is_shown and row.version.state != "draft":
        flash(_("Ta wersja jest zamrożona. Aby ją zmienić, proszę zrobić kopię jako nowy szkic."))
        return redirect(page_of(row), 303)
    return step(
        form,
        act,
        back=page_of(row),
        saved=_("Zapisano."),
        sentences=sentence_for,
        title=title,
        go=_("Zapisz"),
        trail=trail(row),
        here=HERE,
        **facts,
    )
