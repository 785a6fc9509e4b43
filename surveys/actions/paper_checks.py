"""The second entry of a sample of paper forms, compared with the first, and what holds where they differ."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.permissions import Actor
from ledger.actions import append
from ledger.canonical import canonical, commitment
from surveys.actions.paper import LANGUAGE, answers_typed, stream_of
from surveys.actions.submitting import submit_response
from surveys.counting import set_flags
from surveys.events import PaperChecked, SurveyTag
from surveys.models import PaperBatch, PaperForm, PaperSecondText, Response
from surveys.queries.paper import both_entries, first_entry
from surveys.rules.flags import REPLACED, with_flag
from surveys.rules.paper import AGREED, FIRST, MODE, OPEN, NotSampled, OwnEntry, differing, kept, words_in
from surveys.rules.submission import ResponseTyped, checked_answers


def check_form(
    session: Session, clock: Clock, actor: Actor, batch: PaperBatch, form: PaperForm, keys: Mapping[str, str]
) -> PaperChecked:
    """Store the second entry of a form and compare it with the first; both stay.

    Words of the second entry are kept, apart and erasable, only where they differ, and only until that is resolved.
    Raises NotSampled, OwnEntry, NoSuchKey, BadText, NotAnswered.
    """
    session.refresh(form, with_for_update=True)
    if not form.is_sampled or form.standing:
        raise NotSampled
    if actor.person_id is None or actor.person_id == batch.person_id:
        raise OwnEntry
    first, second = first_entry(session, form), answers_typed(session, batch, keys)
    checked_answers(first.definition, second, MODE)
    words = words_in(first.definition)
    differs = differing(first.answers, second, words)
    told = {
        key: _kept_apart(session, form, key, said, key in differs) if key in words else said
        for key, said in second.items()
    }
    form.second, form.salt = canonical(told), secrets.token_hex(16)
    form.second_person_id, form.second_at = actor.person_id, clock.now()
    form.standing = OPEN if differs else AGREED
    data = {
        "batch": str(batch.id),
        "number": form.number,
        "response": str(form.response_id),
        "second": commitment(form.salt, told),
        "differs": differs,
    }
    append(session, clock, actor, SurveyTag.PAPER_CHECKED, stream_of(batch), data, clock.today())
    return PaperChecked(batch.id, form.number, tuple(differs))


def resolve_form(
    session: Session, clock: Clock, actor: Actor, batch: PaperBatch, form: PaperForm, right: Mapping[str, str]
) -> str:
    """Say, with the paper in hand, what holds of a form whose entries differ; which entry that is (FIRST, SECOND ...).

    ``right``: question to the code that is right, for the questions that differ. What was entered wrong stays, with a
    flag that keeps it out of figures, and a response with the right answers counts instead. Raises NotSampled where
    nothing differs, NoSuchOption for an answer that stands in neither entry.
    """
    session.refresh(form, with_for_update=True)
    if form.standing != OPEN:
        raise NotSampled
    first, second = both_entries(session, form)
    words = words_in(first_entry(session, form).definition)
    answers = {**first, **{key: _one_of(right, key, first, second) for key in differing(first, second, words)}}
    answers = {key: code for key, code in answers.items() if code}
    form.standing = kept(first, second, answers, words)
    forget_second_words(session, form.response_id)
    if form.standing != FIRST:
        form.replaced_by_id = _replaced(session, clock, actor, form, answers)
    data = {
        "batch": str(batch.id),
        "number": form.number,
        "response": str(form.response_id),
        "kept": form.standing,
        "replacement": None if form.replaced_by_id is None else str(form.replaced_by_id),
    }
    append(session, clock, actor, SurveyTag.PAPER_RESOLVED, stream_of(batch), data, clock.today())
    return form.standing


def forget_second_words(session: Session, response_id: uuid.UUID, question: str | None = None) -> None:
    """Take away the words of a second entry, of one question or of all; their commitments stay."""
    query = select(PaperSecondText).where(PaperSecondText.response_id == response_id)
    for row in session.scalars(query if question is None else query.where(PaperSecondText.question == question)):
        row.text = row.salt = None


def _kept_apart(session: Session, form: PaperForm, key: str, said: str, differs: bool) -> str:
    """Keep the words of a second entry apart, whole only where they differ; their commitment."""
    salt = secrets.token_hex(16)
    row = PaperSecondText(response_id=form.response_id, question=key, commitment=commitment(salt, said))
    row.text, row.salt = (said, salt) if differs else (None, None)
    session.add(row)
    return row.commitment


def _one_of(right: Mapping[str, str], key: str, first: Mapping[str, str], second: Mapping[str, str]) -> str:
    if key not in right or right[key] not in (first.get(key, ""), second.get(key, "")):
        raise NotSampled(field=key, code="no_choice")
    return right[key]


def _replaced(session: Session, clock: Clock, actor: Actor, form: PaperForm, answers: Mapping[str, str]) -> uuid.UUID:
    """Store the right answers as a response of their own and flag the wrong one."""
    wrong = session.get_one(Response, form.response_id)
    fresh = uuid.uuid4()
    typed = ResponseTyped(
        submission_id=fresh,
        version_id=wrong.version_id,
        mode=MODE,
        language=LANGUAGE,
        answers=answers,
        department_id=wrong.department_id,
        service_id=wrong.service_id,
        desk_id=wrong.desk_id,
        layout_version=wrong.layout_version,
    )
    submit_response(session, clock, actor, typed, wrong.received_at)
    session.flush()
    set_flags(session, with_flag(wrong.flags, REPLACED), [wrong.id])
    session.refresh(wrong)
    return fresh
