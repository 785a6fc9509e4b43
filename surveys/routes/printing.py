"""A version of a questionnaire as a form to print, with the signs that are typed."""

from __future__ import annotations

import uuid
from typing import Final

from flask import Response, current_app

from attachments.serving import shelf_of
from kernel.errors import NotFound
from kernel.permissions import Permission
from office.queries import the_office
from office.queries.crest import crest_picture
from papers import FormFacts, FormQuestion, render_form
from surveys import queries
from surveys.labels import printing as words
from surveys.labels.printing import in_polish
from surveys.routes.room import blueprint
from surveys.rules.definition import Definition, Question
from surveys.rules.paper import keyed, keys_of
from surveys.rules.submission import DRAFT
from web import database
from web.access import requires

HEADERS: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

LONGEST_IN_ROW: Final = 60
"""Letters of all answers side by side. Ours: five short ones fit across a page of A4."""


@blueprint.get("/surveys/paper/print/<uuid:version_id>.pdf")
@requires(Permission.SURVEY_ENTER)
def printed_form(version_id: uuid.UUID) -> Response:
    """The form of a version, to be printed and laid out; of a draft there is none."""
    found = queries.version(database.session(), version_id)
    if found is None or found.state == DRAFT:
        raise NotFound
    definition = found.definition
    answer = Response(render_form(_facts(definition)), mimetype="application/pdf", headers=HEADERS)
    answer.headers["Content-Disposition"] = f'inline; filename="ankieta-{definition.key}-{definition.version}.pdf"'
    return answer


def _facts(definition: Definition) -> FormFacts:
    session = database.session()
    office = the_office(session)
    name = office.name if office else ""
    return FormFacts(
        office=name,
        title=definition.title["pl"],
        intro=in_polish(words.INTRO),
        number=in_polish(words.NUMBER),
        version=in_polish(words.VERSION, key=definition.key, number=definition.version),
        questions=tuple(_question(definition, question) for question in keyed(definition)),
        thanks=in_polish(words.THANKS),
        made_at=database.clock().now(),
        crest=crest_picture(session, shelf_of(current_app.config["SETTINGS"])),
        crest_alt=f"{in_polish(words.CREST)} {name}",
    )


def _question(definition: Definition, question: Question) -> FormQuestion:
    options = tuple((key, option.text["pl"]) for key, option in keys_of(question))
    length = sum(len(text) for key, text in options if text != key)
    is_row = len(options) <= 12 and length <= LONGEST_IN_ROW
    return FormQuestion(question.text["pl"], options, words.note_of(definition, question), is_row)
