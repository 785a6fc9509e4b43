"""The quality officer's pages: questionnaires, their versions, one version with all that can be done with it."""

from __future__ import annotations

import uuid
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _

from kernel.errors import NotFound
from kernel.permissions import Permission
from office.models import Department, Desk, Service
from office.queries import all_departments
from office.queries.history import changes_of
from office.routes.steps import Answer, loaded, stamp, step
from surveys.actions import begin_draft, copy_to_draft
from surveys.actions.drafting import stream_of
from surveys.forms import rate_form
from surveys.forms.questionnaires import BeginForm, PlainForm
from surveys.labels.questionnaires import KIND_WORDS, PLACE_WORDS, STATE_WORDS, fault_words, sentence_for
from surveys.models import Publication
from surveys.queries import OpenVersion
from surveys.queries.comments import Wanted, count_comments
from surveys.queries.questionnaires import Listed, content_of, listed, one
from surveys.routes.room import blueprint
from surveys.rules.comments import NEW
from surveys.rules.definition import LANGUAGES, Definition
from surveys.rules.drafting import faults
from surveys.rules.submission import DRAFT
from web import database
from web.access import current_actor, requires

HERE = "survey_room.questionnaires"


def trail(version: Listed | None = None) -> tuple[tuple[str, Any], ...]:
    """The way back from a page about questionnaires."""
    back = ((url_for(HERE), _("Ankiety")),)
    return back if version is None else (*back, (page_of(version), name_of(version)))


def page_of(version: Listed) -> str:
    """The address of a version."""
    return url_for("survey_room.version", version_id=version.version.id)


def name_of(version: Listed) -> str:
    """The title and number of a version."""
    title = content_of(version.version)["title"]["pl"] or version.questionnaire.key
    words: str = _("%(title)s, wersja %(number)s", title=title, number=version.version.version)
    return words


def found(version_id: uuid.UUID) -> Listed:
    """The version of an address. Raises NotFound."""
    return loaded(lambda: one(database.session(), version_id))


def place_words(publication: Publication) -> str:
    """The place of a publication by its name."""
    session = database.session()
    kind = str(PLACE_WORDS[publication.place_kind])
    if publication.department_id:
        return f"{kind}: {session.get_one(Department, publication.department_id).name}"
    if publication.service_id:
        return f"{kind}: {session.get_one(Service, publication.service_id).name}"
    if publication.desk_id:
        desk = session.get_one(Desk, publication.desk_id)
        return f"{kind}: {desk.name} ({all_departments(session).get(desk.department_id, '')})"
    return kind


@blueprint.get("/surveys/questionnaires")
@requires(Permission.QUESTIONNAIRE_APPROVE)
def questionnaires() -> str:
    """All versions, by questionnaire."""
    rows = listed(database.session())
    return render_template(
        "surveys/questionnaires.html",
        rows=rows,
        waiting=count_comments(database.session(), current_actor(), Wanted(standing=NEW)),
        states=STATE_WORDS,
        content_of=content_of,
        place_words=place_words,
    )


@blueprint.route("/surveys/questionnaires/add", methods=["GET", "POST"])
@requires(Permission.QUESTIONNAIRE_EDIT)
def begin() -> Answer:
    """Begin a questionnaire of the office's own."""
    form = BeginForm()
    del form.reason, form.row_version
    made: list[uuid.UUID] = []

    def act() -> None:
        title = form.title()
        draft = begin_draft(database.session(), database.clock(), current_actor(), key=form.key.data or "", title=title)
        made.append(draft.id)

    return step(
        form,
        act,
        back=lambda: url_for("survey_room.version", version_id=made[0]),
        saved=_("Szkic jest założony. Teraz pytania."),
        sentences=sentence_for,
        title=_("Nowa ankieta"),
        lead=_("Zacznie się od szkicu, którego mieszkańcy nie widzą."),
        go=_("Załóż szkic"),
        trail=trail(),
        here=HERE,
    )


@blueprint.get("/surveys/questionnaires/<uuid:version_id>")
@requires(Permission.QUESTIONNAIRE_APPROVE)
def version(version_id: uuid.UUID) -> str:
    """A version: questions side by side in three languages, what is missing, where it is asked, what can be done."""
    row = found(version_id)
    content = content_of(row.version)
    missing = faults(content) if row.version.state == DRAFT else []
    return render_template(
        "surveys/version.html",
        row=row,
        content=content,
        name=name_of(row),
        trail=trail(),
        missing=[fault_words(fault) for fault in missing],
        kinds=KIND_WORDS,
        state=STATE_WORDS[row.version.state],
        place_words=place_words,
        tongues=LANGUAGES,
        may_edit=current_actor().can(Permission.QUESTIONNAIRE_EDIT),
        changes=changes_of(database.session(), stream_of(row.version)),
        form=PlainForm(data=stamp(row.version)),
    )


@blueprint.get("/surveys/questionnaires/<uuid:version_id>/preview/<tongue>")
@requires(Permission.QUESTIONNAIRE_APPROVE)
def preview(version_id: uuid.UUID, tongue: str) -> Answer:
    """A version as residents will see it, wide and in the width of a phone; nothing can be sent."""
    row = found(version_id)
    if tongue not in LANGUAGES:
        raise NotFound
    content = content_of(row.version)
    if row.version.state == DRAFT and faults(content):
        return render_template("surveys/preview.html", row=row, name=name_of(row), trail=trail(row), tongue=tongue), 200
    version = OpenVersion(row.version.id, row.version.state, Definition.read(content))
    form = rate_form(version, tongue, None, with_tiles=True)
    return render_template(
        "surveys/preview.html",
        row=row,
        name=name_of(row),
        trail=trail(row),
        tongue=tongue,
        questions=form.questions(),
        definition=form.version.definition,
    )


@blueprint.post("/surveys/questionnaires/<uuid:version_id>/copy")
@requires(Permission.QUESTIONNAIRE_EDIT)
def copy(version_id: uuid.UUID) -> Answer:
    """Copy a version to a new draft: the way to change what is frozen."""
    row = found(version_id)
    form = PlainForm()
    made: list[uuid.UUID] = []

    def act() -> None:
        made.append(copy_to_draft(database.session(), database.clock(), current_actor(), row.version).id)

    return step(
        form,
        act,
        back=lambda: url_for("survey_room.version", version_id=made[0]),
        saved=_("To jest nowy szkic o tych samych pytaniach. Poprzednia wersja działa dalej."),
        sentences=sentence_for,
        title=_("Kopia jako nowy szkic"),
        go=_("Zrób kopię"),
        trail=trail(row),
        here=HERE,
    )
