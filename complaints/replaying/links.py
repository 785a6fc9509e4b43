"""Links of cases against the record: those people and steps made are there, and no others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.events import ComplaintTag
from complaints.models import ComplaintLink
from complaints.queries.replay import STREAM
from ledger.replays import Difference, OnStep, Projection, Said, entries_with, entries_without, said, tagged

SPLIT: Final = "split"
_HOW: Final = {
    ComplaintTag.SPLIT.text: SPLIT, ComplaintTag.JOINED.text: "joined", ComplaintTag.ANNOTATED.text: "earlier",
}  # fmt: skip
"""How the steps that link two cases call it; an entry of a link itself says how."""
_LINKING: Final = (ComplaintTag.LINKED.text, *_HOW)
Link = tuple[str, str, str]
"""A case, the other one, and how they belong together."""


def _links(session: Session, on_step: OnStep) -> Iterator[Difference]:
    """Links that are gone, and such as nothing made: people, or a step that joins, repeats or splits.

    Steps of earlier versions do not name the other case: whatever link of theirs is there is left alone.
    """
    found = session.execute(select(ComplaintLink.complaint_id, ComplaintLink.other_id, ComplaintLink.how))
    rows = {(str(one), str(other), how) for one, other, how in found}
    told: set[Link] = set()
    unnamed: set[tuple[str, str]] = set()
    parts: Counter[str] = Counter()
    for one in said(session, tagged(_LINKING)):
        case_id, how, other = one.stream.removeprefix(STREAM), _how(one), one.data.get("other")
        on_step(1)
        if how == SPLIT:
            parts[case_id] += len([part for part in one.data["reference"].split(", ") if part])
        elif other is None:
            unnamed.add((case_id, how))
        else:
            told.add((case_id, other, how))
            if (case_id, other, how) not in rows:
                yield Difference(f"case {case_id}", f"its link with {other} is gone", one.leaf)
    yield from _made_by_nothing(rows - told, unnamed, parts)


def _how(one: Said) -> str:
    return str(_HOW.get(one.tag) or one.data["how"])


def _made_by_nothing(rows: set[Link], unnamed: set[tuple[str, str]], parts: Counter[str]) -> Iterator[Difference]:
    there = Counter(other for _one, other, how in rows if how == SPLIT)
    for case_id in sorted(there.keys() | parts.keys()):
        if there[case_id] != parts[case_id]:
            why = f"{there[case_id]} cases are linked as parts of it, and by its entries {parts[case_id]}"
            yield Difference(f"case {case_id}", why)
    for one, other, how in sorted(rows):
        if how != SPLIT and (one, how) not in unnamed:
            yield Difference(f"case {one}", f"it is linked with {other} ({how}), which no entry says")


def _untold(session: Session) -> dict[str, int]:
    naming = (ComplaintTag.JOINED.text, ComplaintTag.ANNOTATED.text)
    return {"other case of a step": entries_without("other", naming, session)}


REPLAYS: Final = (Projection("links", partial(entries_with, _LINKING), _links, (ComplaintLink,), _untold),)
"""What the verification compares of this part."""
