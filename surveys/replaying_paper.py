"""Forms on paper, visits and flags against the record."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from ledger.canonical import commitment
from ledger.replays import Difference, OnStep, Said, commits, said, tagged
from surveys.actions.paper import stream_of, told
from surveys.events import SurveyTag
from surveys.models import DeskVisits, PaperBatch, PaperForm, PaperSecondText, Response
from surveys.queries.flags import are_told, untold_flags
from surveys.rules.flags import REPLACED, flags_of
from surveys.rules.paper import AGREED, OPEN, is_sampled

Checks = dict[str, Said]
"""The newest entry of one tag by the response it is about."""


def paper_differences(session: Session, on_step: OnStep) -> Iterator[Difference]:
    """Batches no entry begins as they stand; forms whose second entry or decision is not that of their entries."""
    begun = {one.stream: one for one in said(session, tagged([SurveyTag.PAPER_BEGUN.text]))}
    for batch in session.scalars(select(PaperBatch)):
        one = begun.pop(stream_of(batch), None)
        if one is None or one.data != told(batch):
            yield Difference(f"paper batch {batch.id}", "no entry begins it as it stands", one.leaf if one else 0)
    for stream, one in begun.items():
        yield Difference(stream, "an entry began it, but it is not there", one.leaf)
    checks, decisions = _by_response(session, SurveyTag.PAPER_CHECKED), _by_response(session, SurveyTag.PAPER_RESOLVED)
    for form in session.scalars(select(PaperForm)):
        response = str(form.response_id)
        why = _fault(session, form, checks.pop(response, None), decisions.pop(response, None))
        if why:
            yield Difference(f"paper form {form.number} of batch {form.batch_id}", why)
        on_step(1)
    for response, one in (*checks.items(), *decisions.items()):
        yield Difference(f"paper form of response {response}", "an entry tells of it, but it is not there", one.leaf)
    yield from _second_words(session)


def _second_words(session: Session) -> Iterator[Difference]:
    """Words of second entries that are not those their entry commits to."""
    query = select(PaperSecondText, PaperForm).join(PaperForm, PaperForm.response_id == PaperSecondText.response_id)
    for row, form in session.execute(query):
        is_told = json.loads(form.second or "{}").get(row.question) == row.commitment
        if not is_told or (row.text is not None and not commits(row.salt, row.text, row.commitment)):
            yield Difference(f"paper form {form.number} of batch {form.batch_id}", "words of its second entry differ")


def _by_response(session: Session, tag: SurveyTag) -> Checks:
    return {one.data["response"]: one for one in said(session, tagged([tag.text]))}


def _fault(session: Session, form: PaperForm, check: Said | None, decision: Said | None) -> str | None:
    if form.is_sampled != is_sampled(form.batch_id, form.number):
        return "it is not the one its batch's sample takes"
    if check is None:
        return None if not (form.standing or form.second or decision) else "no entry tells of its second entry"
    if commitment(form.salt, json.loads(form.second)) != check.data["second"]:
        return "its second entry does not give its commitment"
    standing = decision.data["kept"] if decision else OPEN if check.data["differs"] else AGREED
    replacement = decision.data["replacement"] if decision else None
    if (form.standing, form.replaced_by_id and str(form.replaced_by_id)) != (standing, replacement):
        return "what holds of it is not what its entry says"
    first = session.get(Response, form.response_id)
    if first is None or (REPLACED in flags_of(first.flags)) != (replacement is not None):
        return "its first entry counts otherwise than its entry says"
    return None


def visits_differences(session: Session, on_step: OnStep) -> Iterator[Difference]:
    """Visits that are not what was last told of their desk and day."""
    told: dict[tuple[str, str], tuple[int | None, int]] = {}
    for one in said(session, tagged([SurveyTag.VISITS_REPORTED.text, SurveyTag.VISITS_CORRECTED.text])):
        key = (one.data["desk"], one.data["day"])
        told[key] = (one.data["visits"] if "visits" in one.data else one.data["after"], one.leaf)
    for row in session.scalars(select(DeskVisits)):
        count, leaf = told.pop((str(row.desk_id), row.day_on.isoformat()), (None, 0))
        if leaf == 0 or count != row.visits:
            yield Difference(f"visits of desk {row.desk_id} on {row.day_on}", "no entry reports this number", leaf)
        on_step(1)
    for (desk, day), (_count, leaf) in told.items():
        yield Difference(f"visits of desk {desk} on {day}", "an entry reports them, but they are not there", leaf)


def flags_differences(session: Session, _on_step: OnStep) -> Iterator[Difference]:
    """Flags of responses from tablets that are not those last told of them; any flag of others, but for paper forms
    that were entered wrong."""
    yield from _flagged_elsewhere(session)
    yield from untold_flags(session)


def _flagged_elsewhere(session: Session) -> Iterator[Difference]:
    """Rules look at tablets alone; elsewhere only a paper form can be left out, and its decision says so."""
    is_replaced = exists().where(PaperForm.response_id == Response.id, PaperForm.replaced_by_id.is_not(None))
    query = select(Response.id, Response.leaf).where(
        Response.flags != "", ~are_told(), or_(Response.flags != REPLACED, ~is_replaced)
    )
    for key, leaf in session.execute(query.order_by(Response.id)):
        yield Difference(f"response {key}", "it is left out of figures, and nothing says why", leaf or 0)
