"""Writing a version of a questionnaire: begin it, copy it, change it, discard it. Every change is one entry."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.ids import new_id
from kernel.permissions import Actor
from ledger.actions import append
from ledger.canonical import canonical
from ledger.queries import entries_of
from ledger.tags import Tag
from office.actions.locking import take
from surveys.events import SurveyTag
from surveys.models import Questionnaire, QuestionnaireVersion
from surveys.queries import questionnaires
from surveys.rules import drafting
from surveys.rules.drafting import Content
from surveys.rules.submission import DRAFT
from surveys.rules.versions import VersionMove, after


class KeyTaken(RuleBroken):
    """There is a questionnaire under this key already."""

    code = "key_taken"


class ReasonNeeded(RuleBroken):
    """A step back needs its reason."""

    code = "no_reason"


def begin_draft(
    session: Session, clock: Clock, actor: Actor, *, key: str, title: Mapping[str, str]
) -> QuestionnaireVersion:
    """Begin the first draft of a new questionnaire. Raises KeyTaken."""
    if session.scalar(select(Questionnaire.id).where(Questionnaire.key == key)) is not None:
        raise KeyTaken(field="key")
    questionnaire = Questionnaire(id=new_id(), key=key, title=title.get("pl", "").strip())
    session.add(questionnaire)
    session.flush()
    return _begin(session, clock, actor, questionnaire, drafting.begun(key, 1, title), copied=None)


def copy_to_draft(session: Session, clock: Clock, actor: Actor, version: QuestionnaireVersion) -> QuestionnaireVersion:
    """Begin the next version as a copy of one: the way to change what was published."""
    questionnaire = session.scalars(
        select(Questionnaire).where(Questionnaire.id == version.questionnaire_id).with_for_update()
    ).one()
    used = [json.loads(entry.canonical)["data"]["version"] for entry in entries_of(session, stream_of(version))]
    number = questionnaires.next_number(session, questionnaire.id, used)
    content = drafting.copied(questionnaires.content_of(version), number)
    return _begin(session, clock, actor, questionnaire, content, copied=version.version)


def change_draft(
    session: Session,
    clock: Clock,
    actor: Actor,
    version: QuestionnaireVersion,
    change: Callable[[Content], Content],
    *,
    what: str,
    row_version: int,
) -> bool:
    """Change the wording of a draft; whether anything became different. ``what``: a stable word for the record.

    Raises Stale, IllegalVersionMove for what is no draft any more, BadDraft for what a draft cannot take.
    """
    take(session, version, row_version)
    after(version.state, VersionMove.CHANGE)
    text = canonical(change(questionnaires.content_of(version)))
    if text == version.definition:
        version.row_version -= 1
        return False
    version.definition = text
    version.editors = canonical(sorted({*json.loads(version.editors), actor.ref}))
    tell_version(session, clock, actor, SurveyTag.DRAFT_CHANGED, version, definition=digest(text), what=what)
    return True


def discard_draft(
    session: Session, clock: Clock, actor: Actor, version: QuestionnaireVersion, *, row_version: int, reason: str
) -> None:
    """Take a draft away; its number is not used again. Raises Stale, IllegalVersionMove, ReasonNeeded."""
    take(session, version, row_version)
    after(version.state, VersionMove.DISCARD)
    need(reason)
    tell_version(session, clock, actor, SurveyTag.DRAFT_DISCARDED, version, reason=reason)
    session.delete(version)


def tell_version(
    session: Session,
    clock: Clock,
    actor: Actor,
    tag: Tag,
    version: QuestionnaireVersion,
    *,
    reason: str = "",
    **more: Any,
) -> None:
    """Write the entry about a version: its key and number, and what the tag wants besides."""
    data = {"key": questionnaires.content_of(version)["key"], "version": version.version, **more}
    append(session, clock, actor, tag, stream_of(version), data, clock.today(), reason)


def need(reason: str) -> None:
    """Raises ReasonNeeded where there is none."""
    if not reason.strip():
        raise ReasonNeeded(field="reason")


def digest(text: str) -> str:
    """The hash of a wording as the record holds it."""
    return hashlib.sha256(text.encode()).hexdigest()


def stream_of(version: QuestionnaireVersion) -> str:
    """The stream of the record all versions of a questionnaire stand in."""
    return f"questionnaire:{uuid.UUID(str(version.questionnaire_id))}"


def _begin(
    session: Session, clock: Clock, actor: Actor, questionnaire: Questionnaire, content: Content, copied: int | None
) -> QuestionnaireVersion:
    version = QuestionnaireVersion(
        id=new_id(),
        questionnaire_id=questionnaire.id,
        version=content["version"],
        state=DRAFT,
        definition=canonical(content),
        editors=canonical([actor.ref]),
        approved_by="",
        row_version=1,
    )
    session.add(version)
    tell_version(
        session, clock, actor, SurveyTag.DRAFT_BEGUN, version, definition=digest(version.definition), copied=copied
    )
    return version
