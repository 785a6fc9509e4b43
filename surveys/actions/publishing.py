"""Opening a questionnaire to answers. What is published never changes."""

from __future__ import annotations

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.ids import new_id
from kernel.permissions import Actor
from ledger.actions import append
from ledger.canonical import canonical
from surveys.events import QuestionnairePublished, SurveyTag
from surveys.models import Questionnaire, QuestionnaireVersion
from surveys.rules.definition import Definition
from surveys.rules.submission import APPROVED, DRAFT, PUBLISHED, RETIRED


class VersionFrozen(RuleBroken):
    """This version was published with another wording; a change needs the next version number."""

    code = "version_frozen"


def publish(session: Session, clock: Clock, actor: Actor, definition: Definition) -> QuestionnairePublished:
    """Open a version everywhere and retire what was published of it before; drafts stay.

    Publishing the same wording again changes nothing.

    Raises VersionFrozen when the version number was used for another wording, or by a draft.
    """
    text = canonical(definition.content)
    questionnaire = _questionnaire(session, definition)
    versions = session.scalars(
        select(QuestionnaireVersion).where(QuestionnaireVersion.questionnaire_id == questionnaire.id)
    ).all()
    for row in versions:
        if row.version != definition.version:
            continue
        if row.definition != text or row.state in (DRAFT, APPROVED):
            raise VersionFrozen(version=definition.version)
        return QuestionnairePublished(row.id, definition.key, definition.version)
    for row in versions:
        if row.state == PUBLISHED:
            row.state = RETIRED
            row.row_version += 1
    fresh = QuestionnaireVersion(
        id=new_id(),
        questionnaire_id=questionnaire.id,
        version=definition.version,
        state=PUBLISHED,
        definition=text,
        published_at=clock.now(),
    )
    session.add(fresh)
    data = {
        "key": definition.key,
        "version": definition.version,
        "definition": hashlib.sha256(text.encode()).hexdigest(),
    }
    stream = f"questionnaire:{questionnaire.id}"
    append(session, clock, actor, SurveyTag.QUESTIONNAIRE_PUBLISHED, stream, data, clock.today())
    return QuestionnairePublished(fresh.id, definition.key, definition.version)


def _questionnaire(session: Session, definition: Definition) -> Questionnaire:
    """The questionnaire of a definition, made when it is new."""
    found = session.scalars(select(Questionnaire).where(Questionnaire.key == definition.key)).one_or_none()
    if found is None:
        found = Questionnaire(id=new_id(), key=definition.key, title=definition.title["pl"])
        session.add(found)
        session.flush()
    return found
