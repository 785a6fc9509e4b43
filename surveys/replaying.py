"""Questionnaires and responses against the record: wordings by their hash, responses by commitment and batch."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import WARSAW
from ledger.canonical import canonical, commitment
from ledger.merkle import merkle_root
from ledger.replays import Difference, OnStep, Projection, entries_with, rows_in, said, tagged
from surveys.actions.submitting import PAYLOAD_PREFIX
from surveys.counting import size, uncounted
from surveys.events import SurveyTag
from surveys.models import (
    Answer,
    AnswerCount,
    AnswerText,
    DeskVisits,
    HourCount,
    PaperBatch,
    PaperForm,
    PaperSecondText,
    Publication,
    Questionnaire,
    QuestionnaireVersion,
    Response,
    ResponseCount,
)
from surveys.queries.told import Told
from surveys.replaying_comments import REPLAYS as COMMENTS
from surveys.replaying_paper import flags_differences, paper_differences, visits_differences
from surveys.rules.definition import Definition
from surveys.rules.submission import DRAFT, ResponseTyped, committed, payload

_RESPONSE: Final = tuple(
    getattr(Response, name)
    for name in (
        "id", "version_id", "mode", "layout_version", "language", "department_id", "service_id", "desk_id",
        "received_at", "local_on", "local_hour", "payload_hash", "salt", "commitment", "leaf", "case_kind",
        "case_outcome",
    )
)  # fmt: skip
BATCH: Final = 1_000


def _questionnaires(session: Session, on_step: OnStep) -> Iterator[Difference]:
    """Versions whose wording, number or state is not that of their entries, publications likewise; on one side only."""
    keys = {row.id: row.key for row in session.scalars(select(Questionnaire))}
    rows = {(f"questionnaire:{row.questionnaire_id}", row.version): row for row in _versions(session)}
    told = Told()
    for one in said(session, tagged(Told.TAGS)):
        told.take(one)
    for (stream, number), version in told.versions.items():
        place, row = f"questionnaire {version.key}, version {number}", rows.pop((stream, number), None)
        if row is None:
            yield Difference(place, "an entry published it, but it is not there", version.leaf)
            continue
        digest = hashlib.sha256(row.definition.encode()).hexdigest()
        if digest != version.definition or keys.get(row.questionnaire_id) != version.key:
            yield Difference(place, "its wording is not the one that was published", version.leaf)
        if row.state != version.state:
            yield Difference(place, f"it is {row.state}, which no entry says", version.leaf)
        if (row.approved_by, json.loads(row.editors)) != (version.approved_by, sorted(version.editors)):
            yield Difference(place, "who wrote or approved it is not what its entries say", version.leaf)
        on_step(1)
    for row in rows.values():
        yield Difference(f"questionnaire {keys[row.questionnaire_id]}, version {row.version}", "no entry published it")
    yield from _publications(session, told)


def _publications(session: Session, told: Told) -> Iterator[Difference]:
    numbers = {row.id: (f"questionnaire:{row.questionnaire_id}", row.version) for row in _versions(session)}
    rows = {str(row.id): row for row in session.scalars(select(Publication))}
    for key, (values, leaf) in told.publications.items():
        row = rows.pop(key, None)
        if row is None:
            yield Difference(f"publication {key}", "an entry tells of it, but it is not there", leaf)
            continue
        there = (
            *numbers[row.version_id],
            row.place_kind,
            str(row.place_id) if row.place_id else None,
            row.from_on.isoformat(),
            row.to_on.isoformat() if row.to_on else None,
        )
        if there != values:
            yield Difference(f"publication {key}", "its version, place or days are not those of its entries", leaf)
    for key in rows:
        yield Difference(f"publication {key}", "no entry tells of it")


def _versions(session: Session) -> Iterator[QuestionnaireVersion]:
    yield from session.scalars(select(QuestionnaireVersion).order_by(QuestionnaireVersion.version))


def _responses(session: Session, on_step: OnStep) -> Iterator[Difference]:
    """Responses that do not give their commitment, and batches that do not give the root of their entry."""
    seals = {one.leaf: one.data for one in said(session, tagged([SurveyTag.RESPONSES_SEALED.text]))}
    erased = {one.data["words"] for one in said(session, tagged([SurveyTag.WORDS_ERASED.text]))}
    definitions = {
        row.id: Definition.read(json.loads(row.definition)) for row in _versions(session) if row.state != DRAFT
    }
    found = session.execute(select(*_RESPONSE).order_by(Response.leaf, Response.id).execution_options(yield_per=BATCH))
    with closing(found) as rows:
        for leaf, batch in groupby(rows, key=attrgetter("leaf")):
            leaves = []
            for few in _few(batch):
                yield from _changed(session, few, definitions, erased)
                leaves += [_bytes(row.commitment) for row in few]
                on_step(len(few))
            if leaf is not None:
                yield from _in_batch(leaf, leaves, seals.pop(leaf, None))
    for leaf, data in seals.items():
        yield Difference(f"responses sealed by entry {leaf}", f"all {data['count']} of them are gone", leaf)


def _in_batch(leaf: int, leaves: list[bytes], told: dict[str, Any] | None) -> Iterator[Difference]:
    place = f"responses sealed by entry {leaf}"
    if told is None:
        yield Difference(place, "that entry seals no responses", leaf)
    elif len(leaves) != told["count"]:
        yield Difference(place, f"there are {len(leaves)}, but the entry counts {told['count']}", leaf)
    elif merkle_root(leaves).hex() != told["root"]:
        yield Difference(place, "their commitments do not give the root of the entry", leaf)


def _few(batch: Iterator[Any]) -> Iterator[list[Any]]:
    few: list[Any] = []
    for row in batch:
        few.append(row)
        if len(few) == BATCH:
            yield few
            few = []
    if few:
        yield few


def _changed(
    session: Session, few: list[Any], definitions: dict[uuid.UUID, Definition], erased: set[str]
) -> Iterator[Difference]:
    answers: dict[uuid.UUID, dict[str, str]] = defaultdict(dict)
    query = select(Answer.response_id, Answer.question, Answer.value, Answer.code)
    for response_id, question, value, code in session.execute(
        query.where(Answer.response_id.in_([row.id for row in few]))
    ):
        answers[response_id][question] = (code or "") if value is None else str(value)
    words = select(AnswerText).where(AnswerText.response_id.in_([row.id for row in few]))
    for text in session.scalars(words):
        answers[text.response_id][text.question] = text.commitment
        if text.text is None and text.commitment not in erased:
            yield Difference(f"response {text.response_id}", "its words are gone, and no entry erased them")
        if text.text is not None and commitment(text.salt or "00", text.text) != text.commitment:
            yield Difference(f"response {text.response_id}", "its words do not give their commitment")
    for row in few:
        why = _fault(row, answers[row.id], definitions.get(row.version_id))
        if why:
            yield Difference(f"response {row.id}", why, row.leaf or 0)


def _fault(row: Any, given: dict[str, str], definition: Definition | None) -> str | None:
    if definition is None or not given.keys() <= definition.by_key.keys():
        return "it answers questions of no questionnaire that was published"
    typed = ResponseTyped(
        submission_id=row.id,
        version_id=row.version_id,
        mode=row.mode,
        language=row.language,
        answers={key: _code(definition, key, said_as) for key, said_as in given.items()},
        department_id=row.department_id,
        service_id=row.service_id,
        desk_id=row.desk_id,
        layout_version=row.layout_version,
        case=(row.case_kind, row.case_outcome),
    )
    return _fault_in(row, typed)


def _fault_in(row: Any, typed: ResponseTyped) -> str | None:
    try:
        if bytes.fromhex(row.salt).hex() != row.salt:
            return "its salt is spelt as the program never writes it"
        made = commitment(row.salt, committed(typed, row.received_at))
        sent = hashlib.sha256(PAYLOAD_PREFIX + canonical(payload(typed)).encode()).hexdigest()
    except ValueError:
        return "its salt or an answer cannot be read"
    local = row.received_at.astimezone(WARSAW)
    if (row.local_on, row.local_hour) != (local.date(), local.hour):
        return "its day or hour in Warsaw is not that of its moment"
    if made != row.commitment:
        return "its answers, place or hour do not give its commitment"
    return None if sent == row.payload_hash else "what was sent does not give its hash"


def _code(definition: Definition, key: str, said_as: str) -> str:
    """The code of the option that was chosen: a scale keeps its value."""
    return next(
        (one.code for one in definition.by_key[key].options if one.value is not None and str(one.value) == said_as),
        said_as,
    )


def _counts(session: Session, on_step: OnStep) -> Iterator[Difference]:
    """Counted tables that say otherwise than the sealed responses, counted again."""
    for name in uncounted(session):
        yield Difference(name, "it does not count what the sealed responses hold")
    on_step(size(session))


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return text.encode()


REPLAYS: Final = (
    Projection(
        "questionnaires",
        partial(rows_in, QuestionnaireVersion),
        _questionnaires,
        (Questionnaire, QuestionnaireVersion, Publication),
    ),
    Projection("paper forms", partial(rows_in, PaperForm), paper_differences, (PaperBatch, PaperForm, PaperSecondText)),
    Projection("visits", partial(rows_in, DeskVisits), visits_differences, (DeskVisits,)),
    Projection("flags", partial(entries_with, [SurveyTag.FLAGS_COMPUTED.text]), flags_differences, ()),
    Projection("responses", partial(rows_in, Response), _responses, (Response, Answer, AnswerText)),
    Projection("survey counts", size, _counts, (ResponseCount, AnswerCount, HourCount)),
    *COMMENTS,
)
"""What the verification compares of this room."""
