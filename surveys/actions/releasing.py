"""From a draft to residents and away again: approve by a second person, reopen, publish at a place, end, retire."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.ids import new_id
from kernel.permissions import Actor
from office.actions.locking import take
from office.models import Department, Desk, Service
from surveys.actions.drafting import digest, need, tell_version
from surveys.events import SurveyTag
from surveys.models import Publication, Questionnaire, QuestionnaireVersion
from surveys.queries import questionnaires
from surveys.rules.drafting import Fault, faults
from surveys.rules.follow_up import AFTER_A_CASE
from surveys.rules.kinds import ShortText
from surveys.rules.versions import (
    BadPublication,
    PlaceKind,
    VersionMove,
    after,
    check_days,
    check_end,
    check_second_person,
)

PLACES: Final[dict[PlaceKind, type[Department] | type[Service] | type[Desk]]] = {
    PlaceKind.DEPARTMENT: Department,
    PlaceKind.SERVICE: Service,
    PlaceKind.DESK: Desk,
}


class NotWhole(RuleBroken):
    """A draft that lacks something is not approved. ``faults``: what."""

    code = "not_whole"

    def __init__(self, found: list[Fault]) -> None:
        super().__init__()
        self.faults = found


@dataclass(frozen=True)
class PublicationTyped:
    """Where a version is asked, and from which day to which. ``place_id``: None for the whole office."""

    place_kind: PlaceKind
    place_id: uuid.UUID | None
    from_on: dt.date
    to_on: dt.date | None = None


def approve_version(
    session: Session, clock: Clock, actor: Actor, version: QuestionnaireVersion, *, row_version: int
) -> None:
    """Approve a wording somebody else wrote. Raises Stale, IllegalVersionMove, SameEyes, NotWhole."""
    take(session, version, row_version)
    state = after(version.state, VersionMove.APPROVE)
    check_second_person(set(json.loads(version.editors)), actor.ref)
    found = faults(questionnaires.content_of(version))
    if found:
        raise NotWhole(found)
    version.state, version.approved_by = state, actor.ref
    tell_version(session, clock, actor, SurveyTag.VERSION_APPROVED, version, definition=digest(version.definition))


def reopen_version(
    session: Session, clock: Clock, actor: Actor, version: QuestionnaireVersion, *, row_version: int, reason: str
) -> None:
    """Make an approved version a draft again. Raises Stale, IllegalVersionMove, ReasonNeeded."""
    take(session, version, row_version)
    state = after(version.state, VersionMove.REOPEN)
    need(reason)
    version.state, version.approved_by = state, ""
    tell_version(session, clock, actor, SurveyTag.VERSION_REOPENED, version, reason=reason)


def release_version(
    session: Session,
    clock: Clock,
    actor: Actor,
    version: QuestionnaireVersion,
    typed: PublicationTyped,
    *,
    row_version: int,
) -> Publication:
    """Publish a version at a place. Raises Stale, IllegalVersionMove, BadPublication."""
    _check_place(session, typed)
    _check_not_pooled(session, version, typed)
    _check_no_words(version, typed)
    take(session, version, row_version)
    state = after(version.state, VersionMove.RELEASE)
    check_days(typed.from_on, typed.to_on, clock.today())
    version.state, version.published_at = state, version.published_at or clock.now()
    row = Publication(
        id=new_id(),
        version_id=version.id,
        place_kind=typed.place_kind.value,
        from_on=typed.from_on,
        to_on=typed.to_on,
        row_version=1,
    )
    if typed.place_kind in PLACES:
        setattr(row, f"{typed.place_kind.value}_id", typed.place_id)
    session.add(row)
    tell_version(
        session,
        clock,
        actor,
        SurveyTag.VERSION_RELEASED,
        version,
        publication=str(row.id),
        place_kind=row.place_kind,
        place=str(row.place_id) if row.place_id else None,
        from_on=row.from_on.isoformat(),
        to_on=row.to_on.isoformat() if row.to_on else None,
    )
    return row


def end_publication(
    session: Session,
    clock: Clock,
    actor: Actor,
    version: QuestionnaireVersion,
    publication: Publication,
    to_on: dt.date,
    *,
    row_version: int,
    reason: str,
) -> None:
    """Give a publication its last day; the day before its first takes it back.

    Raises Stale, BadPublication, ReasonNeeded.
    """
    take(session, publication, row_version)
    check_end(publication.from_on, to_on, clock.today())
    need(reason)
    publication.to_on = to_on
    tell_version(
        session,
        clock,
        actor,
        SurveyTag.PUBLICATION_ENDED,
        version,
        reason=reason,
        publication=str(publication.id),
        to_on=to_on.isoformat(),
    )


def retire_version(
    session: Session, clock: Clock, actor: Actor, version: QuestionnaireVersion, *, row_version: int, reason: str
) -> None:
    """Ask a version nowhere any more; forms under way are still taken.

    Raises Stale, IllegalVersionMove, ReasonNeeded.
    """
    take(session, version, row_version)
    state = after(version.state, VersionMove.RETIRE)
    need(reason)
    version.state = state
    tell_version(session, clock, actor, SurveyTag.VERSION_RETIRED, version, reason=reason)


def _check_place(session: Session, typed: PublicationTyped) -> None:
    table = PLACES.get(typed.place_kind)
    if table is None:
        return
    row: Any = session.get(table, typed.place_id) if typed.place_id else None
    if row is None or (row.valid_to_on is not None and row.valid_to_on < typed.from_on):
        raise BadPublication(field="place", code="no_such_place")


def _check_no_words(version: QuestionnaireVersion, typed: PublicationTyped) -> None:
    """Answers after a case wait for others that are like them; nobody's own words are like another's."""
    if typed.place_kind is not PlaceKind.AFTER_A_CASE:
        return
    for question in json.loads(version.definition)["questions"]:
        if question["kind"] == ShortText.name:
            raise BadPublication(field="place", code="words_after_a_case", question=question["key"])


def _check_not_pooled(session: Session, version: QuestionnaireVersion, typed: PublicationTyped) -> None:
    """A questionnaire is asked after a case or at places, never both: their answers would end in one figure."""
    questionnaire = session.get_one(Questionnaire, version.questionnaire_id)
    is_for_cases = typed.place_kind is PlaceKind.AFTER_A_CASE
    if is_for_cases and questionnaire.key == AFTER_A_CASE:
        return
    kinds = questionnaires.place_kinds(session, questionnaire.id)
    if questionnaire.key == AFTER_A_CASE or any((kind == PlaceKind.AFTER_A_CASE) != is_for_cases for kind in kinds):
        raise BadPublication(field="place", code="asked_elsewhere")
